package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/text"
)

// holds reports whether every condition of a sense holds for a frame.
func (r *reader) holds(e *ontology.Entry, f *frame) bool {
	for _, c := range e.Conditions {
		if r.condition(c, f) == c.Not {
			return false
		}
	}
	return true
}

func (r *reader) condition(c ontology.Condition, f *frame) bool {
	switch c.Slot {
	case "passive":
		return f.passive
	case "plural":
		return r.d.Tokens[f.pred].Plural() ||
			len(f.obj) > 0 && r.d.Tokens[f.obj[0]].Plural()
	case "pair":
		sides := slices.Concat(f.subj, f.in("with"), f.in("between"))
		return len(r.actorsIn(sides)) > 1
	case "under":
		return r.rel(f.pred, "obl") && r.childLemma(f.pred, "case", c.Values...)
	case "naming":
		return slices.ContainsFunc(r.naming(f), func(h int) bool { return len(c.Values) == 0 || r.isOneOf(c.Values, h) })
	case "infinitive":
		return slices.ContainsFunc(f.comps, r.isInfinitive) || slices.ContainsFunc(f.purpose, r.isInfinitive)
	case "subjunctive":
		return slices.ContainsFunc(f.comps, r.isSubjunctive)
	case "prt":
		return f.particle != "" && (len(c.Values) == 0 || slices.Contains(c.Values, f.particle))
	case "word":
		return r.anyWord(c.Values, f.pred)
	case "mod":
		nouns := []int{f.pred}
		if r.upos(f.pred, "VERB") {
			nouns = f.obj
		}
		return r.modified(c.Values, nouns)
	case "submod":
		return r.modified(c.Values, f.subj)
	case "clause":
		return r.inClause(c.Values, f.pred)
	}
	heads := r.slot(c.Slot, f)
	if len(heads) == 0 {
		return false
	}
	if c.Actor && len(r.actorsIn(heads)) == 0 || c.Self && !slices.ContainsFunc(heads, r.isWho) || c.Place && !slices.ContainsFunc(heads, r.isPlaceName) {
		return false
	}
	if len(c.Values) == 0 {
		return true
	}
	return slices.ContainsFunc(heads, func(h int) bool { return r.isOneOf(c.Values, h) })
}

// isWho reports whether h names an actor by itself, not by whose it is: "freed the
// sailors", not "released the government's files".
func (r *reader) isWho(h int) bool {
	if of := r.quantityOf(h); of >= 0 {
		h = of
	}
	return r.isActor(h)
}

// slot lists the head tokens that fill a slot of a frame.
func (r *reader) slot(name string, f *frame) []int {
	switch name {
	case "subj":
		return f.subj
	case "obj":
		return f.obj
	case "iobj":
		return f.iobj
	case "poss":
		return f.poss
	case "comp":
		return append(slices.Clone(f.comps), f.purpose...)
	}
	preposition, ok := strings.CutPrefix(name, "p:")
	if !ok {
		return nil
	}
	return f.in(preposition)
}

// isPlaceName reports whether h is the head of a place's name, or of a noun that
// such a name explains ("the town of Goma").
func (r *reader) isPlaceName(h int) bool {
	named := func(i int) bool { m := r.mention[i]; return m >= 0 && r.d.Mentions[m].Type == text.Location }
	return named(h) || r.in("territory", h) && slices.ContainsFunc(r.d.Children(h), named)
}

// naming lists what a verb calls or makes its object: "called him a liar".
func (r *reader) naming(f *frame) []int {
	var out []int
	for _, c := range f.comps {
		if r.upos(c, "NOUN", "PROPN", "ADJ") && r.d.Child(c, "mark", "nsubj") < 0 {
			out = append(out, c)
		}
	}
	if len(f.iobj) > 0 && !slices.Equal(f.iobj, f.obj) {
		out = append(out, f.obj...)
	}
	first := r.d.Child(f.pred, "obj")
	for _, c := range r.d.Children(f.pred) { // "calling them an army of thieves", read as two objects
		if r.rel(c, "obj") && c > first && first > f.pred {
			out = append(out, c)
		}
	}
	return out
}

