package when

import (
	"strings"

	"annals/internal/text"
)

// tense is which way from the report's date the clause around an expression
// looks.
type tense uint8

const (
	noTense tense = iota
	past
	future
	scheduled // the present of verbs for what is planned: "talks resume on Thursday"
)

// prospective are the words whose complement lies ahead of them; those of
// planned say so by themselves ("scheduled for Monday").
const (
	planned     = " schedule expect due slate set plan prepare ready likely "
	prospective = planned + "intend aim hope vow promise pledge propose want demand urge call ask threaten order instruct deadline "
)

// timetable are the verbs whose present tells of what is planned, outside
// headings.
const timetable = " begin start open resume meet end expire close arrive return travel convene take visit host vote face reopen gather "

// tenseAt is the tense of the clause that atoms i to j stand in. Where there
// is a tree it is that of the verb that governs the expression, else that of
// the nearest verb before it, or after it.
func (f *finder) tenseAt(i, j int) tense {
	if i >= len(f.atoms) || len(f.doc.Tokens) == 0 {
		return noTense
	}
	first := f.token(i)
	last := f.token(j - 1)
	if first >= len(f.doc.Tokens) || last >= len(f.doc.Tokens) {
		return noTense
	}
	if f.doc.Tokens[first].Deprel == "" {
		return f.tenseByOrder(first, last)
	}
	if f.arranged(first) || f.putOff(first, last) {
		return future
	}
	if found := f.tenseBeside(first); found != noTense {
		return found
	}
	// leave the expression: its head is the first token whose head lies outside
	t := first
	for n := 0; t >= first && t <= last && n < 100; n++ {
		t = f.doc.Tokens[t].Head
	}
	for n := 0; t >= 0 && n < 100; n++ {
		if isClause(f.doc, t) {
			if t > last && f.reportedBefore(first) {
				return past
			}
			if f.calledFor(t, first) {
				return future
			}
			return f.tenseOf(t, 0)
		}
		t = f.doc.Tokens[t].Head
	}
	return noTense
}

// arranging are the verbs that put something at a time to come.
const arranging = " set schedule plan slate call fix book convene announce postpone reschedule delay adjourn defer push "

// arranged reports whether the expression at token first is what somebody has put
// something at: "set the hearing for 9 May", "postponed the vote until June".
func (f *finder) arranged(first int) bool {
	s := f.doc.Sentences[f.doc.Tokens[first].Sentence]
	t := first - 1
	for t > s.First && (f.doc.Tokens[t].UPOS == "DET" || f.doc.Tokens[t].UPOS == "ADJ") {
		t--
	}
	if t <= s.First || !strings.Contains(" for until till to ", " "+strings.ToLower(f.doc.Form(t))+" ") {
		return false
	}
	for v := t - 1; v >= s.First && v > t-7; v-- {
		switch tok := &f.doc.Tokens[v]; {
		case tok.UPOS == "VERB":
			return strings.Contains(arranging, " "+strings.ToLower(tok.Lemma)+" ")
		case tok.UPOS == "PUNCT", tok.UPOS == "SCONJ", tok.UPOS == "CCONJ":
			return false
		}
	}
	return false
}

// putOff reports whether the expression tells when something was to be that is put off
// or given up: "Thursday's vote has been postponed".
func (f *finder) putOff(first, last int) bool {
	for t := first; t <= last; t++ {
		h := f.doc.Tokens[t].Head
		if h <= last || f.doc.Tokens[h].UPOS != "NOUN" {
			continue
		}
		of, rel := f.doc.Tokens[h].Head, f.doc.Tokens[h].Deprel
		return of >= 0 && (rel == "nsubj:pass" || rel == "obj") && strings.Contains(" postpone reschedule cancel scrap delay ", " "+strings.ToLower(f.doc.Tokens[of].Lemma)+" ")
	}
	return false
}

// calledFor reports whether an expression that begins at token first stands behind
// what somebody calls for with verb v: "called for a strike on Friday".
func (f *finder) calledFor(v, first int) bool {
	if !strings.Contains(" call appeal push campaign prepare plan ", " "+strings.ToLower(f.doc.Tokens[v].Lemma)+" ") {
		return false
	}
	for _, c := range f.doc.Children(v) {
		if of := f.doc.Child(c, "case"); c < first && of > v && strings.EqualFold(f.doc.Form(of), "for") {
			return true
		}
	}
	return false
}

// reportedBefore reports a past verb before token first in the same clause:
// "told the press Tuesday that yields will fall" says when it was told,
// whatever verb the tree hangs the day on.
func (f *finder) reportedBefore(first int) bool {
	s := f.doc.Sentences[f.doc.Tokens[first].Sentence]
	for t := first - 1; t >= s.First && t > first-9; t-- {
		switch tok := &f.doc.Tokens[t]; {
		case tok.XPOS == "VBD":
			return true
		case tok.UPOS == "PUNCT", tok.UPOS == "SCONJ", tok.UPOS == "CCONJ", tok.XPOS == "MD", tok.XPOS == "WDT":
			return false
		}
	}
	return false
}

