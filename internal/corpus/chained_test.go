package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

func TestChainedReports(t *testing.T) {
	dir := t.TempDir()
	ecb := filepath.Join(dir, "reports.jsonl")
	lines := `{"topic":4,"doc":"4_2ecbplus","split":"dev","tokens":[["Dockers",0],["struck",0],[".",0],["They",1],["left",1]],"mentions":[{"m":1,"type":"HUMAN_PART","tok":[0],"chain":"H1"},{"m":2,"type":"ACTION_OCCURRENCE","tok":[1],"chain":null},{"m":3,"type":"ACTION_OCCURRENCE","tok":[4],"chain":"A1"},{"m":4,"type":"TIME_DATE","tok":[2],"chain":null}],"validated":[0]}
`
	if err := os.WriteFile(ecb, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "corpus_port")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	cat := filepath.Join(folder, "harbour.xml")
	file := `<?xml version="1.0"?><Document doc_name="harbour">
<token sentence="0" t_id="1">Harbour</token><token sentence="0" t_id="2">reopens</token><token sentence="2" t_id="3">It</token><token sentence="2" t_id="4">closed</token>
<Markables><EVENT_MENTION m_id="7"><token_anchor t_id="2"/></EVENT_MENTION><EVENT_MENTION m_id="8"><token_anchor t_id="4"/></EVENT_MENTION>
<ENTITY_MENTION m_id="9"><token_anchor t_id="1"/></ENTITY_MENTION><ENTITY_MENTION m_id="10"><token_anchor t_id="3"/></ENTITY_MENTION>
<EVENT m_id="20" instance_id="OTH1"/><EVENT m_id="21"/><ENTITY m_id="22" instance_id="LOC1"/></Markables>
<Relations><REFERS_TO><source m_id="7"/><target m_id="20"/></REFERS_TO><REFERS_TO><source m_id="8"/><target m_id="21"/></REFERS_TO>
<REFERS_TO><source m_id="9"/><source m_id="10"/><target m_id="22"/></REFERS_TO></Relations></Document>`
	if err := os.WriteFile(cat, []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	type mention struct {
		words, chain string
		entity       bool
	}
	for _, c := range []struct {
		path, topic, story, read string
		want                     []mention
	}{
		{ecb, "4", "second", "Dockers struck.", []mention{{"Dockers", "4#H1", true}, {"struck", "4_2ecbplus#2", false}}},
		{cat, "corpus_port", "", "Harbour reopens\n\nIt closed", []mention{{"Harbour", "LOC1", true}, {"reopens", "OTH1", false}, {"It", "LOC1", true}, {"closed", "harbour#21", false}}},
	} {
		err := ChainedReports(c.path, func(r *Chained) error {
			if r.Topic != c.topic || r.Story != c.story || r.Split != "dev" || len(r.Read) != 1 || r.Text[r.Read[0].Start:r.Read[0].End] != c.read {
				t.Errorf("%s: %+v", c.path, r)
			}
			var got []mention
			for _, m := range r.Mentions {
				got = append(got, mention{r.Text[m.Start:m.End], m.Chain, m.Entity})
			}
			if len(got) != len(c.want) {
				t.Fatalf("%s: %+v", c.path, got)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: %+v, want %+v", c.path, got[i], c.want[i])
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
