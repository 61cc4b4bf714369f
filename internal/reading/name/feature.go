package name

import (
	"unicode"
	"unicode/utf8"

	"annals/internal/model"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// feature templates. The number goes into the hash, so that trained weights
// depend on it: append, never reorder.
const (
	tBias = iota
	tForm
	tLower
	tShape
	tShort
	tPrefix
	tSuffix
	tLowerBefore
	tLowerAfter
	tLowerBefore2
	tLowerAfter2
	tPairBefore
	tPairAfter
	tShapes
	tFirst
	tCluster
	tClusterBefore
	tClusterAfter
	tClusters
	tCoarse
	tCoarses
	tCapital
	tCapitalFirst
	tRun
	tRunFirst
	tRunLast
	tRunBefore
	tRunAfter
	tLongRun
	tLongFirst
	tLongLast
	tGazetteer
	tGazetteerShape
	tGazetteerNext
	tDocument
	tDocumentShape
	tMode
	tModeCapital
)

// word is what the features know about one token.
type word struct {
	clue.Word
	form, shape, short uint32 // hashes
	prefixes           [3]uint32
	suffixes           [4]uint32
	seen               seen
}

// analysis is a document prepared for the extraction of features. When it is
// set again its memory is used again.
type analysis struct {
	doc   *text.Document
	clues *clue.Clues
	words []word

	lower, capitalised []byte // the word in hand
}

// hash is FNV-1a over the string.
func hash[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// set prepares a document: everything that features need, computed once per
// token.
func (a *analysis) set(d *text.Document, c *clue.Clues, v *vocabulary) {
	a.doc, a.clues = d, c
	a.words = resize(a.words, len(d.Tokens))
	for i := range d.Tokens {
		a.words[i] = word{Word: c.Words[i]}
		a.word(i, v)
	}
}

// word fills in what the token's own letters say.
func (a *analysis) word(i int, v *vocabulary) {
	form, w := a.doc.Form(i), &a.words[i]
	a.lower = clue.AppendLower(a.lower[:0], form)
	w.shape, w.short = shapes(form)
	w.form = hash(form)
	lower, capitalised := hash(a.lower), uint32(0)
	shouted := a.clues.Modes[a.doc.Tokens[i].Sentence] == clue.Shouted && w.Capital
	if shouted || len(form) > 3 && clue.Shouting(form) {
		r, size := utf8.DecodeRune(a.lower)
		a.capitalised = append(utf8.AppendRune(a.capitalised[:0], unicode.ToUpper(r)), a.lower[size:]...)
		capitalised = hash(a.capitalised)
	}
	if shouted {
		// The capitals say nothing: read the word as if it began a sentence.
		w.form = capitalised
	}
	w.seen = v.look(w.form, lower)
	if w.seen.fine == 0 && capitalised != 0 {
		w.seen = v.look(capitalised, lower)
	}
	w.affixes(a.lower)
}

// affixes sets the hashes of the beginnings of two to four letters and of the
// endings of one to four, of words that are longer.
func (w *word) affixes(lower []byte) {
	end := 0
	for n := 1; n <= len(w.prefixes)+1 && end < len(lower); n++ {
		_, size := utf8.DecodeRune(lower[end:])
		if end += size; n > 1 && end < len(lower) {
			w.prefixes[n-2] = hash(lower[:end])
		}
	}
	start := len(lower)
	for n := range w.suffixes {
		_, size := utf8.DecodeLastRune(lower[:start])
		if start -= size; start <= 0 {
			break
		}
		w.suffixes[n] = hash(lower[start:])
	}
}

// shapes are hashes of the word's shape ("McCain" Xx+Xx+: a letter for each
// letter, runs cut to three; and runs cut to one).
func shapes(form string) (long, short uint32) {
	var full, brief [24]byte
	nf, nb, runLength := 0, 0, 0
	var before byte
	for _, r := range form {
		var c byte
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '9'
		case r == '-' || r == '‑' || r == '–':
			c = '-'
		case r == '\'' || r == '’' || r == '‘' || r == '`':
			c = '\''
		case r == '.':
			c = '.'
		default:
			c = '#'
		}
		if c == before {
			runLength++
		} else {
			runLength = 1
			if nb < len(brief) {
				brief[nb] = c
				nb++
			}
		}
		before = c
		if runLength <= 3 && nf < len(full) {
			full[nf] = c
			nf++
		}
	}
	return hash(full[:nf]), hash(brief[:nb])
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// feature joins a template and two values.
func feature(template int, x, y uint32) model.Feature {
	return model.Template(template).With(uint64(x)<<32 | uint64(y))
}

// features appends the features of token i to buf and says how many of them
// do not know the word by its letters, which come first: training hides the
// others at times, lest the model lean on words alone.
func (a *analysis) features(i int, buf []model.Feature) (features []model.Feature, nameless int) {
	s := a.doc.Sentences[a.doc.Tokens[i].Sentence]
	m := a.clues.Modes[a.doc.Tokens[i].Sentence]
	w := &a.words[i]
	var none word
	at := func(j int) *word {
		if j < s.First || j >= s.Last {
			return &none
		}
		return &a.words[j]
	}
	b1, b2, a1, a2 := at(i-1), at(i-2), at(i+1), at(i+2)
	start := len(buf)
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	add(tBias, 0, 0)
	for n, p := range w.suffixes[:3] {
		if p != 0 {
			add(tSuffix, p, uint32(n))
		}
	}
	add(tShape, w.shape, flag(w.First))
	add(tShort, w.short, 0)
	add(tLowerBefore, b1.Lower, flag(w.Capital))
	add(tLowerAfter, a1.Lower, flag(w.Capital))
	add(tLowerBefore2, b2.Lower, flag(w.Capital))
	add(tLowerAfter2, a2.Lower, flag(w.Capital))
	add(tShapes, b1.short, w.short)
	add(tShapes+100, w.short, a1.short)
	add(tFirst, flag(w.First), w.short)
	add(tClusterBefore, uint32(b1.seen.fine), flag(w.Capital))
	add(tClusterAfter, uint32(a1.seen.fine), flag(w.Capital))
	add(tClusterBefore+100, uint32(b2.seen.fine), w.short)
	add(tClusterAfter+100, uint32(a2.seen.fine), w.short)
	if w.Capital {
		buf = a.runFeatures(i, w, at, buf)
	} else {
		add(tRun, b1.short, a1.short*31+flag(w.Connective))
	}
	for _, g := range a.clues.Known(i) {
		add(tGazetteer, g, 0)
		add(tGazetteerShape, g, w.short<<1|flag(w.First))
	}
	if i+1 < s.Last {
		for _, g := range a.clues.Known(i + 1) {
			add(tGazetteerNext, g, flag(w.Capital))
		}
	}
	if w.Capital {
		for bit := range clue.EvidenceBits {
			if w.Elsewhere>>bit&1 == 1 {
				add(tDocument, 1<<bit, flag(w.First))
			}
		}
		add(tDocumentShape, uint32(w.Elsewhere), w.short)
	}
	if m != clue.Plain {
		add(tMode, uint32(m), w.short)
		add(tModeCapital, uint32(m), uint32(w.seen.capital)<<1|flag(w.Capital))
	}
	nameless = len(buf) - start
	return w.letterFeatures(b1, a1, buf), nameless
}

// letterFeatures know the word by its letters.
func (w *word) letterFeatures(b1, a1 *word, buf []model.Feature) []model.Feature {
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	add(tForm, w.form, 0)
	add(tLower, w.Lower, 0)
	for n, p := range w.prefixes {
		if p != 0 {
			add(tPrefix, p, uint32(n))
		}
	}
	if p := w.suffixes[3]; p != 0 {
		add(tSuffix, p, 3)
	}
	add(tPairBefore, b1.Lower, w.Lower)
	add(tPairAfter, w.Lower, a1.Lower)
	add(tCluster, uint32(w.seen.fine), flag(w.Capital))
	add(tCoarse, uint32(w.seen.coarse), w.short)
	add(tClusters, uint32(b1.seen.fine), uint32(w.seen.fine))
	add(tClusters+100, uint32(w.seen.fine), uint32(a1.seen.fine))
	add(tCoarses, uint32(b1.seen.coarse)<<8|uint32(w.seen.coarse), uint32(a1.seen.coarse))
	add(tCapital, uint32(w.seen.capital), w.short)
	add(tCapitalFirst, uint32(w.seen.capital), flag(w.First)<<1|flag(w.Capital))
	return buf
}

// runFeatures say what stands at the ends of the run of capitalised words
// around token i, and on either side of it.
func (a *analysis) runFeatures(i int, w *word, at func(int) *word, buf []model.Feature) []model.Feature {
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	r := w.Run
	place := uint32(min(i-r.First, 3))<<4 | uint32(min(r.Last-1-i, 3))
	add(tRun, place, flag(w.First)<<1|flag(a.words[r.First].First))
	add(tRunFirst, a.words[r.First].Lower, place)
	add(tRunLast, a.words[r.Last-1].Lower, place)
	add(tRunFirst+100, uint32(a.words[r.First].seen.fine), place)
	add(tRunLast+100, uint32(a.words[r.Last-1].seen.fine), place)
	add(tRunBefore, at(r.First-1).Lower, place)
	add(tRunAfter, at(r.Last).Lower, place)
	add(tRunBefore+100, at(r.First-1).Lower, at(r.Last).Lower)
	add(tRunBefore+200, uint32(at(r.First-1).seen.fine), place)
	add(tRunAfter+200, uint32(at(r.Last).seen.fine), place)
	if l := w.Long; l != r {
		add(tLongFirst, a.words[l.First].Lower, place)
		add(tLongLast, a.words[l.Last-1].Lower, place)
		add(tLongRun, uint32(min(r.First-l.First, 4))<<4|uint32(min(l.Last-r.Last, 4)), place)
	}
	return buf
}
