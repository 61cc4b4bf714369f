package quote

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/model"
)

// candidate is one way to read a word as a cue: who says what.
type candidate struct {
	cue     int // head token of the cue
	first   int // the cue's tokens, half-open
	last    int
	speaker speaker
	content words
	frame   string   // how the content hangs from the cue
	also    []string // other frames that give the same content
	part    string   // verb, noun, adjective or phrase
	prob    float64  // how likely it is right in source and most of its content
	rank    float64  // how likely it is the best reading of its cue
	alone   float64  // prob as the first model sees it, which knows nothing of other cues
	sure    bool     // a reporting clause that closes its sentence
	cited   *speaker // whom the speaker cites in a clause of its own, nil where nobody
}

// candidates lists every reading of every possible cue of the document.
func (p *page) candidates(gate *model.Linear) []candidate {
	var out []candidate
	for i, open := range p.open(gate) {
		if open {
			out = append(out, merge(p.readings(i))...)
		}
	}
	return out
}

// merge makes one reading of those with the same speaker and content.
func merge(list []candidate) []candidate {
	var out []candidate
	for _, c := range list {
		i := slices.IndexFunc(out, func(o candidate) bool {
			return o.speaker.head == c.speaker.head && slices.Equal(o.content, c.content)
		})
		if i < 0 {
			out = append(out, c)
			continue
		}
		out[i].sure = out[i].sure || c.sure
		if out[i].frame != c.frame && !slices.Contains(out[i].also, c.frame) {
			out[i].also = append(out[i].also, c.frame)
		}
	}
	return out
}

// readings lists the ways to read token i as a cue.
func (p *page) readings(i int) []candidate {
	t := &p.Tokens[i]
	n := p.sourcePhrase(i)
	switch {
	case p.InLabel(i):
		return p.turnReadings(i)
	case n > 0:
		return p.accordingTo(i, n)
	case p.quoted[i] < 0 && i > 0 && p.quoted[i-1] >= 0 && strings.ContainsAny(p.Form(i), "―—–-") && p.wordless(i, i+1):
		return p.dashReadings(i)
	case p.lower[i] == ":":
		return p.colonReadings(i)
	case p.verbal(i):
		return p.verbReadings(i)
	case t.UPOS == "NOUN":
		return p.nounReadings(i)
	case t.UPOS == "ADJ":
		return p.adjectiveReadings(i)
	}
	return nil
}

// build collects the readings of one cue.
type build struct {
	*page
	cue      int
	part     string
	first    int
	last     int
	speakers []speaker
	sure     bool
	bounded  bool // what follows is somebody else's
	cited    *speaker
	out      []candidate
}

// add adds readings with the content, its quotations made whole, with each
// speaker; and where quotations carry on after the sentence, with those too.
func (b *build) add(frame string, w words) { b.addSpan(frame, w, b.first, b.last) }

// besideReport takes from a content what only stands beside it: what the report
// remarks on it ("…, he said, a move that …"), and the clause beyond a semicolon that
// answers it, that goes on behind a reporting clause, or that reports what somebody
// else says where the words in quotation marks stand on one side ("The army says it
// won; “we lost,” an aide said").
func (b *build) besideReport(w words) words {
	if b.part != "verb" || len(w) == 0 {
		return w
	}
	s := b.sentence(b.cue)
	from, around := w[0][0], w[0][0] < b.cue
	if !around && b.comments(from) && b.lower[from-1] == "," && b.quoted[from] < 0 && b.anyWord(words{{s.First, b.cue}}, b.finite) {
		return nil
	}
	behind := b.semicolon(b.cue+1, s.Last)
	for i := b.cue + 1; around && i < s.Last && i != behind; i++ {
		if b.lower[i] == "," && b.comments(i+1) && b.quoted[i] < 0 {
			w = b.tidy(w.without(i, s.Last))
			break
		}
	}
	if behind >= 0 && len(w) > 0 && w[len(w)-1][1] > behind && (around || b.anyWord(words{{behind, s.Last}}, b.answers)) {
		if w = b.tidy(w.without(behind, s.Last)); around {
			return w
		}
	}
	if len(w) == 0 || !b.anyQuoted(b.sentenceWords()) {
		return w
	}
	reports := func(v int) bool {
		return b.finite(v) && b.saying(v) && b.quoted[v] < 0 && b.Child(v, "nsubj") >= 0
	}
	before := -1 // the last one before the cue
	for i := b.semicolon(s.First+1, b.cue); i >= 0; i = b.semicolon(i+1, b.cue) {
		before = i
	}
	if before >= 0 && w.holds(before) && !b.anyQuoted(words{{s.First, before}}) && b.anyWord(words{{s.First, before}}, reports) {
		w = w.without(s.First, before+1)
	}
	if behind >= 0 && w.holds(behind) && !b.anyQuoted(words{{s.First, behind}}) && b.anyWord(words{{behind, s.Last}}, reports) {
		w = w.without(behind, s.Last)
	}
	return b.tidy(w)
}

