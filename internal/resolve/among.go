package resolve

import (
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// among drafts those whom the words behind a group say to be in it: the paratroopers in
// "300 soldiers, including elite Russian paratroopers", the reporters in "40 people,
// among them two reporters", the officers in "12 soldiers, two of them officers".
func (s *resolution) among(d *draft, span text.Span) {
	h := s.head(span)
	if h < 0 || d.actor.Kind != record.KindGroup {
		return
	}
	_, h = s.describeCounted(h)
	if o := s.phraseBehind(h); o > h {
		h = o
	}
	t := s.amongAt(h + 1)
	for end := s.doc.Sentences[s.doc.Tokens[h].Sentence].Last; t > h && t < end; {
		c := s.nounOf(t)
		if c < 0 {
			return
		}
		if i, ok := s.around[c]; ok && s.doc.Mentions[i].Kind == text.Name {
			return // "including Turkey": by its own name
		}
		at := s.doc.TokenSpan(t, c+1)
		if part := s.newParty(c, at); part != nil && part != d {
			part.wanted = true
			part.because("some of %s", s.doc.Slice(span))
		}
		next := c + 1
		if next < end && s.doc.Form(next) == "," {
			next++
		}
		if next >= end || s.lower(next) != "and" {
			return
		}
		t = next + 1
	}
}

// phraseBehind is the last token of the short phrases that modify noun h.
func (s *resolution) phraseBehind(h int) int {
	last := h
	for _, c := range s.doc.Children(h) {
		if k := s.doc.Child(c, "case"); k == last+1 && c > k && text.IsRelation(s.doc.Tokens[c].Deprel, "nmod") && s.lower(k) != "including" && s.lower(k) != "among" {
			_, end := s.doc.Subtree(c)
			if s.amongAt(end) > 0 || end-h < 6 {
				last = end - 1
			}
		}
	}
	return last
}

// amongAt is the token behind words that begin those among others at token t:
// "including", ", among them", ", most of them"; or 0.
func (s *resolution) amongAt(t int) int {
	d := s.doc
	low := func(i int) string {
		if i >= len(d.Tokens) {
			return ""
		}
		return s.lower(i)
	}
	if low(t) == "," {
		t++
	}
	theirs := func(i int) bool { return low(i) == "them" || low(i) == "whom" }
	switch {
	case low(t) == "including":
		return t + 1
	case low(t) == "among" && theirs(t+1):
		return t + 2
	case low(t+1) == "of" && theirs(t+2) && (d.Tokens[t].UPOS == "NUM" || s.words.is("quantity", low(t))):
		return t + 3
	}
	return 0
}

// nounOf is the noun that the words from token t on modify or are; or -1.
func (s *resolution) nounOf(t int) int {
	d := s.doc
	for i := t; i < min(t+maxModifiers, len(d.Tokens)); i++ {
		switch u := d.Tokens[i].UPOS; {
		case u == "NOUN" && (i+1 >= len(d.Tokens) || d.Tokens[i+1].UPOS != "NOUN" && !strings.HasPrefix(d.Form(i+1), "-")):
			return i
		case u == "DET" || u == "ADJ" || u == "NUM" || u == "NOUN" || u == "PROPN" || d.Form(i) == "-":
		default:
			return -1
		}
	}
	return -1
}
