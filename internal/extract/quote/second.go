package quote

import (
	"math"
	"strings"

	"annals/internal/model/forest"
)

// A second look judges the readings again that the first model, which sees
// hashed features of one reading at a time, finds likely enough: with the roles
// of the tokens, and with the other readings of the same cue and of the cues
// around it.

// glance is how likely the first model must find a reading for a second look.
const glance = 0.02

// second is the two forests of the second look: how likely a reading is right
// in source and most of its content, and how likely it is the best one.
type second struct{ right, best *forest.Forest }

// look sets the probability and the rank of the readings, which the first model
// has judged. Those that it finds unlikely keep what it says as far as it goes.
func (s *second) look(p *page, list []candidate, roles []roleChances) {
	v := p.view(list, roles)
	row := make([]float32, width)
	right := make([]float64, len(list)) // rows see the first model's answers only
	for i := range list {
		c := &list[i]
		if c.prob < glance {
			c.rank = c.prob * glance
			continue
		}
		v.row(row, i)
		right[i], c.rank = s.right.Probability(row), s.best.Probability(row)
	}
	for i := range list {
		list[i].alone, list[i].prob = list[i].prob, right[i]
	}
}

// view is what the second look sees of a page.
type view struct {
	*page
	list   []candidate
	roles  []roleChances
	sums   [][roleCount]float64 // of the roles' chances up to each token
	groups []group
	of     []int // the group of each reading
	near   coverage
}

// group is the readings of one cue, half-open, with the likeliest one.
type group struct{ first, last, top int }

func (p *page) view(list []candidate, roles []roleChances) *view {
	v := &view{page: p, list: list, roles: roles, of: make([]int, len(list)), sums: make([][roleCount]float64, len(roles)+1)}
	for i := range roles {
		for r, c := range roles[i] {
			v.sums[i+1][r] = v.sums[i][r] + float64(c)
		}
	}
	for first, last := range byCue(list) {
		g := group{first: first, last: last, top: first}
		for i := first; i < last; i++ {
			if list[i].prob > list[g.top].prob {
				g.top = i
			}
			v.of[i] = len(v.groups)
		}
		v.groups = append(v.groups, g)
	}
	v.near = p.cover(len(v.groups), func(i int) words { return list[v.groups[i].top].content })
	return v
}

// mean is the mean chance of a role over tokens, 0 over none.
func (v *view) mean(role, first, last int) float32 {
	if first >= last {
		return 0
	}
	return float32((v.sums[last][role] - v.sums[first][role]) / float64(last-first))
}

// chance is the chance of a role at a token of sentence s, -1 outside.
func (v *view) chance(role, i, sentence int) float32 {
	if i < 0 || i >= len(v.Tokens) || v.Tokens[i].Sentence != sentence {
		return -1
	}
	return v.roles[i][role]
}

// width is how many numbers row writes.
const width = 82

// row writes what is to be seen of reading i.
func (v *view) row(row []float32, i int) {
	c := &v.list[i]
	g := v.groups[v.of[i]]
	n := 0
	put := func(x ...float32) {
		n += copy(row[n:], x)
	}
	flag := func(b bool) float32 {
		if b {
			return 1
		}
		return 0
	}
	// The first model's answer, alone and among its cue's.
	top := &v.list[g.top]
	rank, sum, agree := 0, 0.0, 1.0
	for k := g.first; k < g.last; k++ {
		o := &v.list[k]
		if o.prob > c.prob {
			rank++
		}
		sum += o.prob
		if o.speaker.head == c.speaker.head && jaccard(o.content, c.content) >= 0.5 {
			agree *= 1 - o.prob
		}
	}
	put(logit(c.prob), float32(rank), logit(top.prob)-logit(c.prob), float32(sum), float32(1-agree), float32(g.last-g.first),
		flag(top.speaker.head == c.speaker.head), float32(jaccard(top.content, c.content)))
	v.rowRivals(put, i)
	v.rowContent(put, c)
	v.rowSpeaker(put, c)
	v.rowCue(put, c)
	if n != len(row) {
		panic("quote: rows have another width")
	}
}

