package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/text"
)

// frame is a predicate with its arguments, each given by its head token.
// Coordinated heads stand side by side; relative pronouns are replaced by
// their antecedents; a passive's parties stand where an active's would.
type frame struct {
	pred                  int
	passive               bool
	subj, obj, iobj, poss []int
	preps                 []phrase
	far                   []phrase // prepositional phrases on the object
	comps                 []int    // predicates of clausal complements
	purpose               []int    // infinitives and gerunds that may be complements or adjuncts
	particle              string
}

// phrase is a prepositional phrase.
type phrase struct {
	preposition string
	heads       []int
}

func (r *reader) lemma(i int) string { return r.lemmas[i] }

func (r *reader) rel(i int, relations ...string) bool {
	for _, x := range relations {
		if text.IsRelation(r.d.Tokens[i].Deprel, x) {
			return true
		}
	}
	return false
}

func (r *reader) upos(i int, tags ...string) bool {
	return slices.Contains(tags, r.d.Tokens[i].UPOS)
}

// childLemma reports whether token i has a dependent with the relation and one
// of the lemmas.
func (r *reader) childLemma(i int, relation string, lemmas ...string) bool {
	for _, c := range r.d.Children(i) {
		if r.rel(c, relation) && slices.Contains(lemmas, r.lemma(c)) {
			return true
		}
	}
	return false
}

// withConjuncts is the head and the nominal heads coordinated with it.
func (r *reader) withConjuncts(h int) []int {
	out := []int{h}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "conj") && r.upos(c, "NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM") && !r.inOneName(h, c) {
			out = append(out, r.withConjuncts(c)...)
		}
	}
	return out
}

// inOneName reports whether two tokens stand in one name: "the Food and
// Agriculture Organization".
func (r *reader) inOneName(a, b int) bool {
	for _, i := range r.near.names[r.d.Tokens[a].Sentence] {
		if m := r.d.Mentions[i]; m.First <= min(a, b) && max(a, b) < m.Last {
			return true
		}
	}
	return false
}

// heads is the argument at h: with conjuncts, and the antecedent in place of a
// relative pronoun.
func (r *reader) heads(h int) []int {
	if r.isRelativePronoun(h) {
		for v := h; v >= 0; v = r.d.Tokens[v].Head {
			if r.d.Tokens[v].Deprel == "acl:relcl" {
				return r.withConjuncts(r.d.Tokens[v].Head)
			}
		}
		return nil
	}
	return r.withConjuncts(h)
}

func (r *reader) isRelativePronoun(h int) bool {
	switch r.d.Tokens[h].XPOS {
	case "WDT", "WP":
		return true
	}
	return strings.Contains(r.d.Tokens[h].Feats, "PronType=Rel")
}

// isPassive reports whether verb v has a passive's arguments: it has a passive
// auxiliary or subject, is a bare participle on a noun ("the men arrested
// by"), or is coordinated with a passive without an auxiliary of its own.
func (r *reader) isPassive(v int) bool {
	if r.d.Child(v, "nsubj:pass", "aux:pass", "csubj:pass") >= 0 {
		return true
	}
	if r.d.Child(v, "obl:agent") >= 0 && r.d.Child(v, "nsubj") < 0 {
		return true // with a subject of its own, "by" belongs to the object: "rejected calls by"
	}
	t := r.d.Tokens[v]
	if t.XPOS != "VBN" || r.d.Child(v, "aux", "nsubj") >= 0 {
		return false
	}
	switch {
	case t.Deprel == "acl", t.Deprel == "advcl", t.Deprel == "amod":
		return true
	case t.Deprel == "xcomp":
		return r.d.Child(v, "obj") < 0
	case t.Deprel == "conj":
		return r.isPassive(t.Head)
	}
	return false
}

