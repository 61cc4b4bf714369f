package quote

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// nounReadings reads a noun of the lexicon, or any noun with a that-clause, as
// a cue: "the minister's claim that …", "calls for …".
func (p *page) nounReadings(n int) []candidate {
	known := p.cues.Has(p.lemmas[n], cue.Noun)
	b := build{page: p, cue: n, part: "noun", first: n, last: n + 1}
	if known {
		b.speakers = p.owners(n)
	}
	for _, c := range p.Children(n) {
		f, l := p.Subtree(c)
		switch {
		case c > n && p.is(c, "acl", "ccomp") && (p.clausal(c) || known && p.lower[f] == "that"):
			b.speakers = p.owners(n)
			b.add("noun clause", words{{f, l}})
		case known && c > n && p.is(c, "acl") && p.Child(c, "mark") >= 0:
			b.add("noun infinitive", words{{f, l}})
		case known && c > n && p.is(c, "nmod", "obl") && p.Child(c, "case") >= 0:
			b.oblique(c)
		case known && c > n && p.is(c, "parataxis", "appos", "dep"):
			b.add("noun apposition", words{{f, l}})
		}
	}
	if known {
		b.copular()
		b.carried()
		b.borrowed()
		b.charged()
	}
	return b.out
}

// clausal reports whether the clause of c is introduced by "that" or another
// conjunction that makes it a content.
func (p *page) clausal(c int) bool {
	m := p.Child(c, "mark")
	if m < 0 {
		return p.is(c, "ccomp")
	}
	switch p.lower[m] {
	case "that", "whether", "if":
		return true
	}
	return false
}

// copular reads "the minister's hope is that …", "their plan is to …".
func (b *build) copular() {
	h := b.Tokens[b.cue].Head
	if h < 0 || !b.is(b.cue, "nsubj") {
		return
	}
	if cop := b.Child(h, "cop"); cop > b.cue {
		_, l := b.Subtree(h)
		b.add("predicate", words{{cop + 1, l}})
	}
	if c := b.Child(h, "ccomp", "xcomp"); c >= 0 && b.lemmas[h] == "be" {
		f, l := b.Subtree(c)
		b.add("predicate", words{{f, l}})
	}
}

// isCarried reports whether token i is a noun of the lexicon that a verb of
// little meaning carries.
func (p *page) isCarried(i int) bool {
	h := p.Tokens[i].Head
	if h < 0 || h >= i || !p.cues.Carries(p.lemmas[h]) || !p.cues.Has(p.lemmas[i], cue.Noun) {
		return false
	}
	return p.Tokens[i].UPOS == "NOUN" && p.is(i, "obj") || h == i-1 && p.Tokens[i].XPOS == "NN" && p.is(i, "ccomp", "xcomp")
}

// carried reads a noun that a verb of little meaning carries: "expressed his
// readiness to leave". The verb is part of the cue, and what the tree hangs
// from the verb may be the content.
func (b *build) carried() {
	h := b.Tokens[b.cue].Head
	if h < 0 || h > b.cue || !b.is(b.cue, "obj") || !b.cues.Carries(b.lemmas[h]) {
		return
	}
	for i := range b.out {
		b.out[i].first, _ = b.verbGroup(h)
	}
	b.first, _ = b.verbGroup(h)
	b.speakers = b.owners(b.cue)
	for _, c := range b.Children(h) {
		if c > b.cue && b.is(c, "advcl", "xcomp", "ccomp", "parataxis") {
			f, l := b.Subtree(c)
			b.add("carried noun", words{{f, l}})
		}
	}
}

// borrowed reads the clause that the tree hangs from the verb whose object the cue
// is: "denied a report by the radio that …".
func (b *build) borrowed() {
	h := b.Tokens[b.cue].Head
	if h < 0 || h > b.cue || !b.is(b.cue, "obj") {
		return
	}
	for _, c := range b.Children(h) {
		if b.is(c, "ccomp") && b.ownsClause(b.cue, c) {
			f, l := b.Subtree(c)
			b.speakers = b.owners(b.cue)
			b.add("noun clause", words{{f, l}})
		}
	}
}

