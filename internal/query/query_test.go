package query

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func number64(v float64) *float64 { return &v }

func TestParse(t *testing.T) {
	word := func(s string) Node { return Words{Text, []Phrase{{s, false}}} }
	for text, want := range map[string]Node{
		"":                         And{},
		"  , — ":                   And{},
		"harvest":                  word("harvest"),
		"bread prices":             And{word("bread"), word("prices")},
		`"bread  prices"`:          word("bread prices"),
		"“bread prices”":           word("bread prices"),
		"12:30":                    word("12:30"),
		"bread AND prices":         And{word("bread"), word("prices")},
		"bread OR milk prices":     Or{word("bread"), And{word("milk"), word("prices")}},
		"(bread OR milk) prices":   And{Or{word("bread"), word("milk")}, word("prices")},
		"bread -milk":              And{word("bread"), Not{word("milk")}},
		"bread NOT (milk OR eggs)": And{word("bread"), Not{Or{word("milk"), word("eggs")}}},
		"-(-milk)":                 word("milk"),
		"actor:miller":             Words{Actor, []Phrase{{"miller", false}}},
		"ACTOR:mill*":              Words{Actor, []Phrase{{"mill", true}}},
		`source:"grain board",ann`: Words{Source, []Phrase{{"grain board", false}, {"ann", false}}},
		`said:"early harv"*`:       Words{Said, []Phrase{{"early harv", true}}},
		"type:protest,STRIKE":      nil,
		"type:protest,Coerce":      Code{Type, []string{"PROTEST", "COERCE"}},
		"country:blr":              Code{Country, []string{"BLR"}},
		"since:2020-08":            Days{Date, "2020-08-01", ""},
		"until:2020-08":            Days{Date, "", "2020-09-01"},
		"until:2020-02-28":         Days{Date, "", "2020-02-29"},
		"on:2020":                  Days{Date, "2020-01-01", "2021-01-01"},
		"on:2020-03..2020-05-02":   Days{Date, "2020-03-01", "2020-05-03"},
		"published:2020-03..":      Days{Published, "2020-03-01", ""},
		"since:2020,2021":          Or{Days{Date, "2020-01-01", ""}, Days{Date, "2021-01-01", ""}},
		"number:>40":               Range{Field: Number, Low: number64(40), AboveLow: true},
		"number:40..60.5":          Range{Field: Number, Low: number64(40), High: number64(60.5)},
		"confidence:>=0.8":         Range{Field: Confidence, Low: number64(.8)},
	} {
		got, err := Parse(text)
		if want == nil {
			if err == nil {
				t.Errorf("%s: no error", text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		"bread actr:miller":       `at character 7: no field "actr"; did you mean actor:?`,
		"zzzzzz:x":                `no field "zzzzzz"; put it in "quotation marks" if it is text; the fields are actor, recipient`,
		`said:"early`:             "at character 6: this quotation mark is not closed",
		"type:PROTSET":            "did you mean PROTEST?",
		"status:plan":             "did you mean planned?",
		"country:Belarus":         "a code of three letters",
		"since:yesterday":         `"yesterday" is no date; since: takes 2020, 2020-08 or 2020-08-15`,
		"since:2020-13":           "is no date",
		"since:2020-02-30":        "is no date",
		"on:2021..2020":           "ends before it begins",
		"since:2020..2021":        "for two use on:2020..2021",
		"number:many":             "is no number",
		"number:5..3":             "ends before it begins",
		"actor:":                  "at character 7: actor: needs a value",
		"actor: miller":           "at character 7: actor: needs a value",
		"bread )":                 "at character 7: this ) closes nothing",
		"(bread":                  "at character 1: this ( is not closed",
		"()":                      "nothing stands between",
		"bread OR":                "OR needs a term on both sides",
		"OR bread":                "OR needs a term on both sides",
		"bread NOT":               "nothing follows the NOT",
		"type:PROT*":              "takes no *",
		strings.Repeat("(", 99):   "too many parentheses",
		strings.Repeat("a ", 101): "more than 100 terms",
		strings.Repeat("a", 5000): "longer than",
	} {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", text, want, err)
		}
	}
}

func TestFromArguments(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"actor:miller", "bread"}, "actor:miller bread"},
		{[]string{"said:early harvest", "since:2020"}, `said:"early harvest" since:2020`},
		{[]string{"-said:early harvest"}, `-said:"early harvest"`},
		{[]string{"bread prices"}, `"bread prices"`},
		{[]string{`actor:miller said:"early harvest"`}, `actor:miller said:"early harvest"`},
		{[]string{"actor:miller type:PROTEST"}, "actor:miller type:PROTEST"},
		{[]string{"bread -prices"}, "bread -prices"},
		{[]string{"bread OR milk"}, "bread OR milk"},
	} {
		if got := FromArguments(c.args); got != c.want {
			t.Errorf("%q: got %s, want %s", c.args, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`actor:lukashenko type:PROTEST since:2020-08 until:2020-09-15 place:minsk said:"early elections" -x`,
		`(a OR b) NOT (c, "d" -e*) number:>40 number:4..5 on:2020..2021`, `"“`, `-`, `--a`, `-(-(-a))`, `unit:"km/h",x`, `mode:İ`, `report:sha256`,
		"published:..2020", `text:a,b,"c d"*`, "OR", `a"b"c`, "quad:1,2",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Parse(text)
		if err != nil {
			return
		}
		canonical := String(n)
		again, err := Parse(canonical)
		if err != nil {
			if len(canonical) > maxLength/2 {
				return // grew over the limit by what it spells out
			}
			t.Fatalf("%q was read, its canonical form %q is not: %v", text, canonical, err)
		}
		if d := cmp.Diff(n, again); d != "" {
			t.Fatalf("%q and its canonical form %q differ: %s", text, canonical, d)
		}
	})
}

// TestFieldsAreDocumented holds doc/QUERY.md to the table of fields.
func TestFieldsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../doc/QUERY.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Fields() {
		if !strings.Contains(string(doc), "`"+f+":") {
			t.Errorf("doc/QUERY.md does not describe %s:", f)
		}
	}
}
