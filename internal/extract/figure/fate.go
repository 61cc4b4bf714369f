package figure

import (
	"strings"

	"annals/internal/text"
)

// role is the entry of a word for those who stand in the role to it.
func (f *finder) role(t int, role string) (counted, bool) {
	for _, c := range f.counts[strings.ToLower(f.doc.Tokens[t].Lemma)] {
		if c.role == role {
			if next := t + 1; role == "object" && next < f.sentence.Last && (f.wordIs(next, "dead") || f.wordIs(next, "to") && next+1 < f.sentence.Last && f.wordIs(next+1, "death")) {
				c.as = "killed" // "shot dead", "beaten to death"
			}
			return c, true
		}
	}
	return counted{}, false
}

func (f *finder) nounRole(lemma string) (counted, bool) {
	for _, c := range f.counts[lemma] {
		if c.role == "noun" {
			return c, true
		}
	}
	return counted{}, false
}

// fate is what the sentence says was done to, or by, those counted at the noun
// head, and how it was found: "" for nothing.
func (f *finder) fate(q *quantity, head int) (counted, string) {
	if f.doc.Tokens[head].Deprel == "" {
		return f.fateByOrder(q, head)
	}
	if e, ok := f.ownFate(head); ok {
		return e, "participle"
	}
	if e, how := f.fateByTree(head); how != "" {
		return e, how
	}
	if head+1 < f.sentence.Last { // "left four civilians dead", whatever the tree made of it
		if e, ok := f.adjective(head + 1); ok {
			return e, "adjective"
		}
	}
	return f.fateBefore(q)
}

// ownFate is the fate of those who share the verb's auxiliary with others before them and
// end their clause: "24 inmates were killed and 48 others wounded".
func (f *finder) ownFate(head int) (counted, bool) {
	next := head + 1
	if next >= f.sentence.Last || f.doc.Tokens[next].XPOS != "VBN" && f.doc.Tokens[next].XPOS != "VBD" || f.doc.Child(next, "obj") >= 0 {
		return counted{}, false
	}
	if !text.IsRelation(f.doc.Tokens[head].Deprel, "conj") && !text.IsRelation(f.doc.Tokens[next].Deprel, "conj") {
		return counted{}, false
	}
	return f.role(next, "object")
}

