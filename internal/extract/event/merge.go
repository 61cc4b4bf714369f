package event

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// absorb joins what one sentence tells of one deed: who is killed and hurt in an
// attack ("rockets hit a market, killing nine and wounding twelve") are its targets,
// and who rallies to protest does one thing.
func (r *reader) absorb(acts []*act) []*act {
	out := acts[:0:0]
	for _, b := range acts {
		if a := r.protested(b, acts); a != nil {
			r.addDeed(a, b)
			continue
		}
		if r.isAgreed(b, acts) || r.isJudged(b, acts) || r.isOwnHarm(b, acts) {
			continue
		}
		if a := r.aimedBy(b, acts); a != nil {
			a.places = append(a.places, b.places...)
			continue
		}
		if a := r.deedAbove(b, acts); a != nil {
			r.addDeed(a, b)
			continue
		}
		out = append(out, b)
	}
	r.answer(out)
	return out
}

// answer gives a demand and the refusal beside it each other's parties where neither
// names another side: "While Chad pushes for a deal, Niger refuses".
func (r *reader) answer(acts []*act) {
	for _, a := range acts {
		demand := strings.HasPrefix(a.code, "02") || strings.HasPrefix(a.code, "10")
		for _, b := range acts {
			if !demand || !strings.HasPrefix(b.code, "12") || len(a.targets)+len(b.targets) > 0 || len(a.sources) == 0 || len(b.sources) == 0 || !r.standsAgainst(a.pred, b.pred) {
				continue
			}
			if !slices.ContainsFunc(a.sources, func(h int) bool {
				return r.isOwnedBy(h, b.sources) || slices.Contains(b.sources, h) || r.identityOf(h) == r.identityOf(b.sources[0])
			}) {
				a.targets, b.targets = b.sources, a.sources
			}
		}
	}
}

// standsAgainst reports whether the clauses of two predicates are set against each other:
// one depends on the other with "while" or "although", or "but" joins them.
func (r *reader) standsAgainst(p, q int) bool {
	if r.d.Tokens[q].Head == p {
		p, q = q, p
	}
	if r.d.Tokens[p].Head != q {
		return false
	}
	return r.rel(p, "advcl") && r.childLemma(p, "mark", "while", "although", "though", "whereas") || r.rel(p, "conj") && r.childLemma(p, "cc", "but", "yet")
}

// isAgreed reports whether act b is only what an agreement among the acts is to bring
// about: "signed an agreement to end the clashes".
func (r *reader) isAgreed(b *act, acts []*act) bool {
	h := r.d.Tokens[b.pred].Head
	if h < 0 || !r.rel(b.pred, "advcl", "acl") || !r.childLemma(b.pred, "mark", "to") {
		return false
	}
	return slices.ContainsFunc(acts, func(a *act) bool {
		return a != b && a.code == "057" && (slices.Contains(a.places, h) || slices.Contains(r.frame(a.pred).obj, h))
	})
}

// isJudged reports whether act b is only the plan of somebody's that another act praises,
// condemns or rejects: "criticized the minister's decision to recognize the council".
func (r *reader) isJudged(b *act, acts []*act) bool {
	h := r.d.Tokens[b.pred].Head
	if h < 0 || !r.upos(b.pred, "NOUN") || !r.rel(b.pred, "obj", "nsubj:pass") || !strings.HasPrefix(b.code, "03") {
		return false
	}
	return slices.ContainsFunc(acts, func(a *act) bool {
		return a.pred == h && (strings.HasPrefix(a.code, "05") || strings.HasPrefix(a.code, "11") || strings.HasPrefix(a.code, "12"))
	})
}

