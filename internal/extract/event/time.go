package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
	"annals/internal/text"
)

// dating is when an event was, and what says so.
type dating struct {
	time *record.Time // nil where no words of the report say when
	by   string       // as record.Event.DatedBy; "" where nothing dates it
}

// date finds when the event of predicate pred was. places are the predicates
// whose adverbials are the event's. An expression of its own clause comes first,
// then one that scopes over it in the sentence, then one that scopes over the
// paragraph; what only the report's date bounds has no time.
func (r *reader) date(pred int, places []int, status string) dating {
	if t := r.ownTime(places); t != nil {
		return dating{t, record.ByClause}
	}
	if t := r.sentenceTime(pred); t != nil {
		return dating{t, record.BySentence}
	}
	firm := status == record.Happened || status == record.Ongoing
	if t := r.paragraphTime(pred); t != nil && firm {
		return dating{t, record.ByParagraph}
	}
	if firm && r.d.Published != "" {
		return dating{nil, record.ByReport}
	}
	return dating{}
}

// ownTime is the time expression that hangs from one of the predicates, or nil. One
// that a calendar can hold comes before others, and a time at which before one since,
// until, before or after which. A length of time says nothing of when, nor does that
// for which something is said to hold: "for the last quarter, the bank says, …".
func (r *reader) ownTime(places []int) *record.Time {
	best, rank := -1, 0
	for _, t := range r.near.times[r.d.Tokens[places[0]].Sentence] {
		if n := r.use(t); n > rank && r.hangs(places, t.at) && !(n == boundOnly && r.isSuperlative(t.at)) && !(r.isCue(places[0]) && r.isUnder(t.at, "for")) {
			best, rank = t.index, n
		}
	}
	if best < 0 {
		return nil
	}
	return record.Ptr(r.given.Times[best])
}

// Uses of a time expression for an event, the best last.
const (
	noUse     = iota // a length of time, what something is compared with
	boundOnly        // it says since, until, before or after when
	recurring
	unresolved
	resolved
)

func (r *reader) use(t found) int {
	x := &r.given.Times[t.index]
	switch {
	case r.isDuration(t.index):
		return noUse
	case r.isBound(t.at) && x.Start != nil && x.End != nil:
		return noUse // "an improvement from 2008"
	case r.isBound(t.at):
		return boundOnly
	case x.Recurrence != nil:
		return recurring
	case x.Start == nil && x.End == nil:
		return unresolved
	}
	return resolved
}

// isDuration reports whether a time says only how long.
func (r *reader) isDuration(time int) bool {
	t := &r.given.Times[time]
	return t.Start == nil && t.End == nil && t.Recurrence == nil && strings.Contains(t.Rule, "duration") && !strings.Contains(t.Rule, "from an event")
}

// isBound reports whether a time is only where something begins or ends, or what
// it comes before or after: "since 9 August", "by Friday".
func (r *reader) isBound(at text.Span) bool {
	return r.isUnder(at, "since", "until", "till", "by", "before", "after", "from")
}

// isUnder reports whether one of the prepositions stands before an expression; the
// "from" of "from 2009 to 2011" is within it.
func (r *reader) isUnder(at text.Span, prepositions ...string) bool {
	first, last := r.d.TokensIn(at)
	for i := first; i < last; i++ {
		if h := r.d.Tokens[i].Head; h >= first && h < last {
			continue
		}
		for _, c := range r.d.Children(i) {
			if c < first && r.rel(c, "case") && slices.Contains(prepositions, r.lemma(c)) {
				return true
			}
		}
	}
	return false
}

// isSuperlative reports whether a bound says of what something is the first or most:
// "the biggest march since 2011".
func (r *reader) isSuperlative(at text.Span) bool {
	first, _ := r.d.TokensIn(at)
	s := r.d.Sentences[r.d.Tokens[first].Sentence]
	for i := first - 1; i >= max(s.First, first-8); i-- {
		if x := r.d.Tokens[i].XPOS; x == "JJS" || x == "RBS" || slices.Contains([]string{"first", "only", "last", "time"}, r.lemma(i)) {
			return true
		}
	}
	return false
}

