package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
)

// firmness orders the statuses from the firmest to the weakest.
var firmness = [...]string{record.Happened, record.Ongoing, record.Planned, record.Demanded, record.Threatened, record.Possible, record.Hypothetical, record.Denied}

// weaker is the weaker of two statuses; "" is none.
func weaker(a, b string) string {
	if slices.Index(firmness[:], b) > slices.Index(firmness[:], a) {
		return b
	}
	return a
}

// negated reports whether predicate p carries a negation of its own: "not",
// "never", "no longer", "without", or "no" on one of its arguments.
func (r *reader) negated(p int) bool {
	for _, c := range r.d.Children(p) {
		l := r.lemma(c)
		switch {
		case r.rel(c, "advmod", "cc", "aux") && slices.Contains([]string{"not", "n't", "n’t", "never", "hardly", "nt"}, l):
			return true
		case r.rel(c, "advmod") && l == "longer" || r.rel(c, "advmod") && l == "long" && r.d.Child(c, "advmod", "det") >= 0:
			return r.childLemma(c, "advmod", "no") || r.childLemma(c, "det", "no")
		case r.rel(c, "mark", "case") && (l == "without" || l == "instead" || l == "rather"):
			return !r.isLacking(p)
		case r.rel(c, "det") && (l == "no" || l == "neither"):
			return true
		case (c == r.subject(p) || r.rel(c, "obj", "obl", "nmod")) && r.d.Child(c, "cop") < 0 && (r.childLemma(c, "det", "no", "neither") || l == "nobody" || l == "nothing" || l == "none"):
			return !r.rel(c, "nmod")
		case c == r.subject(p) && r.isNotOne(c):
			return true
		}
	}
	return false
}

// isNotOne reports whether a subject is none at all: "not one soldier", "not a single shot".
func (r *reader) isNotOne(h int) bool {
	first, _ := r.d.Subtree(h)
	if !slices.Contains([]string{"not", "n't"}, r.lemma(first)) || first+1 >= len(r.d.Tokens) {
		return false
	}
	return slices.Contains([]string{"one", "a", "single"}, r.lemma(first+1))
}

// modals lists the lemmas of the auxiliaries of predicate p. "Going to",
// "have to" and "need to" above it count as auxiliaries.
func (r *reader) modals(p int) []string {
	var out []string
	for _, c := range r.d.Children(p) {
		if r.rel(c, "aux") && r.d.Tokens[c].Deprel != "aux:pass" {
			out = append(out, r.lemma(c))
		}
	}
	t := r.d.Tokens[p]
	if t.Deprel == "xcomp" && r.childLemma(p, "mark", "to") && slices.Contains([]string{"have", "need", "go", "be"}, r.lemma(t.Head)) {
		if l := r.lemma(t.Head); l == "go" || l == "be" {
			return append(out, "will")
		}
		return append(out, r.lemma(t.Head))
	}
	if len(out) == 0 && t.Deprel == "conj" && t.XPOS != "VBD" && t.XPOS != "VBZ" && t.XPOS == r.d.Tokens[t.Head].XPOS && r.d.Child(p, "nsubj") < 0 {
		return r.modals(t.Head)
	}
	return out
}

// hasModal reports whether predicate p stands under one of the modals.
// "Have" counts only as "have to".
func (r *reader) hasModal(p int, lemmas ...string) bool {
	for _, m := range r.modals(p) {
		if m == "have" && !(r.d.Tokens[p].Deprel == "xcomp" && r.lemma(r.d.Tokens[p].Head) == "have") {
			continue
		}
		if slices.Contains(lemmas, m) {
			return true
		}
	}
	return false
}