// subject is the nominal subject of predicate v, the nearest before it where
// the tree has several, or -1.
func (r *reader) subject(v int) int {
	best := -1
	for _, c := range r.d.Children(v) {
		if r.rel(c, "nsubj") && (best < 0 || c < v) && !(best >= 0 && r.isRelativePronoun(c) && r.d.Tokens[v].Deprel != "acl:relcl") {
			best = c
		}
		if best < 0 && r.rel(c, "expl") && c < v && r.upos(v, "ADJ") && r.isPersonal(v) {
			best = c // "it was ready to talk", read as impersonal
		}
		if best < 0 && r.rel(c, "aux") {
			best = r.d.Child(c, "nsubj") // a tree that hangs the subject on the auxiliary
		}
	}
	if best >= 0 && !r.isTime(best) {
		return best
	}
	for _, c := range r.d.Children(v) { // "Iran today threatened", read as a compound of time
		if g := r.d.Child(c, "compound", "nmod:unmarked"); c < v && r.isTime(c) && g >= 0 && g < c && r.upos(g, "PROPN", "NOUN") && !r.isTime(g) {
			return g
		}
	}
	return best
}

// isPersonal reports whether an adjective is said only of those who can act: "ready".
func (r *reader) isPersonal(v int) bool {
	return slices.ContainsFunc(r.ontology.Entries(ontology.Adjective, r.lemma(v)), func(e *ontology.Entry) bool {
		return e.Operator == ontology.Willing || e.Operator == ontology.Refuse
	})
}

// surface is the subject of predicate v as the syntax shows it or controls it.
func (r *reader) surface(v int) []int {
	for range r.d.Tokens { // climbs at most to the root
		if s := r.subject(v); s >= 0 {
			return r.heads(s)
		}
		t := r.d.Tokens[v]
		if t.Head < 0 {
			return nil
		}
		switch {
		case t.Deprel == "acl:relcl":
			if o := r.d.Child(v, "obj", "obl"); o >= 0 && r.isRelativePronoun(o) {
				return nil
			}
			return r.withConjuncts(t.Head)
		case r.rel(v, "acl"):
			if t.XPOS == "VBG" && r.d.Child(v, "mark") < 0 || t.XPOS == "VBN" {
				if t.XPOS == "VBG" && r.in("document", t.Head) { // "issued a declaration demanding"
					return r.ownerOfPlan(t.Head)
				}
				return r.withConjuncts(t.Head)
			}
			if r.isDeedOf(v) {
				return r.withConjuncts(t.Head)
			}
			return r.ownerOfPlan(t.Head)
		case r.forSubject(v) >= 0:
			return r.heads(r.forSubject(v))
		case t.Deprel == "xcomp":
			if o := r.d.Child(t.Head, "obj", "iobj"); o >= 0 && !r.controlledBySubject(t.Head) && !r.isPassive(t.Head) {
				return r.heads(o)
			}
			if o := r.askedPerson(t.Head); o != nil {
				return o
			}
			v = t.Head
		case r.rel(v, "advcl"):
			if o := r.strayAccused(v); o != nil {
				return o
			}
			if o := r.d.Child(t.Head, "obj"); o >= 0 && r.childLemma(v, "mark", "to") && r.controlsObject(t.Head) {
				return r.heads(o)
			}
			if o := r.askedPerson(t.Head); o != nil && r.childLemma(v, "mark", "to") {
				return o
			}
			if r.childLemma(v, "mark", "of", "from", "for", "into") {
				if o := r.d.Child(t.Head, "obj"); o >= 0 && !r.isPassive(t.Head) {
					return r.heads(o)
				}
			}
			if by := r.d.Child(t.Head, "obl:agent"); by >= 0 && t.XPOS == "VBG" && r.in("harm", v) && r.d.Child(v, "mark") < 0 {
				return r.heads(by) // "the camp was raided by gunmen, killing nine"
			}
			v = t.Head
		case r.rel(v, "conj", "parataxis") && r.upos(t.Head, "VERB", "ADJ", "NOUN", "AUX"):
			if t.Deprel != "conj" {
				return nil
			}
			v = t.Head
		default:
			return nil
		}
	}
	return nil
}

// forSubject is the subject of infinitive v that the tree hung on the verb above: "called
// for the president to resign", or -1.
func (r *reader) forSubject(v int) int {
	if !r.rel(v, "xcomp", "advcl", "ccomp") || r.d.Child(v, "nsubj") >= 0 || !r.childLemma(v, "mark", "for") || !r.childLemma(v, "mark", "to") {
		return -1
	}
	for _, c := range r.d.Children(r.d.Tokens[v].Head) {
		if c < v && c > r.d.Tokens[v].Head && r.rel(c, "obl", "obj") && r.d.Child(c, "case") < 0 && r.upos(c, "NOUN", "PROPN", "PRON") {
			return c
		}
	}
	return -1
}

