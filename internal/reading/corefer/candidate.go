package corefer

import (
	"strings"

	"annals/internal/text"
)

// detectThings adds mentions that records never show, but that form chains and
// compete for pronouns: nouns that qualify others ("the grammar test"),
// coordinations ("the king and the queen"), numbers, "this" and "those", "the
// poor", "here".
func (r *reader) detectThings(covered []bool) {
	d := r.doc
	for i := range d.Tokens {
		if !covered[i] {
			r.detectThing(i)
		}
	}
	r.detectInNames()
	for k := range len(r.mentions) {
		r.detectCoordination(k)
	}
}

// detectInNames adds the names inside the names of bodies, places and works:
// "Leeds" in "the University of Leeds".
func (r *reader) detectInNames() {
	d := r.doc
	for _, n := range d.Mentions {
		if n.Kind != text.Name || n.Type == text.Person {
			continue
		}
		for i := n.First; i < n.Last; i++ {
			base, _, _ := strings.Cut(d.Tokens[i].Deprel, ":")
			if i == n.Head || d.Tokens[i].UPOS != "PROPN" || base != "compound" && base != "nmod" || d.Tokens[i].Head < n.First || d.Tokens[i].Head >= n.Last {
				continue
			}
			m := mention{Mention: text.Mention{First: i, Last: i + 1, Head: i, Kind: text.Nominal, Entity: -1}, lemma: strings.ToLower(d.Tokens[i].Lemma), shadow: true, chained: true}
			m.First, m.Last = r.phrase(i)
			m.facts.number = singular
			r.mentions = append(r.mentions, m)
		}
	}
}

func (r *reader) detectThing(i int) {
	t := r.doc.Tokens[i]
	base, _, _ := strings.Cut(t.Deprel, ":")
	word := r.word(i)
	m := mention{Mention: text.Mention{First: i, Last: i + 1, Head: i, Kind: text.Nominal, Entity: -1}, lemma: strings.ToLower(t.Lemma), shadow: true, chained: true}
	m.facts.kind, m.facts.number = thing, number(t)
	switch t.UPOS {
	case "NOUN", "PROPN":
		if base != "compound" && base != "vocative" && base != "amod" {
			return
		}
		m.First, m.Last = r.phrase(i)
	case "PRON", "DET":
		if kind, ok := r.tables.indefinite[word]; ok {
			if base == "det" {
				return
			}
			m.indefinite = true
			m.facts.kind, m.facts.number = kind, singular
			m.First, m.Last = r.phrase(i)
			break
		}
		switch word {
		case "this", "that":
			m.pron = pronoun{person: "3", number: singular, kind: "demonstrative"}
		case "these", "those", "both", "all":
			m.pron = pronoun{person: "3", number: plural, kind: "demonstrative"}
		default:
			return
		}
		if base == "det" || base == "mark" || base == "advmod" || r.relative(i) {
			return
		}
		m.Kind = text.Pronoun
	case "ADV":
		if word != "here" && word != "there" && word != "now" && word != "then" {
			return
		}
		m.Kind, m.pron = text.Pronoun, pronoun{person: "3", number: singular, kind: "adverb"}
	case "NUM":
		if (base == "nummod" || base == "compound") && !year(word) || base == "flat" || base == "advmod" {
			return
		}
		m.First, m.Last = r.phrase(i)
	case "ADJ":
		if c := r.doc.Child(i, "det"); c < 0 || c > i {
			return
		}
		m.First, m.Last = r.phrase(i)
	default:
		return
	}
	r.determination(&m)
	r.mentions = append(r.mentions, m)
}

// year reports whether a word is a year of the last century or of this one:
// "the 2016 season".
func year(word string) bool {
	return len(word) == 4 && (word[:2] == "19" || word[:2] == "20") && strings.Trim(word, "0123456789") == ""
}

// relative reports whether "that" at token i begins a relative clause.
func (r *reader) relative(i int) bool {
	for h := r.doc.Tokens[i].Head; h >= 0 && h > i; h = r.doc.Tokens[h].Head {
		if text.IsRelation(r.doc.Tokens[h].Deprel, "acl:relcl") {
			return r.doc.Tokens[h].Head < i && r.doc.Child(h, "mark") < 0 && r.word(i) == "that" && r.doc.Tokens[i].XPOS != "DT"
		}
	}
	return false
}