// own is the status that predicate p's own verb group and conjunction give it.
func (r *reader) own(p int) string {
	if r.negated(p) {
		if r.childLemma(p, "mark", "if", "unless") {
			return record.Hypothetical // "if he does not resign"
		}
		return record.Denied
	}
	for _, c := range r.d.Children(p) {
		if !r.rel(c, "mark") {
			continue
		}
		switch r.lemma(c) {
		case "if", "unless", "lest":
			return record.Hypothetical
		case "whether":
			return record.Possible
		case "before", "until", "till", "once":
			// "before they resume talks": the present tense is of things to come
			if h := r.d.Tokens[p].Head; r.isPresent(p) || h >= 0 && (r.hasModal(h, "will", "would", "'ll", "’ll") || r.d.Tokens[p].XPOS == "VBG" && r.own(h) == record.Planned) {
				return record.Planned
			}
		}
	}
	if r.d.Tokens[p].Head < 0 && r.childLemma(p, "mark", "to") {
		return record.Planned // in the style of headings: "Bank to close"
	}
	if h := r.d.Tokens[p].Head; h >= 0 && r.rel(p, "advcl") && r.hasModal(h, "will", "shall", "'ll", "’ll") && r.isPresent(p) &&
		(r.childLemma(p, "advmod", "when") || r.childLemma(p, "mark", "when", "after")) {
		return record.Planned // "will be launched when it arrives"
	}
	if r.childLemma(p, "advmod", "nearly", "almost") {
		return record.Hypothetical
	}
	if r.childLemma(p, "advmod", "allegedly", "supposedly", "purportedly", "possibly", "perhaps", "maybe", "probably", "potentially") {
		return record.Possible
	}
	switch {
	case r.isPolite(p) && r.thanks(p):
		return record.Happened
	case r.hasModal(p, "will", "shall", "'ll", "’ll", "wo"):
		if r.isUnderIf(p) {
			return record.Possible // "if they leave, we will disarm"
		}
		return record.Planned
	case r.hasModal(p, "should", "would", "could", "might") && r.childLemma(p, "aux", "have"):
		return record.Hypothetical
	case r.hasModal(p, "may", "might", "could", "can", "ca"):
		return record.Possible
	case r.hasModal(p, "would", "'d", "’d"):
		if r.reported(p) {
			return record.Planned
		}
		return record.Hypothetical
	case r.hasModal(p, "should", "must", "ought", "have", "need"):
		return record.Demanded
	}
	if r.d.Tokens[p].XPOS == "VBG" {
		for _, c := range r.d.Children(p) {
			if r.rel(c, "aux") && r.lemma(c) == "be" && slices.Contains([]string{"VBP", "VBZ", "VBN"}, r.d.Tokens[c].XPOS) {
				return record.Ongoing
			}
		}
	}
	if r.isImperative(p) {
		return record.Demanded
	}
	return record.Happened
}

// thanks reports whether the infinitive under verb p is a courtesy.
func (r *reader) thanks(p int) bool {
	c := r.d.Child(p, "xcomp")
	return c >= 0 && r.ontology.In("courtesy", r.lemma(c))
}

// isUnderIf reports whether what will be depends on a condition that stands beside it.
func (r *reader) isUnderIf(p int) bool {
	return slices.ContainsFunc(r.d.Children(p), func(c int) bool {
		return r.rel(c, "advcl") && r.upos(c, "VERB") && r.childLemma(c, "mark", "if")
	})
}

// isPresent reports whether predicate p stands in the plain present, active or passive.
func (r *reader) isPresent(p int) bool {
	finite := p
	if a := r.d.Child(p, "aux:pass", "cop"); a >= 0 {
		finite = a
	}
	for _, c := range r.d.Children(p) {
		if r.rel(c, "aux") && c != finite {
			return false
		}
	}
	return slices.Contains([]string{"VB", "VBP", "VBZ"}, r.d.Tokens[finite].XPOS)
}

func (r *reader) isImperative(p int) bool {
	t := r.d.Tokens[p]
	return strings.Contains(t.Feats, "Mood=Imp") && r.d.Child(p, "nsubj") < 0 && (t.Head < 0 || t.Deprel == "ccomp")
}

// reported reports whether predicate p stands in what somebody says.
func (r *reader) reported(p int) bool {
	for h := p; h >= 0; h = r.d.Tokens[h].Head {
		t := r.d.Tokens[h]
		if t.Head >= 0 && r.rel(h, "ccomp", "acl") && r.upos(t.Head, "NOUN") && r.in("charge", t.Head) {
			return true
		}
		if t.Head >= 0 && r.rel(h, "ccomp", "parataxis") && (r.ontology.In("say", r.lemma(t.Head)) || r.ontology.In("speech", r.lemma(t.Head))) {
			return true
		}
		if r.childIs(h, "parataxis", "say") {
			return true
		}
	}
	return len(r.accordingTo(p, p+1)) > 0
}

// asksWhether reports whether the sentence of root p asks whether something is so, as a
// verb before the subject says: "Will you pay?", not "Who paid?".
func (r *reader) asksWhether(p int) bool {
	s := r.d.Sentences[r.d.Tokens[p].Sentence]
	subject := r.d.Child(p, "nsubj")
	if subject < 0 || r.d.Form(s.Last-1) != "?" && (s.Last-s.First < 2 || r.d.Form(s.Last-2) != "?") {
		return false
	}
	for _, c := range r.d.Children(p) {
		if r.rel(c, "aux", "cop") && c < subject {
			for i := s.First; i < c; i++ {
				if strings.HasPrefix(r.d.Tokens[i].XPOS, "W") && r.d.Tokens[i].Head == p {
					return false
				}
			}
			return true
		}
	}
	return false
}

