package event

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// absorb joins what one clause tells of an attack: who is killed and hurt "in"
// it ("rockets hit a market, killing nine and wounding twelve") are its targets.
func (r *reader) absorb(acts []*act) []*act {
	out := acts[:0:0]
	for _, b := range acts {
		a := r.deedAbove(b, acts)
		if a == nil {
			out = append(out, b)
			continue
		}
		a.targets = append(slices.DeleteFunc(slices.Clone(a.targets), func(h int) bool { return !r.isActor(h) }), without(b.targets, a.targets)...)
		slices.Sort(a.targets)
		a.places = append(a.places, b.pred)
	}
	return out
}

// deedAbove is the attack of which act b, a killing or wounding, is the outcome, or
// nil: the act of the verb that b is a participle of, or the killing beside a wounding.
func (r *reader) deedAbove(b *act, acts []*act) *act {
	t := r.d.Tokens[b.pred]
	if t.Head < 0 || !r.in("harm", b.pred) || !r.upos(b.pred, "VERB") || r.d.Child(b.pred, "nsubj") >= 0 {
		return nil
	}
	for _, a := range acts {
		if a == b || a.status != b.status || !a.isForce() || !b.isForce() || a.code < "18" || !slices.Contains(r.sitesOf(a.places...), t.Head) {
			continue
		}
		participle := r.rel(b.pred, "advcl") && t.XPOS == "VBG" && len(a.targets) == len(without(a.targets, b.targets))
		beside := r.rel(b.pred, "conj") && r.in("harm", t.Head) && slices.Equal(a.sources, b.sources)
		if participle && (len(b.sources) == 0 || slices.Equal(a.sources, b.sources) || len(a.sources) == 0) || beside {
			return a
		}
	}
	return nil
}

// identity is equal for two tellings of the same event, but for their times: same
// type and status, same parties. An event with one side unknown is known again only
// by what several mentions in the report are of.
func (r *reader) identity(a *act, e *record.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s|", e.Plover, e.Status)
	known := true
	for i, side := range [][]int{a.sources, a.targets} {
		var names []string
		for _, h := range side {
			names = append(names, r.identityOf(h))
			known = known && r.isNamedAgain(h)
		}
		slices.Sort(names)
		fmt.Fprintf(&b, "%d:%s|", i, strings.Join(slices.Compact(names), "+"))
	}
	if len(a.sources) == 0 || len(a.targets) == 0 {
		if !known || len(a.sources)+len(a.targets) == 0 {
			fmt.Fprintf(&b, "@%d", a.first)
		}
		fmt.Fprintf(&b, "%s", a.code[:2])
	}
	return b.String()
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

func (r *reader) identityOf(h int) string {
	if m := r.mention[h]; m >= 0 && r.d.Mentions[m].Entity >= 0 {
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

// merge adds what a second telling knows to the first.
func merge(e, again *record.Event) {
	if again.Evidence != e.Evidence {
		e.Again = append(e.Again, again.Evidence)
	}
	if again.Confidence != nil && (e.Confidence == nil || *again.Confidence > *e.Confidence) {
		e.Confidence = again.Confidence // told twice, it is as sure as its surer telling
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
