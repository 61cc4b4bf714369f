package quote

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// speaker is one answer to who says it: a noun phrase, or nobody.
type speaker struct {
	first, last int // tokens, half-open; equal for nobody
	head        int // -1 for nobody
	how         string
}

func nobody(how string) speaker { return speaker{head: -1, how: how} }

func (s speaker) named() bool { return s.head >= 0 }

// speakers lists who can be the source of a verb, the likeliest first.
func (p *page) speakers(verb int) []speaker {
	if p.passive(verb) {
		return p.agents(verb)
	}
	if p.Tokens[verb].XPOS == "VBN" && p.is(verb, "acl") || p.participle(verb) {
		return p.agents(verb)
	}
	return p.subjects(verb, 0)
}

// participle reports whether a verb begins its sentence as a participle without
// auxiliary or subject, which is passive: "Asked whether he would go, …".
func (p *page) participle(verb int) bool {
	return (p.Tokens[verb].XPOS == "VBN" || p.Tokens[verb].XPOS == "VBD") && verb == p.sentence(verb).First && p.Child(verb, "aux", "nsubj") < 0 && p.tellsOrAsks(verb)
}

// tellsOrAsks reports whether a verb has whom it is said to as its object.
func (p *page) tellsOrAsks(verb int) bool {
	return slices.ContainsFunc(p.cues.Entries(p.lemmas[verb], cue.Verb), func(e cue.Entry) bool { return e.Addressee == "obj" })
}

// beside adds to the speakers the noun phrases right before and right after
// the cue, whatever the tree says of them.
func (p *page) beside(list []speaker, cue, first, last int) []speaker {
	if p.quoted[cue] < 0 {
		// Whoever speaks outside quotation marks is named outside them.
		list = slices.DeleteFunc(list, func(s speaker) bool { return s.named() && p.quoted[s.head] >= 0 })
	}
	if len(list) > 0 && (list[0].how == "subject" || list[0].how == "agent" || list[0].how == "quoted") {
		return list
	}
	s := p.sentence(cue)
	if p.passive(cue) || p.participle(cue) || p.Tokens[cue].XPOS == "VBN" && p.is(cue, "acl") && p.Child(cue, "xcomp") > cue {
		return list // who stands before it is spoken of or spoken to
	}
	if h := p.earlierSubject(cue, s.First); h >= 0 && (len(list) == 0 || !list[0].named()) {
		list = p.further(list, cue, p.phrase(h, cue, "earlier verb"))
	}
	if o := p.around(first-1, s.First); o >= 0 {
		list = p.further(list, cue, speaker{p.phrase(o, cue, "before").first, first, o, "before"})
	} else if h := p.phraseEnding(first, s.First); h >= 0 {
		list = p.further(list, cue, p.phrase(h, cue, "before"))
	} else if h := p.beforePause(first, s.First); h >= 0 {
		list = p.further(list, cue, p.phrase(h, cue, "before a pause"))
	}
	h := p.phraseStarting(last, s.Last)
	if behind := p.behindTime(last); behind > last && p.saying(cue) {
		h = p.phraseStarting(behind, s.Last) // "said on Tuesday the head of the union"
	}
	if h >= 0 {
		list = p.further(list, cue, p.phrase(h, cue, "after"))
	}
	if h := p.mainSubject(cue); h >= 0 {
		list = p.further(list, cue, p.phrase(h, cue, "main subject"))
	}
	return list
}

// mainSubject is the subject of the sentence's main verb, or -1.
func (p *page) mainSubject(cue int) int {
	root := cue
	for p.Tokens[root].Head >= 0 {
		root = p.Tokens[root].Head
	}
	if root == cue {
		return -1
	}
	return p.Child(root, "nsubj")
}

func (p *page) further(list []speaker, cue int, s speaker) []speaker {
	if s.first >= s.last || p.quoted[s.head] != p.quoted[cue] {
		return list
	}
	for _, known := range list {
		if known.head == s.head {
			return list
		}
	}
	return append(list, s)
}

// around is the head of the noun phrase that ends with an adjective's pronoun,
// token i: "people close to her"; or -1. The pronoun itself is no subject.
func (p *page) around(i, least int) int {
	if i-3 < least || p.Tokens[i-1].UPOS != "ADP" || p.Tokens[i-2].UPOS != "ADJ" || !p.nominal(i-3) {
		return -1
	}
	switch p.lower[i] {
	case "her", "him", "them", "us", "me", "it":
		return i - 3
	}
	return -1
}