// fateByTree looks at the noun's modifiers, then at what governs it.
func (f *finder) fateByTree(head int) (counted, string) {
	doc := f.doc
	for _, c := range doc.Children(head) {
		switch tok := &doc.Tokens[c]; {
		case tok.Deprel == "acl" && tok.XPOS == "VBN", tok.Deprel == "amod" && (tok.XPOS == "VBN" || tok.XPOS == "JJ"):
			if e, ok := f.role(c, "object"); ok && tok.XPOS == "VBN" {
				return e, "participle"
			}
			if e, ok := f.adjective(c); ok {
				if h := doc.Tokens[head].Head; e.as == "dead" && c > head && h >= 0 && (doc.Tokens[h].Lemma == "shoot" || doc.Tokens[h].Lemma == "stab") {
					e.as = "killed" // "shot six people dead"
				}
				return e, "adjective"
			}
		case tok.Deprel == "acl:relcl":
			if e, ok := f.relative(c); ok {
				return e, "relative clause"
			}
		}
	}
	t := head
	if h := doc.Tokens[t].Head; h >= 0 && text.IsRelation(doc.Tokens[t].Deprel, "nmod") && (doc.Tokens[h].XPOS == "CD" || f.magnitude(h)) {
		t = h // "9 of its soldiers were missing", "dozens of shops were looted"
	}
	for n := 0; n < 3 && text.IsRelation(doc.Tokens[t].Deprel, "conj") && doc.Tokens[t].Head >= 0 && strings.HasPrefix(doc.Tokens[doc.Tokens[t].Head].XPOS, "N"); n++ {
		t = doc.Tokens[t].Head
	}
	h := doc.Tokens[t].Head
	if h < 0 {
		return counted{}, ""
	}
	switch rel := doc.Tokens[t].Deprel; {
	case rel == "nsubj:pass":
		if e, ok := f.role(h, "object"); ok {
			return e, "passive"
		}
		return f.supposed(h)
	case rel == "nsubj":
		if e, ok := f.role(h, "subject"); ok {
			return e, "doing"
		}
		if e, ok := f.adjective(h); ok {
			return e, "adjective"
		}
		if e, ok := f.role(h, "object"); ok && doc.Tokens[h].XPOS == "VBN" && doc.Child(h, "obj") < 0 { // "12 killed in …"
			return e, "participle"
		}
	case rel == "obj":
		if e, ok := f.role(h, "object"); ok {
			return e, "object"
		}
		if doc.Tokens[h].Lemma == "include" { // "the dead include 14 women"
			if s := doc.Child(h, "nsubj"); s >= 0 {
				if e, ok := f.adjective(s); ok {
					return e, "among them"
				}
				if e, ok := f.nounRole(strings.ToLower(doc.Tokens[s].Lemma)); ok {
					return e, "among them"
				}
			}
		}
		for _, c := range doc.Children(h) { // "left 12 people dead"
			if doc.Tokens[c].Deprel == "xcomp" && c > head {
				if e, ok := f.adjective(c); ok {
					return e, "left so"
				}
			}
		}
	case text.IsRelation(rel, "nmod"):
		if of := doc.Child(t, "case"); of >= 0 && strings.EqualFold(doc.Form(of), "of") {
			if e, ok := f.nounRole(strings.ToLower(doc.Tokens[h].Lemma)); ok {
				return e, "noun of doing"
			}
		}
	}
	return counted{}, ""
}

// supposed is the fate that is reported, feared or believed with verb v: "reported to be
// killed", "feared dead".
func (f *finder) supposed(v int) (counted, string) {
	switch f.doc.Tokens[v].Lemma {
	case "report", "fear", "believe", "confirm", "presume", "say", "think", "know", "list", "declare", "leave":
	default:
		return counted{}, ""
	}
	for _, c := range f.doc.Children(v) {
		if f.doc.Tokens[c].Deprel != "xcomp" {
			continue
		}
		if e, ok := f.adjective(c); ok {
			return e, "supposed"
		}
		if e, ok := f.role(c, "object"); ok && f.doc.Tokens[c].XPOS == "VBN" {
			return e, "supposed"
		}
	}
	return counted{}, ""
}

// magnitude reports a noun for how many: "dozens", "thousands".
func (f *finder) magnitude(t int) bool {
	switch strings.ToLower(f.doc.Tokens[t].Lemma) {
	case "dozen", "score", "ten", "hundred", "thousand", "million":
		return true
	}
	return false
}

// relative is the fate in a relative clause with this verb: "who were killed".
func (f *finder) relative(v int) (counted, bool) {
	if f.doc.Child(v, "nsubj:pass", "aux:pass") >= 0 {
		return f.role(v, "object")
	}
	if s := f.doc.Child(v, "nsubj"); s >= 0 && strings.HasPrefix(f.doc.Tokens[s].XPOS, "W") {
		return f.role(v, "subject")
	}
	return counted{}, false
}

// adjective is the fate that an adjective or participle at token t names.
func (f *finder) adjective(t int) (counted, bool) {
	form := strings.ToLower(f.doc.Form(t))
	for _, c := range f.counts[form] {
		if c.role == "adjective" {
			return c, true
		}
	}
	return counted{}, false
}

