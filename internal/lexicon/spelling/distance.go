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

// packed is a piece in one number, five bits a letter.
func packed(piece []byte) uint32 {
	key := uint32(len(piece))
	for _, c := range piece {
		key = key<<5 | uint32(c)
	}
	return key
}

// pieces are, for each end of a piece in a word and each length, the number of
// the piece, or 0 where no rule has it.
type pieces [maxWord + 3][maxPiece + 1]uint32

// maxWord is the longest word that is compared, in letters.
const maxWord = 30

func (t *Table) piecesOf(code []byte, p *pieces) {
	for i := 0; i <= len(code); i++ {
		for m := 0; m <= min(maxPiece, i); m++ {
			p[i][m] = t.pieces[packed(code[i-m:i])]
		}
	}
}

// maxShift is by how many letters two words may be out of step.
const maxShift = 6

// Distance is the cost of the cheapest way to rewrite one romanised word as
// the other, 0 for equal ones, [Never] where it exceeds most.
func (t *Table) Distance(a, b string, most int) int {
	if a == b {
		return 0
	}
	if len(a) > maxWord || len(b) > maxWord || len(a)-len(b) > maxShift || len(b)-len(a) > maxShift || !endingsFit(a, b) {
		return Never
	}
	w := words{table: t}
	var left, right [maxWord + 2]byte
	w.x, w.y = encode(a, left[:]), encode(b, right[:])
	t.piecesOf(w.x, &w.left)
	t.piecesOf(w.y, &w.right)
	open := 0 // rows in a row in which all cells cost too much
	for i := 0; i <= len(w.x); i++ {
		least := Never
		for j := 0; j <= len(w.y); j++ {
			if i+j > 0 {
				w.cost[i][j] = Never
				if i-j <= maxShift && j-i <= maxShift {
					w.cost[i][j] = w.cheapest(i, j)
				}
			}
			least = min(least, w.cost[i][j])
		}
		if open++; least <= most {
			open = 0
		}
		if open >= maxPiece {
			return Never
		}
	}
	if d := w.cost[len(w.x)][len(w.y)]; d <= most {
		return d
	}
	return Never
}

// words are two words in comparison.
type words struct {
	table       *Table
	x, y        []byte
	left, right pieces
	cost        [maxWord + 3][maxWord + 3]int // of the first i letters as the first j
}

// cheapest is the least cost of rewriting x[:i] as y[:j], by the last step.
func (w *words) cheapest(i, j int) int {
	best := Never
	if i > 0 && j > 0 {
		if w.x[i-1] == w.y[j-1] {
			best = w.cost[i-1][j-1]
		} else if !isEdge(w.x[i-1]) && !isEdge(w.y[j-1]) {
			best = w.cost[i-1][j-1] + changeCost
		}
	}
	if i > 0 && !isEdge(w.x[i-1]) {
		best = min(best, w.cost[i-1][j]+insertCost)
	}
	if j > 0 && !isEdge(w.y[j-1]) {
		best = min(best, w.cost[i][j-1]+insertCost)
	}
	for m := 0; m <= min(maxPiece, i); m++ {
		from := w.left[i][m]
		if from == 0 {
			continue
		}
		for n := 0; n <= min(maxPiece, j); n++ {
			to := w.right[j][n]
			if to == 0 || w.cost[i-m][j-n] >= best {
				continue
			}
			if c, ok := w.table.costs[from<<16|to]; ok {
				best = min(best, w.cost[i-m][j-n]+int(c))
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
