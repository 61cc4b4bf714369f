package name

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of the vocabulary and of its clusters.
const (
	maxWords      = 120_000 // words that get a cluster
	minCount      = 6       // sightings that a word needs
	contextWords  = 2500    // neighbours that tell words apart
	dimensions    = 60
	fineClusters  = 700
	coarseGroups  = 80
	powerRounds   = 3
	clusterRounds = 10
)

// TrainWords makes the file of words from raw text: lines(yield) hands every
// stretch of text to yield, the same ones at each call. Words used alike fall
// into one cluster: rows of the matrix of counts of left and right neighbours,
// scaled and reduced as in Stratos, Collins and Hsu (ACL 2015), then
// k-means. The same text gives the same file.
func TrainWords(lines func(yield func(string))) ([]byte, error) {
	c := newCounter()
	lines(c.count)
	c.choose()
	lines(c.pair)
	vectors := c.reduce()
	centres, fine := kMeans(vectors, fineClusters)
	_, coarse := kMeans(centres, coarseGroups)
	v := &vocabulary{words: map[uint32]seen{}}
	for i, w := range c.vocabulary {
		lower := strings.ToLower(w)
		v.words[hash(w)] = seen{uint16(fine[i] + 1), uint8(coarse[fine[i]] + 1), c.capitalShare(lower)}
	}
	return v.write()
}

// counter gathers words and their neighbours from raw text.
type counter struct {
	counts     map[string]int
	capitals   map[string][2]int // by lower-case word: with and without a capital, inside sentences
	vocabulary []string          // most frequent first
	ids        map[string]int32
	contexts   map[string]int32 // lower-case neighbours
	pairs      map[uint64]float32
}

func newCounter() *counter {
	return &counter{
		counts: map[string]int{}, capitals: map[string][2]int{},
		ids: map[string]int32{}, contexts: map[string]int32{}, pairs: map[uint64]float32{},
	}
}

// roughTokens splits raw text at spaces and sets punctuation at the ends of
// words apart; that suffices for counting.
func roughTokens(line string, each func(token string)) {
	for _, field := range strings.Fields(line) {
		core := strings.TrimLeftFunc(field, isMark)
		if len(core) < len(field) {
			each(field[:len(field)-len(core)])
		}
		word := strings.TrimRightFunc(core, isMark)
		tail := core[len(word):]
		if strings.HasPrefix(tail, ".") && strings.Contains(word, ".") && len(word) < 6 { // "U.S."
			word, tail = word+".", tail[1:]
		}
		for _, possessive := range []string{"'s", "’s"} {
			if stem, ok := strings.CutSuffix(word, possessive); ok && stem != "" {
				each(stem)
				word = "'s"
			}
		}
		if word != "" {
			each(word)
		}
		if tail != "" {
			each(tail[:1])
		}
	}
}

func isMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '$' && r != '%' }

func (c *counter) count(line string) {
	initial := true
	roughTokens(line, func(token string) {
		c.counts[token]++
		r, _ := utf8.DecodeRuneInString(token)
		if !unicode.IsLetter(r) {
			initial = token != "," && token != "(" && token != "$"
			return
		}
		if !initial {
			lower := strings.ToLower(token)
			n := c.capitals[lower]
			if unicode.IsUpper(r) {
				n[0]++
			} else {
				n[1]++
			}
			c.capitals[lower] = n
		}
		initial = false
	})
}

