package name

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// Example is a document to learn from.
type Example struct {
	Doc *text.Document
	// Labels holds an IOB2 label per token with the classes of text.NameType,
	// "O", Unknown or OutsideOrMisc.
	Labels []string
	// Weight is how much the document counts: 1 for a gold one.
	Weight float64
	// Silver is true where a program made the labels.
	Silver bool

	other []string // a second opinion on the labels, or nil
}

// Unknown is the label of a token about which the annotation can't be relied
// on: any label that goes with its neighbours' is as good.
const Unknown = "?"

// TrainOptions steers Train.
type TrainOptions struct {
	Epochs int     // passes over the examples
	Rate   float64 // step width of AdaGrad
	Drop   float64 // share of tokens whose letters are hidden from the features
	Prune  float64 // weights smaller than this fall away
	Log    io.Writer
}

// DefaultTrainOptions are those of the embedded weights.
func DefaultTrainOptions() TrainOptions {
	return TrainOptions{Epochs: 4, Rate: 0.02, Drop: 0.15, Prune: 0.02, Log: io.Discard}
}

// cutoff is how many tokens a feature must occur at; a tally counts no further.
const cutoff = 3

// Train makes a weight file from examples, by stochastic gradient descent on
// the conditional log-likelihood with the step widths of AdaGrad (Duchi, Hazan
// & Singer 2011). Where labels are unknown it is the likelihood of all
// sequences that fit. The same examples give the same weights.
//
// Silver examples get a second opinion first: a model trained on the gold ones
// labels them, and where the two differ either label is as good.
func Train(w *world.World, words []byte, examples []Example, o TrainOptions) ([]byte, error) {
	n, err := untrained(words)
	if err != nil {
		return nil, err
	}
	var gold, all []Example
	for _, e := range examples {
		if !e.Silver {
			gold = append(gold, e, shout(e))
		}
	}
	f := clue.New(w)
	if len(gold) < 2*len(examples) && len(gold) > 0 {
		m, err := fit(n, f, gold, o)
		if err != nil {
			return nil, err
		}
		n.use(m)
		for i, e := range examples {
			if e.Silver {
				examples[i].other = n.iob(f, e.Doc)
			}
		}
	}
	for _, e := range examples {
		all = append(all, e)
		if !e.Silver {
			all = append(all, shout(e))
		}
	}
	m, err := fit(n, f, all, o)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := model.Write(&out, m); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	return out.Bytes(), nil
}

// iob labels a document with the names that the model finds.
func (n *Namer) iob(f *clue.Finder, doc *text.Document) []string {
	d := &text.Document{Text: doc.Text, Sentences: doc.Sentences, Tokens: doc.Tokens}
	var c clue.Clues
	f.Find(d, &c)
	n.Name(d, &c, nil)
	labels := make([]string, len(d.Tokens))
	for i := range labels {
		labels[i] = "O"
	}
	for _, m := range d.Mentions {
		for i := m.First; i < m.Last; i++ {
			labels[i] = "I-" + string(m.Type)
		}
		labels[m.First] = "B-" + string(m.Type)
	}
	return labels
}

// fit trains one model.
func fit(n *Namer, f *clue.Finder, examples []Example, o TrainOptions) (*model.Linear, error) {
	t := &trainer{namer: n, finder: f, ids: map[model.Feature]int32{}}
	if err := t.gather(examples); err != nil {
		return nil, err
	}
	t.weights = make([]float32, len(t.features)*labels)
	t.squares = make([]float32, len(t.features)*labels)
	random := rand.New(rand.NewPCG(7, 11))
	for epoch := range o.Epochs {
		loss := 0.0
		for _, i := range random.Perm(len(t.sentences)) {
			loss += t.step(&t.sentences[i], o, random)
		}
		fmt.Fprintf(o.Log, "epoch %d: %d sentences, %d features, loss %.4f a sentence\n",
			epoch+1, len(t.sentences), len(t.features), loss/float64(len(t.sentences)))
	}
	return t.model(o.Prune), nil
}

// shoutedWeight is what a document in capitals counts.
const shoutedWeight = 0.5

// shout is an example in capitals throughout, as headlines are.
func shout(e Example) Example {
	var b strings.Builder
	d := &text.Document{Sentences: slices.Clone(e.Doc.Sentences), Tokens: slices.Clone(e.Doc.Tokens)}
	end := 0
	for i, t := range e.Doc.Tokens {
		b.WriteString(e.Doc.Text[end:t.Start])
		end = t.End
		d.Tokens[i].Start = b.Len()
		b.WriteString(strings.ToUpper(e.Doc.Form(i)))
		d.Tokens[i].End = b.Len()
	}
	d.Text = b.String()
	return Example{Doc: d, Labels: e.Labels, Weight: shoutedWeight}
}