// childIs reports whether token i has a dependent of the relation whose lemma
// is of the class.
func (r *reader) childIs(i int, relation, class string) bool {
	for _, c := range r.d.Children(i) {
		if r.rel(c, relation) && r.ontology.In(class, r.lemma(c)) {
			return true
		}
	}
	return false
}

// status is how firmly the text puts what predicate p means: its own verb
// group, weakened by what it is embedded in. It never comes out firmer than
// any governor that p's truth depends on.
func (r *reader) status(p int) string {
	s, undone := record.Happened, false
	for range r.d.Tokens { // climbs at most to the root
		t := r.d.Tokens[p]
		s = weaker(s, r.own(p))
		if r.upos(p, "NOUN") {
			s = weaker(s, r.ownNoun(p))
		}
		if t.Head < 0 {
			if s != record.Hypothetical && r.asksWhether(p) {
				return record.Possible
			}
			return s
		}
		g, above := r.embedding(p)
		if s == record.Denied && g == record.Possible && r.own(p) == record.Denied {
			s = record.Hypothetical // what is hoped or feared not to be is not denied
		}
		if s == record.Denied && undone && (g == record.Possible || g == record.Planned || g == record.Demanded) {
			s = record.Hypothetical // what is to be prevented
		}
		undone = undone || g == record.Denied && s != record.Denied
		s = weaker(s, g)
		if above < 0 {
			return s
		}
		p = above
	}
	return s
}

