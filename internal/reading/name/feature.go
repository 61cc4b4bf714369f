package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/model"
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

// mode says how a sentence uses capitals.
type mode uint8

const (
	plain   mode = iota
	titled       // a headline that capitalises most words
	shouted      // a headline in capitals throughout
	small        // no capitals at all
)

// word is what the features know about one token.
type word struct {
	form, lower, shape, short uint32 // hashes
	prefixes                  [3]uint32
	suffixes                  [4]uint32
	capital                   bool // begins with a capital letter, or has one after a particle ("al-Assad")
	letters                   bool
	first                     bool // of its sentence, opening marks aside
	connective                bool // may stand inside a name in lower case: "of", "de", "bin"
	seen                      seen
	run, long                 stretch
	gazetteer                 []uint32
	document                  uint32 // evidence from elsewhere in the document, a bit each
}

// stretch is a range of tokens.
type stretch struct{ first, last int }

// analysis is a document prepared for the extraction of features.
type analysis struct {
	doc   *text.Document
	words []word
	modes []mode // by sentence
}

// hash is FNV-1a over the string.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// analyse prepares a document: everything that features need, computed once
// per token.
func (n *Namer) analyse(d *text.Document) *analysis {
	a := &analysis{doc: d, words: make([]word, len(d.Tokens)), modes: make([]mode, len(d.Sentences))}
	for s, sentence := range d.Sentences {
		a.modes[s] = modeOf(d, sentence)
		first := true
		for i := sentence.First; i < sentence.Last; i++ {
			a.word(i, a.modes[s], n.vocabulary)
			a.words[i].first = first
			if a.words[i].letters {
				first = false
			}
		}
		a.runs(sentence)
	}
	a.lookUp(n.world, n.lists)
	a.gatherEvidence(n.lists)
	return a
}

func modeOf(d *text.Document, s text.Sentence) mode {
	words, capital, inCapitals := 0, 0, 0
	for i := s.First; i < s.Last; i++ {
		form := d.Form(i)
		r, size := utf8.DecodeRuneInString(form)
		if !unicode.IsLetter(r) || size == len(form) {
			continue
		}
		words++
		if unicode.IsUpper(r) {
			capital++
			if shouting(form) {
				inCapitals++
			}
		}
	}
	switch {
	case words >= 1 && 10*inCapitals >= 7*words && (words >= 2 || s.Last-s.First <= 3):
		return shouted
	case words >= 5 && 100*capital >= 65*words:
		return titled
	case words >= 6 && capital == 0:
		return small
	}
	return plain
}

// word fills in what the token's own letters say.
func (a *analysis) word(i int, m mode, v *vocabulary) {
	d, w := a.doc, &a.words[i]
	form := d.Form(i)
	lower := strings.ToLower(form)
	w.shape, w.short, w.capital, w.letters = shapes(form)
	if m == shouted && w.capital {
		// The capitals say nothing: read the word as if it began a sentence.
		form = capitalised(lower)
	}
	w.form, w.lower = hash(form), hash(lower)
	w.seen = v.look(form, lower)
	if w.seen.fine == 0 && len(form) > 3 && shouting(form) {
		w.seen = v.look(capitalised(lower), lower)
	}
	w.connective = connective(lower)
	runes := []rune(lower)
	for n := range w.prefixes {
		if len(runes) > n+2 {
			w.prefixes[n] = hash(string(runes[:n+2]))
		}
	}
	for n := range w.suffixes {
		if len(runes) > n+1 {
			w.suffixes[n] = hash(string(runes[len(runes)-n-1:]))
		}
	}
}

func capitalised(lower string) string {
	r, size := utf8.DecodeRuneInString(lower)
	return string(unicode.ToUpper(r)) + lower[size:]
}

// shouting reports whether a word is in capitals throughout.
func shouting(form string) bool {
	return strings.ToUpper(form) == form && strings.ToLower(form) != form
}

// connective reports whether the word may join capitalised words to one name.
func connective(lower string) bool {
	switch lower {
	case "of", "the", "and", "for", "in", "on", "&", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "el",
		"al", "bin", "bint", "ibn", "van", "von", "der", "den", "ter", "ten", "ul", "ud", "y", "e", "abu", "'s", "’s", "-":
		return true
	}
	return false
}