// rowRivals puts what the cues around make of the same words.
func (v *view) rowRivals(put func(...float32), i int) {
	c := &v.list[i]
	var outer, inner, overlap, same, shadow float32
	inside := 0
	seen := func(x *float32, p float64) { *x = max(*x, float32(p)) }
	for _, k := range v.near.at(c.cue) {
		o := &v.list[v.groups[k].top]
		if o.cue != c.cue && o.content.holds(c.cue) {
			seen(&outer, o.prob)
			if o.content.size() > c.content.size() {
				seen(&shadow, o.prob)
			}
		}
	}
	own := c.content[0]
	for k := v.of[i] - 1; k >= 0 && v.list[v.groups[k].first].cue > own[0]-60; k-- {
		v.rival(c, k, &inner, &overlap, &same, &inside)
	}
	for k := v.of[i] + 1; k < len(v.groups) && v.list[v.groups[k].first].cue < c.content[len(c.content)-1][1]+60; k++ {
		v.rival(c, k, &inner, &overlap, &same, &inside)
	}
	put(outer, shadow, inner, overlap, same, float32(inside))
	s := v.Tokens[c.cue].Sentence
	var before, behind float32
	for k := v.of[i] - 1; k >= 0; k-- {
		o := &v.list[v.groups[k].top]
		if d := s - v.Tokens[o.cue].Sentence; d > 1 {
			break
		} else if d == 1 {
			seen(&before, o.prob)
		}
	}
	for k := v.of[i] + 1; k < len(v.groups); k++ {
		o := &v.list[v.groups[k].top]
		if d := v.Tokens[o.cue].Sentence - s; d > 1 {
			break
		} else if d == 1 {
			seen(&behind, o.prob)
		}
	}
	put(before, behind)
}

func (v *view) rival(c *candidate, k int, inner, overlap, same *float32, inside *int) {
	o := &v.list[v.groups[k].top]
	if c.content.holds(o.cue) {
		*inner = max(*inner, float32(o.prob))
		if o.prob > 0.3 {
			*inside++
		}
	}
	if o.speaker.named() && o.speaker.head == c.speaker.head {
		*same = max(*same, float32(o.prob))
	}
	if jaccard(o.content, c.content) > 0.5 {
		*overlap = max(*overlap, float32(o.prob))
	}
}

// rowContent puts how the content lies in the text and how the tokens' roles
// bear it out.
func (v *view) rowContent(put func(...float32), c *candidate) {
	w := c.content
	first, last := w[0][0], w[len(w)-1][1]
	head, tail := v.Tokens[first].Sentence, v.Tokens[last-1].Sentence
	content := func(i, s int) float32 { return v.chance(roleContent, i, s) }
	var mean, least float32
	size, verbs, quoted := 0, 0, 0
	least = 1
	for _, r := range w {
		mean += v.mean(roleContent, r[0], r[1]) * float32(r[1]-r[0])
		size += r[1] - r[0]
		for i := r[0]; i < r[1]; i++ {
			least = min(least, v.roles[i][roleContent])
			if v.finite(i) {
				verbs++
			}
			if v.quoted[i] >= 0 {
				quoted++
			}
		}
	}
	put(mean/float32(size), least, content(first, head), content(first-1, head), content(first-2, head), content(first+1, head),
		content(last-1, tail), content(last, tail), content(last+1, tail), content(last-2, tail))
	s := v.sentence(c.cue)
	outside := v.sums[s.Last][roleContent] - v.sums[s.First][roleContent]
	for _, r := range w {
		if f, l := max(r[0], s.First), min(r[1], s.Last); f < l {
			outside -= v.sums[l][roleContent] - v.sums[f][roleContent]
		}
	}
	loose := 0 // words in quotation marks that the content leaves out
	for i := s.First; i < s.Last; i++ {
		if v.quoted[i] >= 0 && v.quoted[i] != v.quoted[c.cue] && !w.holds(i) {
			loose++
		}
	}
	gap := float32(0)
	if first >= c.last {
		gap = float32(first - c.last)
	} else if last <= c.first {
		gap = -float32(c.first - last)
	}
	t := v.Tokens
	put(float32(outside), float32(loose), float32(size), float32(len(w)), float32(quoted)/float32(size), float32(verbs), gap,
		float32(first-s.First), float32(s.Last-last), float32(t[c.cue].Sentence-head), float32(tail-t[c.cue].Sentence))
	put(flagOf(v.quoted[first] >= 0), flagOf(v.quoted[last-1] >= 0), flagOf(last < s.Last && strings.ContainsAny(v.Form(last), ",;–—-") && v.wordless(last, last+1)),
		id(relation(t[first].Deprel)), id(t[first].XPOS), id(t[last-1].XPOS), nextTag(v.page, last, tail), id(t[v.contentHead(w)].UPOS), id(relation(t[v.contentHead(w)].Deprel)),
		id(v.lower[first]))
	under := 0
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			if h := t[i].Head; h >= 0 && !w.holds(h) && t[i].UPOS != "PUNCT" {
				under++
			}
		}
	}
	put(float32(under))
}

