package corpus

import (
	"strings"
	"testing"
)

const catExample = `<?xml version="1.0"?><Document doc_name="harbour">
<token sentence="0" t_id="1">Harbour</token><token sentence="0" t_id="2">reopens</token>
<token sentence="1" t_id="3">March</token><token sentence="1" t_id="4">02</token><token sentence="1" t_id="5">,</token><token sentence="1" t_id="6">2011</token>
<token sentence="2" t_id="7">It</token><token sentence="2" t_id="8">closed</token><token sentence="2" t_id="9">on</token>
<token sentence="2" t_id="10">Tuesday</token><token sentence="2" t_id="11">.</token>
<Markables>
<TIMEX3 type="DATE" value="02-03-2011" functionInDocument="CREATION_TIME"><token_anchor t_id="3"/><token_anchor t_id="4"/><token_anchor t_id="5"/><token_anchor t_id="6"/></TIMEX3>
<TIMEX3 type="DATE" value="2011-03-01" functionInDocument="NONE"><token_anchor t_id="10"/></TIMEX3>
<TIMEX3 type="DATE" value="2011" functionInDocument="NONE"></TIMEX3>
<EVENT_MENTION certainty="CERTAIN" polarity="POS" time="NON_FUTURE" special_cases="NONE"><token_anchor t_id="8"/></EVENT_MENTION>
<ENTITY_MENTION><token_anchor t_id="1"/></ENTITY_MENTION>
</Markables></Document>`

func TestReadMeantime(t *testing.T) {
	m, err := ReadMeantime(strings.NewReader(catExample))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Harbour reopens\n\nMarch 02, 2011\n\nIt closed on Tuesday."; m.Text != want {
		t.Errorf("text %q, want %q", m.Text, want)
	}
	if m.ID != "harbour" || m.Date != "2011-03-02" || m.Annotated != len(m.Text) || len(m.Times) != 2 {
		t.Fatalf("got %+v", m)
	}
	if x := m.Times[1]; m.Text[x.Start:x.End] != "Tuesday" || x.Value != "2011-03-01" || x.Creation {
		t.Errorf("got %+v", x)
	}
	if len(m.Events) != 1 || m.Text[m.Events[0].Start:m.Events[0].End] != "closed" || m.Events[0].Certainty != "CERTAIN" {
		t.Errorf("got %+v", m.Events)
	}
}

func FuzzReadMeantime(f *testing.F) {
	f.Add(catExample)
	f.Add(`<Document><token t_id="1">x</token><Markables><TIMEX3><token_anchor t_id="2"/></TIMEX3></Markables></Document>`)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ReadMeantime(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, x := range m.Times {
			if x.Start < 0 || x.Start >= x.End || x.End > len(m.Text) {
				t.Fatalf("%+v lies outside a text of %d bytes", x, len(m.Text))
			}
		}
	})
}
