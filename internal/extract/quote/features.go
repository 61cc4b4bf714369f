package quote

import (
	"annals/internal/lexicon/cue"
	"annals/internal/model"
)

// Templates of features, grouped by what they look at. A number is never used
// for two things: it is part of the hash.
const (
	tBias = iota
	tFrame
	tLemma
	tLemmaFrame
	tCueTag
	tCueShape
	tLexicon
	tSpeaker
	tSpeakerLemma
	tLemmaSpeaker
	tSize
	tEdges
	tQuotes
	tPlace
	tNeighbours
	tContentHead
	tAuxiliary
	tObject
	tCompound
	tRivals
	tBoundary
	tClass
)

// features appends the features of a candidate. rivals says what else its
// cue offers.
func (p *page) features(out []model.Feature, c *candidate, rivals uint64) []model.Feature {
	lemma := p.hashes[c.cue].lemma
	frame := model.Text(c.frame)
	tag := p.hashes[c.cue].tag
	who := model.Text(p.speakerClass(c))
	quotes := p.quoteClass(c)
	order := p.order(c)
	add := func(template, sub int, values ...uint64) {
		f := model.Template(template*32 + sub)
		for _, v := range values {
			f = f.With(v)
		}
		out = append(out, f)
	}
	add(tBias, 0)
	add(tFrame, 0, frame)
	add(tFrame, 1, frame, who)
	add(tFrame, 2, frame, quotes, order)
	add(tFrame, 3, frame, tag)
	add(tFrame, 4, frame, model.Text(c.speaker.how))
	add(tFrame, 5, frame, uint64(len(c.also)))
	for _, a := range c.also {
		add(tFrame, 6, model.Text(a), who)
		add(tFrame, 7, model.Text(a), quotes, order)
		add(tFrame, 8, model.Text(a), lemma)
		add(tFrame, 9, model.Text(a), frame)
	}
	add(tLemma, 0, lemma)
	add(tLemma, 1, lemma, who)
	add(tLemma, 2, lemma, quotes)
	add(tLemma, 3, lemma, tag)
	add(tLemmaFrame, 0, lemma, frame)
	add(tLemmaFrame, 1, lemma, frame, who)
	add(tLemmaFrame, 2, lemma, frame, quotes, order)
	add(tCueTag, 0, tag, who)
	add(tCueTag, 1, model.Text(c.part), frame, who)
	add(tCueShape, 0, model.Text(suffix(p.lemmas[c.cue], 3)), frame)
	deprel := p.hashes[c.cue].deprel
	add(tCueShape, 1, deprel, frame)
	add(tCueShape, 2, deprel, lemma)
	add(tCueShape, 3, deprel, who, tag)
	p.lexiconFeatures(c, add, frame, who)
	p.speakerFeatures(c, add, lemma, frame)
	p.contentFeatures(c, add, lemma, frame)
	add(tQuotes, 0, quotes, who)
	add(tQuotes, 1, quotes, order, frame, lemma)
	if p.quoted[c.cue] >= 0 {
		add(tQuotes, 2)
		add(tQuotes, 3, who)
		add(tQuotes, 4, lemma)
	}
	p.neighbourFeatures(c, add, lemma)
	p.classFeatures(c, add, frame, who, quotes)
	add(tRivals, 0, rivals, frame)
	add(tRivals, 1, rivals, frame, lemma)
	add(tRivals, 2, rivals, quotes, order)
	return out
}

// classFeatures put classes of words in the place of lemmas, for cues and
// speakers that the training texts show seldom or never.
func (p *page) classFeatures(c *candidate, add adder, frame, who, quotes uint64) {
	of := p.hashes[c.cue].class
	fine, coarse := uint64(of.Fine), uint64(of.Coarse)
	add(tClass, 0, fine, frame)
	add(tClass, 1, fine, who)
	add(tClass, 2, fine, quotes)
	add(tClass, 3, coarse, frame, who)
	head := p.hashes[p.contentHead(c.content)].class
	add(tClass, 4, uint64(head.Fine), frame)
	add(tClass, 5, uint64(head.Fine), fine)
	add(tClass, 6, uint64(head.Coarse), coarse, frame)
	if c.speaker.named() {
		speaker := p.hashes[c.speaker.head].class
		add(tClass, 7, uint64(speaker.Fine))
		add(tClass, 8, uint64(speaker.Fine), fine)
		add(tClass, 9, uint64(speaker.Coarse), coarse, frame)
		add(tClass, 10, uint64(speaker.Fine), p.hashes[c.cue].lemma)
	}
}

type adder func(template, sub int, values ...uint64)

