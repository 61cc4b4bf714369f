package parse

import (
	"slices"

	"annals/internal/model"
)

// width is how many states the search keeps.
const width = 4

// longest is the length of sentences, in words, above which the search keeps
// one state only, so that its cost stays linear.
const longest = 300

// number is a score: whole in use, a fraction in training.
type number interface{ int32 | float32 }

// scorer is a model in use or in training.
type scorer[N number] interface {
	Scores([]model.Feature, []N)
}

// beam is a search for the best sequence of transitions that keeps the best
// few states after each. Its buffers are used again for each sentence.
type beam[N number] struct {
	grammar *grammar
	scorer  scorer[N]
	width   int // how many items to keep
	encoder encoder

	keep        int // width, or 1 for a long sentence
	items, next []*item[N]
	spare       []*item[N]
	best        []candidate[N]
	uses        []int
	scores      []N
	history     []step
}

// item is a state that the search keeps, with its score and the place of its
// last transition in the history.
type item[N number] struct {
	state state
	score N
	last  int32
}

// candidate is a transition that may follow an item.
type candidate[N number] struct {
	item, class int
	score       N
}

// step is a transition that was made and the place of the one before it, or -1.
type step struct {
	before int32
	class  uint8
}

func newBeam[N number](g *grammar, s scorer[N], width int) *beam[N] {
	b := &beam[N]{grammar: g, scorer: s, width: width, scores: make([]N, len(g.actions)), uses: make([]int, width)}
	for range 2 * width {
		b.spare = append(b.spare, &item[N]{})
	}
	return b
}

// search parses the encoded sentence of n words and gives the best state.
func (b *beam[N]) search(n int) *state {
	b.start(n)
	for !b.items[0].state.done() {
		b.advance()
	}
	return &b.items[0].state
}

// start puts the search before the first word.
func (b *beam[N]) start(n int) {
	b.keep = b.width
	if n > longest {
		b.keep = 1
	}
	b.spare = append(b.spare, b.items...)
	first := b.take()
	first.state.reset(n)
	first.score, first.last = 0, -1
	b.items = append(b.items[:0], first)
	b.history = b.history[:0]
}

func (b *beam[N]) take() *item[N] {
	it := b.spare[len(b.spare)-1]
	b.spare = b.spare[:len(b.spare)-1]
	return it
}

// advance replaces the items by the best of what may follow them, best first.
func (b *beam[N]) advance() {
	b.best = b.best[:0]
	for i, it := range b.items {
		clear(b.scores)
		b.scorer.Scores(b.encoder.stateFeatures(&it.state), b.scores)
		b.grammar.each(&it.state, func(c int) { b.offer(candidate[N]{i, c, it.score + b.scores[c]}) })
	}
	// An item's last follower takes its place; the others need copies.
	clear(b.uses)
	for _, c := range b.best {
		b.uses[c.item]++
	}
	for i, it := range b.items {
		if b.uses[i] == 0 {
			b.spare = append(b.spare, it)
		}
	}
	b.next = b.next[:0]
	for _, c := range b.best {
		it := b.items[c.item]
		if b.uses[c.item]--; b.uses[c.item] > 0 {
			from := it
			it = b.take()
			it.state.copyFrom(&from.state)
			it.last = from.last
		}
		b.next = append(b.next, it)
	}
	for i, c := range b.best {
		it := b.next[i]
		it.state.apply(b.grammar.actions[c.class])
		b.history = append(b.history, step{it.last, uint8(c.class)})
		it.score, it.last = c.score, int32(len(b.history)-1)
	}
	b.items, b.next = b.next, b.items
}

// offer keeps a candidate if it is among the best so far, sorted; of equals
// the first stays first.
func (b *beam[N]) offer(c candidate[N]) {
	at := len(b.best)
	if at < b.keep {
		b.best = append(b.best, c)
	} else if at--; c.score <= b.best[at].score {
		return
	}
	for at > 0 && b.best[at-1].score < c.score {
		b.best[at] = b.best[at-1]
		at--
	}
	b.best[at] = c
}

// path is the classes of an item's transitions, given the place of its last.
func (b *beam[N]) path(last int32) []int {
	var classes []int
	for ; last >= 0; last = b.history[last].before {
		classes = append(classes, int(b.history[last].class))
	}
	slices.Reverse(classes)
	return classes
}
