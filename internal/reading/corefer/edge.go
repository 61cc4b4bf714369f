package corefer

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"annals/internal/model"
	"annals/internal/text"
)

//go:embed edges.bin
var embeddedEdges []byte

// Names of the models in the file of edges.
const (
	modelEnds   = "ends"
	modelStarts = "starts"
)

// edges says where the phrases of chains begin and end. Candidates are the
// edges that some likely tree gives: each token has the head of the tree and
// its rival. A linear model scores them by what the best tree says, how likely
// the tokens on both sides depend on the phrase's head, the words there, and
// the phrases of the entity's other mentions.
type edges struct{ ends, starts *model.Linear }

func loadEdges(data []byte) (*edges, error) {
	set, err := model.Load(data)
	if err != nil {
		return nil, fmt.Errorf("corefer: edges: %w", err)
	}
	e := &edges{}
	if e.ends, err = set.Model(modelEnds); err != nil {
		return nil, fmt.Errorf("corefer: edges: %w", err)
	}
	if e.starts, err = set.Model(modelStarts); err != nil {
		return nil, fmt.Errorf("corefer: edges: %w", err)
	}
	return e, nil
}

// choose sets the whole phrases of the mentions of chains.
func (e *edges) choose(r *reader) {
	o := outline{reader: r}
	chosen := make([]text.Span, len(r.mentions))
	said := map[int]*sayings{}
	var list []int
	for i := range r.mentions {
		m := &r.mentions[i]
		chosen[i] = m.whole
		root := r.find(i)
		members := r.mentions[root].members
		if len(members) < 2 || m.personal() {
			continue
		}
		if said[root] == nil {
			said[root] = newSayings(r.doc)
			for _, k := range members {
				said[root].add(r.mentions[k].whole, r.mentions[k].Head)
			}
		}
		o.draw(m, said[root], m.whole)
		list = o.ends(list)
		o.end = best(e.ends, list, o.endFeatures)
		list = o.starts(list)
		chosen[i] = text.Span{Start: best(e.starts, list, o.startFeatures), End: o.end}
	}
	for i, s := range chosen {
		r.mentions[i].whole = s
	}
}

// best is the first of the candidates with the highest score.
func best(m *model.Linear, candidates []int, features func(int) []model.Feature) int {
	if len(candidates) == 1 {
		return candidates[0]
	}
	first, top := 0, int32(math.MinInt32)
	var score [1]int32
	for _, c := range candidates {
		score[0] = 0
		m.Scores(features(c), score[:])
		if score[0] > top {
			first, top = c, score[0]
		}
	}
	return first
}

// sayings are what the mentions of an entity say, by hash: their phrases, and
// of these what stands from the head on. Pronouns say nothing.
type sayings struct {
	doc            *text.Document
	phrases, tails map[uint64]int
	mentions       int
	first          int // where the first of them begins
}

func newSayings(d *text.Document) *sayings {
	return &sayings{doc: d, phrases: map[uint64]int{}, tails: map[uint64]int{}, first: len(d.Tokens)}
}

func (s *sayings) add(whole text.Span, head int) {
	s.mentions++
	s.first = min(s.first, whole.Start)
	if s.doc.Tokens[head].UPOS != "PRON" {
		s.phrases[s.phrase(whole.Start, whole.End)]++
		s.tails[s.phrase(head, whole.End)]++
	}
}

// phrase is the hash of a range of words, without the determiners in front.
func (s *sayings) phrase(first, last int) uint64 {
	for first < last-1 && (s.doc.Tokens[first].UPOS == "DET" || s.doc.Tokens[first].UPOS == "PRON") {
		first++
	}
	f := model.Template(0)
	for i := first; i < last; i++ {
		f = f.With(model.Text(strings.ToLower(s.doc.Form(i))))
	}
	return uint64(f)
}

