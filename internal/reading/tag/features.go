package tag

import (
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

// word is what the features need of a token. Texts are hashes.
type word struct {
	form, lower uint64
	suffix      [6]uint64 // the last 1 to 5 letters at 1 to 5
	prefix      [5]uint64 // the first 1 to 4 letters at 1 to 4
	shape       uint64    // "Xx", "d-d", "X.X." with runs shortened to two
	coarse      uint64    // class among few of words that keep its company
	fine        uint64    // and among many
	length      uint64    // letters, at most 12
	capital     bool
	verbal      bool // the tag is of a verb or an auxiliary
	nominal     bool // the tag is of a noun, a name or a pronoun
	tag         int  // class, once tagged
}

// outside is the tag of what stands before and after the sentence.
const outside = 1 << 10

// setTag keeps a class and what its tags say.
func (w *word) setTag(class int, p pair) {
	w.tag = class
	w.verbal = p.upos == "VERB" || p.upos == "AUX"
	w.nominal = p.upos == "NOUN" || p.upos == "PROPN" || p.upos == "PRON"
}

// encoder turns a sentence into words and words into features. Its buffers are
// used again for each sentence and each token.
type encoder struct {
	clusters *cluster.Clusters
	words    []word
	features []model.Feature
	buffer   []byte
	shouting uint64 // how much of the sentence is in capitals, in quarters
}

// edge stands for the tokens before and after the sentence.
var edge = word{form: 1, lower: 1, shape: 1, tag: outside}

func (e *encoder) at(i int) *word {
	if i < 0 || i >= len(e.words) {
		return &edge
	}
	return &e.words[i]
}

func (e *encoder) encode(d *text.Document, s text.Sentence) {
	e.words = e.words[:0]
	capitals, letters := 0, 0
	for i := s.First; i < s.Last; i++ {
		w := e.word(d.Form(i))
		e.words = append(e.words, w)
		if w.length > 3 {
			letters++
			if w.capital {
				capitals++
			}
		}
	}
	e.shouting = uint64(4 * capitals / max(letters, 1))
}

// lower is the form as model.Fold gives it, in a buffer that the next call uses
// again.
func (e *encoder) lower(form string) []byte {
	e.buffer = model.Fold(e.buffer[:0], form)
	return e.buffer
}

func (e *encoder) word(form string) word {
	w := word{form: model.Text(form), length: uint64(min(utf8.RuneCountInString(form), 12))}
	first, _ := utf8.DecodeRuneInString(form)
	w.capital = unicode.IsUpper(first)
	w.shape = shape(form)
	class := e.clusters.Of(form)
	w.coarse, w.fine = uint64(class.Coarse), uint64(class.Fine)
	low := e.lower(form)
	w.lower = model.Text(low)
	end := len(low)
	for n := 1; n < len(w.suffix) && end > 0; n++ {
		_, size := utf8.DecodeLastRune(low[:end])
		end -= size
		w.suffix[n] = model.Text(low[end:])
	}
	start := 0
	for n := 1; n < len(w.prefix) && start < len(low); n++ {
		_, size := utf8.DecodeRune(low[start:])
		start += size
		w.prefix[n] = model.Text(low[:start])
	}
	return w
}

// shape hashes the classes of the form's letters, each run cut to two.
func shape(form string) uint64 {
	h, last, run := uint64(7), rune(0), 0
	for _, r := range form {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		case r == '’':
			c = '\''
		}
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		if run <= 2 {
			h = h*1099511628211 + uint64(c)
		}
	}
	return h
}

// add appends the feature of a template with its values.
func (e *encoder) add(template int, values ...uint64) {
	f := model.Template(template)
	for _, v := range values {
		f = f.With(v)
	}
	e.features = append(e.features, f)
}

