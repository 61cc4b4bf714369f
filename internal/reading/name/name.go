// Package name finds the names of persons, organisations, places and other
// things (nationalities, religious and political groups, works, events) in a
// report.
//
// It reads Tokens (their trees only to set each name's head) and the clues that
// package clue finds, and writes the name Mentions; tags are not needed.
// Titles, articles and possessive endings are no part of a name; generic
// groups ("the government") are no names.
//
// The model is a linear-chain conditional random field (Lafferty, McCallum &
// Pereira 2001) over hashed features, among them evidence from the rest of the
// report, word clusters, and what the lexicon knows the words for; it decides
// together with a second opinion, that of the shared encoder.
package name

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"annals/internal/model"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

//go:embed weights.bin.gz
var weightsFile []byte

//go:embed words.bin.gz
var wordsFile []byte

// modelName is the model's name in the weight file.
const modelName = "name"

// tTransition is the template of the weight of one label after another.
const tTransition = 1000

// Namer finds names. It is safe for use by several goroutines on different
// documents.
type Namer struct {
	vocabulary  *vocabulary
	guideline   *guideline
	lattice     *lattice
	model       *model.Linear
	transitions [labels][labels]int32 // [before][after]
	desks       sync.Pool             // of *desk
}

// desk is the memory that one goroutine works with.
type desk struct {
	analysis  analysis
	features  []model.Feature
	emissions [][labels]int32 // by token
	back      [][labels]uint8 // of a sentence: the best label before each
	path      []int           // of a sentence
	names     []text.Mention
	groups    []spelt
	lower     []byte
	inside    []bool   // of each token: it lies in a name
	short     []string // abbreviations of bodies
}

// Load loads the embedded weights.
func Load() (*Namer, error) { return New(weightsFile, wordsFile) }

// New makes a namer of weights that [Train] made and words that
// [TrainWords] made.
func New(weights, words []byte) (*Namer, error) {
	n, err := untrained(words)
	if err != nil {
		return nil, err
	}
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	m, err := set.Model(modelName)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	n.use(m)
	return n, nil
}

func untrained(words []byte) (*Namer, error) {
	v, err := readVocabulary(words)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	n := &Namer{vocabulary: v, guideline: loadGuideline(), lattice: newLattice()}
	n.desks.New = func() any { return new(desk) }
	return n, nil
}

func (n *Namer) use(m *model.Linear) {
	n.model = m
	for before := range labels {
		m.Scores([]model.Feature{feature(tTransition, uint32(before), 0)}, n.transitions[before][:])
	}
}

// trust is how much a second opinion counts beside the model's own features.
const trust = 0.5

// Name adds the document's names to its mentions, in text order. A second
// opinion has a row of scores for each token, logarithms up to a constant of
// the labels in the order O, then B, I, L and U of PER, ORG, LOC and MISC; it
// may be nil.
func (n *Namer) Name(d *text.Document, c *clue.Clues, opinion []float32) {
	k := n.desks.Get().(*desk)
	defer n.desks.Put(k)
	k.analysis.set(d, c, n.vocabulary)
	k.emissions, k.names = resize(k.emissions, len(d.Tokens)), k.names[:0]
	for _, s := range d.Sentences {
		n.decode(k, s, opinion)
		k.addNames(d, s, n.guideline)
	}
	k.names = hyphenated(d, c, k.names)
	k.agree(d)
	k.appose(d, n.guideline)
	k.abbreviate(d)
	for _, m := range k.names {
		if t := &d.Tokens[m.Head]; m.Last == m.First+1 && t.XPOS == "NN" && m.Type != text.Misc && abbreviation(d.Form(m.First)) {
			t.UPOS, t.XPOS = "PROPN", "NNP" // "the DSF"
		}
	}
	if len(k.names) > 0 {
		d.Mentions = append(slices.Grow(d.Mentions, len(k.names)), k.names...)
		slices.SortStableFunc(d.Mentions, func(x, y text.Mention) int { return x.First - y.First })
	}
}

// addNames adds the names on the path of a sentence.
func (k *desk) addNames(d *text.Document, s text.Sentence, g *guideline) {
	for i := 0; i < len(k.path); i++ {
		if k.path[i] == 0 {
			continue
		}
		first := i
		for !closes(k.path[i]) {
			i++
		}
		class, _ := split(k.path[i])
		m := text.Mention{
			First: s.First + first, Last: s.First + i + 1,
			Kind: text.Name, Type: classes[class], Entity: -1, Why: "name model",
		}
		if i+2 < len(k.path) && k.path[i+1] == 0 && k.path[i+2] == 0 && syllable(d, &m) {
			m.Last += 2
			i += 2
		}
		if g.hold(d, &m) {
			m.Head = head(d, m.First, m.Last)
			k.names = append(k.names, m)
		}
	}
}

