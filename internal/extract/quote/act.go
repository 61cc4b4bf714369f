package quote

import (
	"strings"

	"annals/internal/lexicon/cue"
)

// act is what the cue does with its content by the lexicon's reading that fits
// best, with where the addressee stands; ok is false where the lexicon has no
// reading of this shape and the content is neither a clause nor a quotation.
func (p *page) act(c *candidate) (act, addressee string, ok bool) {
	act, addressee, fit := p.actFit(c)
	return act, addressee, fit > 0
}

// actFit is act, with how well the reading fits: 0 where it does not.
func (p *page) actFit(c *candidate) (act, addressee string, fit int) {
	if c.part == "mark" && p.Form(c.content[len(c.content)-1][1]-1) == "?" {
		return "ask", "", 1
	}
	if c.part == "phrase" || c.part == "mark" || c.part == "adverb" {
		return "assert", "", 1
	}
	if act := p.carriedAct(c); act != "" {
		return act, "", 1
	}
	clause, quoted := p.clauseLike(c), p.anyWord(c.content, func(i int) bool { return p.quoted[i] >= 0 })
	best := -1
	var entry cue.Entry
	for _, e := range p.cues.Entries(p.lemmas[c.cue], cue.Part(c.part)) {
		fit := p.fit(c, &e, c.frame, clause, quoted)
		for _, also := range c.also {
			fit = max(fit, p.fit(c, &e, also, clause, quoted))
		}
		if fit > best {
			best, entry = fit, e
		}
	}
	switch {
	case best > 0 && entry.Act == "deny" && p.declines(c):
		return "refuse", entry.Addressee, best
	case best > 0 && entry.Act == "threaten" && p.cues.Warns(p.lemmas[c.cue]) && !p.threatens(c):
		return "assert", entry.Addressee, best
	case best > 0:
		return p.negated(c, entry.Act), entry.Addressee, best
	case p.quoted[c.content[0][0]] >= 0 && c.part == "verb":
		return "assert", "", 1
	case clause && c.part == "verb" && strings.HasPrefix(c.frame, "clause"):
		return "assert", "", 1
	case clause && (c.frame == "inserted" || c.frame == "as-clause"):
		return "assert", "", 1
	}
	return "assert", "", 0
}

// carriedAct is the act of the noun that a verb of little meaning carries as
// the head of its content ("expressed his readiness to leave"), or "".
func (p *page) carriedAct(c *candidate) string {
	o := p.Child(c.cue, "obj")
	if c.part != "verb" || !p.cues.Carries(p.lemmas[c.cue]) || o < 0 || !c.content.holds(o) {
		return ""
	}
	for _, e := range p.cues.Entries(p.lemmas[o], cue.Noun) {
		return e.Act
	}
	return ""
}

// fit says how well an entry's frames fit a candidate of a frame: 0 not at all.
func (p *page) fit(c *candidate, e *cue.Entry, frame string, clause, quoted bool) int {
	for _, w := range e.Second {
		if !p.anyWord(words{{c.first, min(c.last+2, p.sentence(c.cue).Last)}}, func(i int) bool { return p.lower[i] == w && !p.elsewhere(c, i) }) {
			return 0
		}
	}
	frame, _, _ = strings.Cut(frame, ",")
	if !clause && !quoted && p.cues.Time(strings.ToLower(p.lemmas[p.contentHead(c.content)])) {
		return 0
	}
	bonus := len(e.Second) * 4
	preposition, isPhrase := strings.CutPrefix(frame, "phrase with ")
	predicate, isObject := strings.CutPrefix(frame, "object and ")
	opening := p.lower[c.content[0][0]]
	switch {
	case isPhrase && e.Takes(cue.Frame(preposition)):
		return 3 + bonus
	case isPhrase && (preposition == "as" && e.Takes(cue.ObjectAs) || preposition == "for" && e.Takes(cue.ObjectFor) || preposition == "of" && e.Takes(cue.ObjectOf)):
		return 2 + bonus
	case frame == "object" && e.Takes(cue.Object):
		return 3 + bonus
	case isObject && predicate == "at" && e.Takes("at"), isObject && predicate == "for" && e.Takes(cue.ObjectFor), isObject && predicate == "of" && e.Takes(cue.ObjectOf),
		isObject && (predicate == "as" || predicate == "predicate") && e.Takes(cue.ObjectAs),
		isObject && predicate == "infinitive" && (e.Takes(cue.ObjectTo) || e.Takes(cue.To)):
		return 4 + bonus
	case frame == "passive subject and as" && e.Takes(cue.ObjectAs):
		return 4 + bonus
	case isObject && e.Takes(cue.Object), (frame == "passive subject" || frame == "passive subject and as") && e.Takes(cue.Object), frame == "modified noun" && e.Takes(cue.Object):
		return 2 + bonus
	case strings.HasSuffix(frame, "infinitive") && e.Takes(cue.To), frame == "carried noun" && e.Takes(cue.To):
		return 4 + bonus
	case opening == "to" && e.Takes(cue.To):
		return 3 + bonus
	case quoted && e.Takes(cue.Quote):
		return 3 + bonus
	case clause && (e.Takes(cue.Clause) || e.Takes(cue.How)):
		return 2 + bonus
	case frame == "adverbial" && e.Takes(cue.Ing), frame == "infinitive" && e.Takes(cue.Ing):
		return 2 + bonus
	case loose(frame) && (e.Takes(cue.Object) || e.Takes(cue.ObjectFor) || e.Takes(cue.ObjectOf) || e.Takes(cue.ObjectTo) || e.Takes(cue.ObjectAs)),
		said(frame) && e.Takes(cue.Clause):
		return 1 + bonus
	}
	return 0
}