// earlierSubject is the subject of the nearest verb before a participle, on the
// same side of the quotation marks: "…, he said, adding that …"; or -1.
func (p *page) earlierSubject(cue, least int) int {
	if p.Tokens[cue].XPOS != "VBG" {
		return -1
	}
	for j := cue - 1; j >= least; j-- {
		if s := p.Child(j, "nsubj"); s >= 0 && p.verbal(j) && p.quoted[j] == p.quoted[cue] && p.quoted[s] == p.quoted[cue] {
			return s
		}
	}
	return -1
}

// phraseEnding is the head of the largest noun phrase that ends right before
// token end, or -1.
func (p *page) phraseEnding(end, least int) int {
	i := end - 1
	if i < least || !p.nominal(i) {
		return -1
	}
	for {
		h := p.Tokens[i].Head
		if h >= least && h < i && p.Tokens[h].UPOS == "ADJ" && p.is(h, "amod", "acl") && p.Tokens[h].Head < h {
			h = p.Tokens[h].Head // "people close to her"
		}
		if h < least || h >= end || !p.nominal(h) {
			return i
		}
		if _, l := p.Subtree(h); l > end {
			return i
		}
		i = h
	}
}

// beforePause is the head of the noun phrase before what stands between commas
// right before token end: "Reuters, citing two officials, reported"; or -1.
func (p *page) beforePause(end, least int) int {
	if end <= least || !p.loose(end-1) {
		return -1
	}
	for j := end - 2; j > least; j-- {
		if p.loose(j) {
			return p.phraseEnding(j, least)
		}
	}
	return -1
}

// phraseStarting is the head of the largest noun phrase that starts at token
// start, or -1.
func (p *page) phraseStarting(start, end int) int {
	i := start
	for i < end && (p.Tokens[i].UPOS == "DET" || p.Tokens[i].UPOS == "ADJ") {
		i++
	}
	if i >= end || !p.nominal(i) {
		return -1
	}
	for {
		h := p.Tokens[i].Head
		if h < start || h >= end || !p.nominal(h) {
			return i
		}
		if f, _ := p.Subtree(h); f < start {
			return i
		}
		i = h
	}
}

// nominal reports whether token i can head a noun phrase that speaks.
func (p *page) nominal(i int) bool {
	switch p.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM":
		return true
	}
	return false
}

// agents are the "by" phrases of a passive verb; nobody where there is none.
func (p *page) agents(verb int) []speaker {
	for _, c := range p.Children(verb) {
		if !p.is(c, "obl") {
			continue
		}
		if by := p.Child(c, "case"); by >= 0 && p.lower[by] == "by" {
			s := p.phrase(c, verb, "agent")
			if that := p.behindPhrase(verb + 1); that > c && that < s.last {
				_, s.last = p.trim(s.first, that)
			}
			return []speaker{s}
		}
	}
	if by := verb + 1; by < p.sentence(verb).Last && p.lower[by] == "by" {
		if h := p.phraseStarting(by+1, p.sentence(verb).Last); h >= 0 {
			return []speaker{p.phrase(h, verb, "agent")}
		}
	}
	return []speaker{nobody("passive")}
}

// subjects climbs from a verb to whoever does it: its subject, that of the
// verb it is coordinated with or depends on, the noun it modifies.
func (p *page) subjects(verb, depth int) []speaker {
	if depth > 6 {
		return nil
	}
	if s := p.subject(verb); s >= 0 && p.Tokens[s].Deprel != "nsubj:pass" {
		if h := p.Tokens[verb].Head; h >= 0 && p.relative(s) && p.is(verb, "acl", "ccomp") {
			return []speaker{p.phrase(h, verb, "relative")}
		}
		if inner := p.Child(s, "nsubj"); inner >= 0 && p.Tokens[s].XPOS == "VBG" {
			s = inner // "the agency, citing officials, said" with the clauses in the wrong order
		}
		return []speaker{p.phrase(s, verb, "subject")}
	}
	h := p.Tokens[verb].Head
	if h < 0 {
		return []speaker{nobody("no subject")}
	}
	if list := p.quotedSaying(verb, h); list != nil {
		return list
	}
	switch {
	case p.is(verb, "acl"):
		return []speaker{p.phrase(h, verb, "modified noun")}
	case p.is(verb, "xcomp"):
		if o := p.Child(h, "obj", "iobj"); o >= 0 && o < verb {
			return []speaker{p.phrase(o, verb, "controlling object")}
		}
		if p.passive(h) {
			if s := p.Child(h, "nsubj"); s >= 0 {
				return []speaker{p.phrase(s, verb, "raised subject")}
			}
		}
		return climbed(p.subjects(h, depth+1), "control")
	case p.is(verb, "conj"):
		return climbed(p.subjects(h, depth+1), "coordination")
	case p.is(verb, "advcl", "parataxis", "dep", "ccomp"):
		if p.passive(h) {
			if s := p.Child(h, "nsubj"); s >= 0 {
				return []speaker{p.phrase(s, verb, "adverbial")}
			}
		}
		if !p.verbal(h) {
			if s := p.Child(h, "nsubj"); s >= 0 {
				return []speaker{p.phrase(s, verb, "adverbial")}
			}
		}
		return climbed(p.subjects(h, depth+1), "adverbial")
	}
	return []speaker{nobody("no subject")}
}

