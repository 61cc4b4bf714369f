package resolve

import (
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// insteadOf is whom a party stands for where its words or the clause before say
// that it is not the draft that coreference chose, with true: a draft of its
// own, somebody else's, or nil for nobody in particular.
func (s *resolution) insteadOf(span text.Span, d *draft) (*draft, bool) {
	h := s.head(span)
	if h < 0 {
		return nil, false
	}
	if s.lower(h) == "they" {
		i, found := s.severalBefore(h)
		if !found {
			return nil, false
		}
		who := s.whom(i)
		if d != nil && d != who {
			s.drop(d, s.doc.Tokens[h].Span)
		}
		if who != nil {
			who.addMention(s.doc.Tokens[h].Span, "")
		}
		s.taken[h] = who
		return who, true
	}
	if s.lower(h) == "it" {
		return s.lastVoice(h, d)
	}
	if d != nil && d.actor.Kind == record.KindOrganization && s.someOf(h) {
		return nil, true
	}
	if d != nil && s.isName(d) && s.occupied(span, h, d) {
		s.drop(d, span)
		own := s.draftFor("own/" + strings.ToLower(s.doc.Slice(span)))
		own.addMention(span, s.doc.Slice(span))
		p := s.describe(h)
		s.kindOf(own, h, p)
		s.sectorsOfPerson(own, []phrase{p})
		own.because("described as %s, who is nobody else", p.why)
		s.taken[h] = own
		return own, true
	}
	return nil, false
}

// severalBefore is the head of those who speak on as "they" at token h: the
// subject of the clause above or, where "they" say something, of the sentence
// before, if it is plural: never those spoken of in it.
func (s *resolution) severalBefore(h int) (int, bool) {
	d := s.doc
	if s.quoted[h] || !text.IsRelation(d.Tokens[h].Deprel, "nsubj") || d.Tokens[h].Head < 0 {
		return 0, false
	}
	for v := d.Tokens[d.Tokens[h].Head].Head; v >= 0; v = d.Tokens[v].Head {
		if i := d.Child(v, "nsubj"); i >= 0 && i < h && !s.quoted[i] && s.sources[i] {
			return i, s.several(i)
		}
	}
	if n := d.Tokens[h].Sentence - 1; s.sources[h] && n >= 0 && d.Sentences[n].Block == d.Sentences[n+1].Block {
		for i := d.Sentences[n].First; i < d.Sentences[n].Last; i++ {
			if t := d.Tokens[i]; text.IsRelation(t.Deprel, "nsubj") && t.Head >= 0 && d.Tokens[t.Head].Head < 0 {
				return i, !s.quoted[i] && s.several(i)
			}
		}
	}
	return 0, false
}

// lastVoice is whom "it" at token h stands for where it says something and so did a
// body or document shortly before: the body, or nobody for the document; never a
// body spoken of in between.
func (s *resolution) lastVoice(h int, d *draft) (*draft, bool) {
	if !s.sources[h] || s.quoted[h] || d == nil {
		return nil, false
	}
	doc := s.doc
	from := doc.Sentences[max(0, doc.Tokens[h].Sentence-closeBy)].First
	for i := h - 1; i >= from; i-- {
		if t := doc.Tokens[i]; !s.quoted[i] && text.IsRelation(t.Deprel, "nsubj") && t.Head >= 0 && doc.Tokens[t.Head].Head < 0 && s.whom(i) == d {
			return nil, false // whom the sentence is about
		}
		if !s.sources[i] || s.quoted[i] {
			continue
		}
		who := s.whom(i)
		document := s.isDocument(i) || s.isWork(i)
		if who == d || !document && !isBody(who) && (who == nil || who.actor.Kind != record.KindCountry) {
			return nil, false
		}
		s.drop(d, doc.Tokens[h].Span)
		if document {
			who = nil
		} else {
			who.addMention(doc.Tokens[h].Span, "")
		}
		s.taken[h] = who
		return who, true
	}
	return nil, false
}

// someOf reports whether the noun at token h is for some members of a party: "some
// Democrats", "fellow Republicans".
func (s *resolution) someOf(h int) bool {
	w := canonical(strings.ToLower(s.doc.Tokens[h].Lemma))
	if !s.words.is("party member", strings.TrimSuffix(w, "s")) || !s.words.is("party member", w) && !strings.HasSuffix(s.lower(h), "s") {
		return false
	}
	return slices.ContainsFunc(s.doc.Children(h), func(c int) bool {
		return c < h && (s.words.is("some of", s.lower(c)) || text.IsRelation(s.doc.Tokens[c].Deprel, "nummod"))
	})
}

// several reports whether the noun or pronoun at token i is plural.
func (s *resolution) several(i int) bool {
	t := s.doc.Tokens[i]
	return t.UPOS == "NOUN" && (s.describe(i).plural || s.words.is("quantity", strings.ToLower(t.Lemma))) || s.lower(i) == "they"
}

// occupied reports whether a description with a possessor of its own names
// another occupation than those by which the report calls the named person:
// "the hospital's director" of a midwife.
func (s *resolution) occupied(span text.Span, h int, d *draft) bool {
	i, ok := s.at[h]
	if !ok || s.doc.Mentions[i].Kind != text.Nominal || !s.isPerson(d, "") || s.doc.BlockOf(h).Speaker != "" {
		return false // in a talk, whom labels say
	}
	own := s.doc.Child(h, "nmod:poss")
	if own >= 0 && s.doc.Tokens[own].UPOS == "PRON" || own < 0 && s.ofPhrase(h) < 0 {
		return false
	}
	role := s.world.Role(strings.ToLower(s.doc.Tokens[h].Lemma))
	if role == nil || role.Kind != "person" {
		return false
	}
	words := s.byname(d)
	if words[canonical(strings.ToLower(s.doc.Tokens[h].Lemma))] {
		return false
	}
	if s.nextTo(span, d) || s.ruler(h) == d {
		return false // "the hospital's director, Ana Ruiz"
	}
	return len(words) > 0
}

// spokenWith reports whether a description cannot be the person's whom coreference
// chose, since all that names that person before it is the one spoken with: "in an
// interview with Ruiz, the candidate said".
func (s *resolution) spokenWith(span text.Span, d *draft) bool {
	h := s.head(span)
	i, ok := s.at[h]
	if h < 0 || !ok || s.doc.Mentions[i].Kind != text.Nominal || !s.isPerson(d, "") {
		return false
	}
	with := false
	for _, other := range d.spans {
		first, _ := s.doc.TokensIn(other)
		switch m, named := s.around[first]; {
		case first >= h || !named:
		case !s.withOthers(s.doc.Mentions[m].Head, h):
			return false
		default:
			with = true
		}
	}
	return with
}

// nextTo reports whether the draft's name stands in a span or shortly before or
// behind it in its sentence: an apposition.
func (s *resolution) nextTo(span text.Span, d *draft) bool {
	first, last := s.doc.TokensIn(span)
	sentence := s.doc.Sentences[s.doc.Tokens[first].Sentence]
	for t := max(sentence.First, first-nextName); t < min(sentence.Last, last+3); t++ {
		if i, ok := s.around[t]; ok && s.byEntity[s.doc.Mentions[i].Entity] == d {
			return true
		}
	}
	return false
}

// nextName is how many tokens before an apposition a name may begin.
const nextName = 8