// semicolon is the first semicolon outside quotation marks from token first to last,
// or -1.
func (p *page) semicolon(first, last int) int {
	for i := first; i < last; i++ {
		if p.lower[i] == ";" && p.quoted[i] < 0 {
			return i
		}
	}
	return -1
}

// answers reports whether verb v says of a subject of its own that it denies or
// declines something.
func (p *page) answers(v int) bool {
	switch p.lemmas[v] {
	case "deny", "reject", "dismiss", "dispute", "decline", "refuse", "confirm", "contest":
		who := p.Child(v, "nsubj")
		return p.quoted[v] < 0 && who >= 0 && who < v && p.Tokens[who].UPOS != "PRON"
	}
	return false
}

// behindColon takes from a content before the cue the clause and the colon that lead up to its words in quotation marks: "Her
// son disagrees: “No,” he said".
func (b *build) behindColon(w words) words {
	if b.part != "verb" || len(w) == 0 || w[0][0] > b.cue {
		return w
	}
	first := b.sentence(b.cue).First
	for i := first + 1; i < b.cue && b.quoted[i] < 0; i++ {
		if b.lower[i] == ":" && w.holds(i) && b.opensQuotation(i+1) && b.anyWord(words{{first, i}}, b.finite) {
			return b.tidy(w.without(first, i+1))
		}
	}
	return w
}

func (b *build) addSpan(frame string, w words, first, last int) {
	w = b.tidy(w)
	w = b.tidy(b.whole(w, b.cue))
	w = w.without(first, last)
	w = b.besideReport(w)
	w = b.behindColon(w)
	if len(w) == 0 || w.holds(b.cue) || w[0][0] > b.cue && b.compares(w[0][0]) {
		return
	}
	more := w
	if b.quoted[b.cue] < 0 && !b.bounded && b.anyQuoted(w) {
		for _, r := range b.following(b.Tokens[b.cue].Sentence) {
			more = more.add(r[0], r[1])
		}
	}
	for _, s := range b.speakers {
		own := w
		if s.named() {
			own = b.tidy(w.without(s.first, s.last))
		}
		if len(own) == 0 {
			continue
		}
		c := candidate{cue: b.cue, first: first, last: last, speaker: s, content: own, frame: frame, part: b.part, sure: b.sure && (frame == "words before" || b.bounded), cited: b.cited}
		b.out = append(b.out, c)
		for _, cut := range b.cuts(own) {
			c.content, c.frame = cut, frame+", cut"
			b.out = append(b.out, c)
		}
		if more.size() > w.size() {
			c.content = more
			if s.named() {
				c.content = b.tidy(more.without(s.first, s.last))
			}
			c.frame = frame + ", continued"
			b.out = append(b.out, c)
		}
	}
}

// most is how many places to cut a content at are tried, from its end.
const most = 3