// fateByOrder reads the words before the quantity and behind its noun: "killed
// 12 people", "12 people were killed", "12 people dead".
func (f *finder) fateByOrder(q *quantity, head int) (counted, string) {
	if e, how := f.fateAfter(head + 1); how != "" {
		return e, how
	}
	if mid := f.tokenIndex(q.past); mid >= 0 { // "10,000 wounded soldiers"
		for t := mid; t < head; t++ {
			if e, ok := f.adjective(t); ok {
				return e, "adjective"
			}
		}
	}
	return f.fateBefore(q)
}

func (f *finder) fateAfter(t int) (counted, string) {
	passive, aux := false, false
	for n := 0; t < f.sentence.Last && n < 7; t, n = t+1, n+1 {
		tok := &f.doc.Tokens[t]
		switch form := strings.ToLower(f.doc.Form(t)); {
		case form == "were" || form == "was" || form == "been" || form == "being" || form == "are" || form == "is" || form == "be" || form == "got":
			passive, aux = true, true
		case form == "have" || form == "has" || form == "had" || form == "will" || form == "would" || form == "who":
			aux = true
			passive = passive && form != "who"
		case tok.XPOS == "VBN" || tok.XPOS == "JJ" || tok.XPOS == "VBD" || tok.XPOS == "VBG" || tok.XPOS == "":
			if e, ok := f.adjective(t); ok {
				return e, "adjective"
			}
			if e, ok := f.role(t, "subject"); ok && (tok.XPOS == "VBD" || tok.XPOS == "VBG" || tok.XPOS == "VBN" && aux) {
				return e, "doing"
			}
			e, ok := f.role(t, "object")
			if ok && (passive || !aux && tok.XPOS == "VBN") {
				return e, "passive"
			}
			if done, does := f.role(t, "subject"); does && !ok && tok.XPOS == "VBN" { // "42 were rescued and 19 drowned": nobody is drowned by tag
				return done, "doing"
			}
			return counted{}, ""
		case tok.UPOS == "ADV" || tok.XPOS == "RB" || tok.XPOS == "MD" || tok.XPOS == "RP":
		default:
			return counted{}, ""
		}
	}
	return counted{}, ""
}

func (f *finder) fateBefore(q *quantity) (counted, string) {
	t := f.tokenIndex(q.start) - 1
	if t < f.sentence.First {
		return counted{}, ""
	}
	if strings.EqualFold(f.doc.Form(t), "of") && t > f.sentence.First {
		if e, ok := f.nounRole(strings.ToLower(f.doc.Tokens[t-1].Lemma)); ok {
			return e, "noun of doing"
		}
		return counted{}, ""
	}
	if e, ok := f.role(t, "object"); ok && strings.HasPrefix(f.doc.Tokens[t].XPOS, "VB") {
		return e, "object"
	}
	return counted{}, ""
}

// bare counts a number without a noun by the doing beside it: "12 were
// killed", "killing 12", "12 dead", "the death toll rose to 45".
func (f *finder) bare(q *quantity) bool {
	last := f.tokenIndex(q.past - 1)
	if last < 0 || f.is(q.past, "-", "/") && f.glued(q.past) {
		return false
	}
	if f.is(q.start-1, ",") && f.is(q.end, ",", ")") && q.bound == "exactly" { // an age
		return false
	}
	if f.is(q.start-1, "of") && f.persons[f.low(q.start-2)] { // "a mother of two"
		return false
	}
	if q.value != nil && *q.value == 1 && q.bound == "exactly" && !f.is(q.start-1, ",", "and") && f.wordIs(last, "one") && f.is(q.past, "of", "another") {
		return false
	}
	if f.is(q.end, "aboard") { // "of the 67 aboard"
		q.unit, q.counts, q.end, q.rule = "person", "aboard", q.end+1, q.rule+"; aboard"
		return true
	}
	e, how := counted{}, ""
	if f.ends(q) {
		e, how = f.fateBefore(q)
	}
	if how == "" && f.is(q.end, "more") { // "dozens more were hurt"
		if e, how = f.fateAfter(last + 2); how != "" {
			q.end++
		}
	}
	if how == "" && f.doc.Tokens[last].Deprel != "" && !text.IsRelation(f.doc.Tokens[last].Deprel, "nummod") {
		e, how = f.fateByTree(last)
	}
	if how == "" {
		e, how = f.fateAfter(last + 1)
	}
	if how == "" {
		e, how = f.toll(q)
	}
	if how == "" {
		e, how = f.crowd(q, last)
	}
	if how == "" || e.as == "strikers" || e.as == "displaced" && e.role == "subject" || e.as == "lost" && f.last.unit != "person" {
		return false
	}
	q.counts, q.rule = e.as, q.rule+"; "+how
	if !e.thing {
		q.unit = "person"
	}
	if next := f.tokenIndex(q.end); next >= 0 { // "12 dead": the adjective belongs to the span
		if _, ok := f.adjective(next); ok {
			q.end++
		}
	}
	return true
}