// aimedBy is the act of which act b only says what it is for, or nil: an act of the same
// kind ("will give a grant to finance roads", "summoned the envoy to complain"), or what
// those who protest demand by it ("blocked a road to demand that he resign").
func (r *reader) aimedBy(b *act, acts []*act) *act {
	for _, a := range acts {
		if a == b || a.status == record.Denied || !slices.Equal(a.sources, b.sources) {
			continue
		}
		same := a.code[:2] == b.code[:2] && r.childLemma(b.pred, "mark", "to") && (len(a.targets) > 0 || len(b.targets) == 0)
		demanded := strings.HasPrefix(a.code, "14") && (strings.HasPrefix(b.code, "10") || strings.HasPrefix(b.code, "02"))
		if !same && !demanded {
			continue
		}
		for _, p := range a.places {
			for _, c := range r.purposes(p) {
				if c == b.pred || demanded && r.ontology.In("say", r.lemma(c)) && slices.Contains(r.frame(c).comps, b.pred) {
					return a
				}
			}
		}
	}
	return nil
}

// protested is the protest whose noun act b, a verb of holding one, is said of: "protests
// organized by students are held", or nil.
func (r *reader) protested(b *act, acts []*act) *act {
	h := r.d.Tokens[b.pred].Head
	if !r.upos(b.pred, "VERB") || !strings.HasPrefix(b.code, "14") || h < 0 || !r.rel(b.pred, "acl") {
		return nil
	}
	for _, a := range acts {
		if a != b && a.pred == h && strings.HasPrefix(a.code, "14") {
			return a
		}
	}
	return nil
}

// addDeed gives act a what act b tells of the same deed: parties, the more specific
// code, and what hangs from it.
func (r *reader) addDeed(a, b *act) {
	a.targets = append(slices.DeleteFunc(slices.Clone(a.targets), func(h int) bool { return len(b.targets) > 0 && !r.isActor(h) }), without(b.targets, a.targets)...)
	slices.Sort(a.targets)
	if named := slices.DeleteFunc(slices.Clone(a.targets), func(h int) bool { return r.upos(h, "NUM") }); len(named) > 0 {
		a.targets = named // how many of them: "shelled the rebels, killing 50"
	}
	if len(a.sources) == 0 {
		a.sources = without(b.sources, a.targets)
	}
	if a.isPlainHarm() && b.isForce() && !b.isPlainHarm() {
		a.code, a.kind, a.mode = b.code, b.kind, b.mode
	}
	a.places = append(a.places, b.places...)
}

// isPlainHarm reports whether an act's code says no more than that force was used.
func (a *act) isPlainHarm() bool { return a.code == "180" || a.code == "190" }

// deedAbove is the act of which act b is a part, or nil: for a killing or wounding that
// of the verb that b is a participle of, or the killing beside a wounding; for a protest
// that whose purpose is named by b.
func (r *reader) deedAbove(b *act, acts []*act) *act {
	t := r.d.Tokens[b.pred]
	if t.Head < 0 || !r.upos(b.pred, "VERB") {
		return nil
	}
	harm := r.in("harm", b.pred) && b.isForce()
	circumstance := (r.childLemma(b.pred, "mark", "when", "as", "after") || r.childLemma(b.pred, "advmod", "when")) && r.rel(b.pred, "advcl")
	protest := strings.HasPrefix(b.code, "14") && r.rel(b.pred, "advcl", "xcomp") && r.childLemma(b.pred, "mark", "to")
	for _, a := range acts {
		switch {
		case a == b || !slices.Contains(r.sitesOf(a.places...), t.Head) && !slices.Contains(a.places, r.harmAbove(t.Head)) && !r.isStruckBy(a, t.Head):
		case protest && strings.HasPrefix(a.code, "14"):
			return a
		case r.rel(b.pred, "conj") && a.code == b.code && a.status == b.status && r.d.Child(b.pred, "nsubj") < 0 && len(b.targets) > 0 && slices.Equal(a.targets, b.targets) && slices.Equal(a.sources, b.sources):
			return a // "were arrested and imprisoned"
		case circumstance && b.isForce() && b.code >= "18" && a.isForce():
			if a.status == b.status && r.in("harm", t.Head) && r.isPassive(t.Head) && len(a.sources) == 0 {
				return a // "was killed when gunmen opened fire"
			}
		case (r.in("aim", b.pred) || harm) && t.XPOS == "VBG" && r.rel(b.pred, "conj") && r.in("aim", t.Head) && a.isForce() && a.code >= "18":
			if b.isForce() && a.status == b.status {
				return a // "targeting a depot and killing one"
			}
		case r.in("aim", b.pred) && t.XPOS == "VBG" && b.isForce() && b.code >= "18" && a.isForce() && a.code >= "18":
			if r.rel(b.pred, "advcl", "acl") && r.d.Child(b.pred, "nsubj") < 0 && a.status == b.status {
				return a // "carried out raids, targeting rebels"
			}
		case harm && t.Deprel == "acl:relcl" && a.code >= "18" && a.isForce() && r.upos(t.Head, "NOUN") && a.status == b.status:
			return a // "an attack on a post that killed two"
		case !harm || a.status != b.status || !a.isForce() || a.code < "18":
		case r.rel(b.pred, "conj") && r.in("harm", t.Head):
			if slices.Equal(a.sources, b.sources) || r.isPassive(b.pred) && (len(a.sources) == 0 || len(b.sources) == 0) {
				return a
			}
		case r.rel(b.pred, "advcl") && t.XPOS == "VBG" && r.d.Child(b.pred, "nsubj") < 0 && len(a.targets) == len(without(a.targets, b.targets)):
			if len(b.sources) == 0 || slices.Equal(a.sources, b.sources) || len(a.sources) == 0 {
				return a
			}
		}
	}
	return nil
}

