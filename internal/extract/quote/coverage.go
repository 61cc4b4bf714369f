package quote

import "slices"

// coverage says which contents reach into a sentence, so that each is compared
// with its neighbours and not with the whole report's.
type coverage struct {
	*page
	of [][]int // for each sentence, the contents that reach into it
}

// cover makes the coverage of n contents.
func (p *page) cover(n int, content func(int) words) coverage {
	v := coverage{p, make([][]int, len(p.Sentences))}
	for i := range n {
		v.add(i, content(i))
	}
	return v
}

// contents gives the contents of findings to cover.
func contents(list []finding) (int, func(int) words) {
	return len(list), func(i int) words { return list[i].content }
}

// add notes that content i has these words, besides what it had.
func (v coverage) add(i int, w words) {
	for _, r := range w {
		for s := v.Tokens[r[0]].Sentence; s <= v.Tokens[r[1]-1].Sentence; s++ {
			if n := len(v.of[s]); n == 0 || v.of[s][n-1] != i {
				v.of[s] = append(v.of[s], i)
			}
		}
	}
}

// at lists the contents that may hold token i.
func (v coverage) at(i int) []int { return v.of[v.Tokens[i].Sentence] }

// beside lists the contents that reach into a sentence in which a range of the
// content begins or ends: all that share most of their words with it do.
func (v coverage) beside(w words) []int {
	var out []int
	for _, r := range w {
		out = append(out, v.at(r[0])...)
		out = append(out, v.at(r[1]-1)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cuesBeside is the range of the findings, which are in the order of their
// cues, whose cues stand in the sentence of finding i's.
func (p *page) cuesBeside(list []finding, i int) (first, last int) {
	s := p.Tokens[list[i].cue].Sentence
	first, last = i, i+1
	for first > 0 && p.Tokens[list[first-1].cue].Sentence == s {
		first--
	}
	for last < len(list) && p.Tokens[list[last].cue].Sentence == s {
		last++
	}
	return first, last
}