// choose settles which words get clusters and which neighbours count.
func (c *counter) choose() {
	for w, n := range c.counts {
		if n >= minCount {
			c.vocabulary = append(c.vocabulary, w)
		}
	}
	slices.SortFunc(c.vocabulary, func(x, y string) int {
		if d := c.counts[y] - c.counts[x]; d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	c.vocabulary = c.vocabulary[:min(maxWords, len(c.vocabulary))]
	for i, w := range c.vocabulary {
		c.ids[w] = int32(i)
		if lower := strings.ToLower(w); len(c.contexts) < contextWords {
			if _, ok := c.contexts[lower]; !ok {
				c.contexts[lower] = int32(len(c.contexts)) + 3
			}
		}
	}
}

// context is the class of a neighbour: itself, or another capitalised word,
// other word, or number.
func (c *counter) context(token string) int32 {
	r, _ := utf8.DecodeRuneInString(token)
	if unicode.IsDigit(r) {
		return 2
	}
	if id, ok := c.contexts[strings.ToLower(token)]; ok {
		return id
	}
	if unicode.IsUpper(r) {
		return 1
	}
	return 0
}

const contextRows = contextWords + 3

func (c *counter) pair(line string) {
	before, beforeContext := int32(-1), int32(-1)
	roughTokens(line, func(token string) {
		id, ok := c.ids[token]
		if !ok {
			id = -1
		}
		context := c.context(token)
		if id >= 0 && beforeContext >= 0 {
			c.pairs[uint64(id)<<32|uint64(beforeContext)]++
		}
		if before >= 0 {
			c.pairs[uint64(before)<<32|uint64(context+contextRows)]++
		}
		before, beforeContext = id, context
	})
}

// capitalShare is how often a word has a capital in running text, 1 to 5; 0
// where it was never seen there.
func (c *counter) capitalShare(lower string) uint8 {
	n := c.capitals[lower]
	if n[0]+n[1] == 0 {
		return 0
	}
	switch share := float64(n[0]) / float64(n[0]+n[1]); {
	case share < 0.05:
		return 1
	case share < 0.3:
		return 2
	case share < 0.7:
		return 3
	case share < 0.95:
		return 4
	}
	return 5
}

type entry struct {
	row, column int32
	value       float64
}

// reduce gives every word a vector of unit length: the left singular vectors
// of the scaled counts, by subspace iteration from a random start.
func (c *counter) reduce() [][]float64 {
	keys := make([]uint64, 0, len(c.pairs))
	for k := range c.pairs {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	rowSum, columnSum := make([]float64, len(c.vocabulary)), make([]float64, 2*contextRows)
	for _, k := range keys {
		root := math.Sqrt(float64(c.pairs[k]))
		rowSum[k>>32] += root
		columnSum[uint32(k)] += root
	}
	entries := make([]entry, len(keys))
	for i, k := range keys {
		row, column := k>>32, uint32(k)
		entries[i] = entry{int32(row), int32(column),
			math.Sqrt(float64(c.pairs[k])) / math.Sqrt(rowSum[row]*columnSum[column])}
	}
	random := rand.New(rand.NewPCG(1, 2))
	right := matrix(2*contextRows, func() float64 { return random.NormFloat64() })
	left := matrix(len(c.vocabulary), func() float64 { return 0 })
	for range powerRounds {
		multiply(entries, right, left, false)
		orthonormalise(left)
		multiply(entries, left, right, true)
	}
	multiply(entries, right, left, false)
	for _, v := range left {
		normalise(v)
	}
	return left
}

func matrix(rows int, fill func() float64) [][]float64 {
	m := make([][]float64, rows)
	for i := range m {
		m[i] = make([]float64, dimensions)
		for j := range m[i] {
			m[i][j] = fill()
		}
	}
	return m
}

// multiply sets to = M·from, or the transpose's product.
func multiply(entries []entry, from, to [][]float64, transposed bool) {
	for _, v := range to {
		clear(v)
	}
	for _, e := range entries {
		i, j := e.column, e.row
		if transposed {
			i, j = j, i
		}
		f, t := from[i], to[j]
		for k, x := range f[:dimensions] {
			t[k] += e.value * x
		}
	}
}

// orthonormalise makes the columns orthonormal (modified Gram-Schmidt).
func orthonormalise(m [][]float64) {
	for j := range dimensions {
		for k := range j {
			dot := 0.0
			for _, v := range m {
				dot += v[j] * v[k]
			}
			for _, v := range m {
				v[j] -= dot * v[k]
			}
		}
		norm := 0.0
		for _, v := range m {
			norm += v[j] * v[j]
		}
		norm = math.Sqrt(norm)
		for _, v := range m {
			v[j] /= max(norm, 1e-12)
		}
	}
}

func normalise(v []float64) {
	norm := 0.0
	for _, x := range v {
		norm += x * x
	}
	norm = math.Sqrt(norm)
	for j := range v {
		v[j] /= max(norm, 1e-12)
	}
}

// kMeans groups unit vectors by cosine; the first k vectors, the most
// frequent words, are the first centres.
func kMeans(vectors [][]float64, k int) (centres [][]float64, group []int) {
	k = min(k, len(vectors))
	for i := range k {
		centres = append(centres, slices.Clone(vectors[i]))
	}
	group = make([]int, len(vectors))
	for range clusterRounds {
		for i, v := range vectors {
			best := -2.0
			for g, c := range centres {
				dot := 0.0
				for j, x := range v {
					dot += x * c[j]
				}
				if dot > best {
					best, group[i] = dot, g
				}
			}
		}
		for _, c := range centres {
			clear(c)
		}
		for i, v := range vectors {
			for j, x := range v {
				centres[group[i]][j] += x
			}
		}
		for _, c := range centres {
			normalise(c)
		}
	}
	return centres, group
}