// outline is one mention whose edges are looked for.
type outline struct {
	*reader
	head  int
	kind  uint64    // of mention: of name, part of speech, several, told
	tree  text.Span // the phrase by the best tree
	said  *sayings
	self  text.Span // the mention among what is said
	first bool      // no mention of its entity stands before
	end   int       // of the phrase, once it is chosen

	window   text.Span // tokens that are looked at
	reach    []float32 // by token of the window: how likely it depends on the head
	features []model.Feature
}

const (
	// outlineLeft and outlineRight are how far from the head edges are looked for.
	outlineLeft, outlineRight = 25, 50
	// leastReach is how likely a token must depend on the head for a phrase to
	// end behind it or begin with it.
	leastReach = 0.03
	// reachRounds is how many arcs apart from the head a token's likelihood is
	// followed with certainty.
	reachRounds = 10
)

// draw begins with a mention; self is the mention among what is said.
func (o *outline) draw(m *mention, said *sayings, self text.Span) {
	o.head, o.tree, o.said, o.self = m.Head, m.whole, said, self
	o.first, o.end = self.Start <= said.first, m.whole.End
	t := o.doc.Tokens[m.Head]
	switch {
	case m.told:
		o.kind = 1
	case m.several:
		o.kind = 2
	case m.Kind == text.Name:
		o.kind = model.Text("name " + string(m.Type))
	default:
		o.kind = model.Text(t.UPOS)
	}
	s := o.doc.Sentences[t.Sentence]
	o.window.Start = min(o.tree.Start, max(s.First, m.Head-outlineLeft))
	o.window.End = max(o.tree.End, min(s.Last, m.Head+outlineRight))
	o.follow()
}

// follow sets reach: a token depends on the head as likely as the head that the
// tree gives it or, by doubt, that head's rival.
func (o *outline) follow() {
	n := o.window.End - o.window.Start
	o.reach = slices.Grow(o.reach[:0], n)[:n]
	clear(o.reach)
	o.reach[o.head-o.window.Start] = 1
	for range reachRounds {
		change := float32(0)
		for k := range o.reach {
			t := &o.doc.Tokens[o.window.Start+k]
			if o.window.Start+k == o.head {
				continue
			}
			p := (1 - t.Doubt) * o.reached(t.Head)
			if t.Doubt > 0 {
				p += t.Doubt * o.reached(t.Rival)
			}
			change = max(change, p-o.reach[k], o.reach[k]-p)
			o.reach[k] = p
		}
		if change < 0.005 {
			return
		}
	}
}

// reached is how likely token i depends on the head; 0 outside the window.
func (o *outline) reached(i int) float32 {
	if i < o.window.Start || i >= o.window.End {
		return 0
	}
	return o.reach[i-o.window.Start]
}

// ends lists where the phrase may end.
func (o *outline) ends(to []int) []int {
	to = to[:0]
	for e := o.head + 1; e <= o.window.End; e++ {
		if e == o.tree.End || (e == o.head+1 || o.reached(e-1) >= leastReach) && !o.tight(e) {
			to = append(to, e)
		}
	}
	return to
}

// starts lists where the phrase may begin.
func (o *outline) starts(to []int) []int {
	to = to[:0]
	for s := o.window.Start; s <= o.head; s++ {
		if s == o.tree.Start || s == o.head || o.reached(s) >= leastReach {
			to = append(to, s)
		}
	}
	return to
}

// tight reports whether no phrase ends before token i: what stands before it
// leans on what follows, or the other way.
func (o *outline) tight(i int) bool {
	if i >= o.window.End {
		return false
	}
	if t := o.doc.Tokens[i-1]; t.Head >= i {
		switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
		case "det", "amod", "compound", "nummod", "case", "aux", "cop", "mark", "cc":
			return true
		}
		if t.Deprel == "nmod:poss" {
			return true
		}
	}
	if t := o.doc.Tokens[i]; t.Head < i && t.Head >= o.window.Start {
		switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
		case "fixed", "flat", "goeswith":
			return true
		}
	}
	return false
}