// cuts lists the content without what follows its last comma, its last but one
// and so on: clauses that the tree hangs too low.
func (b *build) cuts(w words) []words {
	var out []words
	last := w[len(w)-1]
	if last[0] < b.cue || b.part != "verb" {
		return nil
	}
	for i := last[1] - 2; i > last[0]+2 && len(out) < most; i-- {
		if b.quoted[i] >= 0 || !b.joint(i, last[0]) {
			continue
		}
		cut := append(slices.Clone(w[:len(w)-1]), [2]int{last[0], i})
		if cut = b.tidy(cut); len(cut) > 0 {
			out = append(out, cut)
		}
	}
	return out
}

// joint reports whether a content that begins at token first may end before
// token i: a comma or dash, a conjunction of what lies outside the content.
func (b *build) joint(i, first int) bool {
	if b.Tokens[i].UPOS == "CCONJ" {
		h := b.Tokens[i].Head
		return h >= 0 && b.Tokens[h].Head >= 0 && (b.Tokens[h].Head < first || b.verbal(h) && !b.loose(i-1))
	}
	return strings.ContainsAny(b.Form(i), ",;–—-") && b.wordless(i, i+1)
}

func (b *build) anyQuoted(w words) bool {
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			if b.quoted[i] >= 0 {
				return true
			}
		}
	}
	return false
}

// verbReadings reads a verb: what it takes as complement, the clause it is put
// into, the quotations beside it.
func (p *page) verbReadings(v int) []candidate {
	b := build{page: p, cue: v, part: "verb", speakers: p.speakers(v)}
	b.first, b.last = p.verbGroup(v)
	b.speakers = p.beside(b.speakers, v, b.first, b.last)
	if s := p.closing(v); s.named() {
		b.speakers, b.sure = []speaker{s}, true
	} else if s := p.goesOn(v); s.named() {
		b.speakers = []speaker{s}
	} else if s := p.namedBetween(v, b.first, b.speakers); s.named() {
		b.speakers = []speaker{s}
	}
	b.complements()
	b.passiveSubject()
	b.inserted()
	b.beside()
	return b.out
}

// verbGroup is the cue's words around its verb: auxiliaries, negation, adverbs
// and "to" before it, a particle after it.
func (p *page) verbGroup(v int) (first, last int) {
	first, last = v, v+1
	for first > p.sentence(v).First && p.grouped(first-1, v) {
		first--
	}
	if last < p.sentence(v).Last && p.Tokens[last].Head == v && p.is(last, "compound:prt") {
		last++
	}
	return first, last
}

// grouped reports whether token i, which stands before the group of verb v,
// belongs to it.
func (p *page) grouped(i, v int) bool {
	h := p.Tokens[i].Head
	if h > i && h < v {
		return p.is(i, "advmod") // "so far refused"
	}
	return h == v && (p.is(i, "aux", "advmod") || p.lower[i] == "to") && !p.relative(i) && p.lower[i] != "when" && p.lower[i] != "as"
}

// complements reads what depends on the verb as the content.
func (b *build) complements() {
	var object, predicate = -1, -1
	for _, c := range b.Children(b.cue) {
		f, l := b.Subtree(c)
		switch {
		case b.is(c, "ccomp"):
			if b.told(c) || object > b.cue && b.ownsClause(object, c) || b.introduced(f) {
				continue
			}
			b.add("clause", words{{f, l}})
			if c > b.cue {
				b.add("clause to the end", words{{f, b.clauseEnd(f)}})
			}
		case b.is(c, "xcomp"):
			b.add("infinitive", words{{f, l}})
			predicate = c
		case b.is(c, "obj") || b.is(c, "iobj") && object < 0:
			if object > b.cue && b.is(c, "obj") && b.is(object, "obj") {
				predicate = c // "called the satellite “the eye of the nation”"
				continue
			}
			object = c
			if c > b.cue {
				b.add("object", words{{f, l}})
			}
		case b.is(c, "advcl") && c > b.cue && b.Tokens[c].XPOS == "VBG" && b.saying(c) && b.lower[c-1] == ",":
			// "dispute that, saying …": those words are of the second verb
		case b.is(c, "advcl") && c > b.cue:
			b.add("adverbial", words{{f, l}})
		case b.is(c, "obl") && c > b.cue:
			b.oblique(c)
		case b.is(c, "parataxis", "dep", "appos"):
			b.add("parataxis", words{{f, l}})
		case b.is(c, "nsubj") && c > b.cue:
			// A subject after its verb can be the whole content: "what was said was …".
		}
	}
	if object > b.cue {
		b.objectAnd(object, predicate)
	}
	if that := b.behindPhrase(b.last); that > 0 {
		_, l := b.Subtree(b.Tokens[that].Head)
		b.add("clause", words{{that, l}})
	}
}

