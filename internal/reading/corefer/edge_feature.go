package corefer

import (
	"strings"

	"annals/internal/model"
)

// Templates of features of edges: those of ends, then those of starts.
const (
	eTree = iota
	eReach
	eReachKind
	eReachRelations
	eInside
	eInsideReach
	eInsideTag
	eInsideWord
	eInsideLength
	eInsideHead
	eInsideClass
	eOutside
	eOutsideReach
	eOutsideTag
	eOutsideWord
	eOutsideHead
	eOutsideClass
	eOutsideAbove
	eBoth
	eTags
	eWordInside
	eWordOutside
	eWords
	eMarks
	eLength
	eFirstWord
	eRole
	eDependent
	eEntity
	eSaid
	sTree
	sReach
	sReachKind
	sReachRelations
	sInside
	sInsideReach
	sOutside
	sOutsideReach
	sBoth
	sTags
	sWords
	sWordInside
	sWordOutside
	sLength
	sHead
	sHeadBefore
	sClass
	sClassBefore
	sRole
	sEntity
	sSaid
)

// add adds a feature.
func (o *outline) add(template int, values ...uint64) {
	f := model.Template(template)
	for _, v := range values {
		f = f.With(v)
	}
	o.features = append(o.features, f)
}

// bank is what stands on one side of an edge.
type bank struct {
	top             int    // the token highest in the tree that hangs from the other side
	relation        uint64 // of it
	to              uint64 // where it hangs
	first, tag      uint64 // the word that what hangs there begins with, and its part of speech
	length          int
	certain, likely float32 // the least and most that tokens there depend on the head
}

// Where the top token of a bank hangs.
const (
	toHead = 1 + iota // of the phrase
	toNothing
	toLeft   // of the phrase's head
	toWithin // the phrase
	toRight
)

// climb goes from token i up the tree as long as it stays in the range of
// tokens, to what hangs from outside or from the head.
func (o *outline) climb(i, first, last int) (top int, to uint64) {
	for {
		h := o.doc.Tokens[i].Head
		switch {
		case h == o.head:
			return i, toHead
		case h < 0:
			return i, toNothing
		case h < first && h < o.head:
			return i, toLeft
		case h < first:
			return i, toWithin
		case h >= last:
			return i, toRight
		}
		i = h
	}
}

// bank describes the range of tokens on one side of an edge, of which token i is
// next to it; nothing where the range is empty.
func (o *outline) bank(i, first, last int) bank {
	b := bank{top: o.head, certain: 1}
	if first >= last {
		return b
	}
	b.top, b.to = o.climb(i, first, last)
	b.relation = o.relation(b.top)
	for k := first; k < last; k++ {
		b.certain, b.likely = min(b.certain, o.reached(k)), max(b.likely, o.reached(k))
	}
	return b
}

func (o *outline) relation(i int) uint64 { return model.Text(o.doc.Tokens[i].Deprel) }

// tagAt is the part of speech of token i, 0 outside the window.
func (o *outline) tagAt(i int) uint64 {
	if i < o.window.Start || i >= o.window.End {
		return 0
	}
	return model.Text(o.doc.Tokens[i].UPOS)
}

// wordAt is the word at token i, 0 outside the window.
func (o *outline) wordAt(i int) uint64 {
	if i < o.window.Start || i >= o.window.End {
		return 0
	}
	return model.Text(o.word(i))
}

// odds coarsens a probability.
func odds(p float32) uint64 {
	for k, limit := range []float32{0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99} {
		if p < limit {
			return uint64(k)
		}
	}
	return 9
}

// against says on which side of the tree's edge a candidate stands.
func against(candidate, tree int) uint64 {
	switch {
	case candidate < tree:
		return 1
	case candidate > tree:
		return 2
	}
	return 0
}