// controlledBySubject holds for the few verbs whose infinitive's subject is
// their own subject although they have an object.
func (r *reader) controlledBySubject(v int) bool {
	return slices.Contains([]string{"promise", "pledge", "use", "threaten", "vow"}, r.lemma(v))
}

// controlsObject reports whether predicate v asks or lets its object act.
func (r *reader) controlsObject(v int) bool {
	_, senses := r.entries(v)
	return !r.isPassive(v) && slices.ContainsFunc(senses, func(e *ontology.Entry) bool {
		return e.Operator.Asks() || e.Operator == ontology.Permit
	})
}

// askedPerson is whom "call on", "appeal to" and the like ask to act.
func (r *reader) askedPerson(v int) []int {
	if !slices.Contains([]string{"call", "appeal", "plead", "push", "wait", "look"}, r.lemma(v)) {
		return nil
	}
	for _, c := range r.d.Children(v) {
		if r.rel(c, "obl") && (r.childLemma(c, "case", "on", "upon", "to", "with", "for")) && r.isActor(c) {
			return r.heads(c)
		}
	}
	return nil
}

// ownerOfPlan is whose plan, decision or promise noun n is: its possessor, or
// the subject of the verb that it is the object of.
func (r *reader) ownerOfPlan(n int) []int {
	if p := r.d.Child(n, "nmod:poss"); p >= 0 {
		return r.heads(p)
	}
	for _, c := range r.d.Children(n) {
		if r.rel(c, "nmod") && r.childLemma(c, "case", "of", "by", "from") && r.isActor(c) {
			return r.heads(c)
		}
		if r.rel(c, "amod", "compound") && r.isOrigin(c) {
			return []int{c}
		}
	}
	if r.rel(n, "obl") && r.in("charge", n) {
		f := r.frame(r.d.Tokens[n].Head) // "arrested the guard on suspicion of spying"
		if len(f.obj) > 0 {
			return f.obj
		}
	}
	if r.rel(n, "obj", "obl") {
		return r.surface(r.d.Tokens[n].Head)
	}
	return nil
}

// frame reads the arguments of predicate p.
func (r *reader) frame(p int) *frame {
	if f := r.frames[p]; f != nil {
		return f
	}
	f := &frame{pred: p}
	r.frames[p] = f
	switch {
	case r.isMisreadVerb(p):
		r.verbal(f)
		if c := r.d.Child(p, "compound", "nmod:desc"); c >= 0 && len(f.subj) == 0 {
			f.subj = r.withConjuncts(c)
		}
	case r.upos(p, "NOUN", "PROPN") && r.d.Child(p, "cop") < 0:
		r.nominal(f)
	case r.upos(p, "NOUN") && r.childLemma(p, "case", "on", "in", "under"): // "is on a visit to Oman"
		r.nominal(f)
		if s := r.surface(p); len(s) > 0 {
			f.subj = s
		}
	default:
		r.verbal(f)
	}
	return f
}