// introduced reports whether what begins at token i is introduced by another verb of
// saying right before its colon or comma: "said he had lied, adding: “…”".
func (b *build) introduced(i int) bool {
	k := i
	for k > b.cue && (k == i || b.wordless(k, k+1)) {
		k--
	}
	return k > b.cue && (k < i-1 || b.wordless(i, i+1)) && b.verbal(k) && b.saying(k)
}

// longestPhrase is how many tokens may stand between a cue and its "that".
const longestPhrase = 14

// behindPhrase is the "that" of a clause that stands behind a phrase after the
// cue, which ends before token i, and that the tree hangs from that phrase: "said
// in an email that …", "was claimed by the rebels that …"; or -1.
func (p *page) behindPhrase(i int) int {
	last := p.sentence(i - 1).Last
	if i >= last || p.Tokens[i].UPOS != "ADP" && p.lower[i] != "," {
		return -1
	}
	for that := i + 2; that < min(last, i+longestPhrase); that++ {
		if p.finite(that) || p.quoted[that] != p.quoted[i] || p.loose(that) && p.lower[that] != "," {
			return -1
		}
		if p.lower[that] != "that" {
			continue
		}
		h := p.Tokens[that].Head
		if h <= that || !p.is(h, "acl", "ccomp", "advcl") || p.Tokens[h].Head < i || p.Tokens[h].Head >= that {
			return -1
		}
		if p.Tokens[that].UPOS == "PRON" && !p.clauseOfIts(h, that) {
			return -1
		}
		return that
	}
	return -1
}

// clauseOfIts reports whether the clause of head h has a subject of its own, so
// that a "that" before it may be a conjunction, whatever its tag.
func (p *page) clauseOfIts(h, that int) bool {
	for _, c := range p.Children(h) {
		if p.is(c, "nsubj") && c != that {
			return true
		}
	}
	return false
}

// ownsClause reports whether a clause that the tree hangs from a verb says what the
// verb's object is, a noun that takes such clauses: "denied a report by the radio
// that …".
func (p *page) ownsClause(object, c int) bool {
	first, _ := p.Subtree(c)
	return object < c && p.lower[first] == "that" && !p.cues.Carries(p.lemmas[p.Tokens[object].Head]) &&
		slices.ContainsFunc(p.cues.Entries(p.lemmas[object], cue.Noun), func(e cue.Entry) bool { return e.Takes(cue.Clause) })
}

// told reports whether a clause behind the cue is none but the bare name of the
// outlet that is spoken to: "“It is over”, she said the agency Volna".
func (p *page) told(c int) bool {
	first, last := p.Subtree(c)
	first, last = p.trim(first, last)
	return p.nominal(c) && first < last && p.outlet(first, last, c) &&
		!p.anyWord(words{{first, last}}, func(i int) bool { return p.verbal(i) || p.is(i, "cop", "nsubj") })
}