// harmAbove is the killing beside which verb v tells of a wounding: "was killed and
// another was hurt"; it is -1 where there is none.
func (r *reader) harmAbove(v int) int {
	if h := r.d.Tokens[v].Head; h >= 0 && r.rel(v, "conj") && r.in("harm", v) && r.in("harm", h) {
		return h
	}
	return -1
}

// isStruckBy reports whether h is a thing that act a is an attack on.
func (r *reader) isStruckBy(a *act, h int) bool {
	return a.isForce() && slices.Contains(a.targets, h) && r.upos(h, "NOUN") && r.in("structure", h)
}

// addAttack gives a killing or wounding what its clause tells of the attack in which
// it happened: "killed in an attack by settlers", "a raid on the camp killed nine".
func (r *reader) addAttack(a *act) {
	if !r.in("harm", a.pred) || !r.upos(a.pred, "VERB") || !a.isForce() {
		return
	}
	for _, n := range r.d.Children(a.pred) {
		if !r.upos(n, "NOUN") || !r.rel(n, "nsubj") && !(r.rel(n, "obl") && r.childLemma(n, "case", "in", "during", "by", "from") ||
			r.rel(n, "obl") && r.childLemma(n, "case", "after") && r.isPassive(a.pred) && len(a.sources) == 0) {
			continue
		}
		for _, b := range r.acts(n, nil, false) {
			if b.isForce() && b.code >= "18" && !r.negated(n) {
				r.consumed[n] = true
				a.again = a.again || r.childLemma(n, "det", "the", "this", "that") && len(b.targets)+len(b.sources) == 0 && r.d.Child(n, "nmod") < 0
				b.targets = slices.DeleteFunc(b.targets, func(h int) bool { return !r.isActor(h) })
				r.addDeed(a, b)
			}
		}
	}
}

// telling is what one telling of an event says that can be compared with another.
type telling struct {
	act              *act
	event            int      // index among the document's events
	sources, targets []string // identities
}

