package parse

import (
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

// word is what the features need of a token. Texts and tags are hashes.
type word struct {
	form     uint64 // in lower case, 0 for digits
	lemma    uint64
	tag      uint64 // both tags
	upos     uint64
	feats    uint64
	both     uint64 // form and tag
	coarse   uint64 // class among few of words that keep its company
	fine     uint64 // and among many
	verbs    uint16 // verbs before this word in the sentence
	commas   uint16
	joins    uint16 // coordinating conjunctions
	quotes   uint16 // quotation marks
	brackets int16  // depth of brackets
	capital  bool
}

// absent stands for a word that is not there.
var absent = word{form: 3, lemma: 3, tag: 5, upos: 7, feats: 9, both: 11, coarse: 1 << 16, fine: 1 << 16}

// encoder turns a sentence into words, and states into features. Its buffers
// are used again.
type encoder struct {
	clusters *cluster.Clusters
	words    []word // the sentence's, and the dummy
	features []model.Feature
	buffer   []byte
	length   uint64 // of the sentence, in steps
	question uint64 // 1 where the sentence ends in a question mark
}

func (e *encoder) encode(d *text.Document, s text.Sentence) {
	e.words = e.words[:0]
	var w word
	for i := s.First; i < s.Last; i++ {
		tok := &d.Tokens[i]
		w.form = e.form(d.Form(i))
		w.lemma = model.Text(tok.Lemma)
		w.upos = model.Text(tok.UPOS)
		w.tag = uint64(model.Feature(w.upos).WithText(tok.XPOS))
		w.feats = model.Text(tok.Feats)
		w.both = uint64(model.Feature(w.form).With(w.tag))
		class := e.clusters.Of(d.Form(i))
		w.coarse, w.fine = uint64(class.Coarse), uint64(class.Fine)
		first, _ := utf8.DecodeRuneInString(d.Form(i))
		w.capital = unicode.IsUpper(first)
		e.words = append(e.words, w)
		switch {
		case tok.UPOS == "VERB" || tok.UPOS == "AUX":
			w.verbs++
		case tok.UPOS == "CCONJ":
			w.joins++
		case tok.XPOS == ",":
			w.commas++
		case tok.XPOS == "``" || tok.XPOS == "''":
			w.quotes++
		case tok.XPOS == "-LRB-":
			w.brackets++
		case tok.XPOS == "-RRB-":
			w.brackets--
		}
	}
	w.form, w.lemma, w.tag, w.upos, w.feats, w.both, w.coarse, w.fine = 13, 13, 17, 19, 23, 29, 1<<17, 1<<17
	e.words = append(e.words, w)
	e.length = uint64(steps(s.Last - s.First))
	e.question = 0
	for i := s.Last - 1; i >= max(s.First, s.Last-3); i-- {
		if d.Form(i) == "?" {
			e.question = 1
		}
	}
}

// form hashes a form as model.Fold gives it.
func (e *encoder) form(form string) uint64 {
	e.buffer = model.Fold(e.buffer[:0], form)
	return model.Text(e.buffer)
}

// steps is a distance on a coarse scale.
func steps(n int) int {
	switch {
	case n < 5:
		return n
	case n < 7:
		return 5
	case n < 11:
		return 6
	case n < 20:
		return 7
	case n < 40:
		return 8
	}
	return 9
}

// word is the word with a number, or absent.
func (e *encoder) word(i int32) *word {
	if i < 0 || int(i) >= len(e.words) {
		return &absent
	}
	return &e.words[i]
}

// add appends the feature of a template with its values.
func (e *encoder) add(template int, values ...uint64) {
	f := model.Template(template)
	for _, v := range values {
		f = f.With(v)
	}
	e.features = append(e.features, f)
}

// view is what the features of a state look at: s0, s1, s2 are the top of the
// stack and what lies below, b0 to b3 the front of the buffer.
type view struct {
	s0, s1, s2, b0, b1, b2, b3 *word
	i0, i1, j0                 int32 // numbers of s0, s1 and b0
	n0, n1, m0                 *node // nodes of s0, s1 and b0
}

var noNode = node{head: none, l1: none, l2: none, r1: none, r2: none}

func (e *encoder) view(s *state) view {
	v := view{i0: s.top(0), i1: s.top(1), j0: s.next, n0: &noNode, n1: &noNode}
	v.s0, v.s1, v.s2 = e.word(v.i0), e.word(v.i1), e.word(s.top(2))
	v.b0, v.b1, v.b2, v.b3 = e.word(v.j0), e.word(v.j0+1), e.word(v.j0+2), e.word(v.j0+3)
	if v.i0 >= 0 {
		v.n0 = &s.nodes[v.i0]
	}
	if v.i1 >= 0 {
		v.n1 = &s.nodes[v.i1]
	}
	v.m0 = &s.nodes[v.j0]
	return v
}

// stateFeatures are the features of the next transition: those of Zhang &
// Nivre (2011) for this system, and what lies between the words.
func (e *encoder) stateFeatures(s *state) []model.Feature {
	e.features = e.features[:0]
	v := e.view(s)
	e.single(&v)
	e.pairs(&v)
	e.triples(&v)
	e.dependents(&v, s)
	e.between(&v, len(s.stack))
	e.classes(&v)
	e.lemmas(&v)
	e.parallel(&v)
	e.surroundings(&v, s)
	return e.features
}

// single are the features of one word each.
func (e *encoder) single(v *view) {
	e.add(0)
	for i, w := range [...]*word{v.s0, v.s1, v.b0, v.b1} {
		t := 1 + 4*i
		e.add(t, w.form)
		e.add(t+1, w.tag)
		e.add(t+2, w.both)
		e.add(t+3, w.upos, w.feats)
	}
	e.add(17, v.s2.form)
	e.add(18, v.s2.tag)
	e.add(19, v.b2.form)
	e.add(20, v.b2.tag)
	e.add(21, v.b3.tag)
	e.add(22, v.s2.both)
	e.add(23, v.b2.both)
}

// pairs are the features of two words.
func (e *encoder) pairs(v *view) {
	e.pair(24, v.s0, v.b0)
	e.pair(31, v.s1, v.s0)
	e.add(38, v.b0.tag, v.b1.tag)
	e.add(39, v.b0.form, v.b1.form)
	e.add(40, v.b0.form, v.b1.tag)
	e.add(41, v.b0.tag, v.b1.form)
	e.add(42, v.s1.tag, v.b0.tag)
	e.add(43, v.s1.form, v.b0.form)
	e.add(44, v.s1.form, v.b0.tag)
	e.add(45, v.s1.tag, v.b0.form)
	e.add(46, v.s0.form, v.b1.form)
	e.add(47, v.s0.tag, v.b1.form)
	e.add(48, v.s0.upos, v.s0.feats, v.b0.upos, v.b0.feats)
	e.add(49, v.s1.upos, v.s1.feats, v.s0.upos, v.s0.feats)
}

func (e *encoder) pair(t int, a, b *word) {
	e.add(t, a.both, b.both)
	e.add(t+1, a.both, b.form)
	e.add(t+2, a.form, b.both)
	e.add(t+3, a.both, b.tag)
	e.add(t+4, a.tag, b.both)
	e.add(t+5, a.form, b.form)
	e.add(t+6, a.tag, b.tag)
}

// triples are the features of three words and more.
func (e *encoder) triples(v *view) {
	e.add(50, v.b0.tag, v.b1.tag, v.b2.tag)
	e.add(51, v.s0.tag, v.b0.tag, v.b1.tag)
	e.add(52, v.s1.tag, v.s0.tag, v.b0.tag)
	e.add(53, v.s2.tag, v.s1.tag, v.s0.tag)
	e.add(54, v.s1.tag, v.s0.tag, v.b0.tag, v.b1.tag)
	e.add(55, v.s0.form, v.b0.tag, v.b1.tag)
	e.add(56, v.s0.tag, v.b0.form, v.b1.tag)
	e.add(57, v.s0.tag, v.b0.tag, v.b1.form)
	e.add(58, v.s1.form, v.s0.tag, v.b0.tag)
	e.add(59, v.s1.tag, v.s0.form, v.b0.tag)
	e.add(60, v.s1.tag, v.s0.tag, v.b0.form)
	e.add(61, v.s2.tag, v.s1.tag, v.s0.tag, v.b0.tag)
	e.add(62, v.s0.tag, v.b0.tag, v.b1.tag, v.b2.tag)
	e.add(63, v.s1.form, v.s0.form, v.b0.tag)
	e.add(64, v.s1.form, v.s0.tag, v.b0.form)
}

// dependents are the features of the words' dependents: their tags and labels,
// their numbers and the sets of their labels.
func (e *encoder) dependents(v *view, s *state) {
	label := func(i int32) uint64 {
		if i < 0 {
			return maxLabels
		}
		return uint64(s.nodes[i].label)
	}
	n0, n1, m0 := v.n0, v.n1, v.m0
	e.add(70, v.s0.tag, e.word(n0.l1).tag, v.b0.tag)
	e.add(71, v.s0.tag, e.word(n0.r1).tag, v.b0.tag)
	e.add(72, v.s0.tag, v.b0.tag, e.word(m0.l1).tag)
	e.add(73, v.s1.tag, e.word(n1.r1).tag, v.s0.tag)
	e.add(74, v.s1.tag, e.word(n1.l1).tag, v.s0.tag)
	e.add(75, v.s1.tag, v.s0.tag, e.word(n0.l1).tag)
	e.add(76, v.s1.tag, v.s0.tag, e.word(n0.r1).tag)
	e.add(77, v.s0.tag, label(n0.l1), label(n0.l2))
	e.add(78, v.s0.tag, label(n0.r1), label(n0.r2))
	e.add(79, v.s1.tag, label(n1.r1), label(n1.r2))
	e.add(80, v.b0.tag, label(m0.l1), label(m0.l2))
	e.add(81, e.word(n0.l1).form, label(n0.l1))
	e.add(82, e.word(n0.r1).form, label(n0.r1))
	e.add(83, e.word(n1.r1).form, label(n1.r1))
	e.add(84, e.word(m0.l1).form, label(m0.l1))
	e.add(85, v.s0.form, n0.leftLabels)
	e.add(86, v.s0.tag, n0.leftLabels)
	e.add(87, v.s0.form, n0.rightLabels)
	e.add(88, v.s0.tag, n0.rightLabels)
	e.add(89, v.b0.form, m0.leftLabels)
	e.add(90, v.b0.tag, m0.leftLabels)
	e.add(91, v.s1.form, n1.rightLabels)
	e.add(92, v.s1.tag, n1.rightLabels)
	e.add(93, v.s1.tag, n1.leftLabels)
	e.add(94, v.s0.tag, n0.leftLabels, v.b0.tag)
	e.add(95, v.s0.tag, n0.rightLabels, v.b0.tag)
	e.add(96, v.s1.tag, n1.rightLabels, v.s0.tag)
	e.add(97, v.s1.tag, n1.rightLabels, v.s0.tag, n0.leftLabels)
	e.add(98, v.s1.form, v.s0.tag, n0.leftLabels)
	e.add(99, v.s1.tag, v.s0.tag, e.word(n0.l1).form)
	e.add(100, v.s1.tag, v.s0.tag, e.word(n0.l2).form)
	e.add(101, v.s0.tag, v.b0.tag, m0.leftLabels)
	e.add(102, v.s0.tag, e.word(n0.r1).form, v.b0.tag)
	e.add(103, v.s0.tag, uint64(n0.lefts), uint64(n0.rights))
	e.add(104, v.s1.tag, uint64(n1.lefts), uint64(n1.rights))
	e.add(105, v.b0.tag, uint64(m0.lefts))
	e.add(106, v.s1.form, n1.rightLabels, v.s0.form)
	e.add(107, v.s0.form, n0.leftLabels, v.b0.tag)
}

// between are the features of what lies between the words.
func (e *encoder) between(v *view, depth int) {
	near, far := gap(v.i0, v.j0), gap(v.i1, v.i0)
	e.add(110, v.s0.form, near)
	e.add(111, v.s0.tag, near)
	e.add(112, v.b0.form, near)
	e.add(113, v.b0.tag, near)
	e.add(114, v.s0.tag, v.b0.tag, near)
	e.add(115, v.s1.tag, v.s0.tag, far)
	e.add(116, v.s1.form, v.s0.tag, far)
	e.add(117, v.s1.tag, v.s0.form, far)
	a, b := marks(v.s0, v.b0), marks(v.s1, v.s0)
	e.add(118, v.s0.tag, v.b0.tag, a)
	e.add(119, v.s1.tag, v.s0.tag, b)
	e.add(120, v.s1.form, v.s0.tag, b)
	e.add(121, v.s1.tag, v.s0.tag, b, v.b0.tag)
	e.add(122, v.s0.upos, v.b0.upos, a, near)
	e.add(123, v.s1.upos, v.s0.upos, b, far)
	e.add(124, v.s0.tag, v.b0.tag, e.question, e.length)
	e.add(125, v.s1.tag, v.s0.tag, uint64(min(depth, 6)))
	e.add(126, v.s0.tag, uint64(min(depth, 6)), e.length)
	e.add(127, v.s1.upos, v.s0.upos, capitals(v.s1, v.s0), b)
	e.add(128, v.s0.upos, v.b0.upos, capitals(v.s0, v.b0), a)
}

// classes are the features of the classes of words that keep the same company.
func (e *encoder) classes(v *view) {
	e.add(130, v.s0.fine)
	e.add(131, v.s1.fine)
	e.add(132, v.b0.fine)
	e.add(133, v.b1.fine)
	e.add(134, v.s0.fine, v.b0.fine)
	e.add(135, v.s1.fine, v.s0.fine)
	e.add(136, v.s0.fine, v.b0.tag)
	e.add(137, v.s0.tag, v.b0.fine)
	e.add(138, v.s1.fine, v.s0.tag)
	e.add(139, v.s1.tag, v.s0.fine)
	e.add(140, v.s0.form, v.b0.fine)
	e.add(141, v.s0.fine, v.b0.form)
	e.add(142, v.s1.form, v.s0.fine)
	e.add(143, v.s1.fine, v.s0.form)
	e.add(144, v.s1.fine, v.s0.fine, v.b0.tag)
	e.add(145, v.s1.coarse, v.s0.coarse, v.b0.coarse)
	e.add(146, v.s0.coarse, v.b0.coarse, v.b1.coarse)
	e.add(147, v.s1.fine, v.s0.tag, e.word(v.n0.l1).form)
	e.add(148, v.s1.form, v.s0.tag, e.word(v.n0.l1).form)
	e.add(149, v.s1.fine, e.word(v.n0.l1).form, v.s0.fine)
	e.add(150, v.s1.coarse, v.s1.tag, v.s0.coarse, v.s0.tag, gap(v.i1, v.i0))
	e.add(151, v.s0.coarse, v.s0.tag, v.b0.coarse, v.b0.tag, gap(v.i0, v.j0))
	e.add(152, v.s1.fine, v.n1.rightLabels, v.s0.tag)
	e.add(153, v.s0.fine, v.n0.rightLabels, v.b0.tag)
	e.add(154, v.s0.fine, v.n0.leftLabels, v.b0.tag)
	e.add(155, v.s2.fine, v.s1.tag, v.s0.tag, e.word(v.n0.l1).form)
}

// lemmas are the features of dictionary forms, which tell what a verb takes.
func (e *encoder) lemmas(v *view) {
	e.add(160, v.s0.lemma, v.b0.tag)
	e.add(161, v.s1.lemma, v.s0.tag)
	e.add(162, v.s1.lemma, v.s0.lemma)
	e.add(163, v.s0.lemma, v.b0.lemma)
	e.add(164, v.s1.lemma, v.s0.tag, v.n1.rightLabels)
	e.add(165, v.s1.lemma, v.s0.tag, v.n0.leftLabels)
	e.add(166, v.s0.tag, v.b0.lemma, v.m0.leftLabels)
	e.add(167, v.s1.lemma, e.word(v.n0.l1).lemma, v.s0.upos)
}

// parallel are the features of coordination: how alike the words are that a
// conjunction may join.
func (e *encoder) parallel(v *view) {
	e.add(170, v.s1.tag, v.s0.tag, v.n0.leftLabels)
	e.add(171, v.s1.upos, alike(v.s1, v.s0), v.n0.leftLabels)
	e.add(172, v.b0.tag, v.s0.upos, alike(v.s0, v.b1))
	e.add(173, v.b0.tag, v.s0.upos, v.s1.upos, alike(v.s1, v.b1))
	e.add(174, v.b0.tag, v.s0.upos, alike(v.s0, v.b2))
	e.add(175, v.b0.tag, v.s0.upos, alike(v.s0, v.b1), alike(v.s1, v.b1))
	e.add(176, v.b0.tag, alike(v.s2, v.s0), v.n0.leftLabels)
	e.add(177, v.s0.fine, v.b0.tag, v.b1.fine)
	e.add(178, v.s1.fine, v.b0.tag, v.b1.fine)
	e.add(179, v.s0.form, v.b0.form, v.b1.form)
}

// alike says in which respects two words agree.
func alike(a, b *word) uint64 {
	n := uint64(0)
	for i, same := range [...]bool{
		a.upos == b.upos, a.tag == b.tag, a.feats == b.feats, a.coarse == b.coarse, a.fine == b.fine,
		a.capital == b.capital, a.lemma == b.lemma,
	} {
		if same {
			n |= 1 << i
		}
	}
	return n
}

// surroundings are the features of what stands around the words, of the rest
// of the stack and of the sentence still to come.
func (e *encoder) surroundings(v *view, s *state) {
	last := &e.words[len(e.words)-1]
	verbs := min(uint64(last.verbs-v.b0.verbs), 3)
	commas := min(uint64(last.commas-v.b0.commas), 3)
	quoted := uint64(v.s1.quotes%2) | uint64(v.s0.quotes%2)<<1 | uint64(v.b0.quotes%2)<<2
	e.add(180, v.s0.tag, v.b0.tag, verbs)
	e.add(181, v.s1.tag, v.s0.tag, verbs, v.b0.tag)
	e.add(182, v.s0.upos, v.b0.upos, verbs, commas)
	e.add(183, v.s1.upos, v.s0.upos, v.b0.upos, quoted)
	e.add(184, v.s1.lemma, v.s0.upos, quoted)
	e.add(185, v.s0.tag, e.word(v.i0-1).tag, e.word(v.i0+1).tag)
	e.add(186, v.s1.tag, e.word(v.i1+1).tag, v.s0.tag, e.word(v.i0-1).tag)
	e.add(187, v.b0.tag, e.word(v.j0-1).tag, v.s0.tag)
	e.add(188, e.word(s.top(3)).upos, v.s2.upos, v.s1.upos, v.s0.upos, v.b0.upos)
	e.add(189, e.word(s.top(3)).tag, v.s2.tag, v.s1.tag)
	e.add(190, v.s2.lemma, v.s1.tag, v.s0.tag)
	e.add(191, v.s2.lemma, v.s1.upos, v.s0.upos, v.b0.upos)
}

func gap(i, j int32) uint64 {
	if i < 0 {
		return 99
	}
	return uint64(steps(int(j - i)))
}

// marks says what lies between two words: verbs, commas, conjunctions, a
// quotation mark, and whether they are in the same brackets.
func marks(a, b *word) uint64 {
	if a == &absent {
		return 1 << 20
	}
	m := min(uint64(b.verbs-a.verbs), 2) | min(uint64(b.commas-a.commas), 3)<<2 | min(uint64(b.joins-a.joins), 2)<<4
	if (b.quotes-a.quotes)%2 == 1 {
		m |= 1 << 6
	}
	if a.brackets != b.brackets {
		m |= 1 << 7
	}
	return m
}

func capitals(a, b *word) uint64 {
	c := uint64(0)
	if a.capital {
		c = 1
	}
	if b.capital {
		c |= 2
	}
	return c
}