// hangs reports whether a time is that of one of the predicates: it hangs from it;
// or from a person, place or amount within a phrase of its, which have no time
// ("arrested men in the port on Monday"); or it is what the predicate's clause
// describes ("in 2008, when the plant closed").
func (r *reader) hangs(places []int, at text.Span) bool {
	first, last := r.d.TokensIn(at)
	if owner := r.dated(first, last); owner >= 0 {
		return slices.Contains(places, owner)
	}
	if c := r.cueBefore(first); c >= 0 && !r.rel(last-1, "nmod:poss") && !slices.Contains(places, c) {
		return false
	}
	for _, p := range places {
		if r.isCalledFor(p) && p < first && r.modifies([]int{r.d.Tokens[p].Head}, at, false) {
			return true
		}
	}
	places = slices.DeleteFunc(slices.Clone(places), func(p int) bool {
		return slices.ContainsFunc(r.d.Children(p), func(c int) bool { return c < first && r.isCalledFor(c) })
	})
	if r.modifies(places, at, false) {
		return true
	}
	for _, p := range places {
		if h := r.d.Tokens[p].Head; h >= first && h < last && r.rel(p, "acl", "advcl") && r.childLemma(p, "advmod", "when") {
			return true
		}
	}
	for i := first; i < last; i++ {
		if h := r.d.Tokens[i].Head; h < first || h >= last {
			return slices.Contains(places, r.verbAround(i))
		}
	}
	return false
}

// cueBefore is the word of saying right behind which a time stands that begins with token
// first, so that it is when somebody said so: "said on Friday the rebels left"; else -1.
func (r *reader) cueBefore(first int) int {
	c := first - 1
	if c > 0 && r.upos(c, "ADP") {
		c--
	}
	if c >= 0 && r.d.Tokens[c].Sentence == r.d.Tokens[first].Sentence && r.upos(c, "VERB") && r.isCue(c) {
		return c
	}
	return -1
}

// dated is the noun that the time of tokens first to last stands before as its
// attribute, whatever the tree says, or -1: "the July 7, 2005 terrorist bombings".
func (r *reader) dated(first, last int) int {
	s := r.d.Sentences[r.d.Tokens[first].Sentence]
	if !r.upos(first, "DET") && (first == s.First || !r.upos(first-1, "DET")) {
		return -1
	}
	noun := -1
	for i := last; i < s.Last && (r.upos(i, "ADJ", "NOUN", "PROPN") || i == last && r.d.Form(i) == ","); i++ {
		if r.upos(i, "NOUN") {
			noun = i
		}
	}
	return noun
}

// isCalledFor reports whether noun p is what somebody calls for: a time behind it is
// its own ("called for a strike on Friday").
func (r *reader) isCalledFor(p int) bool {
	v := r.d.Tokens[p].Head
	return v >= 0 && v < p && r.childLemma(p, "case", "for") && slices.Contains([]string{"call", "appeal", "push", "campaign", "prepare", "plan"}, r.lemma(v))
}

// verbAround is the verb from whose phrase the time with head i hangs by way of
// nouns that have no time, or -1.
func (r *reader) verbAround(i int) int {
	h := r.d.Tokens[i].Head
	if h > i { // "On Sunday rebels attacked", read as rebels of Sunday
		if r.rel(i, "compound", "nmod") && r.rel(h, "nsubj") && r.isFirst(i) {
			return r.d.Tokens[h].Head
		}
		return -1
	}
	if !r.rel(i, "nmod", "obl") {
		return -1
	}
	for steps := 0; h >= 0 && steps < 4; steps++ {
		if r.upos(h, "VERB") {
			return h
		}
		if r.rel(h, "nsubj") && r.in("instrument", h) { // "a car bomb on Sunday killed nine"
			return r.d.Tokens[h].Head
		}
		if !r.rel(h, "obj", "obl", "nmod") || !r.isTimeless(h) {
			return -1
		}
		h = r.d.Tokens[h].Head
	}
	return -1
}

// isFirst reports whether only a preposition stands before token i in its sentence.
func (r *reader) isFirst(i int) bool {
	s := r.d.Sentences[r.d.Tokens[i].Sentence]
	return i == s.First+1 && r.upos(s.First, "ADP")
}

