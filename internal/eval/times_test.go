package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"annals/internal/record"
	"annals/internal/text"
)

func TestTimexValue(t *testing.T) {
	at := func(start, end, grain, rule string) *record.Time {
		x := &record.Time{Rule: rule}
		for _, f := range []struct {
			v string
			p **string
		}{{start, &x.Start}, {end, &x.End}, {grain, &x.Grain}} {
			if f.v != "" {
				*f.p = record.Ptr(f.v)
			}
		}
		return x
	}
	for want, x := range map[string]*record.Time{
		"2009-06-18":       at("2009-06-18", "2009-06-19", "day", "weekday"),
		"2009-06-18TNI":    at("2009-06-18", "2009-06-19", "day", "weekday, part of the day NI"),
		"2009-W25":         at("2009-06-15", "2009-06-22", "week", ""),
		"2009-W25-WE":      at("2009-06-20", "2009-06-22", "day", ""),
		"2009-06":          at("2009-06-01", "2009-07-01", "month", ""),
		"2009-Q2":          at("2009-04-01", "2009-07-01", "month", ""),
		"2009-H1":          at("2009-01-01", "2009-07-01", "month", ""),
		"2009":             at("2009-01-01", "2010-01-01", "year", ""),
		"200":              at("2000-01-01", "2010-01-01", "decade", ""),
		"P2Y":              at("2009-01-01", "2012-01-01", "year", "from year to year"),
		"2020-09-25":       at("", "2020-09-26", "day", "open before «until»"),
		"2011-06-10":       at("", "2011-06-10", "day", "ends where it begins, after «before»"),
		"2010-10":          at("2010-11-01", "", "month", "begins where it ends, after «after»"),
		"1992":             at("1992-01-01", "", "year", "open after «since»"),
		"2009-06-01T16:00": at("2009-06-01T16:00", "2009-06-01T16:01", "minute", ""),
		"P27Y":             at("", "", "year", "duration P27Y"),
		"P1W":              at("", "", "day", "repetition P1W"),
		"XXXX-XX-XX":       at("", "", "day", "weekday; nothing to resolve it against"),
	} {
		if got := TimexValue(x); got != want {
			t.Errorf("%+v: got %s, want %s", x, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	const gold = `<Document doc_name="bridge">
<token sentence="0" t_id="1">Bridge</token>
<token sentence="1" t_id="2">May</token><token sentence="1" t_id="3">04</token><token sentence="1" t_id="4">,</token><token sentence="1" t_id="5">2011</token>
<token sentence="2" t_id="6">It</token><token sentence="2" t_id="7">shut</token><token sentence="2" t_id="8">on</token><token sentence="2" t_id="9">Monday</token>
<token sentence="2" t_id="10">for</token><token sentence="2" t_id="11">two</token><token sentence="2" t_id="12">weeks</token>
<Markables>
<TIMEX3 type="DATE" value="2011-05-04" functionInDocument="CREATION_TIME"><token_anchor t_id="2"/><token_anchor t_id="3"/><token_anchor t_id="4"/><token_anchor t_id="5"/></TIMEX3>
<TIMEX3 type="DATE" value="2011-05-02" functionInDocument="NONE"><token_anchor t_id="9"/></TIMEX3>
<TIMEX3 type="DURATION" value="P2W" functionInDocument="NONE"><token_anchor t_id="11"/><token_anchor t_id="12"/></TIMEX3>
</Markables></Document>`
	dir := t.TempDir()
	file, out := filepath.Join(dir, "bridge.xml"), filepath.Join(dir, "out.jsonl")
	if err := os.WriteFile(file, []byte(gold), 0o644); err != nil {
		t.Fatal(err)
	}
	find := func(s, date string) (*text.Document, []record.Time, error) {
		if date != "2011-05-04" {
			t.Errorf("date %q", date)
		}
		spell := record.NewSpeller(s)
		span := func(sub string) record.Span {
			i := len(s) - len("Monday for two weeks")
			switch sub {
			case "Monday":
				return spell.Span(text.Span{Start: i, End: i + 6})
			case "weeks":
				return spell.Span(text.Span{Start: len(s) - 5, End: len(s)})
			}
			return spell.Span(text.Span{Start: 8, End: 20}) // the date line
		}
		return nil, []record.Time{
			{Start: record.Ptr("2011-05-04"), End: record.Ptr("2011-05-05"), Grain: record.Ptr("day"), Span: span("")},
			{Start: record.Ptr("2011-05-02"), End: record.Ptr("2011-05-03"), Grain: record.Ptr("day"), Span: span("Monday")},
			{Grain: record.Ptr("week"), Rule: "duration PXW", Span: span("weeks")},
		}, nil
	}
	table, err := Times(find, Options{Gold: []string{file}, System: out})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{100, 50, 50} {
		if f := table.Rows[i].Values[2]; f != want {
			t.Errorf("%s: F1 %.1f, want %.1f", table.Rows[i].Label, f, want)
		}
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var line systemTimes
	if err := json.Unmarshal(b, &line); err != nil || len(line.Times) != 2 || line.Times[0].Value != "2011-05-02" {
		t.Errorf("wrote %s (%v)", b, err)
	}
}
