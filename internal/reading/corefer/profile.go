package corefer

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

// profile is what the features say of one mention.
type profile struct {
	form   uint64 // the pronoun, or kind of name, or determination and number of a description
	coarse uint64 // person, number and gender of a pronoun, kind of name, or description
	head   uint64 // lemma of the head
	phrase uint64 // the words but for determiners
	words  []uint64
	class  cluster.Class
	above  token // what the head depends on

	// Of descriptions and names: the first letters of the head; the content
	// words before it and after it; whether words stand after it; the
	// possessor's last word.
	stem          uint64
	before, after []uint64
	behind        bool
	owner         uint64

	deprel   uint64
	sentence int
	block    int
	place    int // 0 for the first mention of its sentence, 1 for the second …
	order    int // how many mentions stand before it; clauses don't count
}

// token is a word that a feature speaks of.
type token struct {
	at    int // or -1
	lemma uint64
	class cluster.Class
}

// Values of profile.coarse beyond those of pronouns and names.
const (
	coarseNominal = 100 + iota
	coarseSeveral
	coarseTold
	coarseName
)

// profiles describes all mentions.
func (r *reader) profiles() []profile {
	list := make([]profile, len(r.mentions))
	before, place, order := -1, 0, 0
	for i := range r.mentions {
		p := r.profile(i)
		if p.sentence != before {
			before, place = p.sentence, 0
		}
		p.place, p.order = place, order
		if !r.mentions[i].told {
			place++
			order++
		}
		list[i] = p
	}
	return list
}

func (r *reader) profile(i int) profile {
	d, m := r.doc, &r.mentions[i]
	t := d.Tokens[m.Head]
	p := profile{sentence: t.Sentence, block: d.Sentences[t.Sentence].Block}
	base, _, _ := strings.Cut(t.Deprel, ":")
	if base == "nmod" && t.Deprel == "nmod:poss" {
		base = t.Deprel
	}
	p.deprel = model.Text(base)
	p.above = token{at: t.Head}
	if t.Head >= 0 {
		p.above.lemma = model.Text(strings.ToLower(d.Tokens[t.Head].Lemma))
		p.above.class = r.clusters.Of(d.Form(t.Head))
	}
	p.class = r.clusters.Of(d.Form(m.Head))
	p.head = model.Text(strings.ToLower(t.Lemma))
	switch {
	case m.Kind == text.Pronoun:
		p.form = model.Text(r.word(m.Head))
		p.coarse = model.Text(m.pron.person + m.pron.number + m.pron.gender + m.pron.kind[:1])
		if m.chained && m.pron.kind == "personal" && m.pron.gender == neuter {
			p.form = p.form*2 + 1 // looks like "it rains"
		}
		p.phrase = p.form
		return p
	case m.told:
		p.form, p.coarse = coarseTold, coarseTold
		return p
	case m.several:
		p.form, p.coarse = coarseSeveral, coarseSeveral
	case m.Kind == text.Name:
		p.coarse = coarseName + uint64(len(m.Type)) + uint64(model.Text(string(m.Type))%16)
		p.form = p.coarse
		p.head = model.Text(r.word(m.Last - 1))
	default:
		p.coarse = coarseNominal
		p.form = r.determiner(m)
	}
	p.words, p.phrase = r.content(m)
	r.modifiers(m, &p)
	return p
}

// stemLetters is how many letters words of one stem share at least.
const stemLetters = 5

// modifiers sets what stands around the head.
func (r *reader) modifiers(m *mention, p *profile) {
	d := r.doc
	head := m.Head
	if m.Kind == text.Name {
		head = m.Last - 1
	}
	if w := r.word(head); len(w) >= stemLetters {
		p.stem = model.Text(w[:stemLetters])
	}
	p.before = r.lemmas(m.First, head)
	p.after = r.lemmas(head+1, m.whole.End)
	p.behind = m.whole.End > head+1
	if c := d.Child(m.Head, "nmod:poss"); c >= 0 && c < m.Head {
		p.owner = model.Text(r.word(c))
	}
}

// lemmas are the content words from token first to token last, sorted.
func (r *reader) lemmas(first, last int) []uint64 {
	var list []uint64
	for i := first; i < last; i++ {
		switch t := &r.doc.Tokens[i]; t.UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM", "VERB":
			list = append(list, model.Text(strings.ToLower(t.Lemma)))
		}
	}
	slices.Sort(list)
	return list
}

// determiner is a description's article or possessor, and its number.
func (r *reader) determiner(m *mention) uint64 {
	d := r.doc
	kind := uint64(0)
	switch first := d.Tokens[m.First]; {
	case m.First == m.Head:
	case first.UPOS == "DET":
		switch r.word(m.First) {
		case "the":
			kind = 1
		case "a", "an":
			kind = 2
		case "this", "that", "these", "those":
			kind = 3
		default:
			kind = 4
		}
	case first.UPOS == "PRON":
		kind = 5
	case m.definite:
		kind = 6
	case first.UPOS == "NUM":
		kind = 7
	default:
		kind = 8
	}
	if d.Tokens[m.Head].UPOS == "PROPN" {
		kind += 10
	}
	n := uint64(0)
	if m.facts.number == plural {
		n = 1
	}
	if base, _, _ := strings.Cut(d.Tokens[m.Head].Deprel, ":"); base == "compound" {
		n += 2
	}
	return kind*4 + n
}

// content is the content words of a mention, sorted, and the hash of all its
// words but for determiners and possessors.
func (r *reader) content(m *mention) (words []uint64, phrase uint64) {
	d := r.doc
	first, last := m.First, m.Last
	f := model.Template(0)
	for i := first; i < last; i++ {
		switch d.Tokens[i].UPOS {
		case "DET", "PRON", "PART", "PUNCT":
			continue
		case "NOUN", "PROPN", "ADJ", "NUM", "VERB", "X":
			w := model.Text(strings.ToLower(d.Tokens[i].Lemma))
			words = append(words, w)
			f = f.With(w)
		default:
			f = f.With(model.Text(r.word(i)))
		}
	}
	slices.Sort(words)
	return slices.Compact(words), uint64(f)
}

// shared counts the words of two sorted lists: in both, and in the first only.
func shared(a, b []uint64) (both, only int) {
	k := 0
	for _, w := range a {
		for k < len(b) && b[k] < w {
			k++
		}
		if k < len(b) && b[k] == w {
			both++
		} else {
			only++
		}
	}
	return both, only
}