// hyphenated joins the two halves of a person's name that a hyphen ties:
// "Marie-Claire Dupont", "Ana Ruvo-Keel", but not the two of "the Ruvo-Keel
// meeting". The first half ends with a given name, or else has one before it.
func hyphenated(d *text.Document, c *clue.Clues, names []text.Mention) []text.Mention {
	out := names[:0]
	for _, m := range names {
		if n := len(out) - 1; n >= 0 && m.Type == text.Person && out[n].Type == text.Person && out[n].Last+1 == m.First {
			tie, before := d.Tokens[out[n].Last], out[n].Last-1
			attached := d.Slice(tie.Span) == "-" && d.Tokens[before].End == tie.Start && tie.End == d.Tokens[m.First].Start
			if attached && (c.GivenName(before) || out[n].First < before && m.Last-m.First == 1) {
				out[n].Last, out[n].Head = m.Last, head(d, out[n].First, m.Last)
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// abbreviate adds the places of a body's abbreviation that were passed over where
// another one was found: a report seldom uses one for two things.
func (k *desk) abbreviate(d *text.Document) {
	k.inside, k.short = resize(k.inside, len(d.Tokens)), k.short[:0]
	clear(k.inside)
	for _, m := range k.names {
		for t := m.First; t < m.Last; t++ {
			k.inside[t] = true
		}
		if form := d.Form(m.First); m.Last == m.First+1 && m.Type == text.Organization && len(form) > 2 && abbreviation(form) && !slices.Contains(k.short, form) {
			k.short = append(k.short, form)
		}
	}
	if len(k.short) == 0 {
		return
	}
	for _, s := range d.Sentences {
		for t := s.First; t < s.Last; t++ {
			if !k.inside[t] && slices.Contains(k.short, d.Form(t)) && !shouted(d.Slice(s.Span)) {
				k.names = append(k.names, text.Mention{First: t, Last: t + 1, Head: t, Kind: text.Name, Type: text.Organization, Entity: -1, Why: "abbreviation named elsewhere"})
			}
		}
	}
}

// shouted reports whether words are printed in capitals throughout.
func shouted(words string) bool {
	return !strings.ContainsFunc(words, unicode.IsLower)
}

// abbreviation reports whether a word is of capitals only.
func abbreviation(form string) bool {
	return len(form) > 1 && !strings.ContainsFunc(form, func(r rune) bool { return !unicode.IsUpper(r) })
}

// appose gives names that say who a noun for a person means, and those spelt alike,
// the class of persons.
func (k *desk) appose(d *text.Document, g *guideline) {
	for i := range k.names {
		m := &k.names[i]
		if m.Type == text.Person || !g.apposed(d, m) {
			continue
		}
		name := d.Slice(d.TokenSpan(m.First, m.Last))
		for j := range k.names {
			if o := &k.names[j]; d.Slice(d.TokenSpan(o.First, o.Last)) == name {
				o.Type, o.Why = text.Person, "name model; behind a noun for a person"
			}
		}
	}
}

// spelt is a name by the hash of its words in lower case.
type spelt struct {
	hash uint64
	name int
}

// agree gives names that are spelt alike one class, the one that suits all
// their places best: a report seldom uses one name for two things.
func (k *desk) agree(d *text.Document) {
	k.groups = k.groups[:0]
	for i, m := range k.names {
		k.lower = clue.AppendLower(k.lower[:0], d.Slice(d.TokenSpan(m.First, m.Last)))
		k.groups = append(k.groups, spelt{model.Text(k.lower), i})
	}
	slices.SortFunc(k.groups, func(a, b spelt) int { return cmp.Or(cmp.Compare(a.hash, b.hash), a.name-b.name) })
	for rest := k.groups; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].hash == rest[0].hash {
			n++
		}
		k.agreeOn(rest[:n])
		rest = rest[n:]
	}
}

// agreeOn gives names that are spelt alike one class.
func (k *desk) agreeOn(group []spelt) {
	class := func(s spelt) text.NameType { return k.names[s.name].Type }
	if !slices.ContainsFunc(group, func(s spelt) bool { return class(s) != class(group[0]) }) {
		return
	}
	var sums [len(classes)]int32
	for c := range classes {
		for _, s := range group {
			m := k.names[s.name]
			for t := m.First; t < m.Last; t++ {
				sums[c] += k.emissions[t][label(c, int(clue.PartOf(t-m.First, m.Last-m.First)))]
			}
		}
	}
	best := classes[slices.Index(sums[:], slices.Max(sums[:]))]
	for _, s := range group {
		if m := &k.names[s.name]; m.Type != best {
			m.Type, m.Why = best, "name model; class from the name's other places"
		}
	}
}

// head is the token of the range whose head lies outside it; the last token
// where there is no tree.
func head(d *text.Document, first, last int) int {
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h >= 0 && (h < first || h >= last) {
			return i
		}
	}
	for i := first; i < last; i++ {
		if d.Tokens[i].Deprel == "root" {
			return i
		}
	}
	return last - 1
}

// decode sets the path to the best sequence of labels for a sentence (Viterbi)
// and the emissions to the scores of each token's labels.
func (n *Namer) decode(k *desk, s text.Sentence, opinion []float32) {
	const never = math.MinInt32 / 2
	var scores, previous [labels]int32
	size := s.Last - s.First
	k.back, k.path = resize(k.back, size), resize(k.path, size)
	for i := range size {
		emit, back := &k.emissions[s.First+i], &k.back[i]
		*emit, *back = [labels]int32{}, [labels]uint8{}
		k.features, _ = k.analysis.features(s.First+i, k.features[:0])
		n.model.Scores(k.features, emit[:])
		if opinion != nil {
			for y, v := range opinion[(s.First+i)*labels:][:labels] {
				emit[y] += int32(math.Round(float64(trust * v / n.model.Unit)))
			}
		}
		for y := range labels {
			scores[y] = never
			if i == 0 {
				if opens(y) {
					scores[y] = emit[y]
				}
				continue
			}
			for _, before := range n.lattice[y] {
				if v := previous[before] + n.transitions[before][y] + emit[y]; v > scores[y] {
					scores[y], back[y] = v, uint8(before)
				}
			}
		}
		previous = scores
	}
	best := 0
	for y := range labels {
		if closes(y) && scores[y] > scores[best] {
			best = y
		}
	}
	for i := size - 1; i >= 0; i-- {
		k.path[i] = best
		best = int(k.back[i][best])
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
