package quote

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// worded reports whether a finding is something put into words: its source can
// speak, and a verb that names a deed or a stance too has an object that says
// which is meant.
func (p *page) worded(c *candidate) bool {
	if c.speaker.named() && p.Tokens[c.speaker.head].UPOS == "NOUN" && p.cues.Mute(p.lemmas[c.speaker.head]) {
		return false
	}
	if first := c.content[0][0]; c.part == "verb" && p.lower[first] == "that" && first+2 < len(p.Tokens) && p.loose(first+1) && p.sourcePhrase(first+2) == 0 {
		return false // "they know that, and …" only points
	}
	if p.Courtesy(c.cue) || p.entitled(c) || p.turnedDown(c) || p.points(c) || p.unnamed(c) || p.saidByNone(c) || p.ownRemark(c) || p.leftUnsaid(c) {
		return false
	}
	if c.speaker.named() && p.quoted[c.cue] < 0 && p.titled(c.speaker.head) {
		return false // the title of a film or a book
	}
	if !c.speaker.named() && p.lemmas[c.cue] == "question" && p.passive(c.cue) {
		return false // "was questioned as a witness"
	}
	if !c.speaker.named() && p.lemmas[c.cue] == "know" && p.passive(c.cue) && c.last < len(p.Tokens) && p.lower[c.last] == "as" {
		return false // "formerly known as"
	}
	if c.part != "verb" || p.clauseLike(c) || p.anyWord(c.content, func(i int) bool { return p.quoted[i] >= 0 }) {
		return true
	}
	lemma, head := p.lemmas[c.cue], p.contentHead(c.content)
	matter := p.cues.Matter(p.lemmas[head]) || p.cues.Has(p.lemmas[head], cue.Noun)
	_, isObject := strings.CutPrefix(c.frame, "object and as")
	switch {
	case !c.speaker.named() && (p.rejected(c) || p.passive(c.cue) && p.lower[c.content[0][0]] == "no"):
		return false // "no casualties were confirmed"
	case lemma == "embrace" && (p.Tokens[head].UPOS == "PROPN" || p.person[head] || p.cues.Anonymous(p.lemmas[head]) || slices.Contains([]string{"man", "woman", "child", "son", "daughter", "relative", "other"}, p.lemmas[head])):
		return false // "embraced the men"
	case lemma == "claim" && (p.lemmas[head] == "life" || p.lemmas[head] == "victim"):
		return false // "the landslide claimed 12 lives"
	case lemma == "charge" && p.Tokens[head].UPOS == "NOUN" && !p.cues.Anonymous(p.lemmas[head]):
		return false // "charges a fee"
	case p.is(c.cue, "amod") && p.Tokens[c.cue].Head > c.cue && c.speaker.named():
		return false // "is the first confirmed case"
	case p.purpose(c.cue), p.is(c.cue, "acl") && p.Tokens[c.cue].XPOS == "VB" && !matter:
		return false // "votes for the agency to communicate risks"
	case p.cues.Deed(lemma):
		return matter || isObject
	case p.cues.Stance(lemma):
		return matter || isObject || p.Tokens[head].UPOS == "PROPN" || p.Tokens[head].UPOS == "PRON" || p.cues.Anonymous(p.lemmas[head])
	}
	return true
}

// entitled reports whether what a colon stands before is a title without a verb, no
// words of who or what stands before it: "SUDAN: Flash Update No. 4".
func (p *page) entitled(c *candidate) bool {
	return c.part == "mark" && strings.HasPrefix(c.frame, "words after") && !p.person[c.speaker.head] &&
		!p.anyWord(c.content, func(i int) bool { return p.quoted[i] >= 0 || p.verbal(i) || p.Tokens[i].UPOS == "AUX" })
}

// turnedDown reports whether the clause behind a noun is what somebody does about it: "an
// accusation that the government rejected".
func (p *page) turnedDown(c *candidate) bool {
	if c.part != "noun" || p.lower[c.content[0][0]] != "that" {
		return false
	}
	v := p.contentHead(c.content)
	switch p.lemmas[v] {
	case "reject", "deny", "dismiss", "refute", "make", "repeat", "dispute", "confirm", "retract", "withdraw":
		return p.Child(v, "obj", "ccomp", "xcomp") < 0 && !p.passive(v)
	}
	return false
}