// isOneOf reports whether a token's lemma or form is among the values, which
// are lemmas and classes ("@talks"). A quantity counts as what it is of
// ("thousands of soldiers").
func (r *reader) isOneOf(values []string, h int) bool {
	if m := r.mention[h]; r.upos(h, "PRON") && m >= 0 && r.d.Mentions[m].Entity >= 0 {
		if first := r.d.Mentions[r.d.Entities[r.d.Mentions[m].Entity].Mentions[0]].Head; first != h && !r.upos(first, "PRON") && r.isOneOf(values, first) {
			return true
		}
	}
	lemma, form := r.lemma(h), strings.ToLower(r.d.Form(h))
	for _, v := range values {
		if class, ok := strings.CutPrefix(v, "@"); ok {
			if r.in(class, h) || class == "person" && r.isPerson(h) {
				return true
			}
		} else if v == lemma || v == form {
			return true
		}
	}
	if of := r.quantityOf(h); of >= 0 {
		return r.isOneOf(values, of)
	}
	title := r.d.Child(h, "nmod:desc") // "candidate Ana Ruiz"
	return title >= 0 && title < h && r.upos(h, "PROPN") && r.upos(title, "NOUN") && r.isOneOf(values, title)
}

// in reports whether a token's lemma, its form or the form without a plural
// ending is in the class.
func (r *reader) in(class string, h int) bool {
	form := strings.ToLower(r.d.Form(h))
	return r.ontology.In(class, r.meant(h)) || r.ontology.In(class, r.lemma(h)) || r.ontology.In(class, form) || r.ontology.In(class, strings.TrimSuffix(form, "s"))
}

// meant is the lemma of a token, or a word of one meaning for one of two: a fire that
// is no gunfire is a blaze, and what a bus strikes is hit.
func (r *reader) meant(i int) string {
	switch l := r.lemma(i); {
	case l == "strike" && r.upos(i, "VERB"):
		return "hit"
	case l != "fire" || !r.upos(i, "NOUN"):
		return l
	}
	if h := r.d.Tokens[i].Head; h >= 0 && slices.Contains([]string{"open", "exchange", "return", "hold", "cease", "draw", "come", "trade", "hit", "down"}, r.lemma(h)) {
		return "gunfire"
	}
	if r.modified([]string{"@weapon", "@military", "@firearm", "anti", "friendly", "enemy", "hostile", "sniper", "machine", "automatic", "small", "heavy", "live", "covering"}, []int{i}) {
		return "gunfire"
	}
	return "blaze"
}

// quantityOf is the noun that a quantity counts: "thousands of soldiers".
func (r *reader) quantityOf(h int) int {
	if !r.ontology.In("collective", r.lemma(h)) && !r.upos(h, "NUM") {
		return -1
	}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "nmod") && r.childLemma(c, "case", "of") {
			return c
		}
	}
	return -1
}

// isPerson holds for names of persons, pronouns for persons, demonyms and
// bare numbers ("770 were arrested").
func (r *reader) isPerson(h int) bool {
	if m := r.mention[h]; m >= 0 && r.d.Mentions[m].Type == text.Person {
		return true
	}
	switch {
	case r.upos(h, "PRON"):
		return slices.Contains([]string{"he", "she", "they", "him", "her", "them", "who", "himself", "themselves", "everyone", "someone", "other", "others", "those", "one"}, r.lemma(h))
	case r.upos(h, "NUM"):
		return true
	case r.upos(h, "NOUN", "PROPN"):
		return len(r.world.Demonyms(r.d.Form(h))) > 0 && r.world.CountryNamed(r.d.Form(h)) == nil ||
			r.upos(h, "NOUN") && r.roleKind(h) == "person"
	}
	return false
}

// anyWord reports whether one of the values stands in the token's sentence.
func (r *reader) anyWord(values []string, t int) bool {
	s := r.d.Sentences[r.d.Tokens[t].Sentence]
	for i := s.First; i < s.Last; i++ {
		if i != t && r.isLemmaOf(values, i) {
			return true
		}
	}
	return false
}

// inClause reports whether one of the values stands below predicate p.
func (r *reader) inClause(values []string, p int) bool {
	first, last := r.d.Subtree(p)
	for i := first; i < last; i++ {
		if i != p && (slices.Contains(values, r.lemma(i)) || slices.Contains(values, strings.ToLower(r.d.Form(i)))) {
			return true
		}
	}
	return false
}

func (r *reader) isLemmaOf(values []string, i int) bool {
	lemma := r.lemma(i)
	for _, v := range values {
		if class, ok := strings.CutPrefix(v, "@"); ok && r.ontology.In(class, r.meant(i)) || v == lemma {
			return true
		}
	}
	return false
}

