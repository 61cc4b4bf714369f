package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/ontology"
	"annals/internal/text"
)

// act is what a predicate means: a code with its parties, before it becomes an
// event. A code that begins with "@" is provisional and counts only under an
// operator.
type act struct {
	sense            *ontology.Entry
	rule             string
	code, kind, mode string // kind and mode are PLOVER's where the sense names them
	pred             int    // the predicate, or the light verb above it
	first, last      int    // tokens of the trigger, half-open
	sources, targets []int  // head tokens
	mutual           bool
	again            bool // points back to a deed told before: "wounded in the attack"
	status           string
	complement       []*act // the acts that an operator combined with
	places           []int  // predicates whose modifiers are the act's own
}

// acts lists what predicate p means. above is the frame of a light verb or
// operator of which a noun p is the complement; lend is true where that
// verb's subject is the noun's doer.
func (r *reader) acts(p int, above *frame, lend bool) []*act {
	pos, senses := r.entries(p)
	if len(senses) == 0 || above == nil && (r.upos(p, "PROPN") || r.titled(p)) {
		return nil
	}
	if r.open[p] {
		return nil // a phrase that serves two nouns leads back to where reading came from
	}
	r.open[p] = true
	defer delete(r.open, p)
	f := r.frame(p)
	if above != nil && pos == ontology.Noun {
		f = r.join(f, above, lend)
	}
	for _, e := range senses {
		if !r.holds(e, f) {
			continue
		}
		if e.Operator == ontology.NoOperator {
			r.senses[p] = e
			if e.Code == "" {
				return nil
			}
			a := r.plain(e, f)
			a.places = append(a.places, r.consumeNamed(e, f)...)
			return []*act{a}
		}
		if found, ok := r.operate(e, f); ok {
			r.senses[p] = e
			return found
		}
	}
	return nil
}

// titled reports whether noun p is part of a name that the tree and the names leave
// open: it and the noun from which it hangs are printed with a capital inside a
// sentence whose verb is not ("the Commission on Terrorist Attacks met").
func (r *reader) titled(p int) bool {
	h := r.d.Tokens[p].Head
	if !r.upos(p, "NOUN") || h < 0 || h > p || !r.rel(p, "nmod") || !r.capital(p) || !r.capital(h) || r.d.Child(p, "case") < 0 {
		return false
	}
	s := r.d.Sentences[r.d.Tokens[p].Sentence]
	for i := s.First; i < s.Last; i++ {
		if r.upos(i, "VERB") && !r.capital(i) {
			return h > s.First
		}
	}
	return false
}

// capital reports whether token i begins with a capital.
func (r *reader) capital(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.d.Form(i))
	return unicode.IsUpper(c)
}

// consumeNamed takes the nouns and complements that a verb's sense names for part of its
// act: who lifts a siege besieges nobody, who orders envoys to leave expels them. It gives
// those that are its objects, whose place and time are the act's: "convened a meeting in
// Geneva".
func (r *reader) consumeNamed(e *ontology.Entry, f *frame) (objects []int) {
	if !r.upos(f.pred, "VERB") {
		return nil
	}
	for _, c := range e.Conditions {
		if c.Not || c.Actor || c.Self || len(c.Values) == 0 || c.Slot != "obj" && c.Slot != "comp" && !strings.HasPrefix(c.Slot, "p:") {
			continue
		}
		for _, h := range r.slot(c.Slot, f) {
			if (r.upos(h, "NOUN") || c.Slot == "comp") && r.isOneOf(c.Values, h) {
				r.consumed[h] = true
				if c.Slot == "obj" {
					objects = append(objects, h)
				}
			}
		}
	}
	return objects
}