// saidByNone reports whether the source is that nobody does so: "no group claimed
// responsibility".
func (p *page) saidByNone(c *candidate) bool {
	if !c.speaker.named() {
		return false
	}
	switch p.lower[c.speaker.first] {
	case "no", "nobody", "none", "neither":
		return true
	}
	either := p.Child(c.speaker.head, "cc")
	return either >= 0 && either < c.speaker.head && p.lower[either] == "neither"
}

// leftUnsaid reports whether the content is what the source did not say: "did
// not mention the ransom", "would not say whether", "it is not clear what".
func (p *page) leftUnsaid(c *candidate) bool {
	if p.avoided(c.cue) {
		return true
	}
	if !p.negative(c.cue) || p.anyWord(c.content, func(i int) bool { return p.quoted[i] >= 0 }) {
		return false
	}
	if c.part == "verb" && c.content[len(c.content)-1][1] <= c.cue {
		return true // "The army took the town, the mayor has not commented"
	}
	opening := p.Tokens[c.content[0][0]]
	open := opening.XPOS == "WP" || opening.XPOS == "WRB" || opening.XPOS == "WDT" || p.lower[c.content[0][0]] == "whether" || p.lower[c.content[0][0]] == "if"
	act, _, _ := p.act(c)
	switch act {
	case "ask", "accuse", "demand", "propose", "threaten", "praise", "criticise", "thank", "apologise":
		return c.part == "verb" // "never asked for protection"
	}
	return act == "assert" && c.part != "noun" && (open || c.part == "verb" && !p.clauseLike(c))
}

// avoided reports whether a verb in -ing is what somebody keeps from: "stops short
// of concluding", "left without saying", "refrained from blaming".
func (p *page) avoided(v int) bool {
	i := v - 1
	if p.Tokens[v].XPOS != "VBG" || i <= p.sentence(v).First {
		return false
	}
	switch p.lower[i] {
	case "without":
		return true
	case "of":
		return p.lower[i-1] == "short" || p.lower[i-1] == "instead"
	case "than":
		return p.lower[i-1] == "rather"
	case "from":
		return p.lemmas[i-1] == "refrain" || p.lemmas[i-1] == "abstain" || p.lemmas[i-1] == "shy"
	}
	return false
}

// negative reports whether a negation stands before the cue and belongs to it.
func (p *page) negative(cue int) bool {
	for _, d := range p.Children(cue) {
		switch p.lower[d] {
		case "not", "n't", "n’t", "never", "hardly":
			if only := p.lower[d+1]; d < cue && only != "only" && only != "just" && only != "merely" && only != "simply" {
				return true
			}
		}
	}
	return false
}

// ownRemark reports whether the report remarks something itself, in the passive
// with a modal: "it should be said that …".
func (p *page) ownRemark(c *candidate) bool {
	if c.part != "verb" || c.speaker.named() || !p.passive(c.cue) || p.marked[c.cue] {
		return false
	}
	for _, d := range p.Children(c.cue) {
		switch p.lower[d] {
		case "should", "must", "can", "may":
			return d < c.cue && p.is(d, "aux")
		}
	}
	return false
}

// unnamed reports whether the content is that the source is not to be named,
// which is nothing that it says: "asked not to be identified", "spoke on
// condition of anonymity".
func (p *page) unnamed(c *candidate) bool {
	const near = 4
	first := c.content[0][0]
	for i := first; i < min(first+near, c.content[0][1]); i++ {
		if p.lower[i] == "anonymity" {
			return true
		}
	}
	if next := c.last; c.part == "verb" && next+4 < len(p.Tokens) && first > next && p.withoutName(next) {
		return true // "asked not to be named because the talks are secret"
	}
	if c.content[0][1] >= first+4 && p.lower[first] == "to" && p.lower[first+1] == "be" && p.naming(first+2) && (p.lower[first+3] == "only" || p.lower[first+3] == "by" || p.lower[first+3] == "as") {
		return true // "asked to be identified only by his first name"
	}
	not := p.lower[first] == "not" || p.lower[first] == "to" && first+1 < len(p.Tokens) && p.lower[first+1] == "not"
	return not && p.anyWord(c.content, p.naming)
}