// oblique reads a prepositional phrase as content, its preposition as part of
// the cue.
func (b *build) oblique(c int) {
	of := b.Child(c, "case")
	if of < 0 || b.lower[of] == "by" && b.is(c, "obl:agent") {
		return
	}
	f, l := b.Subtree(c)
	start := f
	for start < l && (b.Tokens[start].Head == c && b.is(start, "case") || b.is(start, "fixed") || b.loose(start)) {
		start++
	}
	first, last := b.first, b.last
	if f == b.last {
		last = start
	}
	b.addSpan("phrase with "+b.lower[of], words{{start, l}}, first, last)
	if end := b.clauseEnd(c); b.part == "verb" && l < end && !b.loose(l) {
		b.addSpan("phrase with "+b.lower[of]+", to the end", words{{start, end}}, first, last)
	}
}

// objectAnd reads an object with what is said of it: a predicate, an
// infinitive, an "as", "for", "of" phrase.
func (b *build) objectAnd(object, predicate int) {
	f, l := b.Subtree(object)
	end, kind := l, ""
	if predicate > object {
		_, end = b.Subtree(predicate)
		kind = "predicate"
		if to := b.Child(predicate, "mark"); to >= 0 {
			kind = "infinitive"
		}
	} else {
		for _, c := range b.Children(b.cue) {
			if c > object && b.is(c, "obl", "advcl", "ccomp") {
				_, e := b.Subtree(c)
				end = e
				if of := b.Child(c, "case", "mark"); of >= 0 {
					kind = b.lower[of]
				} else {
					kind = "rest"
				}
				break
			}
		}
	}
	if kind != "" {
		b.add("object and "+kind, words{{f, end}})
	}
}

// passiveSubject reads the subject of a passive verb as its content: "the plan
// was criticised by the mayor".
func (b *build) passiveSubject() {
	if s := b.Child(b.cue, "nsubj:pass", "csubj:pass"); s >= 0 {
		if b.behindPhrase(b.last) > 0 && (b.lower[s] == "it" || b.tells(b.cue)) {
			return // the clause is what is said, to whoever the subject is
		}
		f, l := b.Subtree(s)
		b.add("passive subject", words{{f, l}})
		x := b.Child(b.cue, "xcomp", "ccomp")
		if x < 0 && b.cues.Hearsay("passive", b.lemmas[b.cue]) {
			x = b.infinitive(b.cue)
		}
		if x >= 0 && b.lower[s] != "it" && b.lower[s] != "there" {
			xf, xl := b.Subtree(x)
			frame := "passive subject and infinitive"
			if b.lower[xf] == "as" {
				frame = "passive subject and as"
			}
			b.add(frame, words{{f, l}}.add(xf, xl))
		}
		for _, c := range b.Children(b.cue) {
			if as := b.Child(c, "case", "mark"); c > b.cue && as > b.cue && b.lower[as] == "as" {
				af, al := b.Subtree(c)
				b.add("passive subject and as", words{{f, l}}.add(af, al))
			}
		}
		return
	}
	h := b.Tokens[b.cue].Head
	if h >= 0 && b.is(b.cue, "acl") && b.Tokens[b.cue].XPOS == "VBN" {
		s := b.phrase(h, b.cue, "")
		b.add("modified noun", words{{s.first, s.last}})
	}
}

// infinitive is the head of an infinitive with "to" that follows the verb as its
// adverbial clause, or -1.
func (p *page) infinitive(verb int) int {
	for _, c := range p.Children(verb) {
		if to := p.Child(c, "mark"); c > verb && p.is(c, "advcl") && to == verb+1 && p.lower[to] == "to" {
			return c
		}
	}
	return -1
}

// inserted reads the clause that the cue's own clause is put into: "The road,
// she said, is open"; "As she said, the road is open".
func (b *build) inserted() {
	h := b.Tokens[b.cue].Head
	if h >= 0 && b.is(b.cue, "parataxis", "advcl", "dep", "ccomp", "discourse") {
		hf, hl := b.Subtree(h)
		cf, cl := b.Subtree(b.cue)
		frame := "inserted"
		if m := b.Child(b.cue, "mark", "advmod"); m >= 0 && m < b.cue && b.lower[m] == "as" {
			frame = "as-clause"
			b.add(frame, b.sentenceWords().without(cf, cl))
		}
		b.add(frame, words{{hf, hl}}.without(cf, cl))
	}
}

