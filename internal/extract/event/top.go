package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
)

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
		if r.upos(p, "NOUN") && (!r.standsAlone(a) || r.isGeneric(p)) {
			continue
		}
		if r.isBackground(a) || r.isVague(a) || r.isInName(p) {
			continue
		}
		a.status = r.status(a.pred)
		if a.pred != p {
			a.status = weaker(a.status, r.status(p))
		}
		if m := r.nounStatus(a); m != "" {
			a.status = weaker(a.status, m)
		}
		if strings.HasPrefix(a.code, "13") && len(a.targets) == 0 {
			a.targets = r.conditionParty(a)
		}
		if strings.HasPrefix(a.code, "14") && len(a.targets) == 0 {
			a.targets = without(r.grievance(a), a.sources)
		}
		if len(a.code) == 3 && a.code > "140" && a.code < "146" {
			a.code += r.cause(a)
		}
		inner := a.complement
		if demand := r.modality(a); demand != nil {
			out = append(out, demand)
		}
		r.addAttack(a)
		if s := r.subject(a.pred); s >= 0 && a.isForce() && a.code >= "18" && len(a.sources) == 0 && r.in("instrument", s) && r.upos(s, "NOUN") && r.childLemma(s, "det", "the", "this", "these") {
			a.again = true // "the blast wounded nine"
		}
		if a.sense.Operator == ontology.Intend && len(inner) > 0 && a.code >= "09" && a.code[:2] == inner[0].code[:2] {
			a.status = weaker(a.status, record.Planned) // who intends to sue has not sued
		}
		if a.sense.Operator == ontology.Willing && a.status != record.Demanded {
			a.status = weaker(a.status, record.Possible)
		}
		out = append(out, a)
		if a.status != record.Happened && a.status != record.Ongoing && a.status != record.Planned {
			continue
		}
		for _, c := range inner {
			asked := a.sense.Operator.Asks() && strings.HasPrefix(c.code, "084") && len(c.targets) > 0
			if r.upos(c.pred, "NOUN") && !asked && !r.standsAlone(c) {
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
		!r.d.Tokens[both[0]].Plural() {
		return true // it takes two to meet
	}
	if r.upos(a.pred, "NOUN") && r.rel(a.pred, "obl", "nmod") && r.childLemma(a.pred, "case", "during", "amid", "amidst", "since", "throughout") {
		return true // when something else happened
	}
	if r.upos(a.pred, "NOUN") && r.isTime(a.pred) && r.rel(a.pred, "obl", "nmod") {
		return true // "after a week of clashes"
	}
	if r.d.Tokens[a.pred].Deprel != "acl" {
		return false
	}
	return a.mutual && len(a.targets) == 0 && len(a.sources) < 2 || (strings.HasPrefix(a.code, "05") || strings.HasPrefix(a.code, "12")) && r.isPassive(a.pred)
}

// isInName reports whether noun p is written as a part of a name: "the Assistance to
// Farmers Program".
func (r *reader) isInName(p int) bool {
	s := r.d.Sentences[r.d.Tokens[p].Sentence]
	if !r.upos(p, "NOUN") || p == s.First || !isCapital(r.d.Form(p)) {
		return false
	}
	around := 0
	for i := max(s.First+1, p-2); i < min(s.Last, p+3); i++ {
		if i != p && r.upos(i, "NOUN", "PROPN", "ADJ") && isCapital(r.d.Form(i)) {
			around++
		}
	}
	lower := false // in a heading every word is a capital
	for i := s.First; i < s.Last; i++ {
		lower = lower || r.upos(i, "NOUN", "VERB") && !isCapital(r.d.Form(i))
	}
	return around > 0 && lower
}

func isCapital(form string) bool {
	first, _ := utf8.DecodeRuneInString(form)
	return unicode.IsUpper(first)
}

// isVague reports whether an act that stands or falls with its object, a
// refusal, only points at it: "she rejects this".
func (r *reader) isVague(a *act) bool {
	f := r.frame(a.pred)
	return strings.HasPrefix(a.code, "12") && len(a.targets) == 0 && len(a.complement) == 0 && len(f.obj) > 0 &&
		slices.Contains([]string{"this", "that", "it", "these", "those"}, r.lemma(f.obj[0])) && r.upos(f.obj[0], "PRON", "DET")
}

// underOperator is the status of an act under an operator, or "" where the
// operator's own event says all there is to say.
func (r *reader) underOperator(a, inner *act) string {
	switch a.sense.Operator {
	case ontology.Demand, ontology.Appeal:
		return record.Demanded
	case ontology.Threaten:
		return record.Threatened
	case ontology.Intend:
		if strings.HasPrefix(a.code, "13") {
			return record.Threatened
		}
	case ontology.Accuse:
		if len(r.accordingTo(inner.first, inner.last)) > 0 {
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
		return len(a.sources)+len(a.targets) >= 2 && !(a.code == "050" && r.in("relation", a.pred)) // relations that there are
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
		return len(a.sources) > 0 || r.isPlaced(a)
	case "COERCE", "ASSAULT":
		return len(a.targets) > 0 || r.isPlaced(a)
	}
	return false
}

// isGeneric reports whether event noun p is what a sentence judges in general:
// "violence against women is a crime".
func (r *reader) isGeneric(p int) bool {
	h := r.d.Tokens[p].Head
	return h >= 0 && r.rel(p, "nsubj") && r.d.Child(h, "cop") >= 0 && r.d.Child(p, "det", "nmod:poss", "nummod") < 0 &&
		strings.Contains(r.d.Tokens[r.d.Child(h, "cop")].Feats, "Tense=Pres")
}

// isPlaced reports whether the text says of protest or violence whose sides it
// does not name that it happened, and where: "protests erupted in Tehran",
// "rockets landed near Haifa".
func (r *reader) isPlaced(a *act) bool {
	if !strings.HasPrefix(a.code, "14") && !strings.HasPrefix(a.code, "18") && !strings.HasPrefix(a.code, "19") {
		return false
	}
	p := a.pred
	if r.upos(p, "NOUN") {
		v := r.d.Tokens[p].Head
		if v < 0 || !r.rel(p, "nsubj") || !r.in("occur", v) {
			return false
		}
	}
	return r.where(a) != nil
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
	case (a.status == record.Planned || a.status == record.Possible && r.isUnderIf(a.pred)) && r.isConditional(a):
		if code := r.ontology.Compose(ontology.Threaten, a.code); code != "" {
			a.rule += " unless"
			a.mutual = false
			a.code, a.kind, a.mode, a.status = code, "", "", record.Happened
		}
	case a.status == record.Planned && r.isAnnouncedForce(a):
		if code := r.ontology.Compose(ontology.Threaten, a.code); strings.HasPrefix(code, "13") {
			a.rule += " announced by its doer"
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

// isAnnouncedForce reports whether those who will act against somebody say so
// themselves, which is a threat: "Turkey said it would invade Syria".
func (r *reader) isAnnouncedForce(a *act) bool {
	code, ok := r.ontology.Code(a.code)
	if !ok || code.Goldstein >= -4 || a.code < "17" || len(a.sources) == 0 || len(a.targets) == 0 {
		return false
	}
	speaker := r.speaker(a.pred)
	return speaker >= 0 && slices.ContainsFunc(a.sources, func(h int) bool {
		return h == speaker || r.reportedSpeaker(h) == speaker || r.identityOf(h) == r.identityOf(speaker)
	})
}

// isConditional reports whether an announced act stands under "unless", or an
// announced hostile one under "if": an announcement of that kind is a threat.
func (r *reader) isConditional(a *act) bool {
	conjunctions := []string{"unless"}
	if code, ok := r.ontology.Code(a.code); ok && code.Goldstein < -4 {
		conjunctions = append(conjunctions, "if")
	}
	for _, c := range r.d.Children(a.pred) {
		if r.rel(c, "advcl", "obl") && r.childLemma(c, "mark", conjunctions...) {
			return true
		}
	}
	return false
}

// conditionParty is whom a threat is for where only its condition names them:
// "threatened to quit the talks if Israel builds the wall".
func (r *reader) conditionParty(a *act) []int {
	predicates := slices.Clone(a.places)
	for _, c := range a.complement {
		predicates = append(predicates, c.pred)
	}
	for _, p := range predicates {
		first, last := r.d.Subtree(p)
		for c := first; c < last; c++ {
			if r.rel(c, "advcl") && r.childLemma(c, "mark", "if", "unless") {
				if found := without(r.actorsIn(r.surface(c)), a.sources); len(found) > 0 && !r.upos(found[0], "PRON") {
					return found
				}
			}
		}
	}
	return nil
}

// plainDemand is what a speaker demands of somebody by "must" whatever it is
// that must be done, or nil.
func (r *reader) plainDemand(p int) *act {
	if e := r.senses[p]; e != nil && e.Operator == ontology.NoOperator && e.Code != "" {
		return nil
	}
	if !r.upos(p, "VERB", "ADJ") || !r.rel(p, "ccomp") || !r.hasModal(p, "must") || r.negated(p) {
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
// says so: "in protest against the minister", "to demand that he resign", "over a
// bill signed by the minister".
func (r *reader) grievance(a *act) []int {
	for _, p := range a.places {
		f := r.frame(p)
		for _, n := range f.in("in") {
			if !slices.Contains([]string{"protest", "defiance", "opposition"}, r.lemma(n)) {
				continue
			}
			for _, found := range r.acts(n, f, true) {
				if len(found.targets) > 0 {
					r.consumed[n] = true
					return found.targets
				}
			}
		}
		for _, c := range r.purposes(p) {
			for _, found := range r.acts(c, nil, false) {
				root := found.code[:min(2, len(found.code))]
				if slices.Contains([]string{"02", "10", "11", "12", "14"}, root) && len(found.targets) > 0 {
					return found.targets
				}
			}
			if found := r.demandedFrom(c); len(found) > 0 {
				return found
			}
			for _, h := range r.frame(c).obj {
				for _, g := range append([]int{h}, r.d.Children(h)...) { // "the return of land seized by the state"
					if found := r.makers(g); len(found) > 0 && r.upos(g, "NOUN") {
						return found
					}
				}
			}
		}
		for _, preposition := range []string{"over", "at", "about"} {
			for _, h := range f.in(preposition) {
				if found := r.makers(h); len(found) > 0 {
					return found
				}
			}
		}
	}
	return nil
}

// demandedFrom lists those from whom clause c wants something, whatever noun the tree hung
// them on: "to press their demands for jobs and freedom from the government".
func (r *reader) demandedFrom(c int) []int {
	first, last := r.d.Subtree(c)
	for i := max(first, c); i < last; i++ {
		if r.rel(i, "nmod", "obl") && r.childLemma(i, "case", "from") && (r.roleKind(i) != "" || r.in("polity", i)) {
			return r.actorsIn([]int{i})
		}
	}
	return nil
}

// purposes lists the clauses without a subject of their own that say what those who do
// p want, whether they hang from p or from its object: "blocked a road to show their anger".
func (r *reader) purposes(p int) []int {
	var out []int
	for _, g := range append([]int{p}, r.frame(p).obj...) {
		for _, c := range r.d.Children(g) {
			if r.rel(c, "advcl", "xcomp") || r.rel(c, "acl") && (g == p || r.childLemma(c, "mark", "to")) || r.rel(c, "conj") && g == p {
				if r.d.Child(c, "nsubj") < 0 && r.upos(c, "VERB") {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// makers lists whose a measure is: its possessors, or those by whom it was made.
func (r *reader) makers(h int) []int {
	for _, c := range r.d.Children(h) {
		switch {
		case r.rel(c, "nmod:poss") && r.isActor(c) && !r.upos(c, "PRON"):
			return r.withConjuncts(c)
		case r.rel(c, "amod", "compound") && r.isOrigin(c):
			return []int{c}
		case r.rel(c, "acl") && r.isPassive(c):
			if found := r.actorsIn(r.frame(c).subj); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// cause is the last digit of the code of a protest, by what CAMEO tells protests
// apart: 1 other leaders, 2 another policy, 3 rights, 4 other institutions; "" where
// the text names no cause.
func (r *reader) cause(a *act) string {
	for _, p := range a.places {
		for _, c := range r.purposes(p) {
			if digit := r.demandedCause(c); digit != "" {
				return digit
			}
		}
		f := r.frame(p)
		for _, preposition := range []string{"for", "against", "over", "about", "at", "in", "of"} {
			for _, h := range f.in(preposition) {
				if preposition == "in" && r.lemma(h) != "protest" && r.lemma(h) != "support" {
					continue
				}
				if digit := r.causeNamed(h, preposition); digit != "" {
					return digit
				}
			}
		}
	}
	return ""
}

// demandedCause is the cause that a clause of a protest demands or opposes: "to
// demand that he resign", "protesting high prices".
func (r *reader) demandedCause(c int) string {
	if r.ontology.In("say", r.lemma(c)) { // "marched, saying that the mayor must resign"
		for _, p := range r.frame(c).comps {
			if digit := r.demandedCause(p); digit != "" {
				return digit
			}
		}
	}
	for _, found := range r.acts(c, nil, false) {
		for _, prefix := range []string{"104", "024", "083"} {
			if digit, ok := strings.CutPrefix(found.code, prefix); ok && digit != "" {
				return digit
			}
		}
	}
	f := r.frame(c)
	for _, heads := range [][]int{f.obj, f.in("for"), f.in("against"), f.in("of")} {
		for _, h := range heads {
			if digit := r.causeNamed(h, "for"); digit != "" {
				return digit
			}
		}
	}
	return ""
}

// causeNamed is the cause that noun h names under a preposition, by itself, its
// parts, or the noun under it ("cuts in subsidies").
func (r *reader) causeNamed(h int, preposition string) string {
	words := []int{h}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "amod", "compound") || r.rel(c, "nmod") && r.childLemma(c, "case", "of", "in", "against", "by", "for") {
			words = append(words, c)
		}
	}
	for i, class := range []string{"leadercause", "regimecause", "rightscause", "policycause"} {
		if preposition != "for" && class == "leadercause" {
			continue // against a resignation nobody marches for another leader
		}
		if slices.ContainsFunc(words, func(w int) bool { return r.in(class, w) }) {
			return []string{"1", "4", "3", "2"}[i]
		}
	}
	return ""
}