// entries lists the senses of token p under its part of speech. The lemma may
// have kept its plural, and a verb after "that" or "unless" may pass for a noun
// ("demanded that he resign").
func (r *reader) entries(p int) (ontology.PartOfSpeech, []*ontology.Entry) {
	lemma := r.lemma(p)
	switch r.d.Tokens[p].UPOS {
	case "VERB":
		return ontology.Verb, r.ontology.Entries(ontology.Verb, lemma)
	case "NOUN", "PROPN":
		for _, l := range []string{lemma, strings.TrimSuffix(lemma, "s")} {
			if senses := r.ontology.Entries(ontology.Noun, l); senses != nil {
				return ontology.Noun, senses
			}
		}
		if r.isMisreadVerb(p) {
			return ontology.Verb, r.ontology.Entries(ontology.Verb, lemma)
		}
	case "ADJ":
		if senses := r.ontology.Entries(ontology.Adjective, lemma); senses != nil || !r.rel(p, "obj", "obl", "nsubj") {
			return ontology.Adjective, senses
		}
		return ontology.Noun, r.ontology.Entries(ontology.Noun, lemma)
	}
	return ontology.Noun, nil
}

// isMisreadVerb reports whether a noun is one in the tree only: it has a
// clause's conjunction and its lemma is an event verb and no event noun.
func (r *reader) isMisreadVerb(p int) bool {
	if !r.upos(p, "NOUN") || r.ontology.Entries(ontology.Verb, r.lemma(p)) == nil || r.ontology.Entries(ontology.Noun, r.lemma(p)) != nil {
		return false
	}
	for _, c := range r.d.Children(p) {
		if r.upos(c, "SCONJ") && slices.Contains([]string{"that", "unless", "if", "until"}, r.lemma(c)) {
			return true
		}
	}
	return false
}

// join is the frame of noun n inside the frame of the verb that it is the
// object or complement of: the verb's prepositional phrases and recipient
// serve the noun too, and its subject where lend is set.
func (r *reader) join(n, above *frame, lend bool) *frame {
	f := *n
	f.iobj = above.iobj
	f.preps = slices.Clone(n.preps)
	for _, ph := range above.preps {
		if !slices.Contains(ph.heads, n.pred) {
			f.preps = append(f.preps, ph)
		}
	}
	f.far = slices.Concat(n.far, above.far)
	if lend && len(f.comps) == 0 { // "expressed his willingness to negotiate", hung on the verb
		for _, c := range slices.Concat(above.comps, above.purpose) {
			if r.isInfinitive(c) || r.saysWhat(c, n.pred) {
				f.comps = append(f.comps, c)
			}
		}
	}
	owned := len(n.subj) > 0 && !r.upos(n.subj[0], "PRON") && !r.rel(n.subj[0], "amod", "compound")
	if lend && len(above.subj) > 0 && !owned {
		f.subj = above.subj
	}
	return &f
}

// saysWhat reports whether clause c, hung on the verb, begins with "that" right
// behind noun n and so says what it is: "insisted on their demand that he resign".
func (r *reader) saysWhat(c, n int) bool {
	first, _ := r.d.Subtree(c)
	return first == n+1 && r.lemma(first) == "that" && r.rel(first, "mark")
}

// plain is the act of a sense that needs no complement.
func (r *reader) plain(e *ontology.Entry, f *frame) *act {
	a := r.newAct(e, f)
	a.code, a.kind, a.mode = e.Code, e.Type, e.Mode
	r.fillParties(a, f)
	if len(a.sources) == 0 && a.isForce() && r.in("harm", f.pred) {
		a.sources = without(r.attackers(f), a.targets)
	}
	if a.code == "196" && len(a.sources) > 1 && len(a.targets) == 0 {
		a.mutual = true // both sides broke the truce between them
	}
	return a
}