// charged reads what a claim right before it is of, whatever the tree hangs that
// from: "repression of the opposition and suspicions of rigging the vote".
func (b *build) charged() {
	of, doing := b.cue+1, b.cue+2
	if doing >= b.sentence(b.cue).Last || !b.cues.Told(b.lemmas[b.cue]) || b.lower[of] != "of" || b.Tokens[doing].XPOS != "VBG" || b.Tokens[doing].Head == b.cue {
		return
	}
	_, l := b.Subtree(doing)
	b.speakers = []speaker{nobody("noun")}
	b.addSpan("phrase with of", words{{doing, l}}, b.first, doing)
}

// adjectiveReadings reads a predicate adjective: "is confident that …", "was
// critical of …", "is ready to …".
func (p *page) adjectiveReadings(a int) []candidate {
	b := build{page: p, cue: a, part: "adjective", first: a, last: a + 1}
	cop := p.Child(a, "cop")
	known := p.cues.Has(p.lemmas[a], cue.Adjective)
	if cop < 0 && !known {
		return nil
	}
	if cop >= 0 && cop < a && cop >= a-3 {
		b.first = cop
	}
	if p.Child(a, "nsubj") >= 0 || !p.is(a, "amod") {
		b.speakers = p.subjects(a, 0)
	}
	for _, c := range p.Children(a) {
		if c < a {
			continue
		}
		f, l := p.Subtree(c)
		switch {
		case p.is(c, "ccomp"):
			b.add("adjective clause", words{{f, l}})
		case p.is(c, "xcomp", "advcl", "csubj"):
			b.add("adjective infinitive", words{{f, l}})
		case known && p.is(c, "obl") && p.Child(c, "case") >= 0:
			b.oblique(c)
		}
	}
	return b.out
}

// sourcePhrase is how many tokens a phrase that stands before a source has which
// begins at token i: "according to", "in the words of"; 0 where there is none.
func (p *page) sourcePhrase(i int) int {
	if p.lower[i] != "according" && p.lower[i] != "in" && p.lower[i] != "as" {
		return 0
	}
	last, longest := p.sentence(i).Last, 0
	for _, phrase := range p.cues.Sources() {
		n := 0
		for word := range strings.FieldsSeq(phrase) {
			if i+n >= last || p.lower[i+n] != word {
				n = 0
				break
			}
			n++
		}
		if n > 1 {
			longest = max(longest, n)
		}
	}
	return longest
}

// accordingTo reads "according to X": X is the source of the rest of the
// clause or sentence. The phrase before X has n tokens.
func (p *page) accordingTo(i, n int) []candidate {
	s := p.sentence(i)
	head := -1
	for j := i + n; j < s.Last; j++ {
		if u := p.Tokens[j].UPOS; u == "NOUN" || u == "PROPN" || u == "PRON" || u == "NUM" {
			head = j
			break
		}
	}
	if head < 0 {
		return nil
	}
	for {
		h := p.Tokens[head].Head
		if h < 0 || h < i+n || h >= s.Last || p.Tokens[i].Head == head || p.is(head, "obl") {
			break
		}
		if f, _ := p.Subtree(h); f < i && !p.wordless(f, i) {
			break
		}
		if u := p.Tokens[h].UPOS; u != "NOUN" && u != "PROPN" && u != "PRON" && u != "NUM" {
			break
		}
		head = h
	}
	sp := p.wholeOutlet(p.phrase(head, i, "according to"))
	sp.first = max(sp.first, i+n)
	if sp.first >= sp.last {
		return nil
	}
	for at := sp.head + 1; at < sp.last; at++ {
		// "According to the daily, which refers to three aides, …": the clause
		// behind the name is no part of it.
		if cited, _, _ := p.citation(at); cited.named() {
			sp.last = at
		}
	}
	b := build{page: p, cue: i, part: "phrase", first: i, last: i + n, speakers: []speaker{sp}}
	end := sp.last
	if cited, _, behind := p.citation(min(end, s.Last-1)); cited.named() {
		b.cited, end = &cited, behind
	}
	if i-2 >= s.First && (p.lower[i-1] == "," && p.Tokens[i-2].UPOS == "SCONJ" || p.lower[i-1] == ":" || p.lower[i-1] == ";") {
		// "said that, according to the guard, nobody had been hurt"; "they
		// dispute this: according to the union, …"
		b.add("according to, after", words{{end, s.Last}})
		return b.out
	}
	if h := b.above(i, sp); h >= s.First && h < i && p.is(h, "acl") && i > s.First && !p.loose(i-1) {
		// "Rebels, armed by the north according to experts, took the town"
		f, l := p.Subtree(h)
		b.add("according to, clause", words{{f, l}}.without(i, end))
		return b.out
	}
	b.add("according to", b.sentenceWords().without(i, end))
	b.add("according to, before", words{{s.First, i}})
	b.add("according to, after", words{{end, s.Last}})
	if h := b.above(i, sp); h >= 0 {
		f, l := p.Subtree(h)
		b.add("according to, clause", words{{f, l}}.without(i, end))
	}
	return b.out
}