// sample is one training sentence: features and allowed labels by token.
type sample struct {
	rows     [][]int32 // of all features of each token
	nameless []int     // how many of them are left when the word's letters are hidden
	gold     []labelSet
	weight   float64
}

type trainer struct {
	namer       *Namer
	finder      *clue.Finder
	ids         map[model.Feature]int32
	features    []model.Feature // by row
	sentences   []sample
	weights     []float32 // row after row
	squares     []float32 // of gradients, summed
	transitions [labels][labels]float64
	transSquare [labels][labels]float64
	buffers
}

// buffers are the work space of one sentence.
type buffers struct {
	emit, free, fit [][labels]float64
}

// gather extracts the features of every sentence, once, and drops rare ones.
func (t *trainer) gather(examples []Example) error {
	analyses := make([]analysis, len(examples))
	for k, e := range examples {
		if len(e.Labels) != len(e.Doc.Tokens) {
			return fmt.Errorf("name: training document %d has %d labels for %d tokens", k, len(e.Labels), len(e.Doc.Tokens))
		}
		c := new(clue.Clues)
		t.finder.Find(e.Doc, c)
		analyses[k].set(e.Doc, c, t.namer.vocabulary)
	}
	t.choose(analyses)
	var buffer []model.Feature
	for k, e := range examples {
		gold, err := e.labelSets()
		if err != nil {
			return fmt.Errorf("name: training document %d: %w", k, err)
		}
		for _, s := range e.Doc.Sentences {
			x := sample{gold: gold[s.First:s.Last], weight: e.Weight}
			for i := s.First; i < s.Last; i++ {
				features, nameless := analyses[k].features(i, buffer[:0])
				rows := make([]int32, 0, len(features))
				left := 0
				for n, f := range features {
					if id, ok := t.ids[f]; ok {
						rows = append(rows, id)
					}
					if n < nameless {
						left = len(rows)
					}
				}
				x.rows, x.nameless = append(x.rows, rows), append(x.nameless, left)
				buffer = features
			}
			t.sentences = append(t.sentences, x)
		}
	}
	return nil
}

// tally counts features up to three, two bits for each place of a table.
// Features that share a place are counted together; few do.
type tally []uint8

// countBits is the number of places as a power of two.
const countBits = 29

// add counts a feature and gives the count.
func (c tally) add(f model.Feature) uint8 {
	place := f >> (64 - countBits)
	bits := &c[place/4]
	shift := place % 4 * 2
	n := *bits >> shift & 3
	if n < 3 {
		n++
		*bits += 1 << shift
	}
	return n
}

// choose numbers the features that are not rare.
func (t *trainer) choose(analyses []analysis) {
	counts := make(tally, 1<<countBits/4)
	var buffer []model.Feature
	for k := range analyses {
		for i := range analyses[k].words {
			buffer, _ = analyses[k].features(i, buffer[:0])
			for _, f := range buffer {
				if counts.add(f) < cutoff {
					continue
				}
				if _, ok := t.ids[f]; !ok {
					t.ids[f] = int32(len(t.features))
					t.features = append(t.features, f)
				}
			}
		}
	}
}

// labelSets are the labels that each token may have.
func (e Example) labelSets() ([]labelSet, error) {
	sets, err := labelSets(e.Doc, e.Labels)
	if err != nil || e.other == nil {
		return sets, err
	}
	other, err := labelSets(e.Doc, e.other)
	if err != nil {
		return nil, err
	}
	for i := range sets {
		sets[i] |= other[i]
	}
	return sets, nil
}

// labelSets turns IOB2 labels into sets of BILOU labels.
func labelSets(d *text.Document, iob []string) ([]labelSet, error) {
	sets := make([]labelSet, len(iob))
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			l := iob[i]
			switch {
			case l == Unknown:
				sets[i] = anyLabel
				continue
			case l == OutsideOrMisc:
				sets[i] = outsideOrMisc
				continue
			case l == "O":
				sets[i] = 1
				continue
			}
			class := -1
			for c, name := range classes {
				if strings.HasSuffix(l, "-"+string(name)) {
					class = c
				}
			}
			if class < 0 {
				return nil, fmt.Errorf("no class for label %q", l)
			}
			more := i+1 < s.Last && iob[i+1] == "I-"+l[2:]
			part := unit
			switch {
			case l[0] == 'B' && more:
				part = begin
			case l[0] == 'I' && more:
				part = inside
			case l[0] == 'I':
				part = last
			}
			sets[i] = 1 << label(class, part)
		}
	}
	return sets, nil
}