// lexiconFeatures say what the lexicon knows of the cue.
func (p *page) lexiconFeatures(c *candidate, add adder, frame, who uint64) {
	known := false
	for _, e := range p.cues.Entries(p.lemmas[c.cue], cue.Part(c.part)) {
		if len(e.Second) > 0 {
			continue
		}
		known = true
		add(tLexicon, 0, model.Text(e.Act))
		add(tLexicon, 1, model.Text(e.Act), frame)
		add(tLexicon, 2, model.Text(e.Act), frame, who)
	}
	if !known {
		add(tLexicon, 3, frame, model.Text(c.part))
		add(tLexicon, 4, frame, who)
	}
}

// speakerFeatures say who speaks.
func (p *page) speakerFeatures(c *candidate, add adder, lemma, frame uint64) {
	s := c.speaker
	if !s.named() {
		add(tSpeaker, 0, frame, lemma)
		return
	}
	head := p.hashes[s.head].lemma
	add(tSpeakerLemma, 0, head)
	add(tSpeakerLemma, 1, head, frame)
	add(tLemmaSpeaker, 0, lemma, head)
	add(tSpeaker, 1, uint64(min(s.last-s.first, 12)), model.Text(s.how))
	add(tSpeaker, 2, distance(s, c), model.Text(s.how), frame)
	add(tSpeaker, 3, p.hashes[s.head].tag, lemma)
	add(tSpeaker, 4, model.Text(s.how), lemma)
	add(tSpeaker, 5, model.Text(suffix(p.lemmas[s.head], 3)))
	if p.quoted[s.head] != p.quoted[c.cue] {
		add(tSpeaker, 6)
	}
}

// distance is how far the speaker stands from the cue: its side and a coarse
// number of tokens.
func distance(s speaker, c *candidate) uint64 {
	switch {
	case s.last <= c.first:
		return coarse(c.first - s.last)
	case s.first >= c.last:
		return 100 + coarse(s.first-c.last)
	}
	return 200
}

func coarse(n int) uint64 {
	switch {
	case n < 4:
		return uint64(n)
	case n < 8:
		return 4
	case n < 16:
		return 5
	case n < 30:
		return 6
	case n < 60:
		return 7
	}
	return 8
}

// contentFeatures say what the content looks like.
func (p *page) contentFeatures(c *candidate, add adder, lemma, frame uint64) {
	w := c.content
	first, last := w[0][0], w[len(w)-1][1]
	size := coarse(w.size())
	opening := p.hashes[first].word
	add(tSize, 0, size, frame)
	add(tSize, 1, size, lemma)
	add(tSize, 2, uint64(min(len(w), 4)), frame)
	add(tEdges, 0, opening, frame)
	add(tEdges, 1, opening, lemma)
	add(tEdges, 2, p.hashes[first].tag, frame)
	add(tEdges, 3, p.hashes[last-1].tag, frame)
	if last < len(p.Tokens) && p.Tokens[last].Sentence == p.Tokens[last-1].Sentence {
		add(tEdges, 4, p.hashes[last].word, frame)
		add(tEdges, 5, p.hashes[last].tag, frame)
	} else {
		add(tEdges, 6, frame)
	}
	if first > 0 && p.Tokens[first-1].Sentence == p.Tokens[first].Sentence {
		add(tEdges, 7, p.hashes[first-1].word, frame)
	} else {
		add(tEdges, 8, frame)
	}
	add(tEdges, 9, coarse(max(0, first-c.last)), frame)
	p.boundaryFeatures(c, add, lemma, frame)
	head := p.contentHead(w)
	add(tContentHead, 0, p.hashes[head].upos, frame)
	add(tContentHead, 1, p.hashes[head].tag, lemma)
	add(tContentHead, 2, p.hashes[head].lemma, lemma)
	add(tContentHead, 3, p.hashes[head].lemma, frame)
	verbs, clauses := 0, 0
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			if p.verbal(i) {
				verbs++
			}
			if h := p.Tokens[i].Head; h >= 0 && !w.holds(h) && p.Tokens[i].UPOS != "PUNCT" {
				clauses++
			}
		}
	}
	add(tContentHead, 4, uint64(min(verbs, 3)), frame)
	add(tContentHead, 5, uint64(min(clauses, 4)), frame)
}

