package eval

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"annals/internal/corpus"
	"annals/internal/origin"
)

// Copies scores the finding of copies over the reports of ECB+. Of each report
// of at least 60 words it makes edited copies: cut to two thirds, the lead put
// into other words, another headline, a paragraph of another topic added, single
// words changed, and all of these at once. A pair of a report and a copy of it, or of two
// copies of it, is gold; every pair of two reports of the same topic, which
// tell of the same events in their own words or in an agency's, counts against
// precision where it is taken for a copy. Reports that are copies of each other
// in the corpus itself (a fifth of the shorter one's shingles is shared: an agency's text) are left
// out, all but one.
func Copies(o Options) (*Table, error) {
	topics := map[int][]*corpus.ECB{}
	for _, path := range o.Gold {
		err := corpus.ECBReports(path, func(e *corpus.ECB) error {
			if len(e.Tokens) >= 60 {
				topics[e.Topic] = append(topics[e.Topic], e)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	m := copyMeasure{byEdit: map[string]*[2]int{}}
	for topic := range maxTopic(topics) + 1 {
		m.topic(topics[topic], donors(topics, topic))
	}
	if m.reports == 0 {
		return nil, fmt.Errorf("eval: %v holds no report of 60 words", o.Gold)
	}
	table := &Table{Title: "copies", Columns: []string{"precision", "recall", "F1"}}
	add := func(label string, s copyScore) {
		p, r, f := F1(float64(s.hits), float64(s.hits+s.wrong), float64(s.gold))
		table.Rows = append(table.Rows, Row{label, []float64{p, r, f}})
	}
	add("one edit each", m.single)
	add("all edits at once as well", m.all)
	for _, e := range edits() {
		found := m.byEdit[e.name]
		table.Rows = append(table.Rows, Row{"  recall: " + e.name, []float64{0, 100 * float64(found[0]) / float64(found[1]), 0}})
	}
	table.Notes = []string{fmt.Sprintf("%d reports, %d pairs of copies, %d pairs of different reports on a topic, %d of them taken for copies; %d pairs found by their sketches. Below, the recall of pairs of a report and its copy.",
		m.reports, m.all.gold, m.different, m.all.wrong, m.candidates)}
	return table, nil
}

// donors are the reports of the next topic, of which paragraphs are taken.
func donors(topics map[int][]*corpus.ECB, topic int) []*corpus.ECB {
	last := maxTopic(topics)
	for i := 1; i <= last; i++ {
		if other := topics[(topic+i)%(last+1)]; len(other) > 0 {
			return other
		}
	}
	return topics[topic]
}

func maxTopic(topics map[int][]*corpus.ECB) int {
	most := 0
	for t := range topics {
		most = max(most, t)
	}
	return most
}

type copyMeasure struct {
	reports, different, candidates int
	single, all                    copyScore
	byEdit                         map[string]*[2]int // found, of
}

// copyScore counts pairs of copies, those of them that were found, and other
// pairs that were taken for copies.
type copyScore struct{ gold, hits, wrong int }

func (s *copyScore) add(gold, found bool) {
	switch {
	case gold && found:
		s.gold++
		s.hits++
	case gold:
		s.gold++
	case found:
		s.wrong++
	}
}

// topic compares every report and copy of a topic with every other.
func (m *copyMeasure) topic(reports, donors []*corpus.ECB) {
	type item struct {
		source int
		edit   string
		print  *origin.Print
		sketch map[uint32]bool
	}
	var items []item
	add := func(source int, edit, text string) {
		p := origin.Fingerprint(text)
		s := map[uint32]bool{}
		for _, h := range p.Sketch() {
			s[h] = true
		}
		items = append(items, item{source, edit, p, s})
	}
	var kept []*origin.Print
	for i, e := range reports {
		p := origin.Fingerprint(e.Text)
		again := false
		for _, k := range kept {
			l := origin.Compare(p, k)
			again = again || max(l.First, l.Second) > .2
		}
		if again {
			continue
		}
		kept = append(kept, p)
		m.reports++
		h := fnv.New64a()
		h.Write([]byte(e.ID))
		dice := rand.New(rand.NewPCG(h.Sum64(), 7))
		add(i, "", e.Text)
		for _, edit := range edits() {
			add(i, edit.name, edit.change(e.Text, donors, dice))
		}
	}
	for i := range items {
		for j := range i {
			a, b := &items[i], &items[j]
			found := anyShared(a.sketch, b.sketch)
			if found {
				m.candidates++
			}
			found = found && origin.Compare(a.print, b.print).Copy()
			gold := a.source == b.source
			m.all.add(gold, found)
			if a.edit != everyEdit && b.edit != everyEdit {
				m.single.add(gold, found)
			}
			if !gold {
				m.different++
				continue
			}
			if b.edit == "" {
				n := m.byEdit[a.edit]
				if n == nil {
					n = &[2]int{}
					m.byEdit[a.edit] = n
				}
				n[1]++
				if found {
					n[0]++
				}
			}
		}
	}
}

func anyShared(a, b map[uint32]bool) bool {
	for h := range a {
		if b[h] {
			return true
		}
	}
	return false
}

// edit is a change that makes a copy of a report.
type edit struct {
	name   string
	change func(text string, others []*corpus.ECB, dice *rand.Rand) string
}

// everyEdit is the name of the edit that makes all the others.
const everyEdit = "all of these"

func edits() []edit {
	cut := func(text string, _ []*corpus.ECB, dice *rand.Rand) string {
		p := strings.Split(text, "\n\n")
		keep := max(1, len(p)*2/3)
		from := dice.IntN(len(p) - keep + 1)
		return strings.Join(p[from:from+keep], "\n\n")
	}
	lead := func(text string, _ []*corpus.ECB, dice *rand.Rand) string {
		first, rest, _ := strings.Cut(text, "\n\n")
		words := strings.Fields(first)
		for i := 0; i+1 < len(words); i += 2 { // no three words stay together
			words[i], words[i+1] = words[i+1], "it"
		}
		return strings.Join(words, " ") + "\n\n" + rest
	}
	headline := func(text string, _ []*corpus.ECB, dice *rand.Rand) string {
		return "What we know so far about a story that many are following today\n\n" + text
	}
	paragraph := func(text string, others []*corpus.ECB, dice *rand.Rand) string {
		p := strings.Split(text, "\n\n")
		other := strings.Split(others[dice.IntN(len(others))].Text, "\n\n")
		at := dice.IntN(len(p) + 1)
		added := append(append(append([]string{}, p[:at]...), other[dice.IntN(len(other))]), p[at:]...)
		return strings.Join(added, "\n\n")
	}
	words := func(text string, _ []*corpus.ECB, dice *rand.Rand) string {
		w := strings.Split(text, " ")
		for i := range w {
			if dice.IntN(20) == 0 {
				w[i] = "other"
			}
		}
		return strings.Join(w, " ")
	}
	everything := func(text string, others []*corpus.ECB, dice *rand.Rand) string {
		for _, c := range []func(string, []*corpus.ECB, *rand.Rand) string{words, cut, lead, paragraph, headline} {
			text = c(text, others, dice)
		}
		return text
	}
	return []edit{{"cut to two thirds", cut}, {"lead in other words", lead}, {"another headline", headline},
		{"a paragraph added", paragraph}, {"one word in twenty changed", words}, {everyEdit, everything}}
}