// withoutName reports whether the words from token i on are "not to be named" or
// the like.
func (p *page) withoutName(i int) bool {
	if p.lower[i] == "not" {
		i++
	}
	return p.lower[i] == "to" && p.lower[i+1] == "be" && p.naming(i+2) || p.lower[i] == "be" && p.naming(i+1)
}

// naming reports whether token i is a participle of naming somebody.
func (p *page) naming(i int) bool {
	switch p.lower[i] {
	case "named", "identified", "quoted":
		return true
	}
	return false
}

// titled reports whether token i stands in a closed quotation.
func (p *page) titled(i int) bool {
	at := p.Tokens[i].Span
	return p.marked[i] && slices.ContainsFunc(p.Quotations, func(q text.Quotation) bool { return q.Closed && q.Inner.Covers(at) })
}

// points reports whether the whole content is a word that only points to what
// others say: "rejects this". Whom somebody praises, thanks or criticises may be
// a pronoun.
func (p *page) points(c *candidate) bool {
	if c.content.size() != 1 || p.marked[c.content[0][0]] {
		return false
	}
	switch i := c.content[0][0]; p.lower[i] {
	case "this", "that", "these", "those", "it", "so", "which", "what", "both", "either", "neither":
		return true
	case "him", "her", "them", "us", "me", "you", "himself", "herself", "themselves", "itself":
		act, _, _ := p.act(c)
		return act != "praise" && act != "criticise" && act != "thank" && act != "accuse"
	}
	return false
}

// rejected reports whether the cue is a negated passive without an agent: "has
// not been confirmed" gives nobody's words.
func (p *page) rejected(c *candidate) bool {
	return p.negative(c.cue) && p.passive(c.cue)
}

// purpose reports whether verb v is an infinitive that says what something is
// done for: "met to discuss the plan".
func (p *page) purpose(v int) bool {
	to := p.Child(v, "mark", "aux")
	return p.is(v, "advcl") && to >= 0 && to < v && p.lower[to] == "to"
}

// declines reports whether a verb of denying or refusing refuses here: what it
// turns down is no claim of somebody's.
func (p *page) declines(c *candidate) bool {
	lemma := p.lemmas[c.cue]
	refuses := false
	for _, e := range p.cues.Entries(lemma, cue.Verb) {
		refuses = refuses || e.Act == "refuse"
	}
	head := p.contentHead(c.content)
	if !refuses || p.clauseLike(c) || p.Tokens[head].UPOS != "NOUN" {
		return false
	}
	for _, e := range p.cues.Entries(p.lemmas[head], cue.Noun) {
		if e.Act == "assert" || e.Act == "accuse" || e.Act == "criticise" || e.Act == "believe" {
			return false
		}
	}
	return true
}

// longestClosing is how many tokens the source of a closing clause may have.
const longestClosing = 14