// boundaryFeatures say which commas the content reaches over, and at which it
// ends: what stands behind each, and whether that hangs from the content.
func (p *page) boundaryFeatures(c *candidate, add adder, lemma, frame uint64) {
	last := c.content[len(c.content)-1]
	sentence := p.Tokens[last[1]-1].Sentence
	describe := func(i int) (uint64, uint64) {
		h := p.Tokens[i].Head
		inside := uint64(0)
		for h >= 0 && !c.content.holds(h) && h > i {
			h = p.Tokens[h].Head
		}
		if h >= 0 && c.content.holds(h) {
			inside = 1
		} else if h == c.cue {
			inside = 2
		}
		return p.hashes[i].word, model.Text(p.Tokens[i].Deprel+p.Tokens[i].UPOS) + inside
	}
	for i := last[0] + 1; i+1 < last[1]; i++ {
		if h := p.Tokens[i].Head; p.Tokens[i].UPOS == "CCONJ" && h > i && p.Tokens[h].Head >= 0 {
			// What is joined on: to the content, the cue or something else.
			word, relation := describe(h)
			add(tBoundary, 7, relation)
			add(tBoundary, 8, relation, lemma)
			add(tBoundary, 9, relation, word)
			if p.Tokens[h].Head == c.cue {
				add(tBoundary, 10, p.hashes[h].upos)
			}
		}
		if p.quoted[i] < 0 && p.loose(i) {
			word, relation := describe(i + 1)
			add(tBoundary, 0, word)
			add(tBoundary, 1, relation)
			add(tBoundary, 2, relation, lemma)
		}
	}
	if i := last[1]; i+1 < len(p.Tokens) && p.Tokens[i].Sentence == sentence {
		if p.loose(i) {
			i++
		}
		word, relation := describe(i)
		add(tBoundary, 3, word)
		add(tBoundary, 4, relation)
		add(tBoundary, 5, relation, frame)
		if i > last[1] {
			add(tBoundary, 6, relation, word)
		}
	}
}

// contentHead is the first token of the content that hangs from outside it.
func (p *page) contentHead(w words) int {
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			if p.Tokens[i].UPOS != "PUNCT" && !w.holds(p.Tokens[i].Head) {
				return i
			}
		}
	}
	return w[0][0]
}

// neighbourFeatures look around the cue.
func (p *page) neighbourFeatures(c *candidate, add adder, lemma uint64) {
	s := p.sentence(c.cue)
	at := func(i int) uint64 {
		if i < s.First || i >= s.Last {
			return 0
		}
		return p.hashes[i].word
	}
	frame := model.Text(c.frame)
	add(tNeighbours, 0, at(c.last), lemma)
	add(tNeighbours, 1, at(c.last), frame)
	add(tNeighbours, 2, at(c.first-1), frame)
	add(tNeighbours, 3, at(c.last), at(c.last+1))
	add(tNeighbours, 4, at(c.cue-1), lemma)
	add(tPlace, 0, coarse(c.cue-s.First), frame)
	add(tPlace, 1, coarse(s.Last-c.cue), frame)
	for _, d := range p.Children(c.cue) {
		switch {
		case p.is(d, "aux"):
			add(tAuxiliary, 0, p.hashes[d].word)
			add(tAuxiliary, 1, p.hashes[d].word, lemma)
		case p.is(d, "advmod"):
			add(tAuxiliary, 2, p.hashes[d].word)
		case p.is(d, "mark"):
			add(tAuxiliary, 3, p.hashes[d].word)
			add(tAuxiliary, 4, p.hashes[d].word, lemma)
			add(tAuxiliary, 5, p.hashes[d].word, frame)
		case p.is(d, "obj"):
			add(tObject, 0, p.hashes[d].lemma, lemma)
			add(tObject, 1, p.hashes[d].upos, frame, lemma)
		case p.is(d, "compound:prt"):
			add(tCompound, 0, p.hashes[d].word, lemma)
		case p.is(d, "obl"):
			if m := p.Child(d, "case"); m >= 0 {
				add(tCompound, 1, p.hashes[m].word, lemma)
			}
		}
	}
}

// speakerClass is a coarse class of the source.
func (p *page) speakerClass(c *candidate) string {
	s := c.speaker
	if !s.named() {
		return "nobody: " + s.how
	}
	t := &p.Tokens[s.head]
	switch t.UPOS {
	case "PRON":
		return p.lower[s.head]
	case "PROPN":
		return "name"
	case "NOUN":
		return "noun " + t.XPOS
	}
	return t.UPOS
}

// quoteClass is how much of the content stands in quotation marks: 0 nothing,
// 1 some, 2 all; with whether it begins with them.
func (p *page) quoteClass(c *candidate) uint64 {
	in, all := 0, 0
	for _, r := range c.content {
		for i := r[0]; i < r[1]; i++ {
			if p.Tokens[i].UPOS == "PUNCT" {
				continue
			}
			all++
			if p.quoted[i] >= 0 {
				in++
			}
		}
	}
	v := uint64(0)
	switch {
	case in > 0 && in == all:
		v = 2
	case in > 0:
		v = 1
	}
	if p.quoted[c.content[0][0]] >= 0 {
		v += 4
	}
	return v
}

// order is on which sides of the cue content and speaker stand.
func (p *page) order(c *candidate) uint64 {
	v := uint64(0)
	if c.content[0][0] < c.first {
		v |= 1
	}
	if c.content[len(c.content)-1][1] > c.last {
		v |= 2
	}
	if c.speaker.named() && c.speaker.first > c.cue {
		v |= 4
	}
	return v
}

func suffix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[len(s)-n:]
}