// shapes are hashes of the word's shape ("McCain" Xx+Xx+: a letter for each
// letter, runs cut to three; and runs cut to one).
func shapes(form string) (long, short uint32, capital, letters bool) {
	var full, brief [24]byte
	nf, nb, runLength := 0, 0, 0
	var before byte
	at := 0
	for _, r := range form {
		var c byte
		switch {
		case unicode.IsUpper(r):
			c = 'X'
			capital = capital || at == 0 || before == '-' || before == '\''
			letters = true
		case unicode.IsLetter(r):
			c = 'x'
			letters = true
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
		at++
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
	return hash(string(full[:nf])), hash(string(brief[:nb])), capital, letters
}

// runs finds stretches of capitalised words, strict ones and long ones that
// connectives join ("Ministry of the Interior").
func (a *analysis) runs(s text.Sentence) {
	for i := s.First; i < s.Last; {
		if !a.words[i].capital {
			i++
			continue
		}
		end, strict := i+1, i
		closeStrict := func(to int) {
			for j := strict; j < to; j++ {
				a.words[j].run = stretch{strict, to}
			}
		}
		for j := i + 1; j < s.Last && j-end <= 2; j++ {
			if a.words[j].capital {
				if j > end {
					closeStrict(end)
					strict = j
				}
				end = j + 1
			} else if !a.words[j].connective {
				break
			}
		}
		closeStrict(end)
		for j := i; j < end; j++ {
			a.words[j].long = stretch{i, end}
		}
		i = end
	}
}

// Bits of word.document.
const (
	lowerElsewhere   = 1 << iota // the word stands in lower case elsewhere
	capitalElsewhere             // capitalised elsewhere, not at the start of a sentence
	endsLongerRun                // last word of a longer run elsewhere: a surname, "Party"
	beginsLongerRun
	afterTitle   // follows a title somewhere: "Mr.", "President"
	beforeSaying // precedes a verb of saying somewhere
	afterIn      // follows "in", "near", "from" as a run of its own
	initials     // the initials of a run elsewhere
)

// gatherEvidence looks over the whole document for clear contexts of each
// capitalised word, and hands them to all its occurrences.
func (a *analysis) gatherEvidence(l *lists) {
	d := a.doc
	found := map[uint32]uint32{}
	for s, sentence := range d.Sentences {
		if a.modes[s] == shouted || a.modes[s] == titled {
			continue
		}
		for i := sentence.First; i < sentence.Last; i++ {
			w := &a.words[i]
			if !w.letters {
				continue
			}
			if !w.capital {
				found[w.lower] |= lowerElsewhere
				continue
			}
			var bits uint32
			if !w.first {
				bits |= capitalElsewhere
			}
			if n := w.run.last - w.run.first; n > 1 {
				if i == w.run.last-1 {
					bits |= endsLongerRun
				}
				if i == w.run.first {
					bits |= beginsLongerRun
				}
			}
			if i > sentence.First {
				switch before := strings.ToLower(d.Form(i - 1)); {
				case l.titles[before]:
					bits |= afterTitle
				case i == w.run.first && (before == "in" || before == "near" || before == "at" || before == "from"):
					bits |= afterIn
				}
			}
			if i+1 < sentence.Last && i == w.run.last-1 && l.saying[d.Form(i+1)] {
				bits |= beforeSaying
			}
			found[w.lower] |= bits
		}
		for i := sentence.First; i < sentence.Last; i++ {
			if w := &a.words[i]; w.capital && w.long.first == i && w.long.last-i >= 2 {
				found[hash(a.initialsOf(w.long))] |= initials
			}
		}
	}
	for i := range a.words {
		if w := &a.words[i]; w.letters {
			w.document = found[w.lower]
		}
	}
}

// initialsOf is the lower-case acronym of a run: "oas" for "Organisation of
// American States".
func (a *analysis) initialsOf(s stretch) string {
	var b strings.Builder
	for i := s.first; i < s.last; i++ {
		if a.words[i].capital {
			r, _ := utf8.DecodeRuneInString(a.doc.Form(i))
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// gazetteerSpan is the length in tokens of the longest name looked up.
const gazetteerSpan = 5

// lookUp marks tokens with what the lexicon says about the spans around them.
func (a *analysis) lookUp(w *world.World, l *lists) {
	if w == nil {
		return
	}
	d := a.doc
	looked := map[string][]uint32{} // names recur
	for s, sentence := range d.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			if !a.words[i].capital && a.modes[s] != small {
				continue
			}
			for n := min(gazetteerSpan, sentence.Last-i); n >= 1; n-- {
				end := i + n - 1
				if !a.words[end].capital && a.modes[s] != small {
					continue
				}
				name := d.Slice(d.TokenSpan(i, i+n))
				kinds, ok := looked[name]
				if !ok {
					printed := name
					if len(name) > 3 && shouting(name) {
						printed = headlineCase(name)
					}
					kinds = known(w, l, printed, n)
					looked[name] = kinds
				}
				for _, kind := range kinds {
					for j := i; j <= end; j++ {
						a.words[j].gazetteer = append(a.words[j].gazetteer, kind<<2|uint32(partOf(j-i, n)))
					}
				}
			}
		}
	}
}

// headlineCase writes each word with a capital first letter only.
func headlineCase(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i := range words {
		words[i] = capitalised(words[i])
	}
	return strings.Join(words, " ")
}

func partOf(at, n int) int {
	switch {
	case n == 1:
		return unit
	case at == 0:
		return begin
	case at == n-1:
		return last
	}
	return inside
}

// known lists what the lexicon knows the name for, as small numbers.
func known(w *world.World, l *lists, name string, n int) []uint32 {
	var kinds []uint32
	if l.people(name) {
		kinds = append(kinds, 13)
	}
	if n == 1 && w.IsGivenName(name) {
		kinds = append(kinds, 14)
	}
	if people := w.PeopleAsSpelt(name); len(people) > 0 {
		kinds = append(kinds, 1+uint32(people[0].Kind))
	}
	if w.CountryNamed(name) != nil {
		kinds = append(kinds, 8)
	}
	for _, demonym := range w.Demonyms(name) {
		kinds = append(kinds, 9+uint32(demonym.Kind))
		break
	}
	if orgs := w.Organizations(name); len(orgs) > 0 {
		kinds = append(kinds, 16+hash(orgs[0].Kind)%64)
	}
	if w.Metonym(name) != nil {
		kinds = append(kinds, 12)
	}
	if places := w.Places(name); len(places) > 0 {
		size := uint32(0)
		switch p := places[0].Population; {
		case p >= 1_000_000:
			size = 3
		case p >= 200_000:
			size = 2
		case p >= 50_000:
			size = 1
		}
		kinds = append(kinds, 80+4*(hash(places[0].Kind)%8)+size)
	}
	return kinds
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

// features appends the features of token i to buf. drop leaves out those that
// know the word by its letters: training does so at times, lest the model
// lean on words alone.
func (a *analysis) features(i int, drop bool, buf []model.Feature) []model.Feature {
	s := a.doc.Sentences[a.doc.Tokens[i].Sentence]
	m := a.modes[a.doc.Tokens[i].Sentence]
	w := &a.words[i]
	var none word
	at := func(j int) *word {
		if j < s.First || j >= s.Last {
			return &none
		}
		return &a.words[j]
	}
	b1, b2, a1, a2 := at(i-1), at(i-2), at(i+1), at(i+2)
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	add(tBias, 0, 0)
	if !drop {
		add(tForm, w.form, 0)
		add(tLower, w.lower, 0)
		for n, p := range w.prefixes {
			if p != 0 {
				add(tPrefix, p, uint32(n))
			}
		}
		add(tPairBefore, b1.lower, w.lower)
		add(tPairAfter, w.lower, a1.lower)
	}
	for n, p := range w.suffixes {
		if p != 0 && (!drop || n < 3) {
			add(tSuffix, p, uint32(n))
		}
	}
	add(tShape, w.shape, flag(w.first))
	add(tShort, w.short, 0)
	add(tLowerBefore, b1.lower, flag(w.capital))
	add(tLowerAfter, a1.lower, flag(w.capital))
	add(tLowerBefore2, b2.lower, flag(w.capital))
	add(tLowerAfter2, a2.lower, flag(w.capital))
	add(tShapes, b1.short, w.short)
	add(tShapes+100, w.short, a1.short)
	add(tFirst, flag(w.first), w.short)
	buf = a.clusterFeatures(w, b1, b2, a1, a2, drop, buf)
	if w.capital {
		buf = a.runFeatures(i, w, at, buf)
	} else {
		add(tRun, b1.short, a1.short*31+flag(w.connective))
	}
	for _, g := range w.gazetteer {
		add(tGazetteer, g, 0)
		add(tGazetteerShape, g, w.short<<1|flag(w.first))
	}
	for _, g := range a1.gazetteer {
		add(tGazetteerNext, g, flag(w.capital))
	}
	if w.capital {
		for bit := uint32(1); bit <= initials; bit <<= 1 {
			if w.document&bit != 0 {
				add(tDocument, bit, flag(w.first))
			}
		}
		add(tDocumentShape, w.document, w.short)
	}
	if m != plain {
		add(tMode, uint32(m), w.short)
		add(tModeCapital, uint32(m), uint32(w.seen.capital)<<1|flag(w.capital))
	}
	return buf
}

func (a *analysis) clusterFeatures(w, b1, b2, a1, a2 *word, drop bool, buf []model.Feature) []model.Feature {
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	if !drop {
		add(tCluster, uint32(w.seen.fine), flag(w.capital))
		add(tCoarse, uint32(w.seen.coarse), w.short)
		add(tClusters, uint32(b1.seen.fine), uint32(w.seen.fine))
		add(tClusters+100, uint32(w.seen.fine), uint32(a1.seen.fine))
		add(tCoarses, uint32(b1.seen.coarse)<<8|uint32(w.seen.coarse), uint32(a1.seen.coarse))
		add(tCapital, uint32(w.seen.capital), w.short)
		add(tCapitalFirst, uint32(w.seen.capital), flag(w.first)<<1|flag(w.capital))
	}
	add(tClusterBefore, uint32(b1.seen.fine), flag(w.capital))
	add(tClusterAfter, uint32(a1.seen.fine), flag(w.capital))
	add(tClusterBefore+100, uint32(b2.seen.fine), w.short)
	add(tClusterAfter+100, uint32(a2.seen.fine), w.short)
	return buf
}

// runFeatures say what stands at the ends of the run of capitalised words
// around token i, and on either side of it.
func (a *analysis) runFeatures(i int, w *word, at func(int) *word, buf []model.Feature) []model.Feature {
	add := func(template int, x, y uint32) { buf = append(buf, feature(template, x, y)) }
	r := w.run
	place := uint32(min(i-r.first, 3))<<4 | uint32(min(r.last-1-i, 3))
	add(tRun, place, flag(w.first)<<1|flag(a.words[r.first].first))
	add(tRunFirst, a.words[r.first].lower, place)
	add(tRunLast, a.words[r.last-1].lower, place)
	add(tRunFirst+100, uint32(a.words[r.first].seen.fine), place)
	add(tRunLast+100, uint32(a.words[r.last-1].seen.fine), place)
	add(tRunBefore, at(r.first-1).lower, place)
	add(tRunAfter, at(r.last).lower, place)
	add(tRunBefore+100, at(r.first-1).lower, at(r.last).lower)
	add(tRunBefore+200, uint32(at(r.first-1).seen.fine), place)
	add(tRunAfter+200, uint32(at(r.last).seen.fine), place)
	if l := w.long; l != r {
		add(tLongFirst, a.words[l.first].lower, place)
		add(tLongLast, a.words[l.last-1].lower, place)
		add(tLongRun, uint32(min(r.first-l.first, 4))<<4|uint32(min(l.last-r.last, 4)), place)
	}
	return buf
}
