package spelling

import "strings"

// Limit is how much rewriting one word of a name as the other may cost, per
// letter of the shorter one, for both to be the same name. Costs are in
// hundredths of a nat; doc/EVALUATION.md says what precision and recall the
// limit gives.
const Limit = 54

const (
	maxPiece   = 4    // letters of a rewritten piece
	insertCost = 700  // of a letter that no learnt piece adds
	changeCost = 1000 // of a letter that no learnt piece changes
	// Never is the distance of words that no spelling joins.
	Never = 1 << 20
)

// edge marks the beginning and the end of a word in pieces, 27 and 28 after
// the letters 1 to 26.
const (
	edgeFirst = 27
	edgeLast  = 28
)

// encode gives a romanised word as letter numbers between the edges; other
// signs than a–z give 0, which only equals itself by chance of position.
func encode(word string, buffer []byte) []byte {
	code := append(buffer[:0], edgeFirst)
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= 'a' && c <= 'z' {
			code = append(code, c-'a'+1)
		} else {
			code = append(code, 0)
		}
	}
	return append(code, edgeLast)
}

// rule packs a piece and what it is rewritten as, five bits a letter.
func rule(from, to []byte) uint64 {
	key := uint64(len(from))
	for _, c := range from {
		key = key<<5 | uint64(c)
	}
	key = key<<3 | uint64(len(to))
	for _, c := range to {
		key = key<<5 | uint64(c)
	}
	return key
}

// Distance is the cost of the cheapest way to rewrite one romanised word as
// the other, 0 for equal ones, [Never] where it exceeds most.
func (t *Table) Distance(a, b string, most int) int {
	if a == b {
		return 0
	}
	if len(a) > 30 || len(b) > 30 || !endingsFit(a, b) {
		return Never
	}
	var left, right [34]byte
	x, y := encode(a, left[:]), encode(b, right[:])
	var cost [33][33]int
	for i := 0; i <= len(x); i++ {
		least := Never
		for j := 0; j <= len(y); j++ {
			if i+j > 0 {
				cost[i][j] = t.cheapest(&cost, x[:i], y[:j])
			}
			least = min(least, cost[i][j])
		}
		if least > most && i >= maxPiece && t.rowsExceed(&cost, i, len(y), most) {
			return Never
		}
	}
	if d := cost[len(x)][len(y)]; d <= most {
		return d
	}
	return Never
}

// rowsExceed reports whether all cells that later ones build on cost too much.
func (t *Table) rowsExceed(cost *[33][33]int, i, width, most int) bool {
	for back := 1; back < maxPiece; back++ {
		for j := 0; j <= width; j++ {
			if cost[i-back][j] <= most {
				return false
			}
		}
	}
	return true
}

// cheapest is the least cost of rewriting all of x as all of y, by the last
// step.
func (t *Table) cheapest(cost *[33][33]int, x, y []byte) int {
	i, j := len(x), len(y)
	best := Never
	if i > 0 && j > 0 {
		if x[i-1] == y[j-1] {
			best = cost[i-1][j-1]
		} else if !isEdge(x[i-1]) && !isEdge(y[j-1]) {
			best = cost[i-1][j-1] + changeCost
		}
	}
	if i > 0 && !isEdge(x[i-1]) {
		best = min(best, cost[i-1][j]+insertCost)
	}
	if j > 0 && !isEdge(y[j-1]) {
		best = min(best, cost[i][j-1]+insertCost)
	}
	for m := 0; m <= min(maxPiece, i); m++ {
		for n := 0; n <= min(maxPiece, j); n++ {
			if m+n == 0 || m == 1 && n == 1 && x[i-1] == y[j-1] || cost[i-m][j-n] >= best {
				continue
			}
			if c, ok := t.costs[rule(x[i-m:], y[j-n:])]; ok {
				best = min(best, cost[i-m][j-n]+int(c))
			}
		}
	}
	return best
}

func isEdge(c byte) bool { return c >= edgeFirst }

// SameWord reports whether two romanised words are spellings of one name, and
// the cost. Words of less than four letters must be equal but for what costs
// next to nothing.
func (t *Table) SameWord(a, b string) (int, bool) {
	most := Limit * min(len(a), len(b))
	if len(a) < 4 || len(b) < 4 {
		most = Limit
	}
	d := t.Distance(a, b, most)
	return d, d <= most
}

// endingsFit rules out endings that tell persons apart, whatever they cost:
// Putin and Putina, Navalny and Navalnaya, Abbas and Abbasi.
func endingsFit(a, b string) bool {
	x, y := ending(a), ending(b)
	if x > y {
		x, y = y, x
	}
	switch {
	case x == 'a' && (y == 'c' || y == 'i'), x == 'c' && (y == 'i' || y == 'o' || y == 'u'):
		return false
	case x == 'c' && y == 'e': // Poutine, but not Hollande
		return strings.HasSuffix(a, "ine") || strings.HasSuffix(b, "ine")
	}
	return true
}

// ending is the class of a word's last sound: a, e, i, o, u, or c for a
// consonant.
func ending(word string) byte {
	n := len(word)
	if n == 0 {
		return 'c'
	}
	if word[n-1] == 'h' && n > 1 && isVowel(word[n-2]) {
		n--
	}
	switch c := word[n-1]; c {
	case 'y', 'j':
		return 'i'
	case 'a', 'e', 'i', 'o', 'u':
		return c
	}
	return 'c'
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}
