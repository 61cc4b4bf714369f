package parse

// The transition system is arc-hybrid (Kuhlmann, Gómez-Rodríguez & Satta
// 2011). A state is a stack of words, a buffer of words still to come, and the
// arcs found. Shift moves the buffer's first word to the stack; Left makes it
// the head of the stack's top, Right makes the word below the top its head;
// both take the top off the stack. A dummy after the last word is the root's
// head, and it may take one word only, so that every sentence of n words ends
// after 2n transitions in a tree with one root.

// move is the kind of a transition.
type move uint8

const (
	shift move = iota
	left
	right
)

// action is a transition: a move, with the label of its arc but for shift.
type action struct {
	move  move
	label uint8
}

// maxLabels is how many labels there may be: sets of them are bits of a word.
const maxLabels = 64

// none stands for a word that is not there.
const none = -1

// node is what a state knows of a word: its head and label once it has them,
// and its outermost and second outermost dependents on either side.
type node struct {
	head          int32
	label         uint8
	lefts, rights uint8 // numbers of dependents, at most 255
	l1, l2        int32
	r1, r2        int32
	leftLabels    uint64 // sets of labels of the dependents
	rightLabels   uint64
}

// state is a parse under way. Words are numbered from 0; n is the dummy.
type state struct {
	n     int32
	next  int32 // first word of the buffer
	stack []int32
	nodes []node // one more than words
}

// reset makes the state the start for a sentence of n words.
func (s *state) reset(n int) {
	s.n, s.next, s.stack = int32(n), 0, s.stack[:0]
	s.nodes = s.nodes[:0]
	for range n + 1 {
		s.nodes = append(s.nodes, node{head: none, l1: none, l2: none, r1: none, r2: none})
	}
}

// copyFrom makes the state equal to another of the same sentence.
func (s *state) copyFrom(o *state) {
	s.n, s.next = o.n, o.next
	s.stack = append(s.stack[:0], o.stack...)
	s.nodes = append(s.nodes[:0], o.nodes...)
}

// top is the word at a depth of the stack, 0 for its top, or none.
func (s *state) top(depth int) int32 {
	if i := len(s.stack) - 1 - depth; i >= 0 {
		return s.stack[i]
	}
	return none
}

// done reports whether all words have heads.
func (s *state) done() bool { return s.next == s.n && len(s.stack) == 0 }

// allows reports whether a move leads on to a tree with one root.
func (s *state) allows(m move) bool {
	switch m {
	case shift:
		return s.next < s.n
	case left:
		return len(s.stack) > 0 && (s.next < s.n || len(s.stack) == 1)
	default:
		return len(s.stack) > 1
	}
}

// apply makes a transition that allows permits.
func (s *state) apply(a action) {
	switch a.move {
	case shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case left:
		d := s.pop()
		s.nodes[d].head, s.nodes[d].label = s.next, a.label
		h := &s.nodes[s.next]
		h.l2, h.l1 = h.l1, d
		h.leftLabels |= 1 << a.label
		h.lefts = more(h.lefts)
	case right:
		d := s.pop()
		head := s.top(0)
		s.nodes[d].head, s.nodes[d].label = head, a.label
		h := &s.nodes[head]
		h.r2, h.r1 = h.r1, d
		h.rightLabels |= 1 << a.label
		h.rights = more(h.rights)
	}
}

func more(n uint8) uint8 { return min(n, 254) + 1 }

func (s *state) pop() int32 {
	d := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return d
}