func (b *build) sentenceWords() words {
	s := b.sentence(b.cue)
	return words{{s.First, s.Last}}
}

// clauseEnd is the end of the sentence without its closing marks, for a
// content that the parser may have cut short.
func (b *build) clauseEnd(first int) int { return b.sentence(first).Last }

// beside reads what stands before and after the reporting clause, whatever the
// tree says: the clause is the speaker, the cue and what modifies it.
func (b *build) beside() {
	s := b.sentence(b.cue)
	first, last := b.reportingClause()
	before, after := words{{s.First, first}}, words{{last, s.Last}}
	before, after = b.tidy(before), b.tidy(after)
	if len(before) > 0 && len(after) > 0 {
		if c := b.Child(b.cue, "ccomp"); c > b.cue && b.told(c) || b.compares(after[0][0]) {
			after = nil
		}
	}
	if len(before) > 0 && first > s.First && b.breaks(first-1) {
		b.add("words before", before)
		if len(after) > 0 && last < s.Last && b.breaks(last) {
			b.add("words around", before.add(after[0][0], after[0][1]))
		}
	}
	if len(after) > 0 {
		b.add("words after", after)
	}
	var quotations words
	for i := s.First; i < s.Last; i++ {
		if q := b.quoted[i]; q >= 0 && q != b.quoted[b.cue] {
			f, l := b.extent(q)
			quotations = quotations.add(f, l)
			i = max(i, l-1)
		}
	}
	b.add("quotations beside", quotations)
	if earlier, later := quotations.without(b.cue, s.Last), quotations.without(0, b.cue); len(earlier) > 0 && len(later) > 0 {
		b.add("quotations before", earlier)
		b.add("quotations after", later)
	}
	if len(before) == 0 && s.First > 0 && b.sentence(s.First-1).Block == s.Block {
		if q := b.quoted[s.First-1]; q >= 0 {
			f, l := b.extent(q)
			b.add("quotation before the sentence", words{{f, l}})
		}
	}
	if end := strings.TrimRight(b.Slice(s.Span), " "); strings.HasSuffix(end, ":") || len(quotations) == 0 && len(after) == 0 {
		if next := b.following(b.Tokens[b.cue].Sentence); len(next) > 0 {
			b.add("quotation after the sentence", next[:1])
			if len(next) > 1 {
				b.add("quotations after the sentence", next)
			}
		}
	}
}

// breaks reports whether token i separates a reporting clause from the words
// it reports.
func (b *build) breaks(i int) bool {
	form := b.Form(i)
	return strings.ContainsAny(form, ",:;–—-\"”“'’«».?!") && b.wordless(i, i+1)
}

// reportingClause is the range of tokens that holds the speaker, the cue, and
// what modifies the cue close by.
func (b *build) reportingClause() (first, last int) {
	first, last = b.first, b.last
	if len(b.speakers) > 0 && b.speakers[0].named() {
		sp := b.speakers[0]
		if sp.last <= first && sp.last >= first-3 || sp.first >= last && sp.first <= last+3 {
			first, last = min(first, sp.first), max(last, sp.last)
		}
	}
	s := b.sentence(b.cue)
	for _, c := range b.Children(b.cue) {
		f, l := b.Subtree(c)
		if b.is(c, "obl", "advmod", "obj", "iobj", "advcl", "discourse", "nsubj") && f >= last && f <= last+1 && l-f < 15 && !b.is(c, "obj") && l <= s.Last {
			if b.quotesIn(f, l) {
				break
			}
			last = l
		}
	}
	for last < s.Last && b.loose(last) && last+1 < s.Last && !b.breaks(last) {
		last++
	}
	return first, last
}

func (b *build) quotesIn(first, last int) bool {
	for i := first; i < last; i++ {
		if b.quoted[i] >= 0 && b.quoted[i] != b.quoted[b.cue] {
			return true
		}
	}
	return false
}
