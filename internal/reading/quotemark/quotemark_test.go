package quotemark

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"annals/internal/text"
)

// document makes a document whose blocks are the paragraphs of s.
func document(s string) *text.Document {
	d := &text.Document{Text: s}
	at := 0
	for _, p := range strings.SplitAfter(s, "\n\n") {
		b := text.Block{Span: text.Span{Start: at, End: at + len(strings.TrimRight(p, "\n"))}}
		if strings.Trim(p, "–\n ") == "" {
			b.Kind = text.Separator
		}
		d.Blocks = append(d.Blocks, b)
		at += len(p)
	}
	return d
}

// shown lists the quotations: inner text, then "!" if unclosed, "~" if scare,
// "<n" if it carries on quotation n.
func shown(d *text.Document) []string {
	var out []string
	for _, q := range d.Quotations {
		s := d.Slice(q.Inner)
		if !q.Closed {
			s += "!"
		}
		if q.Scare {
			s += "~"
		}
		if q.Continues >= 0 {
			s += fmt.Sprintf("<%d", q.Continues)
		}
		out = append(out, s)
	}
	return out
}

func TestMark(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"curly", "“The bridge is open again,” the mayor said.", []string{"The bridge is open again,"}},
		{"straight", `"We lost contact at dawn," he said. "We never found them."`, []string{"We lost contact at dawn,", "We never found them."}},
		{"closers on both sides", "”The bridge is open again,” the mayor said.", []string{"The bridge is open again,"}},
		{"German", "„Die Brücke ist offen“, sagte er, und „wir bleiben“.", []string{"Die Brücke ist offen", "wir bleiben~"}},
		{"guillemets", "The deputy called it «a farce without an audience» on Monday.", []string{"a farce without an audience"}},
		{"doubled apostrophes", "''The road is closed,'' the driver said. ''Go home.''", []string{"The road is closed,", "Go home."}},
		{"backquotes", "``The road is closed,'' the driver said.", []string{"The road is closed,"}},
		{"British singles", "‘The mayor hasn’t resigned,’ her office said. ‘She won’t.’", []string{"The mayor hasn’t resigned,", "She won’t."}},
		{"straight singles", "'The mayor hasn't resigned,' her office said.", []string{"The mayor hasn't resigned,"}},
		{"apostrophes only", "The workers’ union and the boys’ school didn’t take part in the ’90s.", nil},
		{"straight apostrophes only", "The workers' union and the boys' school didn't take part, 'cause it was the '90s.", nil},
		{"possessive inside singles", "‘The strikers’ demands are just,’ the priest said.", []string{"The strikers’ demands are just,"}},
		{"nested", "“He told us ‘leave by noon’ and hung up,” she said.", []string{"He told us ‘leave by noon’ and hung up,", "leave by noon~"}},
		{"nested doubles in singles", "‘She shouted “enough of this” and left,’ he said.", []string{"She shouted “enough of this” and left,", "enough of this~"}},
		{"never closed", "“The dam will hold, the engineer said.\n\nRain fell.", []string{"The dam will hold, the engineer said.!"}},
		{"closed by an opener", "“The dam will hold through the winter, “she said, according to the paper.", []string{"The dam will hold through the winter, "}},
		{"closed by an opener, split", "“The dam will hold, “the engineer said. “Trust us.”", []string{"The dam will hold, ", "Trust us."}},
		{"reopened by paragraph", "“We begin today, the judge said.\n\n“Nobody may leave.\n\n“That is all.”", []string{"We begin today, the judge said.!", "Nobody may leave.!<0", "That is all.<1"}},
		{"reopened past a separator", "“We begin today.\n\n–\n\n“Nobody may leave.”", []string{"We begin today.!", "Nobody may leave.<0"}},
		{"not carried on", "“We begin today.\n\nThe judge called it “a very sad day for us”.", []string{"We begin today.!", "a very sad day for us"}},
		{"unclosed, then a whole one", "“We begin today, the judge said, and “nobody at all may leave” before dusk.", []string{"We begin today, the judge said, and “nobody at all may leave” before dusk.!", "nobody at all may leave"}},
		{"scare", "The “election” was over by noon.", []string{"election~"}},
		{"scare at the end", "She called him a “usurper.” He smiled.", []string{"usurper.~"}},
		{"nickname", "Ivan “the Wolf” Petrov was freed.", []string{"the Wolf~"}},
		{"title", "His film “The Long Road Home” was banned.", []string{"The Long Road Home~"}},
		{"short speech is no scare quote", "“Never,” she said. “Yes!” they chanted. He said: “No comment.”", []string{"Never,", "Yes!", "No comment."}},
		{"phrase", "He praised the plan as “timely, modest and workable”.", []string{"timely, modest and workable"}},
		{"inches", `The 5'10" guard saw a 12" pipe.`, nil},
		{"stray closer", "The road is closed,” he said.", nil},
		{"empty", "“” and \"\"", nil},
		{"bracket", "(“a day like no other for us”) – “so be it, friends”", []string{"a day like no other for us", "so be it, friends"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document(c.text)
			Mark(d)
			if got := shown(d); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func FuzzMark(f *testing.F) {
	for _, s := range []string{"“a, “she said", "''x'' 'y' ``z", "«»„“”‘’\n\n“", "\"a \"b\" c", "‘", "’’’''\"\"\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		d := document(s)
		Mark(d)
		start := 0
		for i, q := range d.Quotations {
			if q.Start < start || !q.Covers(q.Inner) || q.Inner.Len() <= 0 || q.End > len(s) || q.Continues >= i {
				t.Fatalf("quotation %d of %q: %+v", i, s, q)
			}
			start = q.Start
			if !utf8.ValidString(d.Slice(q.Span)) || !utf8.ValidString(d.Slice(q.Inner)) {
				t.Fatalf("quotation %d of %q cuts a character", i, s)
			}
		}
	})
}

func BenchmarkMark(b *testing.B) {
	d := document(strings.Repeat("“The bridge is open again,” the mayor said. It wasn’t the ministry’s “decision”.\n\n", 200))
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		Mark(d)
	}
}

// TestMarkNesting holds broken marks to a bounded nesting.
func TestMarkNesting(t *testing.T) {
	for _, unit := range []string{"“a ", "\"a ", "'a ", "'a, \"b "} {
		s := strings.Repeat(unit, 20000)
		d := &text.Document{Text: s, Blocks: []text.Block{{Span: text.Span{Start: 0, End: len(s)}}}}
		Mark(d)
		if len(d.Quotations) > deepest {
			t.Errorf("%q repeated: %d quotations", unit, len(d.Quotations))
		}
	}
}