// embedding is what the governor of p makes of it, and the predicate on which
// p's truth depends in turn, or -1.
func (r *reader) embedding(p int) (status string, above int) {
	t := r.d.Tokens[p]
	h := t.Head
	colour := r.colour(h)
	infinitive := r.childLemma(p, "mark", "to")
	switch {
	case r.rel(p, "csubj") && (infinitive || t.XPOS == "VBG"):
		return record.Possible, h // "lifting the ban is out of the question"
	case t.Deprel == "xcomp" && infinitive && r.isPolite(h) && r.ontology.In("courtesy", r.lemma(p)):
		return "", -1 // who would like to thank thanks
	case t.Deprel == "xcomp" && infinitive && r.childLemma(p, "aux", "have") && slices.Contains([]string{"claim", "report", "admit"}, r.lemma(h)):
		return "", h // "claim to have killed" says so
	case t.Deprel == "xcomp" && (infinitive || colour != ""):
		if colour == "" {
			colour = record.Possible
		}
		return colour, h
	case r.isDeedOf(p):
		g := r.d.Tokens[h].Head
		if r.childLemma(p, "mark", "for") && r.isCharged(g) {
			return record.Possible, g // "jailed the general for killing"
		}
		return r.colour(g), g // "accused them of paying"
	case r.rel(p, "acl", "ccomp") && !r.rel(p, "acl:relcl") && r.upos(h, "NOUN") && r.ontology.In("charge", r.lemma(h)) && r.d.Child(h, "nsubj") < 0:
		return weaker(record.Possible, colour), h
	case t.Deprel == "xcomp", t.Deprel == "ccomp" && !r.ontology.In("say", r.lemma(h)):
		return colour, h
	case t.Deprel == "ccomp":
		return colour, r.unlessHappened(h)
	case t.Deprel == "advcl" && r.childLemma(p, "mark", "for") && r.isCharged(h):
		return record.Possible, h // "jailed for spying" is the charge
	case t.Deprel == "advcl" && r.childLemma(p, "mark", "from") && r.senses[h] != nil && strings.HasPrefix(r.senses[h].Code, "17"):
		return record.Denied, h // "banned them from marching"
	case t.Deprel == "advcl" && colour != "" && r.childLemma(p, "mark", "of", "from", "into", "against", "on", "with"):
		return colour, h // "suspected of spying"
	case t.Deprel == "advcl" && infinitive && r.in("contract", max(0, r.d.Child(h, "obj"))):
		return record.Planned, h // "signed a contract to supply tankers"
	case t.Deprel == "advcl" && infinitive && r.status(h) == record.Planned:
		return record.Planned, h // "will be fitted with blades to save fuel"
	case t.Deprel == "advcl" && infinitive:
		if (colour == "" || colour == record.Happened) && !r.isVoiced(p) {
			colour = record.Possible
		}
		return colour, h
	case t.Deprel == "advcl" && t.XPOS == "VBG" && r.childLemma(p, "mark", "after") && t.Head < p && r.own(r.finite(h)) != record.Planned:
		return "", -1 // "suggested holding a vote after meeting them": what comes after is said of it alone
	case t.Deprel == "advcl" && r.d.Child(p, "nsubj") < 0 && (r.d.Child(p, "mark") < 0 || t.XPOS == "VBG"):
		return "", h
	case t.Deprel == "advcl" && colour == record.Denied && r.childLemma(p, "mark", "from"):
		return record.Denied, h
	case t.Deprel == "acl" && infinitive:
		switch {
		case r.isOrdinal(h):
			colour = "" // "the first woman to lead a firm"
		case r.d.Tokens[h].Head < 0 && (r.isActor(h) || r.isPassive(p)) && r.d.Child(h, "cop", "nsubj", "det") < 0:
			colour = record.Planned // in the style of headings: "Airline to buy jets"
		case colour == "" && r.in("contract", h):
			colour = record.Planned
		case colour == "":
			colour = record.Possible
		}
		return colour, h
	case t.Deprel == "acl" && r.upos(p, "VERB") && r.d.Child(p, "mark") >= 0:
		return weaker(colour, r.ownNoun(h)), -1 // "her possible role in rioting"
	case t.Deprel == "conj" && r.upos(p, "VERB") && (t.XPOS == "VB" || t.XPOS == "VBG" || t.XPOS == "VBN") && r.d.Child(p, "nsubj", "aux") < 0:
		return "", h
	case r.upos(p, "NOUN") && r.rel(p, "conj") && r.upos(h, "VERB"):
		return colour, -1
	case r.upos(p, "NOUN") && r.rel(p, "conj"):
		return "", h
	case r.isTopic(p):
		return record.Possible, -1
	case r.upos(p, "NOUN") && r.rel(p, "nsubj:pass") && slices.Contains([]string{"consider", "regard", "see", "view", "deem", "describe"}, r.lemma(h)):
		return "", -1 // "the killings are considered a crime"
	case r.upos(p, "NOUN") && r.rel(p, "obj", "nsubj:pass") && r.lemma(h) == "negotiate" && r.isEvent(p) && !r.in("talks", p):
		return record.Possible, h
	case r.upos(p, "NOUN") && r.rel(p, "obj", "nsubj:pass") && (colour == record.Denied || r.lemma(h) == "meet" || r.lemma(h) == "fulfil") && (r.in("request", p) || slices.Contains([]string{"proposal", "offer", "suggestion", "plea"}, r.lemma(p))):
		return "", -1 // what is rejected was asked for
	case r.upos(p, "NOUN") && r.rel(p, "obl", "nmod") && r.childLemma(p, "case", "after", "following", "because", "despite"):
		return "", -1 // "was postponed after an attack"
	case r.upos(p, "NOUN") && r.rel(p, "obl") && r.in("requite", h) && r.childLemma(p, "case", "for"):
		return "", -1
	case r.upos(p, "NOUN") && r.rel(p, "obj") && r.ontology.In("opine", r.lemma(h)):
		return record.Possible, -1 // not reported, only held
	case r.upos(p, "NOUN") && colour == record.Denied && r.senses[p] != nil && r.senses[p].Code == "185":
		return "", -1 // an attempt that is foiled was made
	case r.upos(p, "NOUN") && r.rel(p, "nsubj", "nsubj:pass", "obj") && r.isUndone(p, h):
		return record.Denied, h
	case r.upos(p, "NOUN") && r.rel(p, "obj", "nsubj:pass") && r.isToCome(p, h):
		return record.Planned, h
	case r.upos(p, "NOUN") && r.rel(p, "obj", "nsubj:pass") && (colour == "" || colour == record.Planned) && !r.isEvent(p):
		return "", -1 // what is there before: "will cut jobs"
	case r.upos(p, "NOUN") && r.rel(p, "obl") && r.isEvent(p) && r.own(h) == record.Planned && r.childLemma(p, "case", "for", "on", "at", "during", "to"):
		return record.Planned, h // "will be spent on the construction"
	case r.isLacking(p):
		return record.Hypothetical, -1
	case r.upos(p, "NOUN") && r.rel(p, "nmod") && r.isForceNoun(p) && r.childLemma(p, "case", "after", "following", "over", "against"):
		return "", -1 // "called off their protest against the killings"
	case r.upos(p, "NOUN") && r.rel(p, "obj", "obl", "nsubj:pass", "nmod"):
		if r.rel(p, "obl", "nmod") && colour == "" {
			return r.ownNoun(h), -1
		}
		return colour, h
	case r.upos(p, "NOUN") && r.rel(p, "nsubj") && r.isSupposed(p, h):
		return record.Hypothetical, -1
	case r.upos(p, "NOUN") && r.rel(p, "nsubj"):
		if r.d.Child(h, "obj") >= 0 && !r.isPassive(h) {
			colour = "" // who ends something is not ended: "sales dropped ten percent"
		}
		return colour, r.unlessHappened(h)
	}
	return "", -1
}

