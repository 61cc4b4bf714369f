package corefer

import (
	"slices"
	"strings"

	"annals/internal/text"
)

// leaveIdle takes out the mentions that people would not mark: words that speak
// of nothing by themselves. Records keep them: there they only compete.
// What stands in a name stays.
func (r *reader) leaveIdle(covered []bool) {
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool {
		if m.several {
			return r.either(m.Head)
		}
		return !covered[m.Head] && r.idle(m.Head)
	})
}

// idle reports whether the noun, pronoun or number at token i speaks of nothing.
func (r *reader) idle(i int) bool {
	base, _, _ := strings.Cut(r.doc.Tokens[i].Deprel, ":")
	switch r.doc.Tokens[i].UPOS {
	case "NOUN", "PROPN":
		return r.partOfWord(i, base) || r.partOfName(i, base) || r.idiom(i) || r.counted(i, base) || r.called(i) || r.sharing(i, base)
	case "PRON":
		return r.counted(i, base) || r.emphatic(i) || r.either(i-2) || r.word(i) == "that" && r.doc.Tokens[i].XPOS == "WDT"
	case "ADV":
		return r.adverbOnly(i)
	case "NUM":
		return base == "discourse" || r.score(i)
	}
	return false
}

// partOfWord reports whether the noun at token i makes one word with its head:
// "Internet Explorer", "age-related".
func (r *reader) partOfWord(i int, base string) bool {
	t := r.doc.Tokens[i]
	if t.Head < 0 || base != "compound" {
		return false
	}
	head := r.doc.Tokens[t.Head].UPOS
	return head == "ADJ" || head == "PROPN" && t.UPOS == "PROPN" && t.Head == i+1
}

// partOfName reports whether the word at token i makes one name or date with the
// word beside it, which heads it: "Madam Speaker", "30 September", "508 BC".
func (r *reader) partOfName(i int, base string) bool {
	t := r.doc.Tokens[i]
	if base != "nmod" || t.Head < 0 || r.doc.Child(i, "case") >= 0 {
		return false
	}
	head := r.doc.Tokens[t.Head].UPOS
	switch t.Head {
	case i + 1:
		return t.UPOS == "PROPN" && (head == "PROPN" || head == "NUM")
	case i - 1:
		return head == "NUM"
	}
	return false
}

// score reports whether the number at token i is the second of a score: "3–0".
func (r *reader) score(i int) bool {
	switch r.word(i - 1) {
	case "-", "–", "—":
	default:
		return false
	}
	h := r.doc.Tokens[i].Head
	return h == i-2 && r.doc.Tokens[h].UPOS == "NUM" && len(r.word(i)) < 3
}

// counted reports whether the word at token i only says what is counted, or
// makes up the whole: "a lot of ants", "all of us".
func (r *reader) counted(i int, base string) bool {
	d := r.doc
	h, of := d.Tokens[i].Head, d.Child(i, "case")
	if base != "nmod" || h < 0 || h > i || of < 0 || r.word(of) != "of" {
		return false
	}
	switch r.word(h) {
	case "all", "both", "half":
		return true
	}
	return d.Tokens[h].UPOS != "PRON" && r.tables.quantity[strings.ToLower(d.Tokens[h].Lemma)] && d.Child(i, "det") < 0 && d.Child(i, "nmod:poss") < 0
}

// emphatic reports whether the pronoun at token i only stresses the word before
// it: "the mayor himself".
func (r *reader) emphatic(i int) bool {
	t := r.doc.Tokens[i]
	return r.tables.pronouns[r.word(i)].kind == "reflexive" && t.Head == i-1 && !text.IsRelation(t.Deprel, "obj") && r.doc.Tokens[t.Head].UPOS != "VERB"
}

// adverbOnly reports whether the adverb at token i is no more than that: "then"
// but for "since then", "here" in "this water here".
func (r *reader) adverbOnly(i int) bool {
	switch r.word(i) {
	case "now", "then":
		return r.doc.Child(i, "case") < 0
	case "here", "there":
		h := r.doc.Tokens[i].Head
		return h >= 0 && h < i && r.doc.Tokens[h].UPOS == "NOUN"
	}
	return false
}

// sharing reports whether the noun at token i shares a determiner with the one
// before it: "a story and headline".
func (r *reader) sharing(i int, base string) bool {
	d := r.doc
	h := d.Tokens[i].Head
	if base != "conj" || h != i-2 || d.Tokens[h].UPOS != "NOUN" || d.Child(i, "det") >= 0 || d.Child(i, "nmod:poss") >= 0 {
		return false
	}
	return d.Child(h, "det") >= 0 || d.Child(h, "nmod:poss") >= 0
}

// called reports whether the noun at token i follows a pronoun that it says more
// of: "you guys".
func (r *reader) called(i int) bool {
	switch r.word(i) {
	case "guys", "folks", "people":
	default:
		return false
	}
	p, ok := r.tables.pronouns[r.word(i-1)]
	return ok && r.doc.Tokens[i].Sentence == r.doc.Tokens[i-1].Sentence && (p.person == "1" || p.person == "2") && p.kind == "personal" && p.number != singular
}

// idiom reports whether the noun at token i belongs to an idiom: "for example",
// "on the other hand", "take place".
func (r *reader) idiom(i int) bool {
	d := r.doc
	t := d.Tokens[i]
	lemma := strings.ToLower(t.Lemma)
	if text.IsRelation(t.Deprel, "obj") {
		return t.Head >= 0 && r.tables.idioms[strings.ToLower(d.Tokens[t.Head].Lemma)+" "+lemma] && i == t.Head+1
	}
	for first := i - 1; first >= 0 && first > i-4; first-- {
		if r.tables.idioms[strings.Join(r.words(first, i), " ")+" "+lemma] {
			return true
		}
	}
	return false
}

// words are the lower-case forms of a range of tokens.
func (r *reader) words(first, last int) []string {
	var list []string
	for i := first; i < last; i++ {
		list = append(list, r.word(i))
	}
	return list
}

// pronounEnd is where the phrase of the pronoun at token i ends: "we all", "you
// guys", "his or her"; but "it all over", "told us all the answers", "make it all happen".
func (r *reader) pronounEnd(i int) int {
	d := r.doc
	if i+2 >= d.Sentences[d.Tokens[i].Sentence].Last {
		return i + 1
	}
	if r.called(i + 1) {
		return i + 2
	}
	switch r.word(i + 1) {
	case "all", "both":
		behind := d.Tokens[i+2].UPOS
		idiom := r.word(i+2) == "over" || r.word(i+2) == "right"
		if !idiom && behind != "DET" && (behind != "VERB" || !text.IsRelation(d.Tokens[i].Deprel, "obj")) {
			return i + 2
		}
	}
	if r.either(i) {
		return i + 3
	}
	return i + 1
}

// either reports whether the pronoun at token i begins the like of "him or her".
func (r *reader) either(i int) bool {
	switch r.word(i + 1) {
	case "or", "/":
		return r.tables.pronouns[r.word(i)].gender == "m" && r.tables.pronouns[r.word(i+2)].gender == "f"
	}
	return false
}