// crowd reads a number that does what only people do: "more than 40,000 have signed",
// "1,404 were in a critical condition".
func (f *finder) crowd(q *quantity, last int) (counted, string) {
	d := f.doc
	t := d.Tokens[last]
	if t.Deprel != "nsubj" || t.Head < last || q.value == nil || *q.value < 5 || !f.crowdBegins(q) {
		return counted{}, ""
	}
	verb := d.Tokens[t.Head]
	switch verb.Lemma {
	case "sign", "attend", "vote", "queue", "apply", "volunteer", "gather", "march", "cheer", "protest", "enlist", "work", "live", "sleep", "die", "flee":
		return counted{as: "people"}, "who do so"
	case "condition":
		return counted{as: "injured"}, "their condition"
	}
	return counted{}, ""
}

// crowdBegins reports whether a number with its bound begins a sentence or clause.
func (f *finder) crowdBegins(q *quantity) bool {
	return q.start == 0 || f.is(q.start-1, ",", ";", ":", "and", "but", "that", "said", "says")
}

func (f *finder) wordIs(t int, word string) bool { return strings.EqualFold(f.doc.Form(t), word) }

// ends reports whether the noun phrase ends with the number: no noun or
// adjective follows.
func (f *finder) ends(q *quantity) bool {
	switch x := f.xpos(q.end); {
	case x == "", x == ",", x == ".", x == ":", x == "CC", x == "IN", x == "RB", x == "-RRB-", x == "VBD", x == "WRB", x == "TO", x == "''", x == "DT", x == "NNP", x == "VBZ", x == "VBP", x == "MD":
		return true
	}
	return f.is(q.end, "last", "next", "earlier", "previously") // "up from 1.7 million last year"
}

// toll reads "the death toll rose to 45", "the number of arrests reached 300".
func (f *finder) toll(q *quantity) (counted, string) {
	if !f.ends(q) {
		return counted{}, ""
	}
	t := f.tokenIndex(q.start) - 1
	if t > f.sentence.First && f.wordIs(t, "now") { // "is now 41"
		t--
	}
	if t < f.sentence.First {
		return counted{}, ""
	}
	switch f.lemma(t) {
	case "from":
		if !f.changeBefore(q.start) {
			return counted{}, ""
		}
	case "to", "at", "be", "of", "reach", "hit", "stand", "exceed", "pass", "surpass", "top":
	default:
		return counted{}, ""
	}
	for back := t; back >= f.sentence.First && back > t-9; back-- {
		if e, ok := f.nounRole(strings.ToLower(f.doc.Tokens[back].Lemma)); ok && strings.HasPrefix(f.doc.Tokens[back].XPOS, "NN") {
			return e, "toll"
		}
		if e, ok := f.adjective(back); ok && back > f.sentence.First && (f.wordIs(back-1, "of") || f.wordIs(back-1, "the") || f.wordIs(back-1, "its") || f.wordIs(back-1, "their")) {
			return e, "toll"
		}
	}
	return counted{}, ""
}
