package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
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
	status           string
	complement       []*act // the acts that an operator combined with
	places           []int  // predicates whose modifiers are the act's own
}

// acts lists what predicate p means. above is the frame of a light verb or
// operator of which a noun p is the complement; lend is true where that
// verb's subject is the noun's doer.
func (r *reader) acts(p int, above *frame, lend bool) []*act {
	pos, senses := r.entries(p)
	if len(senses) == 0 || above == nil && r.upos(p, "PROPN") {
		return nil
	}
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
			return []*act{r.plain(e, f)}
		}
		if found, ok := r.operate(e, f); ok {
			r.senses[p] = e
			return found
		}
	}
	return nil
}

// entries lists the senses of token p under its part of speech. The lemma may
// have lost its last letter or kept its plural, and a verb after "that" or
// "unless" may pass for a noun ("demanded that he resign").
func (r *reader) entries(p int) (ontology.PartOfSpeech, []*ontology.Entry) {
	lemma := r.lemma(p)
	switch r.d.Tokens[p].UPOS {
	case "VERB":
		for _, l := range []string{lemma, lemma + "e", lemma + lemma[len(lemma)-1:]} {
			if senses := r.ontology.Entries(ontology.Verb, l); senses != nil {
				return ontology.Verb, senses
			}
		}
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
	f.far = above.far
	if lend && len(f.comps) == 0 { // "expressed his willingness to negotiate", hung on the verb
		for _, c := range slices.Concat(above.comps, above.purpose) {
			if r.isInfinitive(c) {
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

// plain is the act of a sense that needs no complement.
func (r *reader) plain(e *ontology.Entry, f *frame) *act {
	a := r.newAct(e, f)
	a.code, a.kind, a.mode = e.Code, e.Type, e.Mode
	r.fillParties(a, f)
	return a
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
		a.targets = a.fromComplement()
	}
}

// fromComplement is the other side of the acts in the complement: whoever
// does them, or else whom they are done to.
func (a *act) fromComplement() []int {
	for _, c := range a.complement {
		if found := without(c.sources, a.sources); len(found) > 0 {
			return found
		}
		// The one who should act on a demand is not the one who would gain by it.
		if a.sense.Operator == ontology.Demand && !c.mutual && !strings.HasPrefix(c.code, "07") {
			continue
		}
		if found := without(c.targets, a.sources); len(found) > 0 {
			return found
		}
	}
	return nil
}

// operate combines an operator with the acts in its complement. It is false
// where the sense fails for want of a complement that means something.
func (r *reader) operate(e *ontology.Entry, f *frame) ([]*act, bool) {
	lend := e.Operator != ontology.Demand && e.Operator != ontology.Refuse && e.Operator != ontology.Accuse && e.Operator != ontology.Permit
	complements, inner := r.complements(e, f, lend)
	if e.Operator == ontology.Light {
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
		code := r.combine(e.Operator, c)
		if code == "" {
			continue
		}
		a := r.newAct(e, f)
		a.code, a.complement = code, []*act{c}
		a.rule += " " + string(e.Operator) + " " + c.rule
		r.fillParties(a, f)
		a.mutual = e.Mutual && (len(a.targets) == 0 || len(f.in("with")) > 0)
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

// combine is the code of an operator over an act. "Not to attack" counts as
// the end of attacks.
func (r *reader) combine(op ontology.Operator, c *act) string {
	code := c.code
	if r.negated(c.pred) || r.childLemma(c.pred, "mark", "against", "from") {
		if code = r.ontology.Compose(ontology.End, code); code == "" {
			return ""
		}
	}
	return r.ontology.Compose(op, code)
}

// complements finds the predicates in the slots of an operator's frame that
// may hold its act, and the acts.
func (r *reader) complements(e *ontology.Entry, f *frame, lend bool) (predicates []int, found []*act) {
	clauses := f.comps
	if len(clauses) == 0 && e.Operator != ontology.Light {
		clauses = f.purpose
	}
	for _, p := range clauses {
		predicates = append(predicates, p)
		found = append(found, r.acts(p, nil, false)...)
	}
	if len(found) > 0 {
		for _, a := range found {
			r.consumed[a.pred] = true
		}
		return predicates, found
	}
	for _, slot := range complementSlots(e) {
		for _, n := range r.slot(slot, f) {
			acts := r.acts(n, f, lend)
			if len(acts) > 0 {
				r.consumed[n] = true
				found = append(found, acts...)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return predicates, found
}

// complementSlots lists the slots, other than clauses, in which a sense
// expects its act: those that its frame names.
func complementSlots(e *ontology.Entry) []string {
	var prepositions, objects []string
	for _, c := range e.Conditions {
		switch {
		case c.Not || c.Actor:
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
		if len(a.targets) == 0 && e.Target != nil && !slices.Contains(a.sense.Target, "none") && !(a.sense.Mutual && len(a.sources) > 1) {
			a.targets = r.role(e.Target, f, outer)
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

// top lists the acts of predicate p as the sentence states them, with their
// status, and the acts under its operators where they are worth a row: what
// is demanded, threatened or alleged.
func (r *reader) top(p int) []*act {
	if r.rel(p, "amod", "compound", "nmod:desc") && r.upos(p, "VERB", "ADJ") {
		return nil // "the jailed leader": a description, no news
	}
	var out []*act
	acts := r.acts(p, nil, false)
	if len(acts) == 0 {
		if a := r.plainDemand(p); a != nil {
			return []*act{a}
		}
	}
	for _, a := range acts {
		if r.upos(p, "NOUN") && !r.standsAlone(a) {
			continue
		}
		if r.isBackground(a) {
			continue
		}
		a.status = r.status(a.pred)
		if a.sense.Operator == ontology.Willing {
			a.status = weaker(a.status, record.Possible)
		}
		if a.pred != p {
			a.status = weaker(a.status, r.status(p))
		}
		if m := r.nounStatus(a); m != "" {
			a.status = weaker(a.status, m)
		}
		if strings.HasPrefix(a.code, "14") && len(a.targets) == 0 {
			a.targets = without(r.grievance(a), a.sources)
		}
		inner := a.complement
		if demand := r.modality(a); demand != nil {
			out = append(out, demand)
		}
		out = append(out, a)
		if a.status != record.Happened && a.status != record.Ongoing && a.status != record.Planned {
			continue
		}
		for _, c := range inner {
			if r.upos(c.pred, "NOUN") && !r.standsAlone(c) {
				continue
			}
			if s := r.underOperator(a, c); s != "" && !r.negated(c.pred) && !r.childLemma(c.pred, "mark", "against", "from") && !strings.HasPrefix(c.code, "@") {
				c.status = s
				out = append(out, c)
			}
		}
	}
	return out
}

// isBackground reports whether an act is only what the text says in passing of
// somebody: "the rebels, backed by Iran", "his negotiating position".
func (r *reader) isBackground(a *act) bool {
	if both := slices.Concat(a.sources, a.targets); a.mutual && len(both) == 1 && strings.HasPrefix(a.code, "04") &&
		!strings.Contains(r.d.Tokens[both[0]].Feats, "Number=Plur") {
		return true // it takes two to meet
	}
	if r.d.Tokens[a.pred].Deprel != "acl" {
		return false
	}
	return a.mutual && len(a.targets) == 0 && len(a.sources) < 2 || strings.HasPrefix(a.code, "05") && r.isPassive(a.pred)
}

// underOperator is the status of an act under an operator, or "" where the
// operator's own event says all there is to say.
func (r *reader) underOperator(a, inner *act) string {
	switch a.sense.Operator {
	case ontology.Demand:
		return record.Demanded
	case ontology.Threaten:
		return record.Threatened
	case ontology.Intend:
		if strings.HasPrefix(a.code, "13") {
			return record.Planned
		}
	case ontology.Accuse:
		if len(r.accordingTo(r.s.Span(r.d.TokenSpan(inner.first, inner.last)))) > 0 {
			return record.Happened
		}
		return record.Possible
	}
	return ""
}

// standsAlone holds event nouns outside of light verbs to a higher standard:
// the text must name the sides that make it an event of somebody's.
func (r *reader) standsAlone(a *act) bool {
	code, ok := r.ontology.Code(a.code)
	if !ok {
		return false
	}
	if a.mutual {
		return len(a.sources)+len(a.targets) >= 2
	}
	if len(a.sources) > 0 && len(a.targets) > 0 {
		return true
	}
	kind := code.Type
	if a.kind != "" {
		kind = a.kind
	}
	switch kind {
	case "PROTEST", "RETREAT", "MOBILIZE":
		return len(a.sources) > 0
	case "COERCE", "ASSAULT":
		return len(a.targets) > 0
	}
	return false
}

// modality turns an announced or refused act into the promise or refusal that
// it is, and returns the demand that a speaker makes by "must" or "should".
func (r *reader) modality(a *act) *act {
	if strings.HasPrefix(a.code, "@") && !r.hasModal(a.pred, "will", "shall", "must", "should", "ought", "would") {
		return nil
	}
	switch {
	case r.negated(a.pred) && r.hasModal(a.pred, "will", "would", "shall", "wo"):
		if code := r.ontology.Compose(ontology.Refuse, a.code); strings.HasPrefix(code, "12") && len(a.sources) > 0 {
			a.rule += " under a negated future"
			a.mutual = false
			a.code, a.kind, a.mode, a.status = code, "", "", record.Happened
		}
	case a.status == record.Planned && r.isConditional(a.pred):
		if code := r.ontology.Compose(ontology.Threaten, a.code); code != "" {
			a.rule += " unless"
			a.mutual = false
			a.code, a.kind, a.mode, a.status = code, "", "", record.Happened
		}
	case a.status == record.Planned:
		if code := r.ontology.Compose(ontology.Intend, a.code); strings.HasPrefix(code, "03") {
			a.rule += " in the future"
			a.code, a.kind, a.mode = code, "", ""
		}
	case a.status == record.Demanded && r.hasModal(a.pred, "must", "should", "ought", "have", "need"):
		code := r.ontology.Compose(ontology.Demand, a.code)
		speaker := r.speaker(a.pred)
		if code == "" || speaker < 0 || r.negated(a.pred) || slices.Contains(a.sources, speaker) {
			return nil
		}
		return &act{
			sense: a.sense, rule: a.rule + " under a speaker's “must”", code: code, pred: a.pred, first: a.first, last: a.last,
			sources: []int{speaker}, targets: without(a.sources, []int{speaker}), status: record.Happened, places: a.places,
		}
	}
	return nil
}

// isConditional reports whether predicate p stands under "unless": an
// announcement of that kind is a threat.
func (r *reader) isConditional(p int) bool {
	for _, c := range r.d.Children(p) {
		if r.rel(c, "advcl", "obl") && r.childLemma(c, "mark", "unless") {
			return true
		}
	}
	return false
}

// plainDemand is what a speaker demands of somebody by "must" whatever it is
// that must be done, or nil.
func (r *reader) plainDemand(p int) *act {
	if !r.upos(p, "VERB", "ADJ") || r.senses[p] != nil || !r.rel(p, "ccomp") || !r.hasModal(p, "must") || r.negated(p) {
		return nil
	}
	g := r.d.Tokens[p].Head
	if !r.ontology.In("say", r.lemma(g)) {
		return nil
	}
	speakers, asked := r.actorsIn(r.surface(g)), r.actorsIn(r.surface(p))
	if asked = without(asked, speakers); len(speakers) == 0 || len(asked) == 0 || r.upos(asked[0], "PRON") {
		return nil
	}
	return &act{
		rule: "a speaker's “must”", code: "100", pred: p, first: p, last: p + 1,
		sources: speakers, targets: asked, status: record.Happened, places: []int{p},
	}
}

// grievance is against whom a protest turns where another phrase of its clause
// says so: "in protest against the minister", "to demand that he resign".
func (r *reader) grievance(a *act) []int {
	for _, p := range a.places {
		f := r.frame(p)
		for _, n := range f.in("in") {
			if r.lemma(n) != "protest" {
				continue
			}
			for _, found := range r.acts(n, f, true) {
				if len(found.targets) > 0 {
					r.consumed[n] = true
					return found.targets
				}
			}
		}
		for _, c := range r.d.Children(p) {
			if !r.rel(c, "advcl") || r.d.Child(c, "nsubj") >= 0 {
				continue
			}
			for _, found := range r.acts(c, nil, false) {
				if strings.HasPrefix(found.code, "1") && len(found.targets) > 0 {
					return found.targets
				}
			}
		}
	}
	return nil
}
