package event

import (
	"slices"
	"strings"

	"annals/internal/text"
)

// mend is the document with trees whose parts contradict each other set right, or the
// document itself where none do. A parser that finds each token's head by itself
// may give one noun phrase two heads: "by the U.N. war crimes court" with "crimes" and
// "court" both under the verb, "US and British forces" as two subjects, "to war-torn
// Mali" with "to" under "war".
func mend(d *text.Document) *text.Document {
	m := mender{d}
	m.each(m.finite)
	m.each(m.counted)
	m.each(m.stacked)
	m.each(m.misplaced)
	m.each(m.coordinated)
	m.each(m.borrowed)
	m.each(m.sought)
	m.each(m.soCalled)
	m.each(m.accuser)
	return m.d
}

// mender holds the document, which it copies before its first change.
type mender struct{ d *text.Document }

// arc is a new head and relation of a token.
type arc struct {
	token, head int
	relation    string
}

// each applies what a rule finds at all tokens.
func (m *mender) each(rule func(i int) []arc) {
	var arcs []arc
	for i := range m.d.Tokens {
		arcs = append(arcs, rule(i)...)
	}
	if len(arcs) == 0 {
		return
	}
	d := *m.d
	d.Tokens = slices.Clone(d.Tokens)
	for _, a := range arcs {
		d.Tokens[a.token].Head, d.Tokens[a.token].Deprel = a.head, a.relation
	}
	d.KeepTrees(m.d.Tokens)
	d.LinkChildren()
	m.d = &d
}

// isArgument reports whether a token is a subject, an object, or hangs from its head
// as an adverbial or attribute.
func isArgument(t *text.Token) bool {
	return t.Head >= 0 && slices.Contains([]string{"nsubj", "obj", "iobj", "obl", "nmod"}, baseOf(t.Deprel))
}

