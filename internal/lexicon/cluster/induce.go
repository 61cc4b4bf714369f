package cluster

import (
	"fmt"
	"math"
	"slices"
)

// Options steers [Inducer.Induce]; the zero value of a field takes the default
// named there.
type Options struct {
	Least  int // occurrences that a word needs; 20
	Words  int // the commonest words that get classes; 50,000
	Coarse int // few classes; 64
	Fine   int // many classes; 512
	Passes int // over the words; 8
}

func (o *Options) defaults() {
	for _, f := range []struct {
		field *int
		value int
	}{{&o.Least, 20}, {&o.Words, 50000}, {&o.Coarse, 64}, {&o.Fine, 512}, {&o.Passes, 8}} {
		if *f.field == 0 {
			*f.field = f.value
		}
	}
}

// Inducer gathers text to find classes in. The zero value is ready for use.
type Inducer struct {
	ids    map[uint32]int32 // numbers of keys, from 1; 0 stands for a sentence's edge
	keys   []uint32
	counts []int32
	tokens []int32
}

// Add takes the tokens of a sentence.
func (in *Inducer) Add(sentence []string) {
	if in.ids == nil {
		in.ids = map[uint32]int32{}
		in.keys, in.counts = []uint32{0}, []int32{0}
		in.tokens = []int32{0}
	}
	for _, form := range sentence {
		key := keyOf(form)
		id, ok := in.ids[key]
		if !ok {
			id = int32(len(in.keys))
			in.ids[key] = id
			in.keys, in.counts = append(in.keys, key), append(in.counts, 0)
		}
		in.counts[id]++
		in.tokens = append(in.tokens, id)
	}
	in.tokens = append(in.tokens, 0)
}

// Induce finds the classes and gives the table that [New] reads. It is the
// exchange algorithm (Kneser & Ney 1993) for the two-sided predictive class
// model (Uszkoreit & Brants 2008, applied to the words before and after): each
// word in turn moves to the class that makes the text most likely. It needs
// memory for twice as many counts as words times classes. Log, unless nil, is
// told of each pass.
func (in *Inducer) Induce(o Options, log func(string)) ([]byte, error) {
	o.defaults()
	if log == nil {
		log = func(string) {}
	}
	var order []int32
	for id := int32(1); int(id) < len(in.keys); id++ {
		if int(in.counts[id]) >= o.Least {
			order = append(order, id)
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if d := in.counts[b] - in.counts[a]; d != 0 {
			return int(d)
		}
		return int(a - b)
	})
	order = order[:min(len(order), o.Words)]
	if len(order) < o.Fine || o.Fine > math.MaxUint16 {
		return nil, fmt.Errorf("cluster: %d words that occur %d times can't be put into %d classes", len(order), o.Least, o.Fine)
	}
	before, after := in.neighbours(order)
	classes := map[uint32]Class{}
	for _, n := range []int{o.Coarse, o.Fine} {
		e := newExchange(before, after, n)
		for pass := range o.Passes {
			moved := e.pass()
			log(fmt.Sprintf("%d classes, pass %d: %d of %d words moved", n, pass+1, moved, len(order)))
		}
		for w, id := range order {
			c := classes[in.keys[id]]
			if n == o.Coarse {
				c.Coarse = uint16(e.class[w+2] + 1)
			}
			if n == o.Fine {
				c.Fine = uint16(e.class[w+2] + 1)
			}
			classes[in.keys[id]] = c
		}
	}
	return write(classes)
}

// neighbour is a word that stands beside another, and how often.
type neighbour struct{ word, count int32 }

// neighbours lists the words before and after each word. Words are numbered by
// their place in order plus 2; 0 is a sentence's edge and 1 any other word.
func (in *Inducer) neighbours(order []int32) (before, after [][]neighbour) {
	number := make([]int32, len(in.keys))
	for i := range number {
		number[i] = 1
	}
	number[0] = 0
	for i, id := range order {
		number[id] = int32(i + 2)
	}
	pairs := make([]uint64, 0, len(in.tokens))
	for i := 1; i < len(in.tokens); i++ {
		pairs = append(pairs, uint64(number[in.tokens[i-1]])<<32|uint64(number[in.tokens[i]]))
	}
	slices.Sort(pairs)
	before, after = make([][]neighbour, len(order)+2), make([][]neighbour, len(order)+2)
	for i := 0; i < len(pairs); {
		j := i
		for j < len(pairs) && pairs[j] == pairs[i] {
			j++
		}
		l, r, n := int32(pairs[i]>>32), int32(uint32(pairs[i])), int32(j-i)
		after[l] = append(after[l], neighbour{r, n})
		before[r] = append(before[r], neighbour{l, n})
		i = j
	}
	return before, after
}

// exchange is the state of the algorithm. Counts of a class's words beside a
// word are rows of as many numbers as classes.
type exchange struct {
	classes       int
	class         []int32 // of each word; those of words 0 and 1 never change
	total         []int64 // tokens of each class
	count         []int64 // of each word
	before, after [][]neighbour
	next, last    []int32 // tokens of each class after and before each word
	log           []float64
	gain          []float64
}

func newExchange(before, after [][]neighbour, classes int) *exchange {
	words := len(before)
	e := &exchange{
		classes: classes, class: make([]int32, words), total: make([]int64, classes), count: make([]int64, words),
		before: before, after: after, next: make([]int32, words*classes), last: make([]int32, words*classes),
		log: make([]float64, 1<<14), gain: make([]float64, classes),
	}
	for i := range e.log {
		e.log[i] = xlogx(float64(i))
	}
	for w := range before {
		e.class[w] = int32(w % classes)
		for _, n := range before[w] {
			e.count[w] += int64(n.count)
		}
		e.total[e.class[w]] += e.count[w]
	}
	for w := range before {
		e.shift(int32(w), e.class[w], 1)
	}
	return e
}

func xlogx(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return x * math.Log(x)
}

// f is n log n.
func (e *exchange) f(n int32) float64 {
	if int(n) < len(e.log) {
		return e.log[n]
	}
	return xlogx(float64(n))
}

// shift adds a word's neighbours to a class's counts, sign times.
func (e *exchange) shift(w, class, sign int32) {
	for _, n := range e.before[w] {
		e.next[int(n.word)*e.classes+int(class)] += sign * n.count
	}
	for _, n := range e.after[w] {
		e.last[int(n.word)*e.classes+int(class)] += sign * n.count
	}
}

// pass moves each word to its best class and gives how many moved.
func (e *exchange) pass() int {
	moved := 0
	for w := int32(2); int(w) < len(e.class); w++ {
		from := e.class[w]
		e.shift(w, from, -1)
		e.total[from] -= e.count[w]
		for c := range e.gain {
			t := float64(e.total[c])
			e.gain[c] = 2 * (xlogx(t) - xlogx(t+float64(e.count[w])))
		}
		e.gains(e.before[w], e.next)
		e.gains(e.after[w], e.last)
		to := from
		for c, g := range e.gain {
			if g > e.gain[to] {
				to = int32(c)
			}
		}
		if to != from {
			moved++
		}
		e.class[w] = to
		e.shift(w, to, 1)
		e.total[to] += e.count[w]
	}
	return moved
}

// gains adds to each class's gain what a word with these neighbours would add.
func (e *exchange) gains(beside []neighbour, counts []int32) {
	gain := e.gain
	for _, n := range beside {
		row := counts[int(n.word)*e.classes:][:len(gain)]
		alone := e.f(n.count)
		for c, have := range row {
			if have == 0 {
				gain[c] += alone
			} else {
				gain[c] += e.f(have+n.count) - e.f(have)
			}
		}
	}
}
