package event

import (
	"slices"

	"annals/internal/record"
	"annals/internal/text"
)

// Given is what earlier parts of extraction found in the same document.
type Given struct {
	Statements []record.Statement
	Times      []record.Time
	Places     []record.Place
	Figures    []record.Figure
}

// alleged reports whether one of the statements accuses somebody.
func (g Given) alleged(statements []string) bool {
	return slices.ContainsFunc(g.Statements, func(s record.Statement) bool {
		return s.Act == "accuse" && slices.Contains(statements, s.ID)
	})
}

// found is something given with the bytes at which it stands.
type found struct {
	at    text.Span
	index int // in its list of Given
}

// nearby is what is given in each sentence: every look-up is for an act, which
// stands in one sentence, so that a document is read in linear time.
type nearby struct {
	contents [][]found // contents of statements that reach into the sentence
	cues     [][]found
	times    [][]found
	places   [][]found
	figures  [][]found
	names    [][]int // indexes of the names among the document's mentions
}

func newNearby(d *text.Document, s *record.Speller, given Given) *nearby {
	n := len(d.Sentences)
	near := &nearby{make([][]found, n), make([][]found, n), make([][]found, n), make([][]found, n), make([][]found, n), make([][]int, n)}
	add := func(lists [][]found, span record.Span, index int) {
		at := s.Bytes(span)
		first, last := d.TokensIn(at)
		if first >= last {
			return
		}
		for i := d.Tokens[first].Sentence; i <= d.Tokens[last-1].Sentence; i++ {
			lists[i] = append(lists[i], found{at, index})
		}
	}
	for i, st := range given.Statements {
		for _, c := range st.Content {
			add(near.contents, c, i)
		}
		if st.Cue != nil {
			add(near.cues, *st.Cue, i)
		}
	}
	for i, t := range given.Times {
		add(near.times, t.Span, i)
	}
	for i, p := range given.Places {
		add(near.places, p.Span, i)
	}
	for i, f := range given.Figures {
		add(near.figures, f.Span, i)
	}
	for i, m := range d.Mentions {
		if m.Kind == text.Name {
			j := d.Tokens[m.First].Sentence
			near.names[j] = append(near.names[j], i)
		}
	}
	return near
}
