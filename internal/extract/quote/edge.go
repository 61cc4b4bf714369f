package quote

import (
	"math"
	"strings"

	"annals/internal/model"
)

// Edges are where a source, a cue or a piece of a content begins and ends. The
// tree gives them roughly; a model then says of each token near one whether an
// annotator would count it in, and the edge moves to where the answers add up
// to most.

// reach is how many tokens beyond and inside an edge are judged.
func reach(role int) (out, in int) {
	switch role {
	case roleSource:
		return 14, 8
	case roleCue:
		return 6, 3
	}
	return 8, 8
}

// edges moves the edges of spans.
type edges struct {
	*page
	model    *model.Linear
	roles    []roleChances
	features []model.Feature
	scores   [2]int32
	chances  [2]float64
}

// span is a span of one role of a reading on its way to its edges.
type span struct {
	role        int
	first, last int
	anchor      int // a token that stays in it
}

// spansOf lists the spans of a reading whose edges may move.
func (p *page) spansOf(c *candidate) []span {
	out := []span{{roleCue, c.first, c.last, c.cue}}
	if c.speaker.named() {
		out = append(out, span{roleSource, c.speaker.first, c.speaker.last, c.speaker.head})
	}
	for _, r := range c.content {
		out = append(out, span{roleContent, r[0], r[1], -1})
	}
	return out
}

// window is the tokens around an edge that may move: from before it to behind
// it, in its sentence, outside quotation marks that the edge does not stand in,
// and outside the reading's other spans. left says which edge.
func (p *page) window(c *candidate, s span, left bool) (first, last int) {
	out, in := reach(s.role)
	edge := s.first
	if !left {
		edge = s.last - 1
	}
	if p.quoted[edge] >= 0 && s.role == roleContent {
		return edge, edge
	}
	sentence := p.sentence(edge)
	free := func(i int) bool {
		switch {
		case i < sentence.First || i >= sentence.Last || p.quoted[i] != p.quoted[edge]:
			return false
		case i >= s.first && i < s.last:
			return s.anchor < 0 || left && i < s.anchor || !left && i > s.anchor
		case s.role != roleCue && i >= c.first && i < c.last, s.role != roleContent && c.content.holds(i):
			return false
		case s.role == roleSource && (p.Tokens[i].UPOS == "SCONJ" || left && (p.verbal(i) || p.Tokens[i].UPOS == "AUX")):
			return false
		}
		return s.role == roleSource || !c.speaker.named() || i < c.speaker.first || i >= c.speaker.last
	}
	if left {
		first, last = s.first, s.first
		for first > s.first-out && free(first-1) {
			first--
		}
		for last < min(s.first+in, s.last-1) && free(last) {
			last++
		}
		return first, last
	}
	first, last = s.last, s.last
	for last < s.last+out && free(last) {
		last++
	}
	for first > max(s.last-in, s.first+1) && free(first-1) {
		first--
	}
	return first, last
}

// move is the span with its edges where the model has them.
func (e *edges) move(c *candidate, s span) span {
	out := s
	first, last := e.window(c, s, true)
	best, sum := 0.0, 0.0
	for i := s.first - 1; i >= first; i-- {
		if sum += e.in(c, s, i, true); sum > best {
			best, out.first = sum, i
		}
	}
	sum = 0
	for i := s.first; i < last; i++ {
		if sum -= e.in(c, s, i, true); sum > best {
			best, out.first = sum, i+1
		}
	}
	first, last = e.window(c, s, false)
	best, sum = 0, 0
	for i := s.last; i < last; i++ {
		if sum += e.in(c, s, i, false); sum > best {
			best, out.last = sum, i+1
		}
	}
	sum = 0
	for i := s.last - 1; i >= first; i-- {
		if sum -= e.in(c, s, i, false); sum > best {
			best, out.last = sum, i
		}
	}
	if out.first >= out.last {
		return s
	}
	return e.firm(c, s, out)
}

// longestRelative is how many tokens a relative clause of a source may have.
const longestRelative = 25

// firm takes back an edge that has moved into the middle of a phrase: nothing
// ends with an article, no content begins with a conjunction, and no cue ends
// with a preposition whose noun is not the content.
func (e *edges) firm(c *candidate, s, moved span) span {
	if s.role == roleContent {
		if k := moved.first - 1; e.Tokens[moved.first].UPOS == "CCONJ" || k >= s.first && e.is(k, "case") && e.Tokens[k].Head > k && e.Tokens[k].Head < moved.last {
			moved.first = s.first
		}
		if c.sure && moved.last < s.last && s.last == c.speaker.first-1 {
			moved.last = s.last // all before the clause that closes the sentence
		}
		switch e.Tokens[moved.last-1].UPOS {
		case "DET", "ADP", "CCONJ", "SCONJ":
			moved.last = s.last
		}
		return moved
	}
	for moved.first < s.anchor && (e.Tokens[moved.first].UPOS == "DET" || e.lower[moved.first] == "as") && s.role == roleCue {
		moved.first++
	}
	if s.role == roleSource && moved.last > s.last {
		// A relative clause is part of it whole, up to the cue, or not at all.
		for i := s.last; i < moved.last; i++ {
			if !e.relative(i) {
				continue
			}
			moved.last = s.last
			if c.first > i && c.first < i+longestRelative && e.quoted[c.first] == e.quoted[i] {
				_, moved.last = e.trim(s.first, c.first)
			}
			return moved
		}
	}
	for i := moved.first; i < s.first && s.role == roleCue; i++ {
		if e.Tokens[i].UPOS == "PROPN" {
			moved.first = s.first // a name is no part of a cue
		}
	}
	end := moved.last - 1
	switch u := e.Tokens[end].UPOS; {
	case s.role == roleSource && strings.HasPrefix(e.Tokens[end].XPOS, "POS"):
		moved.last--

	case u == "DET", u == "CCONJ", u == "ADJ" && s.role == roleCue && moved.last != s.last, u == "ADP" && (s.role == roleSource || !c.content.holds(moved.last)) && moved.last != s.last:
		moved.last = s.last
	}
	for s.role == roleSource && moved.first < s.anchor && e.wordless(moved.first, moved.first+1) {
		moved.first++ // the mark that opens a talk
	}
	if s.role == roleSource && moved.last <= c.first {
		moved.last = e.beforeTime(s.anchor, moved.last)
	}
	return moved
}