// isLacking reports whether noun p is what something is not wanted without: "rejects a
// truce without a withdrawal".
func (r *reader) isLacking(p int) bool {
	if !r.upos(p, "NOUN") || !r.childLemma(p, "case", "without") {
		return false
	}
	return r.rel(p, "nmod") || r.rel(p, "obl") && r.colour(r.d.Tokens[p].Head) == record.Denied
}

// isForceNoun reports whether noun p names force that was used on somebody.
func (r *reader) isForceNoun(p int) bool {
	e := r.senses[p]
	if e == nil {
		e = r.colouring(p)
	}
	return e != nil && e.Code >= "17"
}

// finite is the verb of which verb v is a complement, or v itself.
func (r *reader) finite(v int) int {
	for r.d.Tokens[v].Deprel == "xcomp" && r.d.Tokens[v].Head < v {
		v = r.d.Tokens[v].Head
	}
	return v
}

// isPolite reports whether a verb only puts politely what its infinitive does: "we would
// like to thank".
func (r *reader) isPolite(h int) bool {
	switch r.lemma(h) {
	case "like", "love":
		return r.hasModal(h, "would", "'d", "’d")
	case "want", "wish":
		s := r.subject(h)
		return s >= 0 && slices.Contains([]string{"i", "we"}, r.lemma(s))
	}
	return false
}

// isEvent reports whether noun n names something that happens: by the lexicon, by its
// ending, or as it is also a verb of the lexicon.
func (r *reader) isEvent(n int) bool {
	l := r.lemma(n)
	if r.ontology.Entries(ontology.Noun, l) != nil || r.ontology.Entries(ontology.Verb, l) != nil || r.in("undertaking", n) {
		return true
	}
	for _, ending := range []string{"tion", "sion", "ment", "ance", "ence", "ing", "ure", "al", "ery"} {
		if strings.HasSuffix(l, ending) && len(l) > len(ending)+3 {
			return true
		}
	}
	return false
}

// isUndone reports whether the verb of which noun p is the subject or object says that
// what p names came to nothing: "the deal fell through", "the bill was voted down".
func (r *reader) isUndone(p, v int) bool {
	if !r.in("agreement", p) && !r.in("plan", p) && !r.in("undertaking", p) {
		return false
	}
	switch passive := r.isPassive(v); {
	case r.rel(p, "nsubj:outer"):
		return false
	case r.rel(p, "nsubj") && !passive:
		return r.in("founder", v) || r.lemma(v) == "fall" && r.childLemma(v, "advmod", "through") || r.lemma(v) == "fall" && r.childLemma(v, "compound", "through")
	case r.rel(p, "nsubj:pass") || r.rel(p, "obj"):
		return r.in("undo", v)
	}
	return false
}

// isToCome reports whether noun p is something still to come that verb v makes known:
// "announced a withdrawal". What is done by being announced, such as a sanction or a
// truce, and what has happened, such as an arrest, is not.
func (r *reader) isToCome(p, v int) bool {
	return r.in("disclose", v) && r.in("undertaking", p) && !r.rel(p, "nmod")
}

// isSupposed reports whether noun p, without an article that points to something known, is
// only thought of as the cause of what verb v says: "a withdrawal would lead to war".
func (r *reader) isSupposed(p, v int) bool {
	return r.hasModal(v, "would", "could", "'d") && r.d.Child(p, "nmod:poss") < 0 && !r.childLemma(p, "det", "the", "this", "that", "these", "those") && r.isEvent(p)
}