// isTimeless reports whether noun h means a person, a body, a place or an amount.
func (r *reader) isTimeless(h int) bool {
	if m := r.mention[h]; m >= 0 {
		switch r.d.Mentions[m].Type {
		case text.Person, text.Organization, text.Location:
			return true
		}
	}
	return r.isPerson(h) || r.ontology.In("place", r.lemma(h)) || r.upos(h, "NUM", "SYM") || r.d.Child(h, "nummod") >= 0
}

// reach is how far the time of one clause goes over another.
type reach uint8

const (
	noReach   reach = iota
	fromFront       // only an expression that stands before both
	shared          // wherever it stands: the two are one
)

// sentenceTime is the time expression of another clause of the sentence that
// scopes over predicate p, or nil: clauses beside each other share one that begins
// the sentence, verbs of one subject and an outcome with its cause any.
func (r *reader) sentenceTime(p int) *record.Time {
	if year := r.frontedYear(p); year != nil {
		return year
	}
	if topic := r.topicTime(p); topic != nil {
		return topic
	}
	over := shared
	for steps := 0; steps < 4; steps++ {
		if t := r.besideTime(p); t != nil && over == shared {
			return t
		}
		h := r.d.Tokens[p].Head
		next := r.reach(p)
		if h < 0 || next == noReach {
			return nil
		}
		over = min(over, next)
		for _, t := range r.near.times[r.d.Tokens[p].Sentence] {
			if r.use(t) > boundOnly && r.hangs(r.sitesOf(h), t.at) && (over == shared || r.isFronted(t.at, h)) {
				return record.Ptr(r.given.Times[t.index])
			}
		}
		p = h
	}
	return nil
}

// topicTime is the time that the clause which p goes on with is about, or nil: "Friday was
// no exception, 20 people were arrested".
func (r *reader) topicTime(p int) *record.Time {
	h := r.d.Tokens[p].Head
	if h < 0 || h > p || !r.rel(p, "parataxis", "conj") || r.d.Child(h, "cop") < 0 {
		return nil
	}
	subject := r.d.Child(h, "nsubj")
	if subject < 0 {
		return nil
	}
	for _, t := range r.near.times[r.d.Tokens[p].Sentence] {
		if r.use(t) > boundOnly && t.at.Covers(r.d.Tokens[subject].Span) {
			return record.Ptr(r.given.Times[t.index])
		}
	}
	return nil
}

// besideTime is the time of a clause below predicate p that is its time as well:
// "when police fired on Tuesday", "surrounded the village and arrested 30 men on
// Tuesday".
func (r *reader) besideTime(p int) *record.Time {
	if !r.upos(p, "VERB") {
		return nil
	}
	for _, c := range r.d.Children(p) {
		if meets := r.rel(c, "advcl") && r.isMeanwhile(c) || r.rel(c, "conj", "xcomp") && r.sharesSubject(c) && r.reach(c) == shared; !meets {
			continue
		}
		for _, t := range r.near.times[r.d.Tokens[p].Sentence] {
			if r.d.TokenAt(t.at.Start) > c && r.use(t) > boundOnly && r.hangs([]int{c}, t.at) {
				return record.Ptr(r.given.Times[t.index])
			}
		}
	}
	return nil
}

// reach is how far a time of the clause above predicate p goes over p.
func (r *reader) reach(p int) reach {
	h := r.d.Tokens[p].Head
	if h < 0 || !r.upos(h, "VERB") || !r.upos(p, "VERB") {
		return noReach
	}
	switch {
	case r.rel(p, "conj"):
		if t := r.past(p); t != r.past(h) || t == noTense {
			return noReach
		}
		if r.sharesSubject(p) {
			return shared
		}
		return fromFront
	case r.rel(p, "parataxis"):
		if r.past(p) == simplePast && r.past(h) == simplePast && !r.isCue(p) && !r.isCue(h) {
			return fromFront
		}
	case r.rel(p, "xcomp", "advcl") && r.childLemma(p, "mark", "to"):
		if r.carriesOut(h) {
			return shared
		}
	case r.rel(p, "advcl"):
		if r.d.Tokens[p].XPOS == "VBG" && r.d.Child(p, "mark", "case", "nsubj") < 0 && p > h || r.isMeanwhile(p) && r.past(p) == r.past(h) {
			return shared
		}
	}
	return noReach
}