func (r *reader) verbal(f *frame) {
	v := f.pred
	for _, c := range r.d.Children(v) {
		if s := r.forSubject(c); s >= 0 {
			f.preps = append(f.preps, phrase{"for", r.heads(s)})
		}
	}
	f.passive = r.upos(v, "VERB") && r.isPassive(v)
	surface := r.surface(v)
	for _, c := range r.d.Children(v) {
		t := r.d.Tokens[c]
		switch {
		case r.isMisreadVerb(c):
			f.comps = append(f.comps, c)
		case r.rel(c, "obj", "iobj") && r.isTime(c) && !r.isFilled(c):
		case r.rel(c, "obj") && r.d.Child(c, "case") >= 0 && r.d.Child(c, "case") < c && !r.childLemma(c, "case", "of"):
			f.preps = r.addPhrase(f.preps, c)
		case r.rel(c, "obj"):
			f.obj = append(f.obj, r.heads(c)...)
			f.far = r.addNested(f.far, c, 3)
			for _, g := range r.d.Children(c) {
				if r.isDeedOf(g) {
					f.purpose = append(f.purpose, r.predicates(g)...)
				}
			}
		case r.rel(c, "iobj"):
			f.iobj = append(f.iobj, r.heads(c)...)
		case r.rel(c, "obl") && r.misreadParticle(c) >= 0:
			f.particle = r.lemma(r.misreadParticle(c))
			f.obj = append(f.obj, r.heads(c)...)
		case r.rel(c, "obl"):
			f.preps = r.addPhrase(f.preps, c)
			if r.childLemma(c, "case", "in", "to", "on", "under") && r.upos(c, "NOUN") && !r.isActor(c) { // "dollars in aid to Chad"
				f.far = r.addNested(f.far, c, 1)
			}
		case t.Deprel == "compound:prt":
			f.particle = r.lemma(c)
		case t.Deprel == "xcomp", t.Deprel == "ccomp":
			f.comps = append(f.comps, r.predicates(c)...)
		case r.rel(c, "advcl"):
			if r.childLemma(c, "mark", "to", "of", "for", "from", "into", "against", "with", "on") {
				f.purpose = append(f.purpose, r.predicates(c)...)
			}
			f.obj = append(f.obj, r.strayAccused(c)...)
		case t.Deprel == "advmod" && slices.Contains([]string{"out", "down", "off", "up", "back", "over", "in", "away"}, r.lemma(c)) && f.particle == "":
			f.particle = r.lemma(c)
		}
	}
	if f.particle == "" {
		f.particle = r.hiddenParticle(v)
	}
	if len(f.iobj) == 0 && len(f.obj) > 0 && r.ontology.In("ditransitive", r.lemma(v)) {
		f.iobj = r.strayRecipient(f.obj[0])
	}
	if len(f.obj) == 0 {
		f.obj = f.iobj
	}
	if len(f.obj) == 0 && r.d.Tokens[v].Deprel == "acl:relcl" && r.d.Child(v, "nsubj") >= 0 && !f.passive && len(f.comps) == 0 {
		// "the town that they shelled", "the town they shelled": the antecedent is the
		// object where no relative pronoun has another place.
		if s := r.subject(v); !r.isRelativePronoun(s) && r.d.Child(v, "obl", "advmod") < 0 {
			f.obj = r.withConjuncts(r.d.Tokens[v].Head)
		}
	}
	if len(f.obj) == 0 && !f.passive {
		f.obj = r.strayObject(v)
	}
	if !f.passive {
		f.subj = surface
		if len(surface) > 0 && (r.in("talks", surface[0]) || r.in("agreement", surface[0])) {
			f.far = r.addNested(f.far, surface[0], 1) // "the talks between Chad and Niger failed"
		}
		return
	}
	if len(f.obj) > 0 && r.ontology.In("ditransitive", r.lemma(v)) {
		f.iobj = surface
	} else {
		f.obj = surface
	}
	for _, ph := range f.preps {
		if ph.preposition == "by" && len(ph.heads) > 0 && !r.ontology.In("time", r.lemma(ph.heads[0])) {
			f.subj = ph.heads
		}
	}
	if len(surface) > 0 {
		for _, g := range r.d.Children(surface[0]) {
			if r.rel(g, "nmod") {
				f.far = r.addPhrase(f.far, g)
			}
		}
	}
}

// isFilled reports whether a stretch of time is named for what fills it: "launched ten
// days of exercises".
func (r *reader) isFilled(h int) bool {
	if !slices.Contains([]string{"hour", "day", "week", "month", "year"}, r.lemma(h)) {
		return false
	}
	return slices.ContainsFunc(r.d.Children(h), func(c int) bool { return r.rel(c, "nmod") && r.childLemma(c, "case", "of") && !r.isTime(c) })
}

// strayObject is the noun phrase without a preposition that the tree took for
// an adverbial of the active verb v: "arrested more than 100 men", "freed 37
// men late on Tuesday".
func (r *reader) strayObject(v int) []int {
	for _, c := range r.d.Children(v) {
		if c < v {
			continue
		}
		if r.rel(c, "advmod") {
			if n := r.d.Child(c, "obl:unmarked"); n > v && n < c {
				c = n
			}
		}
		if r.rel(c, "obl") && r.upos(c, "NOUN", "PROPN") && r.d.Child(c, "case", "mark") < 0 && !r.isTime(c) {
			return r.heads(c)
		}
	}
	return nil
}