// attackers are those whose attack it is in which somebody is killed or hurt: "were
// wounded in an ambush by rebels".
func (r *reader) attackers(f *frame) []int {
	for _, h := range f.in("in") {
		if !r.upos(h, "NOUN") || !slices.ContainsFunc(r.ontology.Entries(ontology.Noun, r.lemma(h)), func(e *ontology.Entry) bool { return e.Code >= "18" && !e.Mutual }) {
			continue
		}
		if found := r.actorsIn(r.frame(h).subj); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (r *reader) newAct(e *ontology.Entry, f *frame) *act {
	a := &act{sense: e, rule: e.Origin, pred: f.pred, first: f.pred, last: f.pred + 1, mutual: e.Mutual, places: []int{f.pred}}
	for _, c := range r.d.Children(f.pred) {
		if r.d.Tokens[c].Deprel == "compound:prt" && c == f.pred+1 {
			a.last = c + 1
		}
	}
	return a
}

func (r *reader) fillParties(a *act, f *frame) {
	source, target := a.sense.Source, a.sense.Target
	if source == nil {
		source = []string{"subj"}
	}
	if target == nil {
		target = []string{"obj", "iobj"}
	}
	a.sources = r.role(source, f, a)
	a.targets = r.role(target, f, a)
	if len(a.targets) == 0 && !slices.Contains(target, "none") {
		a.targets = r.others(a)
	}
	if len(a.targets) == 0 && a.isForce() && (slices.Contains(target, "obj") || r.upos(f.pred, "NOUN")) {
		a.targets = r.struck(f)
	}
}

// isForce reports whether an act seizes, besieges or attacks, so that what it is
// done to may be a place.
func (a *act) isForce() bool {
	return strings.HasPrefix(a.code, "17") || strings.HasPrefix(a.code, "18") || strings.HasPrefix(a.code, "19") || strings.HasPrefix(a.code, "20")
}

// struck lists the places and buildings that are the object of a frame, or that an
// attack is said to be on.
func (r *reader) struck(f *frame) []int {
	heads := f.obj
	if r.upos(f.pred, "NOUN") {
		heads = slices.Concat(f.in("on"), f.in("against"))
	}
	var out []int
	for _, h := range heads {
		if of := r.quantityOf(h); of >= 0 {
			h = of
		}
		if r.upos(h, "NOUN") && (r.in("place", h) || r.in("territory", h) || r.in("structure", h)) {
			out = append(out, h)
		}
	}
	return out
}

// others is the other side of the acts in the complement: whoever does them,
// or else whom they are done to. A possessive on the promise itself, or one
// that refers to the promiser, names nobody else: "the king expressed his
// readiness".
func (r *reader) others(a *act) []int {
	own := func(h int) bool {
		return r.isOwnedBy(h, a.sources) || r.rel(h, "nmod:poss") && r.upos(h, "PRON") && (r.d.Tokens[h].Head == a.pred ||
			slices.ContainsFunc(a.sources, func(s int) bool { return r.identityOf(s) == r.identityOf(h) }))
	}
	for _, c := range a.complement {
		if found := slices.DeleteFunc(without(c.sources, a.sources), own); len(found) > 0 {
			return found
		}
		// The one who should act on a demand is not the one who would gain by it.
		if a.sense.Operator.Asks() && !c.mutual && !strings.HasPrefix(c.code, "07") {
			continue
		}
		if found := slices.DeleteFunc(without(c.targets, a.sources), own); len(found) > 0 {
			return found
		}
		for _, d := range c.complement { // "rejected a call for its soldiers to leave Rwanda"
			if found := slices.DeleteFunc(without(d.targets, a.sources), own); a.sense.Operator == ontology.Refuse && len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// isOwnedBy reports whether those whom h names are called somebody's own: "rejected a
// call for its troops to leave".
func (r *reader) isOwnedBy(h int, owners []int) bool {
	p := r.d.Child(h, "nmod:poss")
	if p < 0 || !r.upos(p, "PRON") || !slices.Contains([]string{"its", "their", "his", "her"}, strings.ToLower(r.d.Form(p))) {
		return false
	}
	m := r.mention[p]
	alone := m < 0 || r.d.Mentions[m].Entity < 0 || len(r.d.Entities[r.d.Mentions[m].Entity].Mentions) < 2
	return slices.ContainsFunc(owners, func(o int) bool { return alone || r.identityOf(o) == r.identityOf(p) })
}

// isOwn reports whether h is a personal pronoun that coreference ties to one of the
// doers: "eased its blockade". Who does something to himself says so ("himself").
func (r *reader) isOwn(h int, doers []int) bool {
	if !r.upos(h, "PRON") || !slices.Contains([]string{"he", "him", "his", "she", "her", "it", "its", "they", "them", "their"}, strings.ToLower(r.d.Form(h))) {
		return false
	}
	return slices.ContainsFunc(doers, func(d int) bool { return d != h && r.identityOf(d) == r.identityOf(h) })
}

// isWeOf reports whether h is a "we" or "I" inside quotation marks that act a stands
// outside of: the one who acts there is among them.
func (r *reader) isWeOf(h int, a *act) bool {
	if len(a.sources) == 0 || !slices.Contains([]string{"we", "us", "i", "me"}, strings.ToLower(r.d.Form(h))) {
		return false
	}
	return slices.ContainsFunc(r.d.Quotations, func(q text.Quotation) bool {
		return q.Inner.Covers(r.d.Tokens[h].Span) && !q.Span.Covers(r.d.Tokens[a.first].Span)
	})
}

// isItself reports whether h is a name of one of the doers: who denies entry to the
// country does so to somebody else.
func (r *reader) isItself(h int, doers []int) bool {
	m := r.mention[h]
	if m < 0 || r.d.Mentions[m].Entity < 0 || r.d.Mentions[m].Kind != text.Name {
		return false
	}
	return slices.ContainsFunc(doers, func(d int) bool { return d != h && r.identityOf(d) == r.identityOf(h) })
}

// isTransfer reports whether what an operator combined with shares, gives,
// withdraws or deploys something.
func (a *act) isTransfer() bool {
	return slices.ContainsFunc(a.complement, func(c *act) bool {
		return strings.HasPrefix(c.code, "06") || strings.HasPrefix(c.code, "07") || strings.HasPrefix(c.code, "087") || strings.HasPrefix(c.code, "15")
	})
}

// isThing reports whether what stands for an act is only what is asked for or
// promised: who gives or sends it does more than a light verb says.
func (a *act) isThing() bool { return slices.Contains([]string{"@arms", "@relief", "@money"}, a.code) }

// operate combines an operator with the acts in its complement. It is false
// where the sense fails for want of a complement that means something.
func (r *reader) operate(e *ontology.Entry, f *frame) ([]*act, bool) {
	lend := !e.Operator.Asks() && e.Operator != ontology.Refuse && e.Operator != ontology.Accuse && e.Operator != ontology.Permit && e.Operator != ontology.Yield &&
		!(len(e.Source) > 0 && strings.HasPrefix(e.Source[0], "p:")) // who receives aid does not give it
	complements, inner := r.complements(e, f, lend)
	if e.Operator == ontology.Light {
		inner = slices.DeleteFunc(inner, (*act).isThing)
		if len(inner) == 0 {
			return nil, false
		}
		for _, a := range inner {
			r.lighten(a, e, f)
		}
		return inner, true
	}
	var out []*act
	for _, c := range inner {
		code := r.combine(e, c)
		if code == "" {
			continue
		}
		a := r.newAct(e, f)
		a.code, a.complement = code, []*act{c}
		a.rule += " " + string(e.Operator) + " " + c.rule
		r.fillParties(a, f)
		if e.Operator.Asks() && strings.HasPrefix(c.code, "084") {
			a.targets = without(a.targets, c.targets) // whose release is asked for is not asked
		}
		if code == "113" { // who asks for sanctions turns others against whom they would hit
			if against := without(c.targets, a.sources); len(against) > 0 {
				a.targets = against
			} else {
				a.code = r.ontology.Compose(e.Operator, "03") // nobody is named whom they would hit
			}
		}
		if e.Operator == ontology.Refuse {
			if a.targets = slices.DeleteFunc(a.targets, func(h int) bool { return r.isOwnedBy(h, a.sources) }); len(a.targets) == 0 {
				a.targets = r.others(a)
			}
		}
		a.mutual = e.Mutual && (len(a.targets) == 0 || len(f.in("with")) > 0)
		if i := slices.IndexFunc(out, func(b *act) bool {
			return (b.code == a.code || e.Operator == ontology.Accuse) && slices.Equal(b.targets, a.targets)
		}); i >= 0 {
			out[i].complement = append(out[i].complement, c) // "warned that they would be deported or jailed"
			continue
		}
		out = append(out, a)
	}
	switch {
	case len(out) > 0:
	case e.Code != "":
		out = []*act{r.plain(e, f)}
	case len(complements) == 0:
		return nil, false
	}
	for _, c := range complements {
		if len(out) > 0 {
			r.consumed[c] = true
		}
	}
	return out, true
}

// combine is the code of a sense's operator over an act. "Not to attack" counts as
// the end of attacks.
func (r *reader) combine(e *ontology.Entry, c *act) string {
	op := e.Operator
	if op.Asks() && r.isQuestion(c.pred) {
		return ""
	}
	code := c.code
	if r.negated(c.pred) || r.childLemma(c.pred, "mark", "against", "from") {
		if code = r.ontology.Compose(ontology.End, code); code == "" {
			return ""
		}
	}
	code = r.ontology.Compose(op, code)
	if e.Operator == ontology.Intend && e.Code == "" && strings.HasPrefix(code, "13") {
		return "" // who plans an attack without saying so threatens nobody
	}
	return code
}

// isQuestion reports whether the clause of predicate p is an indirect question: "asked how
// they could help".
func (r *reader) isQuestion(p int) bool {
	first, _ := r.d.Subtree(p)
	return r.childLemma(p, "mark", "whether", "if") || slices.Contains([]string{"WRB", "WP"}, r.d.Tokens[first].XPOS) && r.rel(p, "ccomp", "advcl", "xcomp") && r.d.Tokens[first].Head == p
}

// complements finds the predicates in the slots of an operator's frame that
// may hold its act, and the acts.
func (r *reader) complements(e *ontology.Entry, f *frame, lend bool) (predicates []int, found []*act) {
	clauses := f.comps
	if len(clauses) == 0 && e.Operator != ontology.Light {
		clauses = f.purpose
	}
	nominal := func() {
		for _, slot := range complementSlots(e) {
			for _, n := range r.slot(slot, f) {
				if acts := r.acts(n, f, lend); len(acts) > 0 {
					r.consumed[n] = true
					found = append(found, acts...)
				}
			}
			if len(found) > 0 {
				return
			}
		}
	}
	clausal := slices.ContainsFunc(e.Conditions, func(c ontology.Condition) bool {
		return !c.Not && slices.Contains([]string{"comp", "infinitive", "subjunctive"}, c.Slot)
	})
	if !clausal {
		if nominal(); len(found) > 0 || e.Operator == ontology.Light {
			return predicates, found // "ordered a raid" is one, "ordered them to raid" is not
		}
	}
	for _, p := range clauses {
		predicates = append(predicates, p)
		for _, a := range r.acts(p, nil, false) {
			r.consumed[a.pred] = true
			found = append(found, a)
		}
	}
	if clausal && len(found) == 0 {
		nominal()
	}
	return predicates, found
}

// complementSlots lists the slots, other than clauses, in which a sense
// expects its act: those that its frame names.
func complementSlots(e *ontology.Entry) []string {
	var prepositions, objects []string
	for _, c := range e.Conditions {
		switch {
		case c.Not || c.Actor || c.Self:
		case strings.HasPrefix(c.Slot, "p:"):
			prepositions = append(prepositions, c.Slot)
		case c.Slot == "obj":
			objects = append(objects, c.Slot)
		}
	}
	if e.Operator == ontology.Accuse {
		prepositions = append(prepositions, "p:of", "p:for")
	}
	return append(prepositions, objects...)
}

// lighten makes the act of a complement the act of its light verb.
func (r *reader) lighten(a *act, e *ontology.Entry, f *frame) {
	a.rule = e.Origin + " + " + a.rule
	r.consumed[a.pred] = true
	a.places = append(a.places, f.pred)
	if r.upos(a.pred, "NOUN") {
		a.mutual = a.mutual || e.Mutual && a.sense.Mutual
		outer := &act{sense: e}
		if len(a.sources) == 0 && e.Source != nil {
			a.sources = r.role(e.Source, f, outer)
		}
		outer.sources = a.sources
		if !slices.ContainsFunc(a.targets, r.isActor) && e.Target != nil && !slices.Contains(a.sense.Target, "none") && !(a.sense.Mutual && len(a.sources) > 1) {
			if found := r.role(e.Target, f, outer); len(found) > 0 {
				a.targets = found
			}
		}
	}
	if !r.upos(a.pred, "NOUN") {
		return // the complement's own verb group counts, below its governor's
	}
	noun := a.pred
	a.pred = f.pred
	// The trigger runs from the verb to the noun where they stand close.
	first, last := min(f.pred, noun), max(f.pred, noun)+1
	if last-first <= 5 {
		a.first, a.last = min(a.first, first), max(a.last, last)
	}
}