// endFeatures are those of the end e.
func (o *outline) endFeatures(e int) []model.Feature {
	o.features = o.features[:0]
	own := against(e, o.tree.End)
	in, out := o.bank(e-1, o.head+1, e), o.bank(e, e, o.window.End)
	if in.to != 0 {
		f, _ := o.doc.Subtree(in.top)
		f = max(f, o.head+1)
		in.first, in.tag, in.length = o.wordAt(f), o.tagAt(f), e-f
	}
	out.first, out.tag = o.wordAt(e), o.tagAt(e)
	certain, likely := odds(in.certain), odds(out.likely)
	o.add(eTree, own)
	o.add(eTree, own, o.kind)
	o.add(eReach, certain, likely)
	o.add(eReach, certain, likely, own)
	o.add(eReachKind, certain, likely, o.kind, own)
	o.add(eReachRelations, odds(o.reached(e-1)), odds(o.reached(e)), in.relation, out.relation)
	o.add(eInside, in.relation, in.to, own)
	o.add(eInside, in.relation, in.to, o.kind)
	o.add(eInsideReach, in.relation, in.to, certain)
	o.add(eInsideTag, in.relation, in.to, in.tag, o.kind)
	o.add(eInsideWord, in.relation, in.to, in.first)
	o.add(eInsideWord, in.relation, in.to, in.first, certain)
	o.add(eInsideLength, in.relation, in.to, uint64(bucket(in.length)))
	o.add(eOutside, out.relation, out.to, own)
	o.add(eOutside, out.relation, out.to, o.kind)
	o.add(eOutsideReach, out.relation, out.to, likely)
	o.add(eOutsideTag, out.relation, out.to, out.tag, o.kind)
	o.add(eOutsideWord, out.relation, out.to, out.first)
	o.add(eOutsideWord, out.relation, out.to, out.first, likely)
	o.add(eBoth, in.relation, in.to, out.relation, out.to)
	o.add(eBoth, in.relation, in.to, out.relation, out.to, own, o.kind)
	o.add(eTags, o.tagAt(e-1), out.tag, o.kind)
	o.add(eTags, o.tagAt(e-1), out.tag, o.tagAt(e+1), o.tagAt(e-2))
	o.add(eWordInside, o.wordAt(e-1), own)
	o.add(eWordOutside, out.first, own)
	o.add(eWords, o.wordAt(e-1), out.first)
	o.add(eLength, uint64(bucket(e-o.head-1)), o.kind)
	o.add(eLength, uint64(bucket(e-o.head-1)), own, flag(e == o.window.End))
	o.endLexical(own, in, out)
	o.endMarks(e, out.first)
	first := flag(o.first)
	o.add(eEntity, first, own, o.kind)
	o.add(eEntity, first, in.relation, in.to)
	o.add(eEntity, first, out.relation, out.to, 1)
	o.add(eEntity, first, uint64(bucket(o.said.mentions)), own)
	said, tail := o.saidBefore(o.tree.Start, e), o.tailSaid(e)
	o.add(eSaid, said, tail, own)
	o.add(eSaid, said, tail, own, o.kind)
	o.add(eSaid, said, tail, certain, likely)
	for _, c := range o.doc.Children(o.head) {
		if c > o.head {
			o.add(eDependent, o.relation(c), flag(c < e), flag(e-1 <= c), o.kind)
		}
	}
	return o.features
}

// endLexical adds what the head, the word above what follows and the first word
// of the phrase say.
func (o *outline) endLexical(own uint64, in, out bank) {
	lemma := model.Text(strings.ToLower(o.doc.Tokens[o.head].Lemma))
	class := uint64(o.clusters.Of(o.doc.Form(o.head)).Coarse)
	above := uint64(0)
	if h := o.doc.Tokens[out.top].Head; out.to != 0 && h >= 0 {
		above = model.Text(o.doc.Tokens[h].Lemma)
	}
	o.add(eInsideHead, in.first, in.relation, lemma)
	o.add(eInsideClass, in.first, in.relation, class)
	o.add(eOutsideHead, out.first, out.relation, lemma)
	o.add(eOutsideClass, out.first, out.relation, class)
	o.add(eOutsideAbove, out.first, out.relation, above)
	word, role := o.wordAt(o.tree.Start), o.relation(o.head)
	for k, first := range []uint64{word, role} {
		t := eFirstWord + k // eRole follows
		o.add(t, first, out.relation, out.to)
		o.add(t, first, in.relation, in.to, 1)
		o.add(t, first, own, o.kind, 2)
	}
}