// in is the logit of token i belonging to the span.
func (e *edges) in(c *candidate, s span, i int, left bool) float64 {
	e.features = e.edgeFeatures(e.features[:0], c, s, i, left, e.roles)
	e.model.Probabilities(e.features, e.scores[:], e.chances[:])
	p := min(max(e.chances[1], 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// adjust moves the edges of a reading's spans, those of its source only where
// that is printed as found.
func (e *edges) adjust(c *candidate, printed bool) {
	moved := *c
	moved.content = nil
	for _, s := range e.spansOf(c) {
		if s.role == roleSource && !printed {
			continue
		}
		m := e.move(c, s)
		switch s.role {
		case roleCue:
			moved.first, moved.last = m.first, m.last
		case roleSource:
			if first, last := e.trim(m.first, m.last); first < last { // "#" is all there is
				moved.speaker.first, moved.speaker.last = first, last
			}
		case roleContent:
			moved.content = moved.content.add(m.first, m.last)
		}
	}
	if moved.content = e.tidy(moved.content); len(moved.content) > 0 {
		*c = moved
	}
}

// edgeFeatures appends what is to be seen of token i beside an edge of a span.
func (p *page) edgeFeatures(out []model.Feature, c *candidate, s span, i int, left bool, roles []roleChances) []model.Feature {
	side, edge := uint64(s.role)*2, s.last
	if left {
		side, edge = side+1, s.first
	}
	inside := uint64(0)
	distance := i - edge
	if i >= s.first && i < s.last {
		inside = 1
	}
	add := func(sub int, values ...uint64) {
		f := model.Template(4000 + sub).With(side).With(inside)
		for _, v := range values {
			f = f.With(v)
		}
		out = append(out, f)
	}
	word := func(k int) uint64 {
		if k < 0 || k >= len(p.Tokens) {
			return 0
		}
		return p.hashes[k].word
	}
	t := &p.Tokens[i]
	tag, deprel := p.hashes[i].tag, model.Text(relation(t.Deprel))
	near := uint64(0) // where the token's head stands
	switch h := t.Head; {
	case h == c.cue:
		near = 1
	case h >= s.first && h < s.last:
		near = 2
	case c.content.holds(h):
		near = 3
	case c.speaker.named() && h >= c.speaker.first && h < c.speaker.last:
		near = 4
	}
	up := uint64(0) // whether it stands, at any depth, under the span
	for h, n := t.Head, 0; h >= 0 && n < 12; h, n = p.Tokens[h].Head, n+1 {
		if h >= s.first && h < s.last {
			up = model.Text(relation(p.Tokens[i].Deprel))
			break
		}
	}
	commas := uint64(0)
	for k := min(i, edge); k <= max(i, edge-1); k++ {
		if k >= 0 && k < len(p.Tokens) && p.loose(k) {
			commas++
		}
	}
	d := coarse(max(distance, -distance))
	chance := uint64(roles[i][s.role] * 9.99)
	lemma := p.hashes[c.cue].lemma
	add(0)
	add(1, d)
	add(2, word(i))
	add(3, word(i), d)
	add(4, tag, near)
	add(5, deprel, near, commas)
	add(6, word(i-1), word(i))
	add(7, word(i), word(i+1))
	add(8, chance)
	add(9, chance, d)
	add(10, chance, near, min(commas, 2))
	add(11, up, min(commas, 3))
	add(12, word(edge), d)
	add(13, word(edge), word(edge-1))
	add(14, lemma, word(i))
	add(15, lemma, near, tag)
	add(16, word(i), near)
	add(17, model.Text(c.frame), d)
	add(18, model.Text(c.frame), deprel, near)
	add(19, commas, d)
	add(20, tag, d)
	if i+1 < len(p.Tokens) {
		add(21, tag, p.hashes[i+1].tag)
	}
	if i > 0 {
		add(22, tag, p.hashes[i-1].tag)
	}
	return out
}

// edgeExamples appends what the gold says of the tokens beside the edges of a
// reading that answers it.
func (p *page) edgeExamples(out []model.Example, c *candidate, gold [roleCount]words, roles []roleChances) []model.Example {
	for _, s := range p.spansOf(c) {
		for _, left := range []bool{true, false} {
			first, last := p.window(c, s, left)
			for i := first; i < last; i++ {
				e := model.Example{Features: p.edgeFeatures(nil, c, s, i, left, roles)}
				if gold[s.role].holds(i) {
					e.Class = 1
				}
				out = append(out, e)
			}
		}
	}
	return out
}