func (r *reader) telling(x *candidate, event int) telling {
	identities := func(heads []int) []string {
		var out []string
		for _, h := range heads {
			out = append(out, r.identityOf(h))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return telling{x.act, event, identities(x.sources), identities(x.targets)}
}

// isSame reports whether telling b, of the same type and status as an earlier one and
// not of another time, is of the same event: both sides are the same, or what one
// telling leaves unsaid the other says of somebody whom the report names more than
// once, or the later one only points back.
func (r *reader) isSame(a, b telling) bool {
	if r.isThatAttack(a.act, b.act) || r.isSameMany(a.act, b.act) {
		return true
	}
	if r.pointsBack(b.act) || b.act.again && a.act.code >= "18" {
		distance := r.d.Tokens[b.act.pred].Sentence - r.d.Tokens[a.act.pred].Sentence
		return distance > 0 && distance < 4
	}
	if r.in("lethal", a.act.pred) && r.in("lethal", b.act.pred) && b.act.status == record.Happened && len(b.targets) == 1 && slices.Equal(a.targets, b.targets) {
		if h := b.act.targets[0]; r.isNamedAgain(h) && r.isPerson(h) {
			return true // it can happen to nobody twice
		}
	}
	if !slices.Equal(a.targets, b.targets) || !r.refersBack(b.act) {
		return false
	}
	root := a.act.code[:2] == b.act.code[:2]
	switch {
	case !slices.Equal(a.sources, b.sources):
		return root && len(a.sources)*len(b.sources) == 0 && len(b.targets) > 0 && r.areNamedAgain(b.act.targets)
	case len(a.sources) == 0 && len(a.targets) == 0:
		return false
	case len(a.sources) == 0 || len(a.targets) == 0:
		return root && r.areNamedAgain(b.act.sources) && r.areNamedAgain(b.act.targets)
	}
	return true
}

// isThatAttack reports whether act b only says who carried out attack a, told right
// before without anybody who did: "the bombing was carried out by a woman".
func (r *reader) isThatAttack(a, b *act) bool {
	if len(a.sources) > 0 || len(b.targets) > 0 || !a.isForce() || !b.isForce() || min(a.code, b.code) < "18" {
		return false
	}
	distance := r.d.Tokens[b.pred].Sentence - r.d.Tokens[a.pred].Sentence
	return distance > 0 && distance < 3 && slices.ContainsFunc(b.places, func(p int) bool { return r.upos(p, "NOUN") && r.childLemma(p, "det", "the", "this") })
}

// isSameMany reports whether act b is done to as many people as act a, or to those whom
// act a counted, and points back to them: "arrested five suspects", "the five suspects were detained".
func (r *reader) isSameMany(a, b *act) bool {
	if a.code[:2] != b.code[:2] || len(b.targets) != 1 || len(a.sources)*len(b.sources) > 0 && !slices.Equal(a.sources, b.sources) {
		return false
	}
	y := b.targets[0]
	n := r.d.Child(y, "nummod")
	return r.childLemma(y, "det", "the", "these", "those") && slices.ContainsFunc(a.targets, func(x int) bool {
		distance := r.d.Tokens[y].Sentence - r.d.Tokens[x].Sentence
		if distance < 1 || distance > 3 {
			return false
		}
		if n < 0 { // "killed 11 of their soldiers", "the soldiers were killed"
			of := r.quantityOf(x)
			return of >= 0 && r.lemma(of) == r.lemma(y) || r.lemma(x) == r.lemma(y) && r.d.Child(x, "nummod") >= 0
		}
		return r.d.Child(x, "nummod") >= 0 && r.lemma(r.d.Child(x, "nummod")) == r.lemma(n)
	})
}

// pointsBack reports whether an act is a noun with an article and no party: "the
// attack occurred on Monday".
func (r *reader) pointsBack(a *act) bool {
	return len(a.sources)+len(a.targets) == 0 && r.upos(a.pred, "NOUN") && r.childLemma(a.pred, "det", "the", "this")
}

func (r *reader) areNamedAgain(heads []int) bool {
	return !slices.ContainsFunc(heads, func(h int) bool { return !r.isNamedAgain(h) })
}

// isNamedAgain reports whether h is the head of a mention of something that has a
// name and that the report mentions more than once.
func (r *reader) isNamedAgain(h int) bool {
	m := r.mention[h]
	if m < 0 || r.d.Mentions[m].Entity < 0 {
		return false
	}
	mentions := r.d.Entities[r.d.Mentions[m].Entity].Mentions
	return len(mentions) > 1 && slices.ContainsFunc(mentions, func(i int) bool { return r.d.Mentions[i].Kind == text.Name })
}

// refersBack reports whether nouns that an act is known again by, since nothing else ties
// them to what was mentioned before, are definite: "the union".
func (r *reader) refersBack(a *act) bool {
	return !slices.ContainsFunc(slices.Concat(a.sources, a.targets), func(h int) bool {
		return r.isMentionedOnce(h) && !r.childLemma(h, "det", "the", "this", "these", "those", "both")
	})
}

// isMentionedOnce reports whether h is a description of what nothing else in the report
// is known to refer to.
func (r *reader) isMentionedOnce(h int) bool {
	m := r.mention[h]
	if m < 0 || r.d.Mentions[m].Entity < 0 || !r.upos(h, "NOUN") {
		return false
	}
	return len(r.d.Entities[r.d.Mentions[m].Entity].Mentions) == 1
}

// identityOf is equal for heads that stand for the same: of one entity, or else with one
// lemma.
func (r *reader) identityOf(h int) string {
	m := r.mention[h]
	for _, c := range r.d.Children(h) { // "opposition leader Ana Ruiz"
		if m < 0 && r.rel(c, "flat", "appos") && c == h+1 {
			m = r.mention[c]
		}
	}
	if m >= 0 && r.d.Mentions[m].Entity >= 0 && !r.isMentionedOnce(h) {
		return fmt.Sprintf("#%d", r.d.Mentions[m].Entity)
	}
	return r.lemma(h)
}

// sameTime reports whether two tellings do not name two times.
func sameTime(a, b *record.Event) bool {
	if a.When == nil || b.When == nil {
		return true
	}
	if a.When.Start != nil && b.When.Start != nil {
		return *a.When.Start == *b.When.Start
	}
	return a.When.Span.Text == b.When.Span.Text
}

// merge adds what a second telling knows to the first, with more of those it was done
// to where it only points back: "ten were wounded in the attack".
func merge(e, again *record.Event, more bool) {
	if more {
		for _, p := range again.Recipients {
			if !slices.ContainsFunc(e.Recipients, func(o record.Party) bool { return strings.EqualFold(*o.Description, *p.Description) }) {
				e.Recipients = append(e.Recipients, p)
			}
		}
	}
	if again.Evidence != e.Evidence {
		e.Again = append(e.Again, again.Evidence)
	}
	if again.Confidence != nil && (e.Confidence == nil || *again.Confidence > *e.Confidence) {
		e.Confidence = again.Confidence // told twice, it is as sure as its surer telling
	}
	if len(e.Actors) == 0 {
		e.Actors = again.Actors
	}
	for _, f := range again.Figures {
		if !slices.Contains(e.Figures, f) {
			e.Figures = append(e.Figures, f)
		}
	}
	if e.When == nil && again.DatedBy != nil {
		e.When, e.DatedBy = again.When, again.DatedBy
	}
	if e.Where == nil {
		e.Where = again.Where
	}
	if len(e.AccordingTo) > 0 && len(again.AccordingTo) == 0 {
		e.AccordingTo = nil // the report says so in its own voice too
	}
}

// isOwnHarm reports whether killing or wounding b, told behind another act of force, is of
// its doer alone or of nobody: "blew up his car, killing the attacker but hurting no one".
func (r *reader) isOwnHarm(b *act, acts []*act) bool {
	h := r.d.Tokens[b.pred].Head
	if h < 0 || !b.isForce() || !r.in("harm", b.pred) || !r.rel(b.pred, "advcl", "conj") {
		return false
	}
	if b.status == record.Denied {
		return len(b.targets) == 0 && slices.ContainsFunc(acts, func(a *act) bool { return a.pred == h && a.isForce() && a.status == record.Happened })
	}
	return len(b.targets) == 1 && r.rel(b.pred, "advcl") && r.childLemma(b.targets[0], "det", "the") &&
		slices.ContainsFunc(b.sources, func(s int) bool { return r.lemma(s) == r.lemma(b.targets[0]) })
}