// step moves the weights along one sentence's gradient and gives its loss.
func (t *trainer) step(x *sample, o TrainOptions, random *rand.Rand) float64 {
	n := len(x.gold)
	rows := make([][]int32, n)
	t.emit = resize(t.emit, n)
	for i := range n {
		rows[i] = x.rows[i]
		if random.Float64() < o.Drop {
			rows[i] = rows[i][:x.nameless[i]]
		}
		e := &t.emit[i]
		*e = [labels]float64{}
		for _, r := range rows[i] {
			w := t.weights[int(r)*labels : int(r)*labels+labels]
			for y, v := range w {
				e[y] += float64(v)
			}
		}
	}
	var expected, observed [labels][labels]float64
	t.free, t.fit = resize(t.free, n), resize(t.fit, n)
	all := t.marginals(nil, t.free, &expected)
	fit := t.marginals(x.gold, t.fit, &observed)
	for i := range n {
		var gradient [labels]float32
		moves := false
		for y := range labels {
			g := (t.fit[i][y] - t.free[i][y]) * x.weight
			if math.Abs(g) > 1e-3 {
				gradient[y], moves = float32(g), true
			}
		}
		if moves {
			t.move(rows[i], &gradient, float32(o.Rate))
		}
	}
	for before := range labels {
		for y := range labels {
			if g := (observed[before][y] - expected[before][y]) * x.weight; math.Abs(g) > 1e-3 {
				t.transSquare[before][y] += g * g
				t.transitions[before][y] += o.Rate * g / math.Sqrt(t.transSquare[before][y]+1e-6)
			}
		}
	}
	return (all - fit) * x.weight
}

func (t *trainer) move(rows []int32, gradient *[labels]float32, rate float32) {
	for _, r := range rows {
		w := t.weights[int(r)*labels : int(r)*labels+labels]
		q := t.squares[int(r)*labels : int(r)*labels+labels]
		for y, g := range gradient {
			if g != 0 {
				q[y] += g * g
				w[y] += rate * g / float32(math.Sqrt(float64(q[y])+1e-6))
			}
		}
	}
}

// marginals sets p to the probability of each label at each token, adds those
// of pairs of labels to pairs, and gives the logarithm of the sum over all
// sequences that the label sets allow (all, for nil): forward-backward with
// the scores of each token scaled.
func (t *trainer) marginals(allowed []labelSet, p [][labels]float64, pairs *[labels][labels]float64) float64 {
	n := len(t.emit)
	lattice := t.namer.lattice
	var trans [labels][labels]float64
	for y := range labels {
		for _, before := range lattice[y] {
			trans[before][y] = math.Exp(t.transitions[before][y])
		}
	}
	potentials := make([][labels]float64, n)
	forward := make([][labels]float64, n)
	scale := make([]float64, n)
	total := 0.0
	for i := range n {
		top := math.Inf(-1)
		for y := range labels {
			top = max(top, t.emit[i][y])
		}
		sum := 0.0
		for y := range labels {
			if allowed != nil && !allowed[i].has(y) {
				continue
			}
			v := math.Exp(t.emit[i][y] - top)
			potentials[i][y] = v
			f := 0.0
			switch {
			case i == 0 && opens(y):
				f = v
			case i > 0:
				for _, before := range lattice[y] {
					f += forward[i-1][before] * trans[before][y]
				}
				f *= v
			}
			if i == n-1 && !closes(y) {
				f = 0
			}
			forward[i][y] = f
			sum += f
		}
		sum = max(sum, 1e-300)
		for y := range labels {
			forward[i][y] /= sum
		}
		scale[i] = sum
		total += math.Log(sum) + top
	}
	backward := [labels]float64{}
	for y := range labels {
		backward[y] = 1
	}
	for i := n - 1; i >= 0; i-- {
		for y := range labels {
			p[i][y] = forward[i][y] * backward[y]
		}
		if i == 0 {
			break
		}
		var next [labels]float64
		for y := range labels {
			v := potentials[i][y] * backward[y] / scale[i]
			if v == 0 || i == n-1 && !closes(y) {
				continue
			}
			for _, before := range lattice[y] {
				m := trans[before][y] * v
				next[before] += m
				pairs[before][y] += forward[i-1][before] * m
			}
		}
		backward = next
	}
	return total
}

// model is the weights with features of their own and of transitions, small
// ones left out.
func (t *trainer) model(prune float64) *model.Linear {
	names := make([]string, labels)
	names[0] = "O"
	for y := 1; y < labels; y++ {
		class, part := split(y)
		names[y] = string("BILU"[part]) + "-" + string(classes[class])
	}
	w := model.NewWeights(names)
	set := func(f model.Feature, weight func(y int) float64) {
		for y := range labels {
			if v := weight(y); math.Abs(v) >= prune {
				w.Add(f, y, v)
			}
		}
	}
	for r, f := range t.features {
		set(f, func(y int) float64 { return float64(t.weights[r*labels+y]) })
	}
	for before := range labels {
		set(feature(tTransition, uint32(before), 0), func(y int) float64 { return t.transitions[before][y] })
	}
	return w.Model(modelName)
}