// above is the head of the clause that the phrase modifies, or -1.
func (b *build) above(i int, sp speaker) int {
	h := b.Tokens[sp.head].Head
	for h >= i && h < sp.last {
		h = b.Tokens[h].Head
	}
	return h
}

// colonReadings reads "Orlova: “We stay.”" and "Poll: most want to stay": a
// short phrase without a verb, a colon, the words.
func (p *page) colonReadings(i int) []candidate {
	s := p.sentence(i)
	const longest = 14
	if i == s.First || i-s.First > longest || i+1 >= s.Last && len(p.following(p.Tokens[i].Sentence)) == 0 {
		return nil
	}
	for j := s.First; j < i; j++ {
		if p.verbal(j) || p.Tokens[j].UPOS == "AUX" || p.quoted[j] >= 0 {
			return nil
		}
	}
	h := p.phraseEnding(i, s.First)
	for j := i - 1; h < 0 && j >= s.First; j-- {
		h = p.phraseEnding(j, s.First)
	}
	if h < 0 {
		return nil
	}
	first, last := p.trim(s.First, i)
	if first >= last || h < first || p.Tokens[h].UPOS == "NOUN" && p.cues.Mute(p.lemmas[h]) {
		return nil
	}
	if p.files(h, i) {
		return nil
	}
	b := build{page: p, cue: i, part: "mark", first: i, last: i + 1, speakers: []speaker{{first, last, h, "before colon"}}}
	if p.announces(i) {
		b.sure, b.bounded = true, true
	}
	b.add("words after", words{{i + 1, s.Last}})
	if next := p.following(p.Tokens[i].Sentence); len(next) > 0 && i+1 >= s.Last {
		b.add("quotation after the sentence", next)
	}
	return b.out
}

// files reports whether the label that ends with the colon at token i is only the place
// that somebody speaks in: "Kyiv: border guards say all is quiet".
func (p *page) files(h, i int) bool {
	if !slices.ContainsFunc(p.Mentions, func(m text.Mention) bool { return m.Head == h && m.Last == i && m.Type == text.Location }) {
		return false
	}
	s := p.sentence(i)
	for v := i + 1; v < s.Last; v++ {
		if who := p.Child(v, "nsubj"); p.finite(v) && p.saying(v) && p.quoted[v] < 0 && who > i && who < v && p.Tokens[who].UPOS != "PRON" {
			return true
		}
	}
	return false
}

// longestLabel is how many tokens may stand before a colon that announces words.
const longestLabel = 6