func nextTag(p *page, i, sentence int) float32 {
	if i < len(p.Tokens) && p.Tokens[i].Sentence == sentence {
		return id(p.Tokens[i].XPOS)
	}
	return -1
}

// rowSpeaker puts who speaks and how the tokens' roles bear it out.
func (v *view) rowSpeaker(put func(...float32), c *candidate) {
	s := v.sentence(c.cue)
	best := float32(0)
	for i := s.First; i < s.Last; i++ {
		if !c.speaker.named() || i < c.speaker.first || i >= c.speaker.last {
			best = max(best, v.roles[i][roleSource])
		}
	}
	if !c.speaker.named() {
		put(-1, -1, best, 0, 0, id(c.speaker.how), -1, -1, -1, 0)
		return
	}
	distance := float32(c.first - c.speaker.last)
	if c.speaker.first >= c.last {
		distance = -float32(c.speaker.first - c.last)
	}
	put(v.mean(roleSource, c.speaker.first, c.speaker.last), v.roles[c.speaker.head][roleSource], best, float32(c.speaker.last-c.speaker.first), distance,
		id(c.speaker.how), id(v.Tokens[c.speaker.head].XPOS), id(relation(v.Tokens[c.speaker.head].Deprel)),
		float32(v.Tokens[c.cue].Sentence-v.Tokens[c.speaker.head].Sentence), flagOf(v.quoted[c.speaker.head] >= 0))
}

// rowCue puts what kind of cue it is.
func (v *view) rowCue(put func(...float32), c *candidate) {
	t := &v.Tokens[c.cue]
	_, _, named := v.act(c)
	frame, _, _ := strings.Cut(c.frame, ",")
	depth := 0
	for h := t.Head; h >= 0 && depth < 12; h = v.Tokens[h].Head {
		depth++
	}
	s := v.sentence(c.cue)
	best := float32(0)
	for i := s.First; i < s.Last; i++ {
		if i < c.first || i >= c.last {
			best = max(best, v.roles[i][roleCue])
		}
	}
	put(v.roles[c.cue][roleCue], v.mean(roleCue, c.first, c.last), best, v.roles[c.cue][roleContent], v.roles[c.cue][roleSource])
	put(id(frame), id(c.part), float32(len(c.also)), flagOf(strings.HasSuffix(c.frame, ", cut")), flagOf(strings.HasSuffix(c.frame, ", continued")), flagOf(c.sure),
		flagOf(named), flagOf(named && v.worded(c)), float32(v.cueKind(c.cue)), id(relation(t.Deprel)), id(t.XPOS), float32(depth), flagOf(v.quoted[c.cue] >= 0),
		float32(v.quoteClass(c)), float32(v.order(c)), float32(c.last-c.first), float32(c.cue-s.First), float32(s.Last-c.cue), id(v.spelling(v.lemmas[c.cue])))
}

func flagOf(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// id is a number for a name, the same in every run: trees cut their range where
// it helps.
func id(name string) float32 {
	h := uint32(2166136261) // FNV-1a
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return float32(h >> 12)
}

func logit(p float64) float32 {
	p = min(max(p, 1e-4), 1-1e-4)
	return float32(math.Log(p / (1 - p)))
}