// sharesSubject reports whether conjunct p has no subject of its own.
func (r *reader) sharesSubject(p int) bool {
	return r.d.Child(p, "nsubj", "csubj", "expl") < 0
}

// isMeanwhile reports whether clause p says during what the one above it was. An
// "as" behind it gives a reason as often.
func (r *reader) isMeanwhile(p int) bool {
	if r.isCue(p) {
		return false
	}
	return r.childLemma(p, "mark", "while", "when") || r.childLemma(p, "advmod", "when") || p < r.d.Tokens[p].Head && r.childLemma(p, "mark", "as")
}

// carriesOut reports whether who does verb v does what its infinitive names.
func (r *reader) carriesOut(v int) bool {
	return slices.Contains([]string{"manage", "begin", "start", "continue", "proceed", "help", "fail"}, r.lemma(v))
}

// isFronted reports whether the expression at span stands before predicate v and
// its subject.
func (r *reader) isFronted(span text.Span, v int) bool {
	t := r.d.TokenAt(span.Start)
	s := r.d.Child(v, "nsubj", "csubj", "expl")
	return t < v && (s < 0 || t < s)
}

// isCue reports whether token t is the word that says that somebody says
// something.
func (r *reader) isCue(t int) bool {
	at := r.d.TokenSpan(t, t+1)
	return slices.ContainsFunc(r.near.cues[r.d.Tokens[t].Sentence], func(c found) bool { return c.at.Overlaps(at) })
}

// tense is how a predicate's own verb group places it.
type tense uint8

const (
	noTense tense = iota
	simplePast
	perfect
	pluperfect
	ahead // under a modal, or an infinitive
)

// past is how predicate p is placed in the past. A participle without an auxiliary
// goes by the verb above it.
func (r *reader) past(p int) tense {
	t := r.d.Tokens[p]
	finite := ""
	for _, c := range r.d.Children(p) {
		if !r.rel(c, "aux", "cop") {
			continue
		}
		tag := r.d.Tokens[c].XPOS
		switch {
		case r.lemma(c) == "have" && tag == "VBD":
			return pluperfect
		case r.lemma(c) == "have":
			return perfect
		case tag == "MD":
			return ahead
		case finite == "":
			finite = tag
		}
	}
	switch {
	case finite == "VBD":
		return simplePast
	case finite != "":
		return noTense
	case t.XPOS == "VBD":
		return simplePast
	case r.childLemma(p, "mark", "to"):
		return ahead
	case (t.XPOS == "VBN" || t.XPOS == "VBG" || t.XPOS == "VB") && t.Head >= 0 && r.rel(p, "conj", "advcl", "xcomp"):
		return r.past(t.Head)
	}
	return noTense
}

// paragraphTime is the time of the last sentence before predicate p's that gives
// one, or nil: p's sentence goes on with what that one tells, in the simple past,
// and no other time comes between. What is quoted or said stands by itself, and so
// does what somebody says about it.
func (r *reader) paragraphTime(p int) *record.Time {
	s := r.d.Tokens[p].Sentence
	root, ok := r.narrator(p)
	if !ok || r.isCue(root) || r.past(root) != simplePast || r.tellsTime(s) || len(r.accordingTo(p, p+1)) > 0 {
		return nil
	}
	for n, b := s-1, r.d.Sentences[s].Block; n >= 0 && n >= s-2 && r.d.Sentences[n].Block == b; n-- {
		if r.tellsTime(n) {
			return r.narrativeTime(n)
		}
		if root := r.root(n); root < 0 || r.past(root) != simplePast || r.isCue(root) {
			return nil
		}
	}
	return nil
}

