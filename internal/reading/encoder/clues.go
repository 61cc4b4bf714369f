package encoder

import (
	_ "embed"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Clues are what the encoder is told of a token besides its form: what the
// lexicon knows the names around it for, what the rest of the report says of
// the word, and where it stands. Each is a row of the table of embeddings.
type Clues struct {
	world *world.World
	lists *lists
	first int32 // row of the first clue

	kinds [1 << 12]atomic.Pointer[nameKinds] // of names looked up lately, by hash
}

// nameKinds is what the lexicon knows a name for.
type nameKinds struct {
	name   string
	tokens int
	kinds  []uint32
}

// NewClues are the clues for a vocabulary.
func NewClues(w *world.World, v Vocabulary) *Clues {
	return &Clues{world: w, lists: loadLists(), first: int32(len(v) + shapeRows)}
}

// Sections of the clues, in the order of their rows.
const (
	clueGazetteer = 0                // kind of name << 2 | part of the name
	clueDocument  = 512              // a bit of word.document each
	clueMode      = clueDocument + 8 // a mode each
	clueFirst     = clueMode + 4     // the first word of its sentence
	clueQuoted    = clueFirst + 1    // between quotation marks
	clueHeading   = clueQuoted + 1   // in a heading
	clueBullet    = clueHeading + 1  // in an item of a list
)

// Find lists the clues of every token of the document. It reads Blocks,
// Sentences, Tokens and Quotations.
func (c *Clues) Find(d *text.Document) [][]int32 {
	a := c.analyse(d)
	clues := make([][]int32, len(d.Tokens))
	rows := make([]int32, 0, 12*len(d.Tokens)) // of all tokens
	quotation := 0
	for i := range d.Tokens {
		t, w := &d.Tokens[i], &a.words[i]
		start := len(rows)
		add := func(clue uint32) { rows = append(rows, c.first+int32(clue)) }
		for _, g := range w.gazetteer {
			add(clueGazetteer + g)
		}
		if w.capital {
			for bit := range 8 {
				if w.document>>bit&1 == 1 {
					add(clueDocument + uint32(bit))
				}
			}
		}
		add(clueMode + uint32(a.modes[t.Sentence]))
		if w.first {
			add(clueFirst)
		}
		for quotation < len(d.Quotations) && d.Quotations[quotation].End <= t.Start {
			quotation++
		}
		if quotation < len(d.Quotations) && d.Quotations[quotation].Covers(t.Span) {
			add(clueQuoted)
		}
		switch d.Blocks[d.Sentences[t.Sentence].Block].Kind {
		case text.Heading:
			add(clueHeading)
		case text.Bullet:
			add(clueBullet)
		}
		clues[i] = rows[start:len(rows):len(rows)]
	}
	return clues
}

//go:embed titles.txt
var titlesText string

//go:embed saying.txt
var sayingText string

//go:embed peoples.txt
var peoplesText string

// lists are the embedded word lists.
type lists struct {
	titles, saying map[string]bool
	peoples        map[string]bool // "kurdish", "latin american"
}

func loadLists() *lists {
	return &lists{wordSet(titlesText), wordSet(sayingText), wordSet(peoplesText)}
}

// wordSet is the set of the words of a list: one a line, "#" begins a comment.
func wordSet(table string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			set[line] = true
		}
	}
	return set
}

// people reports whether the words name or describe a people, faith or part
// of the world, in the singular or plural.
func (l *lists) people(name string) bool {
	lower := strings.ToLower(name)
	return l.peoples[lower] || l.peoples[strings.TrimSuffix(lower, "s")]
}

// Parts of a name, in the order of their labels (BILOU, Ratinov and Roth 2009).
const (
	begin = iota
	inside
	last
	unit
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
	lower      uint32 // hash of the form in lower case
	capital    bool   // begins with a capital letter, or has one after a particle ("al-Assad")
	letters    bool
	first      bool // of its sentence, opening marks aside
	connective bool // may stand inside a name in lower case: "of", "de", "bin"
	run, long  stretch
	gazetteer  []uint32
	document   uint32 // evidence from elsewhere in the document, a bit each
}

// stretch is a range of tokens.
type stretch struct{ first, last int }

// analysis is a document prepared for the extraction of features.
type analysis struct {
	doc   *text.Document
	words []word
	modes []mode // by sentence
}

// analyse prepares a document: everything that features need, computed once
// per token.
func (c *Clues) analyse(d *text.Document) *analysis {
	a := &analysis{doc: d, words: make([]word, len(d.Tokens)), modes: make([]mode, len(d.Sentences))}
	for s, sentence := range d.Sentences {
		a.modes[s] = modeOf(d, sentence)
		first := true
		for i := sentence.First; i < sentence.Last; i++ {
			a.word(i)
			a.words[i].first = first
			if a.words[i].letters {
				first = false
			}
		}
		a.runs(sentence)
	}
	c.lookUp(a)
	a.gatherEvidence(c.lists)
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
func (a *analysis) word(i int) {
	form := a.doc.Form(i)
	w := &a.words[i]
	lower := strings.ToLower(form)
	w.lower = hash32(0, lower)
	w.capital, w.letters = capital(form)
	w.connective = connective(lower)
}

// capital reports whether the form begins with a capital letter, or has one
// after a hyphen or an apostrophe, and whether it has letters at all.
func capital(form string) (capital, letters bool) {
	before := rune(0)
	for i, r := range form {
		if unicode.IsLetter(r) {
			letters = true
			if unicode.IsUpper(r) && (i == 0 || strings.ContainsRune("-‑–'’‘`", before)) {
				capital = true
			}
		}
		before = r
	}
	return capital, letters
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
				found[hash32(0, a.initialsOf(w.long))] |= initials
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
func (c *Clues) lookUp(a *analysis) {
	if c.world == nil {
		return
	}
	d := a.doc
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
				kinds := c.known(name, n)
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

// longName bounds the memory of names, in bytes.
const longName = 64

// known is what the lexicon knows a name of n tokens for, remembered or found.
func (c *Clues) known(name string, n int) []uint32 {
	slot := &c.kinds[hash32(uint32(n), name)%uint32(len(c.kinds))]
	if k := slot.Load(); k != nil && k.name == name && k.tokens == n {
		return k.kinds
	}
	printed := name
	if len(name) > 3 && shouting(name) {
		printed = headlineCase(name)
	}
	k := &nameKinds{strings.Clone(name), n, kindsOf(c.world, c.lists, printed, n)}
	if len(name) <= longName {
		slot.Store(k)
	}
	return k.kinds
}

// kindsOf lists what the lexicon knows the name for, as small numbers.
func kindsOf(w *world.World, l *lists, name string, n int) []uint32 {
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
		kinds = append(kinds, 16+hash32(0, orgs[0].Kind)%64)
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
		kinds = append(kinds, 80+4*(hash32(0, places[0].Kind)%8)+size)
	}
	return kinds
}