// tenseBeside is the tense of a verb right before the expression, over its
// preposition: "announced in January". No tree knows better.
func (f *finder) tenseBeside(first int) tense {
	s := f.doc.Sentences[f.doc.Tokens[first].Sentence]
	t := first - 1
	if t >= s.First && f.doc.Tokens[t].UPOS == "ADP" {
		t--
	}
	if t < s.First {
		return noTense
	}
	tok := &f.doc.Tokens[t]
	switch {
	case strings.Contains(planned, " "+strings.ToLower(tok.Lemma)+" "):
		return noTense
	case tok.XPOS == "VBD":
		return past
	case tok.XPOS == "VBN":
		return f.verbTense(t, s)
	}
	return noTense
}

// isClause reports whether token t heads a clause.
func isClause(doc *text.Document, t int) bool {
	u := doc.Tokens[t].UPOS
	return u == "VERB" || u == "AUX" || doc.Child(t, "cop") >= 0
}

// tenseOf is the tense of the clause headed by token v.
func (f *finder) tenseOf(v, depth int) tense {
	doc := f.doc
	perfect, toBe := false, false
	var modal, aux string
	for _, c := range doc.Children(v) {
		if r := doc.Tokens[c].Deprel; !text.IsRelation(r, "aux") && r != "cop" {
			continue
		}
		form := strings.ToLower(doc.Form(c))
		switch {
		case doc.Tokens[c].XPOS == "MD":
			modal = form
		case doc.Tokens[c].Lemma == "have":
			perfect = true
		}
		if aux == "" {
			aux = doc.Tokens[c].XPOS
		}
		toBe = toBe || doc.Tokens[c].Lemma == "be"
	}
	if toBe && doc.Tokens[v].XPOS == "VB" && (aux == "VBP" || aux == "VBZ") { // "are to meet", "are due to meet"
		return future
	}
	if modal != "" {
		if perfect || modal == "could" && depth == 0 && strings.Contains(doc.Tokens[v].Feats, "Past") {
			return past
		}
		return future
	}
	tok := doc.Tokens[v]
	lemma := " " + strings.ToLower(tok.Lemma) + " "
	if strings.Contains(planned, lemma) && (tok.XPOS == "VBN" || tok.UPOS == "ADJ") {
		return future
	}
	switch {
	case tok.XPOS == "VBD", aux == "VBD", perfect:
		return past
	case tok.XPOS == "VBN" && aux == "":
		if h := tok.Head; h >= 0 && isClause(doc, h) && depth < 20 {
			return f.tenseOf(h, depth+1)
		}
		return past
	case tok.XPOS == "VB" || tok.XPOS == "VBG" && aux == "":
		h := tok.Head
		if h < 0 || depth > 20 {
			return noTense
		}
		if strings.Contains(prospective, " "+strings.ToLower(doc.Tokens[h].Lemma)+" ") {
			return future
		}
		if isClause(doc, h) {
			return f.tenseOf(h, depth+1)
		}
	case (tok.XPOS == "VBZ" || tok.XPOS == "VBP") && strings.Contains(timetable, lemma) && doc.BlockOf(v).Kind != text.Heading:
		return scheduled
	}
	return noTense
}

// tenseByOrder is the tense of the nearest verb before tokens first to last of
// the same sentence, or after them.
func (f *finder) tenseByOrder(first, last int) tense {
	s := f.doc.Sentences[f.doc.Tokens[first].Sentence]
	for t := first - 1; t >= s.First; t-- {
		if found := f.verbTense(t, s); found != noTense {
			return found
		}
	}
	for t := last + 1; t < s.Last; t++ {
		if found := f.verbTense(t, s); found != noTense {
			return found
		}
	}
	return noTense
}

// verbTense is the tense that the word at token t shows by itself.
func (f *finder) verbTense(t int, s text.Sentence) tense {
	form := strings.ToLower(f.doc.Form(t))
	switch form {
	case "will", "'ll", "’ll", "wo", "shall":
		return future
	case "scheduled", "expected", "due", "slated":
		return future
	case "was", "were", "had", "did", "said", "told":
		return past
	}
	switch f.doc.Tokens[t].XPOS {
	case "VBD":
		return past
	case "VBN":
		for b := t - 1; b >= max(s.First, t-4); b-- { // "will be opened"
			switch w := strings.ToLower(f.doc.Form(b)); {
			case w == "have" || w == "has" || w == "had":
				return past
			case f.doc.Tokens[b].XPOS == "MD" || w == "to":
				return future
			}
		}
		return past
	case "MD":
		return future
	case "VB":
		if t > s.First && strings.ToLower(f.doc.Form(t-1)) == "to" {
			return noTense
		}
	}
	return noTense
}
