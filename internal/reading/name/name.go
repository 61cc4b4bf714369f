// Package name finds the names of persons, organisations, places and other
// things (nationalities, religious and political groups, works, events) in a
// report.
//
// It reads Tokens (their trees only to set each name's head) and writes the
// name Mentions; tags are not needed.
// Titles, articles and possessive endings are no part of a name; generic
// groups ("the government") are no names.
//
// The model is a linear-chain conditional random field (Lafferty, McCallum &
// Pereira 2001) over hashed features, among them evidence from the rest of the
// report, word clusters, and what the lexicon knows the words for; it decides
// together with a second opinion, that of the shared encoder.
package name

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/model"
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
	world       *world.World
	lists       *lists
	vocabulary  *vocabulary
	lattice     *lattice
	model       *model.Linear
	transitions [labels][labels]int32 // [before][after]
}

// Load loads the embedded weights; the facts serve as evidence only.
func Load(w *world.World) (*Namer, error) {
	return New(w, weightsFile, wordsFile)
}

// New makes a namer of weights that [Train] made and words that
// [TrainWords] made.
func New(w *world.World, weights, words []byte) (*Namer, error) {
	n, err := untrained(w, words)
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

func untrained(w *world.World, words []byte) (*Namer, error) {
	v, err := readVocabulary(words)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	return &Namer{world: w, lists: loadLists(), vocabulary: v, lattice: newLattice()}, nil
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
func (n *Namer) Name(d *text.Document, opinion []float32) {
	a := n.analyse(d)
	emissions := make([][labels]int32, len(d.Tokens))
	var names []text.Mention
	var path []int
	for _, s := range d.Sentences {
		path = n.decode(a, s, emissions[s.First:s.Last], opinion, path[:0])
		for i := 0; i < len(path); i++ {
			if path[i] == 0 {
				continue
			}
			first := i
			for !closes(path[i]) {
				i++
			}
			class, _ := split(path[i])
			if first < i && article(d.Form(s.First+first), classes[class]) {
				first++
			}
			m := text.Mention{
				First: s.First + first, Last: s.First + i + 1,
				Kind: text.Name, Type: classes[class], Entity: -1, Why: "name model",
			}
			m.Head = head(d, m.First, m.Last)
			names = append(names, m)
		}
	}
	names = hyphenated(d, names)
	agree(d, names, emissions)
	d.Mentions = append(d.Mentions, names...)
	slices.SortStableFunc(d.Mentions, func(x, y text.Mention) int { return x.First - y.First })
}

// hyphenated joins the two halves of a person's name that a hyphen ties:
// "Marie-Claire Dupont".
func hyphenated(d *text.Document, names []text.Mention) []text.Mention {
	out := names[:0]
	for _, m := range names {
		if n := len(out) - 1; n >= 0 && m.Type == text.Person && out[n].Type == text.Person && out[n].Last+1 == m.First {
			tie := d.Tokens[out[n].Last]
			if d.Slice(tie.Span) == "-" && d.Tokens[out[n].Last-1].End == tie.Start && tie.End == d.Tokens[m.First].Start {
				out[n].Last, out[n].Head = m.Last, head(d, out[n].First, m.Last)
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// article reports whether a name's first word is an article that does not
// belong to it: "the" anywhere, "The" before a people or a person.
func article(form string, class text.NameType) bool {
	return form == "the" || form == "The" && (class == text.Misc || class == text.Person)
}

// agree gives names that are spelt alike one class, the one that suits all
// their places best: a report seldom uses one name for two things.
func agree(d *text.Document, names []text.Mention, emissions [][labels]int32) {
	groups := map[string][]int{}
	for i, m := range names {
		form := strings.ToLower(d.Slice(d.TokenSpan(m.First, m.Last)))
		groups[form] = append(groups[form], i)
	}
	for _, group := range groups {
		if !slices.ContainsFunc(group, func(i int) bool { return names[i].Type != names[group[0]].Type }) {
			continue
		}
		var sums [len(classes)]int32
		for c := range classes {
			for _, i := range group {
				m := names[i]
				for t := m.First; t < m.Last; t++ {
					sums[c] += emissions[t][label(c, partOf(t-m.First, m.Last-m.First))]
				}
			}
		}
		best := classes[slices.Index(sums[:], slices.Max(sums[:]))]
		for _, i := range group {
			if names[i].Type != best {
				names[i].Type, names[i].Why = best, "name model; class from the name's other places"
			}
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

// decode appends the best sequence of labels for a sentence to path (Viterbi)
// and sets the scores of each token's labels.
func (n *Namer) decode(a *analysis, s text.Sentence, emissions [][labels]int32, opinion []float32, path []int) []int {
	const never = math.MinInt32 / 2
	var (
		size     = s.Last - s.First
		scores   [labels]int32
		previous [labels]int32
		buffer   [128]model.Feature
		back     = make([][labels]uint8, size)
	)
	for i := range size {
		emit := &emissions[i]
		n.model.Scores(a.features(s.First+i, false, buffer[:0]), emit[:])
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
					scores[y], back[i][y] = v, uint8(before)
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
	path = append(path, make([]int, size)...)
	for i := size - 1; i >= 0; i-- {
		path[i] = best
		best = int(back[i][best])
	}
	return path
}