// announces reports whether the colon at token i stands behind a short phrase that
// begins its block and names a person or a body, and before a clause: "Ivanov's
// office: the talks will go on".
func (p *page) announces(i int) bool {
	s := p.sentence(i)
	if s.First != p.Sentences[p.Blocks[s.Block].First].First || i-s.First > longestLabel {
		return false
	}
	named := slices.ContainsFunc(p.Mentions, func(m text.Mention) bool {
		return m.Kind == text.Name && m.First >= s.First && m.Last <= i && (m.Type == text.Person || m.Type == text.Organization)
	})
	return named && p.anyWord(words{{i + 1, s.Last}}, func(j int) bool { return p.is(j, "nsubj") }) && p.anyWord(words{{i + 1, s.Last}}, p.finite)
}

// opensQuotation reports whether a quotation that closes in its block begins at token i.
func (p *page) opensQuotation(i int) bool {
	return i < len(p.Tokens) && p.quoted[i] >= 0 && p.Quotations[p.quoted[i]].Closed && p.TokenAt(p.Quotations[p.quoted[i]].Start) == i
}

// opensTurn reports whether token i ends the label of a turn in a talk: "Radio Sever:
// Will you resign?", "“ORLOVA: No.".
func (p *page) opensTurn(i int) bool {
	label := p.BlockOf(i).Label
	return label.Len() > 0 && p.Tokens[i].End == label.End
}

// turnReadings reads a whole turn as said by the one whom its label names; token i of
// the label is the cue if it ends it.
func (p *page) turnReadings(i int) []candidate {
	if !p.opensTurn(i) {
		return nil
	}
	first := p.TokenAt(p.BlockOf(i).Label.Start)
	last := i
	if first == i {
		last++ // "Q." is the label and its mark
	}
	if open := slices.Index(p.lower[first:i], "("); open > 0 {
		last = first + open
	}
	said := p.turn(i)
	if first >= last || len(said) == 0 {
		return nil
	}
	h := p.phraseEnding(last, first)
	if h < 0 {
		h = last - 1
	}
	b := build{page: p, cue: i, part: "mark", first: i, last: i + 1, speakers: []speaker{{first, last, h, "label of the turn"}}}
	b.sure, b.bounded = true, true
	b.add("turn", said)
	return b.out
}

// turn is what the speaker of the label that ends with token i says: the rest of
// its block, and the blocks behind it that are his up to the next label.
func (p *page) turn(i int) words {
	at := p.sentence(i).Block
	speaker := p.Blocks[at].Speaker
	var out words
	first, last := i+1, p.Sentences[p.Blocks[at].Last-1].Last
	for first < last && strings.Trim(p.Form(first), "*_") == "" {
		first++ // "**Ana:** No."
	}
	if first < last {
		out = words{{first, last}}
	}
	for at++; at < len(p.Blocks) && p.Blocks[at].Label.Len() == 0; at++ {
		if b := &p.Blocks[at]; b.Speaker == speaker && b.First < b.Last {
			out = out.add(p.Sentences[b.First].First, p.Sentences[b.Last-1].Last)
		}
	}
	return out
}

// dashReadings reads "“We stay.” — Anna Orlova": a quotation, a dash, a name
// that ends the line.
func (p *page) dashReadings(i int) []candidate {
	s := p.sentence(i)
	const longest = 16
	if i+1 >= s.Last || s.Last-i > longest || p.Tokens[i+1].UPOS != "PROPN" {
		return nil
	}
	for j := i + 1; j < s.Last; j++ {
		if p.verbal(j) || p.quoted[j] >= 0 {
			return nil
		}
	}
	first, last := p.trim(i+1, s.Last)
	q := p.Quotations[p.quoted[i-1]]
	from, to := p.TokensIn(q.Span)
	b := build{page: p, cue: i, part: "mark", first: i, last: i + 1, speakers: []speaker{{first, last, i + 1, "after dash"}}}
	b.bounded, b.sure = true, p.wordless(last, s.Last)
	b.add("quotation before dash", words{{from, to}})
	return b.out
}