// misreadParticle is the particle behind a verb that the tree took for the only
// preposition of the verb's object c ("called off the talks"), or -1.
func (r *reader) misreadParticle(c int) int {
	p, v := r.d.Child(c, "case"), r.d.Tokens[c].Head
	if p > c || p != v+1 || r.upos(p+1, "ADP") {
		return -1
	}
	if !slices.Contains([]string{"out", "off", "up"}, r.lemma(p)) && !r.isParticle(p, v) {
		return -1
	}
	return p
}

// isParticle reports whether the lexicon knows word p as a particle of verb v.
func (r *reader) isParticle(p, v int) bool {
	return slices.Contains([]string{"out", "off", "up", "over", "down", "in", "back", "away", "aside"}, r.lemma(p)) &&
		r.ontology.HasParticle(r.lemma(v), r.lemma(p))
}

// hiddenParticle is the word behind verb v that the lexicon knows as its
// particle and the tree took for part of the next phrase: "pulled out of
// Kherson", "handed over three suspects". It is "" where there is none.
func (r *reader) hiddenParticle(v int) string {
	p := v + 1
	if p >= len(r.d.Tokens) || r.d.Tokens[p].Sentence != r.d.Tokens[v].Sentence || !r.rel(p, "case", "advmod", "mark") {
		return ""
	}
	for h, depth := r.d.Tokens[p].Head, 0; h > p && depth < 3; h, depth = r.d.Tokens[h].Head, depth+1 {
		if r.d.Tokens[h].Head == v && r.isParticle(p, v) {
			return r.lemma(p)
		}
	}
	return ""
}

// strayRecipient is the actor that the tree took for the first part of the object
// of a verb of giving: "granted Moldova candidate status".
func (r *reader) strayRecipient(object int) []int {
	if r.d.Child(object, "det", "nmod:poss", "amod") >= 0 {
		return nil
	}
	first, _ := r.phrase(object)
	if first < object && r.upos(first, "PROPN") && r.rel(first, "compound") && r.isActor(first) && !r.upos(object, "PROPN") {
		return []int{first}
	}
	return nil
}

// isDeedOf reports whether clause g on a noun is what somebody is said to have
// done: "accused the police of beating", hung on the police.
func (r *reader) isDeedOf(g int) bool {
	h := r.d.Tokens[g].Head
	return r.rel(g, "acl") && r.d.Tokens[g].XPOS == "VBG" && r.rel(h, "obj") && r.isActor(h) &&
		r.childLemma(g, "mark", "of", "for", "from", "against", "into", "with")
}

// strayAccused is the object of a verb that the tree hung on the preposition
// of the clause behind it: "accused Gabon of arming", with Gabon under "of".
func (r *reader) strayAccused(clause int) []int {
	for _, m := range r.d.Children(clause) {
		if !r.rel(m, "mark") {
			continue
		}
		if n := r.d.Child(m, "compound", "nmod:desc", "obl", "nmod"); n >= 0 && n < m && r.upos(n, "NOUN", "PROPN") {
			return r.heads(n)
		}
	}
	return nil
}

// predicates is a clausal complement's predicate with those coordinated with it.
func (r *reader) predicates(c int) []int {
	out := []int{c}
	for _, x := range r.d.Children(c) {
		if r.rel(x, "conj") && r.upos(x, "VERB", "ADJ") {
			out = append(out, r.predicates(x)...)
		}
	}
	return out
}