// endMarks adds which brackets and quotations would stay open.
func (o *outline) endMarks(e int, next uint64) {
	brackets, quotations, commas := 0, 0, 0
	for i := o.tree.Start; i < e; i++ {
		switch o.doc.Form(i) {
		case "(", "[":
			brackets++
		case ")", "]":
			brackets--
		case ",":
			commas++
		}
		switch o.doc.Tokens[i].XPOS {
		case "``":
			quotations++
		case "''":
			quotations--
		}
	}
	open := uint64(1000 + 10*quotations + brackets)
	o.add(eMarks, open, uint64(min(commas, 3)), next)
	o.add(eMarks, open, o.kind, flag(o.doc.Tokens[e-1].UPOS == "PUNCT"), 1)
}

// saidBefore says whether another mention of the entity has the words of the
// range, but for determiners.
func (o *outline) saidBefore(first, last int) uint64 {
	h := o.said.phrase(first, last)
	n := o.said.phrases[h]
	if n > 0 && h == o.said.phrase(o.self.Start, o.self.End) {
		n--
	}
	return flag(n > 0)
}

// tailSaid says whether the phrase of another mention ends with the words from
// the head to end e.
func (o *outline) tailSaid(e int) uint64 {
	h := o.said.phrase(o.head, e)
	n := o.said.tails[h]
	if n > 0 && o.head < o.self.End && h == o.said.phrase(o.head, o.self.End) {
		n--
	}
	return flag(n > 0)
}

// startFeatures are those of the start s, given the end.
func (o *outline) startFeatures(s int) []model.Feature {
	o.features = o.features[:0]
	own := against(o.tree.Start, s)
	in, out := o.bank(s, s, o.head), o.bank(s-1, o.window.Start, s)
	certain, likely := odds(in.certain), odds(out.likely)
	o.add(sTree, own)
	o.add(sTree, own, o.kind)
	o.add(sReach, certain, likely)
	o.add(sReachKind, certain, likely, own, o.kind)
	o.add(sReachRelations, certain, likely, in.relation, out.relation)
	o.add(sInside, in.relation, in.to, own)
	o.add(sInside, in.relation, in.to, o.kind, o.tagAt(s))
	o.add(sInsideReach, in.relation, in.to, certain)
	o.add(sOutside, out.relation, out.to, own)
	o.add(sOutside, out.relation, out.to, o.kind, o.tagAt(s-1))
	o.add(sOutsideReach, out.relation, out.to, likely)
	o.add(sBoth, out.relation, out.to, in.relation, in.to, own)
	o.add(sTags, o.tagAt(s-1), o.tagAt(s), o.kind)
	o.add(sTags, o.tagAt(s-2), o.tagAt(s-1), o.tagAt(s), o.tagAt(s+1))
	before, word := o.wordAt(s-1), o.wordAt(s)
	o.add(sWords, before, word)
	o.add(sWordInside, word, own, in.relation)
	o.add(sWordInside, word, o.kind)
	o.add(sWordOutside, before, own, out.relation)
	o.add(sWordOutside, before, o.kind)
	o.add(sLength, uint64(bucket(o.head-s)), o.kind)
	o.add(sLength, uint64(bucket(o.head-s)), own, flag(s == o.window.Start))
	lemma := model.Text(strings.ToLower(o.doc.Tokens[o.head].Lemma))
	class := uint64(o.clusters.Of(o.doc.Form(o.head)).Coarse)
	o.add(sHead, lemma, word)
	o.add(sHeadBefore, lemma, before)
	o.add(sClass, class, word)
	o.add(sClassBefore, class, before)
	o.add(sRole, o.relation(o.head), before)
	first, said := flag(o.first), o.saidBefore(s, o.end)
	o.add(sEntity, first, own, o.kind)
	o.add(sEntity, first, in.relation, in.to)
	o.add(sEntity, first, out.relation, out.to, 1)
	o.add(sSaid, said, own)
	o.add(sSaid, said, own, o.kind)
	return o.features
}