// elsewhere reports whether token i is the preposition of a phrase outside the
// content, and no part of the cue: "insisted on television that …".
func (p *page) elsewhere(c *candidate, i int) bool {
	return p.is(i, "case") && strings.HasPrefix(c.frame, "clause") && !c.content.holds(p.Tokens[i].Head)
}

// loose reports whether a frame of the tree can hide an object and its
// predicate: parsers differ on "called him a traitor".
func loose(frame string) bool {
	return strings.HasPrefix(frame, "words") || strings.HasPrefix(frame, "object") || frame == "adverbial"
}

// said reports whether a frame stands where clauses stand, whatever the tree
// makes of the words there: "said so", "said nothing of the kind".
func said(frame string) bool {
	return strings.HasPrefix(frame, "words") || strings.HasPrefix(frame, "clause") || frame == "inserted" || frame == "parataxis"
}

// clauseLike reports whether the content has a clause of its own.
func (p *page) clauseLike(c *candidate) bool {
	frame, _, _ := strings.Cut(c.frame, ",")
	switch frame {
	case "object", "modified noun", "passive subject":
		return false
	}
	if strings.HasPrefix(frame, "phrase with") {
		return false
	}
	return p.anyWord(c.content, func(i int) bool {
		return p.verbal(i) && p.Tokens[i].XPOS != "VBG" && p.Tokens[i].XPOS != "VBN" || p.is(i, "cop", "nsubj")
	})
}

// anyWord reports whether a token of the ranges passes the test.
func (p *page) anyWord(w words, test func(int) bool) bool {
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			if test(i) {
				return true
			}
		}
	}
	return false
}

// negated turns belief into doubt and intention into refusal where the cue is
// negated; other acts stay what they are.
func (p *page) negated(c *candidate, act string) string {
	negation := p.negative(c.cue)
	switch {
	case negation && act == "believe":
		return "doubt"
	case negation && (act == "intend" || act == "promise"):
		return "refuse"
	}
	return act
}

// threatens reports whether a warning is of what the one who warns will do: its
// content names a measure, is said against somebody ("warned Chad against sending
// arms", "warned Chad not to send arms"), or is a clause about the speaker's own deeds ("warned that they would
// shell the port"). Others only say that something may come.
func (p *page) threatens(c *candidate) bool {
	if p.anyWord(c.content, func(i int) bool { return p.cues.Menace(p.lemmas[i]) }) {
		return true
	}
	if strings.HasPrefix(c.frame, "object") && p.quoted[c.content[0][0]] < 0 {
		return p.anyWord(words{{c.last, c.content[0][1]}}, func(i int) bool {
			return p.lower[i] == "against" || p.lower[i] == "not" && p.lower[i+1] == "to"
		})
	}
	return p.anyWord(c.content, func(i int) bool {
		v := p.Tokens[i].Head
		return p.is(i, "nsubj") && p.Tokens[i].UPOS == "PRON" && v > i && c.content.holds(v) && p.willDo(v) && (p.lower[i] == "we" || p.lower[i] == "i" || c.speaker.named() && p.quoted[i] < 0 && p.lower[i] != "you")
	})
}

// willDo reports whether verb v tells what its subject will do, not what will
// befall it.
func (p *page) willDo(v int) bool {
	if p.Tokens[v].UPOS != "VERB" || p.cues.Befalls(p.lemmas[v]) {
		return false
	}
	for _, d := range p.Children(v) {
		switch p.lower[d] {
		case "will", "would", "shall", "'ll", "’ll":
			return true
		}
	}
	return false
}
