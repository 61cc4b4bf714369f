package record

import (
	"strings"
	"testing"

	"annals/internal/text"
)

func TestSpellerCountsCodePoints(t *testing.T) {
	s := NewSpeller("“Šárka” said")
	got := s.Span(text.Span{Start: 3, End: 10})
	if got != (Span{1, 6, "Šárka"}) {
		t.Errorf("got %+v", got)
	}
	if b := s.Bytes(got); b != (text.Span{Start: 3, End: 10}) {
		t.Errorf("back: %+v", b)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	good := func() *Record {
		return &Record{
			Report:     Report{ID: "x", Text: "She said no."},
			Actors:     []Actor{{ID: "A1", Name: "She", Kind: KindPerson, Mentions: []Span{{0, 3, "She"}}}},
			Statements: []Statement{{ID: "S1", Source: Party{Actor: Ptr("A1"), Span: &Span{0, 3, "She"}}, Content: []Span{{9, 11, "no"}}, Form: Direct, Act: "deny"}},
		}
	}
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Record){
		"stands":       func(r *Record) { r.Statements[0].Content[0].Text = "yes" },
		"no actor":     func(r *Record) { r.Statements[0].Source.Actor = Ptr("A9") },
		"no content":   func(r *Record) { r.Statements[0].Content = nil },
		"used twice":   func(r *Record) { r.Actors = append(r.Actors, r.Actors[0]) },
		"in a circle":  func(r *Record) { r.Statements[0].Within = Ptr("S1") },
		"outside":      func(r *Record) { r.Actors[0].Mentions[0].End = 99 },
		`act "mumble"`: func(r *Record) { r.Statements[0].Act = "mumble" },
	} {
		r := good()
		spoil(r)
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestWriteHasNoNullLists(t *testing.T) {
	line, err := (&Record{Report: Report{Text: "x"}}).MarshalLine()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(line), `"actors":null`) {
		t.Errorf("null list in %s", line)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"report":{"id":"x","text":"She said no."},"actors":[{"id":"A1","name":"She","kind":"person","mentions":[{"start":0,"end":3,"text":"She"}]}]}`))
	f.Add([]byte(`{"times":[{"id":"T1","span":{"start":-5,"end":1e3}}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := Parse(line)
		if err != nil {
			return
		}
		again, err := r.MarshalLine()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(again); err != nil {
			t.Fatalf("written record does not parse: %v", err)
		}
	})
}