func (r *reader) nominal(f *frame) {
	n := f.pred
	for _, c := range r.d.Children(n) {
		t := r.d.Tokens[c]
		switch {
		case t.Deprel == "nmod:poss":
			f.poss = append(f.poss, r.heads(c)...)
		case r.rel(c, "nmod", "obl"):
			f.preps = r.addPhrase(f.preps, c)
			if r.childLemma(c, "case", "of") && (!r.isActor(c) || r.in("troops", c)) { // "a halt of aid to Chad"
				f.far = r.addNested(f.far, c, 2)
			}
			if r.ontology.Entries(ontology.Noun, r.lemma(c)) != nil && !r.isActor(c) {
				continue
			}
			for _, g := range r.d.Children(c) { // "the arrest of the mayor by agents", hung on the mayor
				if r.rel(g, "nmod") && r.childLemma(g, "case", "by") {
					f.preps = r.addPhrase(f.preps, g)
				}
			}
		case r.groupOf(c) >= 0:
			f.poss = append(f.poss, r.groupOf(c))
		case c > 0 && r.groupOf(c-1) == c:
		case r.rel(c, "amod", "compound", "nmod:unmarked"):
			if o := r.originIn(c); o >= 0 {
				f.poss = append(f.poss, r.withConjuncts(o)...)
			}
		case t.Deprel == "acl", t.Deprel == "acl:relcl" && r.childLemma(c, "mark", "that"), t.Deprel == "ccomp", t.Deprel == "advcl", t.Deprel == "xcomp":
			if r.d.Child(c, "mark") >= 0 || t.XPOS == "VB" {
				f.comps = append(f.comps, r.predicates(c)...)
			}
			if s, p := r.d.Child(c, "nsubj"), r.d.Child(c, "case"); s >= 0 && p >= 0 && p < s { // "the release of everyone held"
				f.preps = append(f.preps, phrase{r.lemma(p), r.heads(s)})
			}
		}
	}
	f.subj = f.poss
	if h := r.d.Tokens[n].Head; len(f.subj) == 0 && h >= 0 && r.rel(n, "obl", "nmod") && r.childLemma(n, "case", "for") && r.in("deployment", n) {
		if r.rel(h, "obj") { // "created a reserve for deployment abroad"
			h = r.d.Tokens[h].Head
		}
		if r.upos(h, "VERB") && !r.isPassive(h) {
			f.subj = r.surface(h)
		}
	}
	for _, ph := range f.preps {
		if ph.preposition == "by" {
			f.subj = ph.heads
		}
	}
	if v := r.d.Tokens[n].Head; len(f.subj) == 0 && r.rel(n, "obj") && r.upos(v, "VERB") && !r.isPassive(v) {
		for _, c := range r.d.Children(v) { // "fear an attack by rebels", hung on the verb
			if c > n && r.rel(c, "obl", "obj") && r.childLemma(c, "case", "by") && r.isActor(c) {
				f.subj = r.withConjuncts(c)
			}
		}
	}
}

// addPhrase adds the prepositional phrase whose head noun is c, once for each
// of its prepositions; phrases without one and times are left out.
func (r *reader) addPhrase(list []phrase, c int) []phrase {
	if r.ontology.In("time", r.lemma(c)) {
		return list
	}
	for _, g := range r.d.Children(c) {
		if r.rel(g, "nmod:desc", "compound", "nmod:unmarked") && g < c && r.d.Child(g, "case") >= 0 {
			g = r.d.Child(g, "case") // "with President Obama", hung on the title
		}
		if r.rel(g, "case") {
			if heads := r.heads(c); len(heads) > 0 {
				list = append(list, phrase{r.lemma(g), heads})
			}
		}
	}
	return list
}

// addNested adds the prepositional phrases on noun n, and those on nouns below
// it that name nobody ("worth of medicines to Chad"), to the depth given.
func (r *reader) addNested(list []phrase, n, depth int) []phrase {
	for _, g := range r.d.Children(n) {
		switch {
		case r.rel(g, "nmod"):
			list = r.addPhrase(list, g)
			if depth > 1 && !r.isActor(g) && r.childLemma(g, "case", "of", "in") {
				list = r.addNested(list, g, depth-1)
			}
		case r.rel(g, "conj") && depth > 1 && !r.isActor(g) && r.upos(g, "NOUN"):
			list = r.addNested(list, g, depth-1)
		}
	}
	return list
}

// with lists the phrases with a preposition, the predicate's own and its
// object's, in the order of the text.
func (f *frame) with(preposition string) []phrase {
	var out []phrase
	for _, ph := range slices.Concat(f.preps, f.far) {
		if ph.preposition == preposition {
			out = append(out, ph)
		}
	}
	slices.SortStableFunc(out, func(a, b phrase) int { return slices.Min(a.heads) - slices.Min(b.heads) })
	return out
}

// in lists the heads of all phrases with a preposition.
func (f *frame) in(preposition string) []int {
	var out []int
	for _, ph := range f.with(preposition) {
		out = append(out, without(ph.heads, out)...)
	}
	return out
}
