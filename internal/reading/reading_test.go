package reading

import (
	"reflect"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/quotemark"
	"annals/internal/text"
)

const report = `Harbour talks fail

LAGOS, 3 May (Coast News) — The port authority said that talks with the dockers had failed. "We will wait," its director, Ada Obi, told reporters.

***

She accused the union of breaking its word, and the union denied it.`

// TestStepsKeepToTheirFields runs the steps one by one: each sets the fields
// that its comment names, changes no others, and leaves a sound document.
func TestStepsKeepToTheirFields(t *testing.T) {
	e := loadEngine(t)
	j := e.Analyser().(*joint)
	var clues clue.Clues
	var opinion []float32
	d := &text.Document{Text: report}
	for _, step := range []struct {
		name   string
		run    func(*text.Document)
		writes []string // fields of Document, or of Token
	}{
		{"segment", e.Segmenter().Segment, []string{"Blocks", "Sentences", "Tokens"}},
		{"quotemark", quotemark.Mark, []string{"Quotations"}},
		{"clue", func(d *text.Document) { j.finder.Find(d, &clues) }, nil},
		{"encode", func(d *text.Document) { opinion = j.encoder.Analyse(d, &clues) }, []string{"UPOS", "XPOS", "Feats", "Lemma", "Rival", "Doubt", "Head", "Deprel"}},
		{"name", func(d *text.Document) { j.namer.Name(d, &clues, opinion) }, []string{"Mentions"}},
		{"corefer", e.Corefer().Corefer, []string{"Mentions", "Entities"}},
	} {
		before := snapshot(d)
		step.run(d)
		if err := d.Check(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		after := snapshot(d)
		allowed := map[string]bool{}
		for _, f := range step.writes {
			allowed[f] = true
		}
		for field, value := range after {
			// A step that makes the tokens makes their columns.
			if !allowed["Tokens"] && !allowed[field] && !reflect.DeepEqual(before[field], value) {
				t.Errorf("%s changed %s", step.name, field)
			}
		}
		for _, f := range step.writes[max(0, len(step.writes)-1):] {
			if reflect.DeepEqual(before[f], after[f]) {
				t.Errorf("%s did not set %s", step.name, f)
			}
		}
	}
}

// snapshot copies every field of the document, and every field of its tokens
// as a column.
func snapshot(d *text.Document) map[string]any {
	fields := map[string]any{
		"Text": d.Text, "Published": d.Published, "Publisher": d.Publisher,
		"Blocks": clone(d.Blocks), "Sentences": clone(d.Sentences), "Quotations": clone(d.Quotations),
		"Mentions": clone(d.Mentions), "Entities": clone(d.Entities), "Tokens": len(d.Tokens),
	}
	kind := reflect.TypeFor[text.Token]()
	for i := range kind.NumField() {
		var column []any
		for _, token := range d.Tokens {
			column = append(column, reflect.ValueOf(token).Field(i).Interface())
		}
		fields[kind.Field(i).Name] = column
	}
	return fields
}

func clone[T any](s []T) []T { return append([]T(nil), s...) }

// TestWhoIsWho reads names and descriptions of one person.
func TestWhoIsWho(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string][]string{
		"The mayor of Port Galen, Ana Tarkwell-Obi, told reporters that the road was open.":                       {"mayor", "Ana Tarkwell-Obi"},
		"The army spokesman for Upper Galen, General Marie-Claire Dupont, told reporters that the road was open.": {"spokesman", "Marie-Claire Dupont"},
	} {
		d := &text.Document{Text: body}
		e.Read(d)
		var entities []int
		for _, words := range want {
			found := -1
			for _, m := range d.Mentions {
				if span := d.Slice(d.TokenSpan(m.First, m.Last)); span == words || m.Kind == text.Nominal && d.Form(m.Head) == words {
					found = m.Entity
				}
			}
			entities = append(entities, found)
		}
		for i, entity := range entities {
			if entity < 0 || entity != entities[0] {
				t.Errorf("%q: %q has entity %d, want that of %q, %d", body, want[i], entity, want[0], entities[0])
			}
		}
	}
}