// tagFeatures are the features of the tag of token i; the tags before it are set.
func (e *encoder) tagFeatures(i int) []model.Feature {
	e.features = e.features[:0]
	w, l1, l2, r1, r2 := e.at(i), e.at(i-1), e.at(i-2), e.at(i+1), e.at(i+2)
	t1, t2 := uint64(l1.tag), uint64(l2.tag)
	start := uint64(0)
	if i == 0 {
		start = 1
	}
	e.add(0)
	e.add(1, w.form)
	e.add(2, w.lower)
	e.add(3, l1.lower)
	e.add(4, l2.lower)
	e.add(5, r1.lower)
	e.add(6, r2.lower)
	e.add(7, l1.lower, w.lower)
	e.add(8, w.lower, r1.lower)
	e.add(9, l1.lower, r1.lower)
	for n := 1; n < len(w.suffix); n++ {
		e.add(10+n, w.suffix[n])
	}
	for n := 1; n < len(w.prefix); n++ {
		e.add(16+n, w.prefix[n])
	}
	e.add(21, w.shape, start)
	e.add(22, w.shape, e.shouting)
	e.add(23, t1)
	e.add(24, t1, t2)
	e.add(25, t1, w.lower)
	e.add(26, t1, w.suffix[3])
	e.add(27, t1, r1.lower)
	e.add(28, t1, t2, w.lower)
	e.add(29, l1.suffix[3])
	e.add(30, r1.suffix[3])
	e.add(31, r1.suffix[2], w.suffix[2])
	e.add(32, l1.shape, w.shape)
	e.add(33, w.shape, r1.shape)
	e.add(34, w.length)
	e.add(35, t1, w.shape)
	e.add(36, r1.suffix[2])
	e.add(37, r2.suffix[3])
	e.add(38, w.lower, r1.suffix[2])
	e.add(39, w.suffix[3], w.shape)
	e.add(40, w.fine)
	e.add(41, l1.fine)
	e.add(42, r1.fine)
	e.add(43, l1.fine, w.fine)
	e.add(44, w.fine, r1.fine)
	e.add(45, l1.fine, r1.fine)
	e.add(46, t1, w.fine)
	e.add(47, w.fine, w.shape)
	e.add(48, w.lower, r1.coarse)
	e.add(49, l1.coarse, w.lower)
	e.add(50, l1.coarse, w.coarse, r1.coarse)
	e.add(51, w.coarse, r1.coarse, r2.coarse)
	e.add(52, l2.coarse, l1.coarse, w.coarse)
	e.add(53, w.fine, w.suffix[3])
	return e.features
}

// featFeatures are the features of the features of token i; all tags are set.
func (e *encoder) featFeatures(i int) []model.Feature {
	e.features = e.features[:0]
	w, l1, r1 := e.at(i), e.at(i-1), e.at(i+1)
	t, t1, r := uint64(w.tag), uint64(l1.tag), uint64(r1.tag)
	e.add(0, t)
	e.add(1, t, w.lower)
	e.add(2, t, w.suffix[2])
	e.add(3, t, w.suffix[3])
	e.add(4, t, w.shape)
	e.add(5, t, l1.lower)
	e.add(6, t, r1.lower)
	e.add(7, t, t1)
	e.add(8, t, r)
	e.add(9, t, w.lower, t1)
	e.add(10, t, w.lower, r)
	e.add(11, t, t1, r)
	e.add(12, t, uint64(e.at(i-2).tag), t1)
	e.add(13, w.form)
	e.add(14, t, w.lower, l1.lower)
	e.add(15, t, w.lower, r1.lower)
	e.add(20, t, w.fine)
	e.add(21, t, w.lower, l1.coarse)
	e.add(22, t, w.lower, r1.coarse)
	e.add(23, t, w.fine, l1.fine)
	// The person and number of a verb are those of its subject, which is often
	// the nearest noun or pronoun; a participle is passive after a form of "be".
	if noun := e.near(i, -1, true); noun != nil {
		e.add(16, t, uint64(noun.tag), noun.lower)
		e.add(17, t, uint64(noun.tag))
	}
	if verb := e.near(i, -1, false); verb != nil {
		e.add(18, t, verb.lower)
	}
	if noun := e.near(i, 1, true); noun != nil {
		e.add(19, t, uint64(noun.tag))
	}
	return e.features
}

// near is the nearest nominal or else verbal word before or after token i,
// within eight tokens, or nil.
func (e *encoder) near(i, step int, nominal bool) *word {
	for n := 1; n <= 8; n++ {
		j := i + n*step
		if j < 0 || j >= len(e.words) {
			return nil
		}
		if w := &e.words[j]; nominal && w.nominal || !nominal && w.verbal {
			return w
		}
	}
	return nil
}

// lemmaFeatures are the features of the lemma of token i; all tags are set.
func (e *encoder) lemmaFeatures(i int) []model.Feature {
	e.features = e.features[:0]
	w, r1 := e.at(i), e.at(i+1)
	t := uint64(w.tag)
	e.add(0, t)
	e.add(1, t, w.lower)
	e.add(2, t, w.form)
	e.add(3, t, w.shape)
	for n := 1; n < len(w.suffix); n++ {
		e.add(3+n, t, w.suffix[n])
	}
	e.add(9, t, w.suffix[2], w.length)
	e.add(10, t, w.lower, uint64(r1.tag))
	e.add(11, t, w.lower, r1.suffix[2])
	e.add(12, t, w.lower, uint64(e.at(i-1).tag))
	e.add(13, w.lower)
	e.add(14, t, w.prefix[2], w.suffix[3])
	e.add(15, t, w.fine, w.suffix[3])
	return e.features
}