func isNoun(t *text.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

// finite makes a verb of token i that the tree took for an attribute of the noun behind
// it: the past tense in "hundreds of people blocked streets", the participle in "have
// tortured refugees".
func (m *mender) finite(i int) []arc {
	t := &m.d.Tokens[i]
	if t.Deprel != "amod" || t.Head != i+1 || i == 0 || m.d.Child(t.Head, "case", "det") >= 0 {
		return nil
	}
	n := &m.d.Tokens[t.Head]
	if n.Head < 0 || n.Head >= i || !isNoun(n) {
		return nil
	}
	h := &m.d.Tokens[n.Head]
	switch {
	case t.XPOS == "VBD" && isNoun(h) && n.Deprel == "nmod" && baseOf(h.Deprel) != "nmod":
		arcs := []arc{{i, h.Head, h.Deprel}, {n.Head, i, "nsubj"}, {t.Head, i, "obj"}}
		for _, c := range m.d.Children(n.Head) {
			if c > t.Head {
				arcs = append(arcs, arc{c, i, m.d.Tokens[c].Deprel})
			}
		}
		return arcs
	case t.XPOS == "VBN" && n.Head == i-1 && strings.EqualFold(h.Lemma, "have") && h.UPOS == "VERB" && n.Deprel == "obj" && slices.Contains(harms, t.Lemma):
		arcs := []arc{{i, h.Head, h.Deprel}, {i - 1, i, "aux"}, {t.Head, i, "obj"}}
		for _, c := range m.d.Children(i - 1) {
			if c != t.Head {
				arcs = append(arcs, arc{c, i, m.d.Tokens[c].Deprel})
			}
		}
		return arcs
	}
	return nil
}

// accuser hangs who accuses, which a comma parts from what it is about, from the verb of
// accusing: "has been accused of taking bribes, much of it in cash, by officials".
func (m *mender) accuser(i int) []arc {
	t := &m.d.Tokens[i]
	by := m.d.Child(i, "case")
	if baseOf(t.Deprel) != "obl" || t.Head < 0 || t.Head > i || by < 1 || by > i || !strings.EqualFold(m.d.Form(by), "by") || m.d.Form(by-1) != "," {
		return nil
	}
	for v := m.d.Tokens[t.Head].Head; v >= 0; v = m.d.Tokens[v].Head {
		if m.d.Tokens[v].XPOS == "VBN" && m.d.Child(v, "nsubj:pass") >= 0 && m.d.Child(v, "obl:agent") < 0 && m.d.Tokens[v].Lemma == "accuse" {
			return []arc{{i, v, "obl:agent"}}
		}
	}
	return nil
}

// harms are verbs whose participle behind "have" is hardly ever an attribute.
var harms = []string{"kill", "torture", "arrest", "detain", "execute", "attack", "shoot", "bomb", "kidnap", "abduct", "murder", "expel", "deport", "massacre"}

// counted reads "up to" before a number, which the tree gave to the verb and as a
// preposition to the noun, as what bounds the number: "arrested up to 16 men".
func (m *mender) counted(i int) []arc {
	if i == 0 || i+2 >= len(m.d.Tokens) || !strings.EqualFold(m.d.Form(i), "up") || !strings.EqualFold(m.d.Form(i+1), "to") {
		return nil
	}
	up, to, number := &m.d.Tokens[i], &m.d.Tokens[i+1], &m.d.Tokens[i+2]
	if number.UPOS != "NUM" || up.Head != i-1 || to.Deprel != "case" || to.Head < i+2 || m.d.Tokens[to.Head].Head != i-1 {
		return nil
	}
	arcs := []arc{{i, i + 2, "advmod"}, {i + 1, i, "fixed"}}
	if baseOf(m.d.Tokens[to.Head].Deprel) == "obl" && m.d.Child(i-1, "obj") < 0 {
		arcs = append(arcs, arc{to.Head, i - 1, "obj"})
	}
	return arcs
}

// stacked hangs noun i from the noun phrase right behind it where both have the same
// head and relation; what stands before the first is the second's.
func (m *mender) stacked(i int) []arc {
	if i+1 >= len(m.d.Tokens) {
		return nil
	}
	a := &m.d.Tokens[i]
	next := m.follower(i)
	if next < 0 {
		return nil
	}
	b := &m.d.Tokens[next]
	arcs := []arc{{i, next, "compound"}}
	if a.UPOS == "NOUN" && b.UPOS == "PROPN" {
		arcs[0].relation = "nmod:desc" // "let candidate Ana Ruiz run"
	}
	for _, c := range m.d.Children(i) {
		if c > i {
			return nil // the first is a phrase of its own
		}
		if t := &m.d.Tokens[c]; t.Deprel != "compound" {
			arcs = append(arcs, arc{c, next, t.Deprel})
		}
	}
	return arcs
}

// follower is the head of the noun phrase that begins right behind noun i and has its
// head and relation, or -1: the court in "the crimes court", Ruiz in "US envoy Ana Ruiz's
// plan", Abdullah in "Trump and King Abdullah".
func (m *mender) follower(i int) int {
	a := &m.d.Tokens[i]
	if !isNoun(a) || !isNoun(&m.d.Tokens[i+1]) || a.Head < 0 || a.Head == i+1 {
		return -1
	}
	for _, c := range m.d.Children(a.Head) {
		if b := &m.d.Tokens[c]; c > i && isNoun(b) && baseOf(b.Deprel) == baseOf(a.Deprel) {
			first, _ := m.d.Subtree(c)
			switch {
			case c == i+1 && (isArgument(a) || a.Deprel == "conj" && a.UPOS == "PROPN"), first == i+1 && a.Deprel == "nmod:poss":
				return c
			}
		}
	}
	return -1
}

// misplaced hangs token i, a preposition before a noun phrase that the tree gave to
// a part of the phrase, from the phrase's noun.
func (m *mender) misplaced(i int) []arc {
	t := &m.d.Tokens[i]
	if t.UPOS != "ADP" || t.Deprel != "case" || t.Head <= i || m.d.Tokens[i+1].UPOS == "PUNCT" {
		return nil
	}
	h := t.Head
	for {
		p := &m.d.Tokens[h]
		if p.Head <= h || !slices.Contains([]string{"amod", "compound", "nmod:desc"}, p.Deprel) {
			break
		}
		h = p.Head
	}
	p := &m.d.Tokens[h]
	if k := m.d.Child(h, "case"); h == t.Head || !isNoun(p) || !isArgument(p) || k >= 0 && k < h {
		return nil
	}
	arcs := []arc{{i, h, "case"}}
	if p.Deprel == "obl:unmarked" || p.Deprel == "nmod:unmarked" {
		arcs = append(arcs, arc{h, p.Head, baseOf(p.Deprel)})
	}
	return arcs
}

// coordinated makes noun i the conjunct of the noun before it where both have the
// same head and relation and only a conjunction stands between them.
func (m *mender) coordinated(i int) []arc {
	t := &m.d.Tokens[i]
	if !isNoun(t) || !isArgument(t) {
		return nil
	}
	first, _ := m.d.Subtree(i)
	if first >= i || m.d.Tokens[first].Deprel != "cc" {
		return nil
	}
	for _, c := range m.d.Children(t.Head) {
		if s := &m.d.Tokens[c]; c < i && isNoun(s) && baseOf(s.Deprel) == baseOf(t.Deprel) {
			if _, last := m.d.Subtree(c); last == first {
				return []arc{{first, i, "cc"}, {i, c, "conj"}}
			}
		}
	}
	return nil
}

// borrowed gives subject i back to the verb that it stands before where the tree
// hung it on the verb of saying that follows with a subject of its own: "Omar
// Haddad, an activist, began a strike, his lawyer said".
func (m *mender) borrowed(i int) []arc {
	t := &m.d.Tokens[i]
	if t.Deprel != "nsubj" || t.Head <= i {
		return nil
	}
	verb := -1
	for _, c := range m.d.Children(t.Head) {
		switch s := &m.d.Tokens[c]; {
		case c <= i || c >= t.Head:
		case verb < 0 && s.Deprel == "ccomp" && s.UPOS == "VERB" && m.d.Child(c, "nsubj", "csubj", "expl", "mark") < 0:
			verb = c
		case verb >= 0 && s.Deprel == "nsubj":
			relation := "nsubj"
			if m.d.Child(verb, "aux:pass") >= 0 {
				relation = "nsubj:pass"
			}
			return []arc{{i, verb, relation}}
		}
	}
	return nil
}

// sought makes noun i, which has a preposition and which the tree took for the
// subject of the bare participle behind it, what the preposition says it is, and the
// participle its attribute: "warrants for two men sought in a killing".
func (m *mender) sought(i int) []arc {
	t := &m.d.Tokens[i]
	if !isNoun(t) || baseOf(t.Deprel) != "nsubj" || t.Head != i+1 {
		return nil
	}
	v := &m.d.Tokens[t.Head]
	k := m.d.Child(i, "case")
	if k < 0 || k > i || strings.EqualFold(m.d.Form(k), "with") || v.XPOS != "VBN" && v.XPOS != "VBD" || v.Head < 0 || v.Head >= k || m.d.Child(t.Head, "aux", "mark") >= 0 {
		return nil
	}
	return []arc{{i, v.Head, "obl"}, {t.Head, i, "acl"}}
}

// naming are verbs by which somebody gives a thing a name of their own.
var naming = []string{"call", "describe", "term", "label", "brand", "dub", "characterise", "characterize", "denounce"}

// soCalled puts what somebody calls a thing in the place of the pronoun for it, so
// that it can be read as the object that it is: "condemned what she called dangerous
// acts by China" condemns acts by China.
func (m *mender) soCalled(i int) []arc {
	t := &m.d.Tokens[i]
	if t.Deprel != "obj" || t.Head < 0 || t.Head > i || !strings.EqualFold(m.d.Form(i), "what") {
		return nil
	}
	v := m.d.Child(i, "acl:relcl")
	if v < i || !slices.Contains(naming, m.d.Tokens[v].Lemma) {
		return nil
	}
	noun := -1
	for _, c := range m.d.Children(v) {
		if s := &m.d.Tokens[c]; c > v && isNoun(s) && (baseOf(s.Deprel) == "obj" || baseOf(s.Deprel) == "xcomp" || baseOf(s.Deprel) == "obl" && m.d.Child(c, "case") >= 0 && strings.EqualFold(m.d.Form(m.d.Child(c, "case")), "as")) {
			noun = c
			break
		}
	}
	if noun < 0 {
		return nil
	}
	arcs := []arc{{noun, t.Head, "obj"}, {v, noun, "acl:relcl"}, {i, v, "obj"}}
	for _, c := range m.d.Children(v) {
		if s := &m.d.Tokens[c]; c > noun && isNoun(s) && baseOf(s.Deprel) == "obl" {
			arcs = append(arcs, arc{c, noun, "nmod"})
		}
	}
	if as := m.d.Child(noun, "case"); as >= 0 {
		arcs = append(arcs, arc{as, v, "mark"})
	}
	return arcs
}
