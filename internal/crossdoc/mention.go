package crossdoc

import (
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/situation"
	"annals/internal/text"
)

// Mention is what is compared of words that speak of an event or of an
// entity.
type Mention struct {
	report *Report
	head   int // its head's token
	length int // tokens
	stem   uint32
	lemma  string
	class  cluster.Class

	verb, name, pronoun, plural bool

	words   terms // of the mention itself
	entity  int   // of the document, or -1
	chain   terms // of the names and descriptions of that entity
	kind    text.NameType
	numeral string // the number in its words
	context terms  // of its sentence without its head
	names   terms  // of the names in its sentence
	days    terms  // weekdays and months in its sentence
	doer    terms  // of the subjects and possessors
	done    terms  // of the objects
	beside  terms  // of modifiers
	around  terms  // of all three
}

// Head is the token that heads the mention.
func (m *Mention) Head() int { return m.head }

// Length is how many tokens the mention has.
func (m *Mention) Length() int { return m.length }

// Lemma is the stem of its head's dictionary form.
func (m *Mention) Lemma() string { return situation.Head(m.lemma) }

// Mention is what is compared of a half-open range of tokens.
func (r *Report) Mention(first, last int) *Mention {
	d := r.doc
	m := &Mention{report: r, head: first, length: last - first}
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h < first || h >= last {
			m.head = i
			break
		}
	}
	t := d.Tokens[m.head]
	m.lemma = strings.ToLower(t.Lemma)
	if m.lemma == "" {
		m.lemma = strings.ToLower(d.Form(m.head))
	}
	m.stem, m.class = situation.Hash(m.Lemma()), r.tables.classes.Of(d.Form(m.head))
	m.verb, m.name, m.pronoun = t.UPOS == "VERB" || t.UPOS == "AUX", t.UPOS == "PROPN", t.UPOS == "PRON" || t.UPOS == "DET"
	m.plural = t.Plural()
	m.words = r.between(first, last)
	for i := first; i < last; i++ {
		if d.Tokens[i].UPOS == "NUM" {
			m.numeral = strings.ToLower(d.Form(i))
		}
	}
	if m.entity = r.within[m.head]; m.entity >= 0 {
		m.chain, m.kind = r.chain(m.entity), d.Entities[m.entity].Type
	}
	s := d.Sentences[t.Sentence]
	for _, x := range r.between(s.First, s.Last) {
		if x.hash != m.stem {
			m.context = append(m.context, x)
		}
	}
	m.days = r.daysIn(s.First, s.Last)
	named := counts{}
	for i := s.First; i < s.Last; i++ {
		if d.Tokens[i].UPOS == "PROPN" && r.stems[i] != 0 && r.stems[i] != m.stem {
			named[r.stems[i]] = 1
		}
	}
	m.names = named.terms()
	m.parties(first, last)
	m.around = merge(m.doer, m.done, m.beside)
	return m
}

// parties takes what hangs from the head, and, where the head takes part in
// another clause's parties ("carried out an attack", "came and attacked"),
// what hangs from that clause's.
func (m *Mention) parties(first, last int) {
	d := m.report.doc
	from := m.head
	for {
		for _, c := range d.Children(from) {
			if c >= first && c < last {
				continue
			}
			f, l := d.Subtree(c)
			found := merge(m.report.between(max(f, c-4), min(l, c+5)), m.report.chain(m.report.within[c]))
			switch relation := d.Tokens[c].Deprel; {
			case text.IsRelation(relation, "nsubj:pass"), text.IsRelation(relation, "obj"), text.IsRelation(relation, "iobj"):
				m.done = merge(m.done, found)
			case text.IsRelation(relation, "nsubj"), text.IsRelation(relation, "nmod:poss"), text.IsRelation(relation, "obl:agent"):
				m.doer = merge(m.doer, found)
			case text.IsRelation(relation, "compound"), text.IsRelation(relation, "nmod"), text.IsRelation(relation, "obl"), text.IsRelation(relation, "amod"):
				m.beside = merge(m.beside, found)
			}
		}
		above, relation := d.Tokens[m.head].Head, d.Tokens[m.head].Deprel
		if from != m.head || above < 0 {
			return
		}
		switch {
		case text.IsRelation(relation, "conj"), text.IsRelation(relation, "xcomp"),
			!m.verb && (text.IsRelation(relation, "obj") || text.IsRelation(relation, "nsubj") || text.IsRelation(relation, "obl")):
			from = above
		case text.IsRelation(relation, "acl"):
			f, l := d.Subtree(above)
			m.done = merge(m.done, m.report.between(max(f, above-4), min(l, above+1)))
			return
		default:
			return
		}
	}
}