// modified reports whether one of the nouns has one of the values as an
// adjective or compound part.
func (r *reader) modified(values []string, nouns []int) bool {
	for _, n := range nouns {
		for _, c := range r.d.Children(n) {
			if !r.rel(c, "amod", "compound", "nmod:poss", "nmod", "nummod") || r.rel(c, "nmod") && r.d.Child(c, "case") >= 0 && !r.rel(c, "nmod:poss") {
				continue
			}
			for _, x := range r.withConjuncts(c) {
				if r.isLemmaOf(values, x) {
					return true
				}
				for _, g := range r.d.Children(x) { // "peace-keeping", "24-hour"
					if r.rel(g, "compound", "amod", "obl") && r.isLemmaOf(values, g) {
						return true
					}
				}
			}
		}
	}
	return false
}

// role lists the parties that fill the first role of the list that is filled.
func (r *reader) role(roles []string, f *frame, a *act) []int {
	for _, name := range roles {
		switch name {
		case "none":
			return nil
		case "above":
			if h := r.d.Tokens[f.pred].Head; h >= 0 && r.upos(h, "VERB") {
				return without(r.actorsIn(r.frame(h).subj), a.sources)
			}
			continue
		case "purpose":
			for _, p := range slices.Concat(f.comps, f.purpose) {
				g := r.frame(p)
				for _, heads := range [][]int{g.obj, g.in("in"), g.in("for"), g.in("of")} {
					if found := without(r.actorsIn(heads), a.sources); len(found) > 0 && !r.upos(found[0], "PRON") {
						return found
					}
				}
			}
			continue
		case "comp":
			if found := r.others(a); len(found) > 0 {
				return found
			}
			clauses := f.comps
			if len(clauses) == 0 {
				clauses = slices.DeleteFunc(slices.Clone(f.purpose), func(p int) bool { return r.d.Tokens[p].XPOS != "VB" || !r.childLemma(p, "mark", "to") })
			}
			for _, p := range clauses {
				g := r.frame(p)
				object := g.obj
				if a.isTransfer() || r.in("transfer", p) { // what is given or moved is no party
					object = nil
				}
				for _, heads := range [][]int{r.surface(p), object, g.in("to"), g.in("with"), g.in("from")} {
					if found := without(r.actorsIn(heads), a.sources); len(found) > 0 && !r.upos(found[0], "PRON") {
						return found
					}
				}
			}
			continue
		}
		candidates := [][]int{r.slot(name, f)}
		if preposition, ok := strings.CutPrefix(name, "p:"); ok {
			candidates = nil
			for _, ph := range f.with(preposition) {
				candidates = append(candidates, ph.heads)
			}
		}
		for _, heads := range candidates {
			found := without(r.actorsIn(heads), a.sources)
			if strings.HasPrefix(name, "p:") { // "denied entry to Peru to lawmakers"
				found = slices.DeleteFunc(found, func(h int) bool { return r.isItself(h, a.sources) })
			}
			if len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// without is list less what other holds.
func without(list, other []int) []int {
	var out []int
	for _, x := range list {
		if !slices.Contains(other, x) {
			out = append(out, x)
		}
	}
	return out
}

// isInfinitive reports whether a clausal complement is an infinitive with "to"
// or a gerund.
func (r *reader) isInfinitive(p int) bool {
	return r.childLemma(p, "mark", "to") || r.d.Tokens[p].XPOS == "VBG" && r.subject(p) < 0
}

// isSubjunctive reports whether a finite complement says what ought to be:
// "that he resign", "that he should resign".
func (r *reader) isSubjunctive(p int) bool {
	if r.isMisreadVerb(p) || r.hasModal(p, "must", "should", "ought") {
		return true
	}
	for _, c := range r.d.Children(p) {
		if r.rel(c, "aux", "cop") {
			return r.d.Form(c) == "be"
		}
	}
	s := r.subject(p)
	if s < 0 {
		return false
	}
	// "insisted that Germany send troops", whatever the tree calls the verb
	bare := r.upos(p, "VERB") && strings.ToLower(r.d.Form(p)) == r.lemma(p) && r.d.Child(p, "aux") < 0 &&
		r.upos(s, "NOUN", "PROPN") && strings.Contains(r.d.Tokens[s].Feats, "Number=Sing") && len(r.withConjuncts(s)) == 1 &&
		!r.ontology.In("collective", r.lemma(s)) && r.lemma(p) != "be"
	return r.d.Tokens[p].XPOS == "VB" || bare
}
