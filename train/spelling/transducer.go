package main

import "math"

const (
	rounds   = 6
	maxPiece = 4 // letters of a rewritten piece
	// minCount is how often a piece must be seen as another for its cost to be kept.
	minCount = 6
	// maxCost is the highest cost kept, in hundredths of a nat.
	maxCost = 650
	// habit is taken off every cost but those of a vowel for another, which grow
	// by half: a writer who follows a system changes all that it changes, and a
	// vowel is what most often tells two names apart.
	habit = 140
	// worst is the probability per letter, in nats, below which a pair is no
	// two spellings but two names.
	worst = -2.2
)

// edit is a piece and what it is rewritten as; equal single letters are copies.
type edit struct{ from, to string }

// transducer writes two words at once, piece by piece, each edit with its
// probability.
type transducer struct {
	p     map[edit]float64
	first bool
}

func newTransducer() *transducer { return &transducer{map[edit]float64{}, true} }

// prob is the probability of an edit: in the first round one that falls with
// its length, so that copies come out where letters agree.
func (m *transducer) prob(e edit) float64 {
	if !m.first {
		return m.p[e]
	}
	if e.from == e.to {
		return 0.03
	}
	return 0.0005 * math.Exp(-1.2*float64(len(e.from)+len(e.to)))
}

// edits calls f with each edit that may end at x[:i], y[:j].
func edits(x, y string, i, j int, f func(m, n int, e edit)) {
	for m := 0; m <= min(maxPiece, i); m++ {
		for n := 0; n <= min(maxPiece, j); n++ {
			if e := (edit{x[i-m : i], y[j-n : j]}); e.allowed() {
				f(m, n, e)
			}
		}
	}
}

// allowed keeps to pieces that say something about writing, not about one
// word: single letters, clusters of vowels or of consonants and, of mixed
// pieces, short ones that differ at both ends. Edges stand on both sides.
func (e edit) allowed() bool {
	m, n := len(e.from), len(e.to)
	left, right := kinds(e.from), kinds(e.to)
	switch {
	case m+n == 0 || left&edge != right&edge:
		return false
	case m+n == 1 || m == 1 && n == 1:
		return true
	case m == 0 || n == 0 || m+n > 7 || e.from == e.to:
		return false
	case (left|right)&vowel == 0 || (left|right)&consonant == 0:
		return m != n || left&edge != 0 || e.from[0] != e.to[0] || e.from[m-1] != e.to[n-1]
	}
	return m+n <= 4 && e.from[0] != e.to[0] && e.from[m-1] != e.to[n-1]
}

// Kinds of signs; j and w are both vowels and consonants and so count as none.
const (
	vowel = 1 << iota
	consonant
	atFirst
	atLast
	edge = atFirst | atLast
)

// kinds are the kinds of signs of a piece.
func kinds(piece string) int {
	k := 0
	for i := 0; i < len(piece); i++ {
		switch piece[i] {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			k |= vowel
		case 'j', 'w':
		case '^':
			k |= atFirst
		case '$':
			k |= atLast
		default:
			k |= consonant
		}
	}
	return k
}

// round is one round of expectation maximisation over the pairs, in both
// directions; it gives how many pairs it held for spellings.
func (m *transducer) round(pairs []pair) int {
	counts := map[edit]float64{}
	used := 0
	for _, p := range pairs {
		x, y := "^"+p.a+"$", "^"+p.b+"$"
		if abs(len(x)-len(y)) > 5 {
			continue
		}
		if m.expect(x, y, counts) {
			used++
		}
	}
	total := 0.0
	for e, c := range counts {
		if e.from != e.to && c < 1 {
			delete(counts, e)
			continue
		}
		total += c
	}
	both := map[edit]float64{}
	for e, c := range counts {
		both[e] += c / (2 * total)
		both[edit{e.to, e.from}] += c / (2 * total)
	}
	m.p, m.first = both, false
	return used
}

func abs(n int) int { return max(n, -n) }

// expect adds the expected counts of the edits between x and y (forward and
// backward), unless the words are too far apart.
func (m *transducer) expect(x, y string, counts map[edit]float64) bool {
	forward, backward := grid(len(x), len(y)), grid(len(x), len(y))
	forward[0][0], backward[len(x)][len(y)] = 1, 1
	for i := 0; i <= len(x); i++ {
		for j := 0; j <= len(y); j++ {
			edits(x, y, i, j, func(a, b int, e edit) {
				if f := forward[i-a][j-b]; f > 0 {
					forward[i][j] += f * m.prob(e)
				}
			})
		}
	}
	all := forward[len(x)][len(y)]
	if all == 0 || !m.first && math.Log(all)/float64(len(x)+len(y)) < worst {
		return false
	}
	for i := len(x); i >= 0; i-- {
		for j := len(y); j >= 0; j-- {
			rest := backward[i][j]
			if rest == 0 {
				continue
			}
			edits(x, y, i, j, func(a, b int, e edit) {
				step := m.prob(e) * rest
				backward[i-a][j-b] += step
				if c := forward[i-a][j-b] * step / all; c > 1e-4 {
					counts[e] += c
				}
			})
		}
	}
	return true
}

func grid(rows, columns int) [][]float64 {
	g := make([][]float64, rows+1)
	for i := range g {
		g[i] = make([]float64, columns+1)
	}
	return g
}

// cost is a piece, what it is rewritten as and the cost in hundredths of a nat.
type cost struct {
	from, to string
	value    int
}

// costs measures each edit against how often its pieces occur at all: −log of
// its expected count over the geometric mean of the counts of both pieces. A
// piece that is always rewritten the same costs next to nothing.
func (m *transducer) costs(pairs []pair) []cost {
	counts, occurs := map[edit]float64{}, map[string]float64{}
	for _, p := range pairs {
		x, y := "^"+p.a+"$", "^"+p.b+"$"
		if abs(len(x)-len(y)) > 5 || !m.expect(x, y, counts) {
			continue
		}
		for _, s := range []string{x, y} {
			for i := range s {
				for n := 1; n <= maxPiece && i+n <= len(s); n++ {
					occurs[s[i:i+n]]++
				}
			}
		}
	}
	letters := 0.0
	for piece, n := range occurs {
		if len(piece) == 1 {
			letters += n
		}
	}
	occurs[""] = letters
	var list []cost
	for e, c := range counts {
		if e.from > e.to {
			continue
		}
		if c += counts[edit{e.to, e.from}]; e.from == e.to || c < minCount {
			continue
		}
		value := int(-100 * math.Log(c/math.Sqrt(occurs[e.from]*occurs[e.to])))
		if value <= maxCost {
			if quality(e) {
				value += value / 2
			} else {
				value -= habit
			}
			list = append(list, cost{e.from, e.to, max(value, 5)})
		}
	}
	return list
}

// quality reports a vowel that becomes another.
func quality(e edit) bool {
	return len(e.from) == 1 && len(e.to) == 1 && kinds(e.from) == vowel && kinds(e.to) == vowel && e.from != "y" && e.to != "y"
}