// closing reads a reporting clause that closes its sentence, whatever the tree
// says of it: "…, residents and medics said on Monday". The result is its
// source, nobody where verb v is no such clause.
func (p *page) closing(v int) speaker {
	s := p.sentence(v)
	if p.quoted[v] >= 0 || !p.saying(v) || !p.finite(v) || v == s.First || !p.nominal(v-1) {
		return nobody("")
	}
	for i := v + 1; i < s.Last; i++ {
		if p.lower[i] == "," && (p.compares(i+1) || p.cites(i+1) || p.comments(i+1)) {
			break // ", up from 14 this morning" compares; ", citing an aide" names a source; ", a move that …" goes on
		}
		if p.Tokens[i].UPOS == "VERB" || p.Tokens[i].UPOS == "AUX" || p.Tokens[i].UPOS == "SCONJ" || p.quoted[i] >= 0 || p.lower[i] == ":" || p.lower[i] == "that" || p.lower[i] == "," {
			return nobody("")
		}
	}
	if o := p.Child(v, "obj"); v+1 < s.Last && p.lemmas[v] != "tell" && o > v && !(p.comments(o-1) && p.lower[o-2] == ",") {
		return nobody("")
	}
	comma := v - 1
	for comma > s.First && p.lower[comma] != "," && p.lower[comma] != "—" && p.lower[comma] != "–" {
		if u := p.Tokens[comma].UPOS; u == "VERB" && !p.premodified(comma, v) || u == "AUX" || u == "SCONJ" || p.relative(comma) || p.quoted[comma] >= 0 || v-comma > longestClosing {
			return nobody("")
		}
		comma--
	}
	if comma == s.First || p.Tokens[comma+1].UPOS == "CCONJ" || p.Tokens[comma+1].UPOS == "ADP" || p.quoted[comma] >= 0 {
		return nobody("")
	}
	if !p.anyWord(words{{s.First, comma}}, func(i int) bool { return (p.finite(i) || p.misread(i)) && p.quoted[i] < 0 }) || p.leads(s.First) {
		return nobody("")
	}
	head := p.Child(v, "nsubj")
	if head <= comma || head > v {
		head = p.headOf(comma+1, v)
	}
	return speaker{comma + 1, v, head, "subject"}
}

// premodified reports whether token i is a participle that says which of the
// nouns before verb v are meant: "residents reached by telephone said".
func (p *page) premodified(i, v int) bool {
	h := p.Tokens[i].Head
	return p.Tokens[i].XPOS == "VBN" && p.is(i, "acl") && h >= 0 && h < i && p.is(h, "nsubj") && p.Tokens[h].Head == v
}

// misread reports whether token i is a participle that heads the sentence's tree
// without an auxiliary: a past tense, which often looks the same.
func (p *page) misread(i int) bool {
	return p.Tokens[i].XPOS == "VBN" && p.Tokens[i].Head < 0 && p.Child(i, "aux") < 0
}

// compares reports whether a comparison with an earlier number begins at token
// i, which belongs to no clause: "up from 14 this morning".
func (p *page) compares(i int) bool {
	return i+1 < p.sentence(i-1).Last && (p.lower[i] == "up" || p.lower[i] == "down") && p.lower[i+1] == "from"
}

// comments reports whether a remark of the report's on what was said begins at token i: "a
// move that it had warned of".
func (p *page) comments(i int) bool {
	if i+2 >= len(p.Tokens) || p.lower[i] != "a" && p.lower[i] != "an" {
		return false
	}
	switch p.lower[i+1] {
	case "move", "step", "decision", "development", "claim", "remark", "figure", "charge", "accusation", "plan", "demand", "threat", "sign", "blow", "warning":
		return true
	}
	return false
}

// cites reports whether a clause that names a source begins at token i.
func (p *page) cites(i int) bool {
	return i < len(p.Tokens) && p.Tokens[i].XPOS == "VBG" && p.cues.Cites(p.lemmas[i])
}

// goesOn is who goes on speaking in a participle behind a comma: the subject of
// the finite verb of saying before it, though another clause stands nearer
// ("said the water was safe, adding that …"); nobody where there is none.
func (p *page) goesOn(v int) speaker {
	s := p.sentence(v)
	if p.Tokens[v].XPOS != "VBG" || v == s.First || p.lower[v-1] != "," || !p.saying(v) || p.quoted[v] >= 0 {
		return nobody("")
	}
	for i := v - 2; i >= s.First; i-- {
		if who := p.Child(i, "nsubj"); p.finite(i) && p.quoted[i] < 0 && p.saying(i) && who >= 0 && p.quoted[who] < 0 && !p.relative(who) {
			return p.phrase(who, v, "earlier verb")
		}
	}
	return nobody("")
}

// leads reports whether a sentence begins with a clause that depends on a later
// one: "When the shelling began, the mayor said …".
func (p *page) leads(first int) bool {
	switch p.lower[first] {
	case "when", "while", "after", "before", "as", "if", "although", "though", "since", "because", "once", "asked", "speaking":
		return true
	}
	return false
}

// finite reports whether token i is a finite verb form or stands for one.
func (p *page) finite(i int) bool {
	switch p.Tokens[i].XPOS {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}