// subject is the subject of a verb, or -1: of several that the tree gives it, the
// first on the verb's own side of the quotation marks.
func (p *page) subject(verb int) int {
	first := -1
	for _, c := range p.Children(verb) {
		switch {
		case !p.is(c, "nsubj"):
		case p.quoted[c] == p.quoted[verb]:
			return c
		case first < 0:
			first = c
		}
	}
	return first
}

// longestNamed is how many tokens the source between a quotation and its verb of
// saying may have.
const longestNamed = 25

// namedBetween is the noun phrase that fills the words between the closing mark
// of a quotation and the verb of saying v, whose group begins at first: "“…,” Rep.
// Jo Lind (R-Ohio), a member of the panel, said"; nobody where there is none or
// where it is what the tree says anyway.
func (p *page) namedBetween(v, first int, tree []speaker) speaker {
	s := p.sentence(v)
	if p.quoted[v] >= 0 || !p.finite(v) || !p.saying(v) {
		return nobody("")
	}
	from := first
	for from > s.First && p.quoted[from-1] < 0 {
		if u := p.Tokens[from-1].UPOS; u == "VERB" || u == "AUX" || u == "SCONJ" || p.relative(from-1) || p.lower[from-1] == ":" || first-from > longestNamed {
			return nobody("")
		}
		from--
	}
	if from == s.First {
		return nobody("")
	}
	if q := p.quoted[from-1]; !p.Quotations[q].Closed {
		return nobody("")
	}
	start, end := p.trim(from, first)
	if start >= end || p.Tokens[start].UPOS == "ADP" || p.Tokens[start].UPOS == "CCONJ" || p.Tokens[start].UPOS == "ADV" {
		return nobody("")
	}
	head := -1
	if len(tree) > 0 && tree[0].named() && tree[0].head >= start && tree[0].head < end {
		if head = tree[0].head; tree[0].first != start || p.lower[first-1] != "," {
			return nobody("")
		}
	}
	if head < 0 {
		head = p.headOf(start, end)
	}
	if !p.nominal(head) {
		return nobody("")
	}
	return speaker{start, end, head, "subject"}
}

// headOf is the first noun of a range that hangs from outside it, or its last token.
func (p *page) headOf(first, last int) int {
	for i := first; i < last; i++ {
		if h := p.Tokens[i].Head; p.nominal(i) && (h < first || h >= last) {
			return i
		}
	}
	return last - 1
}

// quotedSaying is whose words "saying" gives in "quoted the minister as saying"
// and "the minister was quoted as saying", or nil.
func (p *page) quotedSaying(verb, h int) []speaker {
	if verb == 0 || p.lower[verb-1] != "as" || p.Tokens[verb].XPOS != "VBG" {
		return nil
	}
	// The clause may hang from the verb of quoting or from its object.
	if !p.verbal(h) && p.is(h, "obj") {
		h = p.Tokens[h].Head
	}
	if h < 0 || !p.cues.Cites(p.lemmas[h]) {
		return nil
	}
	if o := p.Child(h, "obj"); o >= 0 && o < verb {
		return []speaker{p.phrase(o, verb, "quoted")}
	}
	if s := p.Child(h, "nsubj"); s >= 0 && p.passive(h) {
		return []speaker{p.phrase(s, verb, "quoted")}
	}
	return nil
}

func climbed(list []speaker, how string) []speaker {
	for i := range list {
		list[i].how = how
	}
	return list
}

// relative reports whether token i is a relative pronoun.
func (p *page) relative(i int) bool {
	switch p.lower[i] {
	case "who", "which", "that", "whom":
		return p.Tokens[i].XPOS != "DT"
	}
	return false
}