// detectCoordination adds the mention that mention k heads with its conjuncts.
func (r *reader) detectCoordination(k int) {
	d, head := r.doc, r.mentions[k].Head
	if r.mentions[k].pron.kind == "possessive" {
		return
	}
	last := -1
	for _, c := range d.Children(head) {
		if t := d.Tokens[c]; text.IsRelation(t.Deprel, "conj") && c > head {
			switch t.UPOS {
			case "NOUN", "PROPN", "PRON", "NUM":
				_, last = r.extent(c, c, c+1)
			}
		}
	}
	if last < 0 {
		return
	}
	first, _ := r.extent(head, r.mentions[k].First, r.mentions[k].Last)
	m := mention{Mention: text.Mention{First: first, Last: last, Head: head, Kind: text.Nominal, Entity: -1}, lemma: "and", shadow: true, chained: true, several: true}
	m.facts.number = plural
	if f := r.mentions[k].facts.kind; f == someone || f == several {
		m.facts.kind = several
	} else {
		m.facts.kind = thing
	}
	r.mentions = append(r.mentions, m)
}

// extents stretches every mention to the whole noun phrase around its head.
func (r *reader) extents() {
	for i := range r.mentions {
		m := &r.mentions[i]
		m.whole = text.Span{Start: m.First, End: m.Last}
		if m.several || m.told {
			continue
		}
		if m.personal() {
			m.whole.End = r.pronounEnd(m.Head)
			continue
		}
		m.whole.Start, m.whole.End = r.extent(m.Head, m.First, m.Last)
	}
}

// extent is the range first to last stretched to all dependents of the head
// but conjuncts, appositions, and what belongs to the clause.
func (r *reader) extent(head, first, last int) (int, int) {
	d := r.doc
	// A title heads the name in some trees: "President Smith".
	if h := d.Tokens[head].Head; h >= 0 && h == first-1 && r.entitles(h, d.Tokens[head].Deprel) {
		head, first = h, h
	}
	for _, c := range d.Children(head) {
		base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":")
		switch base {
		case "det", "amod", "compound", "nmod", "nummod", "flat", "acl", "fixed":
			f, l := d.Subtree(c)
			if f > head && base == "nmod" && r.aside(d.Tokens[c].Deprel, f) {
				continue
			}
			first, last = min(first, f), max(last, l)
		case "dep":
			if c == first-1 && d.Tokens[c].UPOS == "PRON" { // "you guys"
				first = c
			}
		case "advmod":
			if c == last && c > head && r.tables.trailing[r.word(c)] {
				last = c + 1
			}
		case "case":
			if c == last && c > head {
				last = c + 1
			}
		}
	}
	for first < head && !r.beginsBound(first) {
		switch d.Tokens[first].UPOS {
		case "PUNCT", "ADP", "CCONJ", "SCONJ":
			first++
			continue
		}
		break
	}
	for last > head+1 && d.Tokens[last-1].UPOS == "PUNCT" && d.Form(last-1) != ")" {
		last--
	}
	return first, r.closed(first, last)
}

// entitles reports whether the noun at token i makes one phrase with the name
// behind it that hangs from it by the relation: "President Smith", "English
// captain Smith", but "the captain", "Smith".
func (r *reader) entitles(i int, deprel string) bool {
	if text.IsRelation(deprel, "flat") {
		return true
	}
	d := r.doc
	return text.IsRelation(deprel, "appos") && d.Tokens[i].UPOS == "NOUN" && d.Child(i, "det") < 0 && d.Child(i, "nmod:poss") < 0
}

// aside reports whether what follows a noun from token f on, by the relation,
// stands apart from its phrase: "in (1958)", ", including the mayor".
func (r *reader) aside(deprel string, f int) bool {
	switch r.word(f) {
	case "(":
		return true
	case ",", "–", "—":
		return deprel == "nmod"
	}
	return false
}

// closed is the end of the range first to last, behind the mark that closes a
// quotation which opens in it and ends with it.
func (r *reader) closed(first, last int) int {
	d := r.doc
	open := 0
	for i := first; i < last; i++ {
		switch d.Tokens[i].XPOS {
		case "``":
			open++
		case "''":
			open--
		}
	}
	if open <= 0 {
		return last
	}
	for end := last; end < min(last+2, d.Sentences[d.Tokens[first].Sentence].Last); end++ {
		switch {
		case d.Tokens[end].XPOS == "''":
			return end + 1
		case d.Tokens[end].UPOS != "PUNCT":
			return last
		}
	}
	return last
}
