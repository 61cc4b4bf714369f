package eval

import (
	"fmt"
	"os"
	"strings"

	"annals/internal/corpus"
	"annals/internal/reading"
	"annals/internal/text"
)

// nameClasses maps the label sets of gold files to the four classes: those of
// CoNLL-2003, OntoNotes, GMB, CrossNER and the worldwide set. Labels that are
// not listed (dates, money, quantities, weapons) are no names and are left
// out of the gold.
var nameClasses = map[string]text.NameType{
	"PER": text.Person, "PERSON": text.Person,
	"ORG": text.Organization, "ORGANIZATION": text.Organization,
	"LOC": text.Location, "LOCATION": text.Location, "GPE": text.Location, "FAC": text.Location, "FACILITY": text.Location,
	"MISC": text.Misc, "NORP": text.Misc, "EVENT": text.Misc, "PRODUCT": text.Misc,
	"WORK_OF_ART": text.Misc, "LAW": text.Misc, "LANGUAGE": text.Misc,
}

// Names scores names on gold tokens: exact spans, by class, over the classes
// PER, ORG and LOC, and over all four. With Options.System it also writes the
// names found, as IOB2.
func Names(a reading.Analyser, o Options) (*Table, error) {
	var docs, system []corpus.Named
	for _, path := range o.Gold {
		read, err := corpus.IOB(path)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		for _, gold := range read {
			a.Analyse(gold.Doc)
			docs = append(docs, gold)
			if o.System != "" {
				system = append(system, corpus.Named{Doc: gold.Doc, Labels: nameLabels(gold.Doc)})
			}
		}
	}
	if o.System != "" {
		if err := writeNames(o.System, system); err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	return ScoreNames(docs), nil
}

// ScoreNames scores the name mentions of documents against their gold labels.
func ScoreNames(docs []corpus.Named) *Table {
	score := newNameScore()
	for _, d := range docs {
		score.add(d)
	}
	return score.table()
}

func writeNames(path string, docs []corpus.Named) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := corpus.WriteIOB(f, docs); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// nameLabels are the IOB2 labels of a document's name mentions.
func nameLabels(d *text.Document) []string {
	labels := make([]string, len(d.Tokens))
	for i := range labels {
		labels[i] = "O"
	}
	for _, m := range d.Mentions {
		if m.Kind != text.Name {
			continue
		}
		for i := m.First; i < m.Last; i++ {
			labels[i] = "I-" + string(m.Type)
		}
		labels[m.First] = "B-" + string(m.Type)
	}
	return labels
}

// nameRows are the rows of the table of names.
var nameRows = []string{"PER", "ORG", "LOC", "MISC", "PER ORG LOC", "all"}

// nameScore counts names by row of the table.
type nameScore struct {
	hits, system, gold map[string]float64
}

func newNameScore() *nameScore {
	return &nameScore{map[string]float64{}, map[string]float64{}, map[string]float64{}}
}

// add counts a document whose names have been found.
func (s *nameScore) add(gold corpus.Named) {
	want := map[corpus.NameSpan]bool{}
	for _, n := range corpus.NameSpans(gold.Doc, gold.Labels) {
		if class := nameClasses[strings.ToUpper(n.Type)]; class != "" {
			n.Type = string(class)
			want[n] = true
			s.count(s.gold, n.Type)
		}
	}
	for _, m := range gold.Doc.Mentions {
		if m.Kind != text.Name {
			continue
		}
		s.count(s.system, string(m.Type))
		if want[corpus.NameSpan{First: m.First, Last: m.Last, Type: string(m.Type)}] {
			s.count(s.hits, string(m.Type))
		}
	}
}

func (s *nameScore) count(in map[string]float64, class string) {
	in[class]++
	in["all"]++
	if class != "MISC" {
		in["PER ORG LOC"]++
	}
}

func (s *nameScore) table() *Table {
	t := &Table{Title: "names", Columns: []string{"P", "R", "F1", "gold"}}
	for _, row := range nameRows {
		p, r, f := F1(s.hits[row], s.system[row], s.gold[row])
		t.Rows = append(t.Rows, Row{row, []float64{p, r, f, s.gold[row]}})
	}
	return t
}