// phrase is the noun phrase of head h, whole, but without the clause that the
// cue stands in and without what hangs loosely from it.
func (p *page) phrase(h, cue int, how string) speaker {
	first, last := h, h+1
	for _, c := range p.Children(h) {
		if p.under(cue, c) || c > h && p.is(c, "punct") && p.loose(c) || p.Tokens[c].XPOS == "VBG" && p.cues.Cites(p.lemmas[c]) || p.is(c, "parataxis", "discourse", "ccomp", "advcl", "cop", "nsubj", "aux") {
			continue
		}
		f, l := p.Subtree(c)
		if c < h {
			l = min(l, h) // "the newspaper Vesti, which …": the clause is the name's
		}
		if f <= cue && cue < l {
			continue
		}
		if c < h && (!p.premodifies(c) || (p.loose(l-1) || l < h && p.loose(l)) && !p.is(c, "appos", "amod")) {
			continue
		}
		first, last = min(first, f), max(last, l)
	}
	if cue >= first && cue < last {
		if cue > h {
			last = cue
		} else {
			first = cue + 1
		}
	}
	// A rank or first name that the tree hangs elsewhere is part of the name.
	for first == h && h > 0 && p.Tokens[h].UPOS == "PROPN" && p.Tokens[h-1].UPOS == "PROPN" && p.Tokens[h-1].Sentence == p.Tokens[h].Sentence &&
		p.quoted[h-1] == p.quoted[h] && !p.is(h-1, "obl", "obj", "iobj") {
		first--
	}
	for first < h && p.quoted[first] != p.quoted[h] {
		first++ // the closing mark of what is said
	}
	for i := h + 2; i < last; i++ {
		if p.Tokens[i].XPOS == "VBG" && p.cues.Cites(p.lemmas[i]) && p.loose(i-1) {
			last = i - 1 // "the paper, citing a memorandum,"
		}
	}
	if last > cue-4 && last <= cue {
		last = p.beforeTime(h, last)
	}
	if first, last = p.trim(first, last); first >= last {
		first, last = h, h+1
	}
	return speaker{first, last, h, how}
}

// beforeTime is where a phrase of head h that ends at last does so without the
// time of the saying, which trees hang from it: "prosecutors in April".
func (p *page) beforeTime(h, last int) int {
	at := last - 1
	if at-1 <= h || !p.cues.Time(p.lower[at]) && !p.year(at) {
		return last
	}
	if p.lower[at-1] == "in" || p.lower[at-1] == "on" {
		return at - 1
	}
	return last
}

// year reports whether token i is the number of a year.
func (p *page) year(i int) bool {
	n := p.Form(i)
	return p.Tokens[i].UPOS == "NUM" && len(n) == 4 && (strings.HasPrefix(n, "19") || strings.HasPrefix(n, "20"))
}

// premodifies reports whether token c, which stands before its head, belongs
// to the noun phrase and not to the clause around it.
func (p *page) premodifies(c int) bool {
	return p.is(c, "det", "amod", "compound", "nummod", "flat", "appos", "advmod") || p.Tokens[c].Deprel == "nmod:poss" || p.Tokens[c].Deprel == "nmod:unmarked" || p.Tokens[c].Deprel == "nmod:desc"
}

// owners lists the noun phrases that possess or utter noun n: "the minister's"
// in "the minister's claim", "of"- and "by"-phrases, the subject of the verb
// that n is the object of.
func (p *page) owners(n int) []speaker {
	h := p.Tokens[n].Head
	c := p.Child(n, "nmod:poss")
	if c >= 0 && p.Tokens[c].UPOS == "PRON" && h >= 0 && p.is(n, "obj", "obl") && p.verbal(h) {
		// "The minister repeated his demand": the subject names whom "his" means.
		if list := p.speakers(h); len(list) > 0 && list[0].named() {
			return climbed(list[:1], "subject of verb")
		}
	}
	if c >= 0 {
		s := p.phrase(c, n, "possessor")
		// The clitic is part of the possessor's tree, not of its name.
		for s.last > s.first && (p.lower[s.last-1] == "'s" || p.lower[s.last-1] == "’s" || p.lower[s.last-1] == "’" || p.lower[s.last-1] == "'") {
			s.last--
		}
		return []speaker{s}
	}
	for _, c := range p.Children(n) {
		if by := p.Child(c, "case"); p.is(c, "nmod") && by >= 0 && (p.lower[by] == "by" || p.lower[by] == "from") {
			return []speaker{p.phrase(c, n, "author")}
		}
	}
	if h >= 0 && p.is(n, "obj", "obl") && p.verbal(h) {
		return climbed(p.speakers(h), "subject of verb")
	}
	for _, c := range p.Children(n) {
		if of := p.Child(c, "case"); p.is(c, "nmod") && of >= 0 && p.lower[of] == "of" {
			return []speaker{p.phrase(c, n, "of-phrase"), nobody("noun")}
		}
	}
	return []speaker{nobody("noun")}
}

// span is the speaker's bytes.
func (p *page) speakerSpan(s speaker) text.Span { return p.TokenSpan(s.first, s.last) }