// narrator is the root of predicate p's sentence, where p is told with it.
func (r *reader) narrator(p int) (root int, ok bool) {
	for steps := 0; steps < 4; steps++ {
		h := r.d.Tokens[p].Head
		if h < 0 {
			return p, r.upos(p, "VERB")
		}
		if r.reach(p) == noReach {
			return -1, false
		}
		p = h
	}
	return -1, false
}

// tellsTime reports whether sentence n has a time expression that is no duration.
func (r *reader) tellsTime(n int) bool {
	return slices.ContainsFunc(r.near.times[n], func(t found) bool { return !r.isDuration(t.index) })
}

// root is the predicate of sentence n, or -1.
func (r *reader) root(n int) int {
	for i := r.d.Sentences[n].First; i < r.d.Sentences[n].Last; i++ {
		if r.d.Tokens[i].Head < 0 {
			return i
		}
	}
	return -1
}

// narrativeTime is the one time of sentence n, where its main clause is told in the
// simple past and the time, no longer than a month, is that clause's; else nil.
func (r *reader) narrativeTime(n int) *record.Time {
	var only *found
	for i, t := range r.near.times[n] {
		if r.isDuration(t.index) {
			continue
		}
		if only != nil {
			return nil
		}
		only = &r.near.times[n][i]
	}
	root := r.root(n)
	if only == nil || root < 0 || r.isCue(root) || r.past(root) != simplePast || r.isBound(only.at) || !r.hangs([]int{root}, only.at) {
		return nil
	}
	t := &r.given.Times[only.index]
	if t.Grain == nil || t.Recurrence != nil || *t.Grain == "year" || *t.Grain == "decade" {
		return nil
	}
	return record.Ptr(*t)
}

// frontedYear is the year that begins the sentence of a predicate in a dependent
// clause: "In 2011, the strike ended after the army stormed the port". It dates
// what the sentence tells as history.
func (r *reader) frontedYear(p int) *record.Time {
	if r.past(p) != simplePast || r.childLemma(p, "advmod", "since", "later", "now", "recently", "then") {
		return nil
	}
	for v := r.d.Tokens[p].Head; v >= 0; v = r.d.Tokens[v].Head {
		for _, t := range r.near.times[r.d.Tokens[p].Sentence] {
			year := &r.given.Times[t.index]
			if year.Grain != nil && (*year.Grain == "year" || *year.Grain == "decade") && r.d.TokenAt(t.at.Start) < v && r.d.TokenAt(t.at.Start) < p &&
				!r.isBound(t.at) && r.modifies([]int{v}, t.at, false) {
				return record.Ptr(*year)
			}
		}
	}
	return nil
}

// sitesOf are the predicates whose adverbials are those of predicate p: its own,
// a verb that codes nothing of which it is the subject or agent, and one that only
// carries it ("made its first flight"). The time of
// such a verb is that of the event which is its subject: "on Monday, strength was
// shown by an exercise".
func (r *reader) sitesOf(predicates ...int) []int {
	out := slices.Clone(predicates)
	for _, p := range predicates {
		v := r.d.Tokens[p].Head
		if v < 0 || !r.upos(p, "NOUN") || !r.upos(v, "VERB") {
			continue
		}
		subject := r.isSilent(v) && (r.rel(p, "nsubj") || r.rel(p, "obl") && r.childLemma(p, "case", "by"))
		if subject || r.rel(p, "obj") && slices.Contains([]string{"make", "take", "hold", "stage", "conduct", "carry", "give", "deliver"}, r.lemma(v)) {
			out = append(out, v)
		}
	}
	return out
}

// isSilent reports whether a verb codes nothing.
func (r *reader) isSilent(v int) bool {
	e := r.senses[v]
	return e == nil || e.Code == "" && e.Operator == ontology.NoOperator
}

// Dates gives when what any of a document's tokens means was, as far as its words
// say so, and what dates it.
func (c *Coder) Dates(d *text.Document, s *record.Speller, given Given) func(token int) (*record.Time, string) {
	r := newReader(c, d, s, given)
	for _, sentence := range d.Sentences {
		r.sentence(sentence)
	}
	return func(token int) (*record.Time, string) {
		x := r.date(token, r.sitesOf(token), r.status(token))
		return x.time, x.by
	}
}