// isTopic reports whether noun p is a yielding or a help that is only talked about or
// planned: "talks on a troop withdrawal".
func (r *reader) isTopic(p int) bool {
	h, e := r.d.Tokens[p].Head, r.senses[p]
	if r.rel(p, "obl") { // "resumed talks on Monday on a withdrawal"
		h = r.d.Child(h, "obj")
	}
	return h >= 0 && r.upos(p, "NOUN") && r.rel(p, "nmod", "obl") && r.childLemma(p, "case", "on", "about", "over", "for", "toward", "towards") &&
		e != nil && e.Code != "" && e.Code < "09" && (r.in("talks", h) || r.in("plan", h) || r.in("request", h))
}

// isOrdinal reports whether noun h is picked out by a rank: "the first country".
func (r *reader) isOrdinal(h int) bool {
	if r.in("rank", h) {
		return true
	}
	return slices.ContainsFunc(r.d.Children(h), func(c int) bool { return r.rel(c, "amod", "nummod") && r.in("rank", c) })
}

// isVoiced holds for what people do by the very act whose purpose it is: who
// marches to demand something demands it.
func (r *reader) isVoiced(p int) bool {
	e := r.senses[p]
	if e == nil {
		e = r.colouring(p)
	}
	if e == nil {
		return false
	}
	if e.Operator.Asks() {
		return true
	}
	code, ok := r.ontology.Code(e.Code)
	return ok && (code.Type == "PROTEST" || code.Type == "ACCUSE" && !strings.HasPrefix(e.Code, "09") || code.Type == "REQUEST")
}

// unlessHappened is h where the negation or modality of h bears on its
// arguments ("the attack did not take place"), and -1 otherwise.
func (r *reader) unlessHappened(h int) int {
	if r.upos(h, "VERB") && slices.Contains([]string{"take", "happen", "occur", "begin", "start", "erupt", "go"}, r.lemma(h)) {
		return h
	}
	return -1
}

// colour is what a governor makes of the act in its complement, "" where it
// leaves it as it is or is unknown.
func (r *reader) colour(h int) string {
	e := r.senses[h]
	if e == nil {
		e = r.colouring(h)
	}
	if e == nil {
		return ""
	}
	if e.Status != "" {
		return e.Status
	}
	switch e.Operator {
	case ontology.Light:
		return record.Happened
	case ontology.Intend:
		return record.Planned
	case ontology.Willing, ontology.Permit:
		return record.Possible
	case ontology.Demand, ontology.Appeal:
		return record.Demanded
	case ontology.Threaten:
		return record.Threatened
	case ontology.Refuse, ontology.End:
		return record.Denied
	case ontology.Accuse:
		return record.Possible
	}
	return ""
}

// colouring is the first sense of a token whose frame holds, for tokens that
// acts did not come to.
func (r *reader) colouring(h int) *ontology.Entry {
	_, senses := r.entries(h)
	for _, e := range senses {
		if r.holds(e, r.frame(h)) {
			return e
		}
	}
	return nil
}

// ownNoun is the status that a noun's modifiers give it.
func (r *reader) ownNoun(n int) string {
	for _, c := range r.d.Children(n) {
		if !r.rel(c, "amod", "compound", "det") {
			continue
		}
		l := r.lemma(c)
		switch {
		case r.in("possible", c):
			return record.Possible
		case r.in("cancelled", c) && (r.in("agreement", n) || r.in("plan", n) || r.in("undertaking", n)):
			return record.Denied
		case r.in("planned", c):
			return record.Planned
		case r.rel(c, "det") && (l == "no" || l == "neither"):
			return record.Denied
		case r.rel(c, "det") && l == "any":
			return record.Hypothetical
		}
	}
	return ""
}

// nounStatus is the status from the modifiers of the noun under a light verb, and
// from a verb that only promises it.
func (r *reader) nounStatus(a *act) string {
	s := ""
	if slices.Contains([]string{"promise", "pledge", "vow", "offer"}, r.lemma(a.pred)) && a.last-a.first > 1 {
		s = record.Planned
	}
	for i := a.first; i < a.last; i++ {
		if i != a.pred && r.upos(i, "NOUN") && slices.Contains(a.places, i) {
			s = weaker(s, r.ownNoun(i))
		}
	}
	return s
}

// isCharged reports whether governor h is an act against somebody for what he
// is said to have done.
func (r *reader) isCharged(h int) bool {
	if e := r.senses[h]; e != nil {
		return strings.HasPrefix(e.Code, "17") || strings.HasPrefix(e.Code, "11")
	}
	return slices.Contains([]string{"want", "seek", "hold", "try", "blame"}, r.lemma(h))
}
