package tag

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

// TrainOptions steers [Train]; the zero value of a field takes the default
// named there.
type TrainOptions struct {
	Epochs int    // passes over the documents; 8
	Cutoff int    // updates that a feature needs; 2
	Seed   uint64 // order of the sentences
}

// prune is the least weight that is kept, in 8 bits.
const prune = 5

// Train makes weights from documents with gold tags, features and lemmas; the
// documents stay as they are. Log, unless nil, is told of each pass. The same
// documents and options give the same bytes.
func Train(gold []*text.Document, o TrainOptions, log func(string)) ([]byte, error) {
	if o.Epochs == 0 {
		o.Epochs = 8
	}
	if o.Cutoff == 0 {
		o.Cutoff = 2
	}
	if log == nil {
		log = func(string) {}
	}
	table, err := parseIrregular(irregular)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	clusters, err := cluster.Load()
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	t := newTrainer(gold, o, table)
	t.e.clusters = clusters
	if len(t.items) == 0 {
		return nil, fmt.Errorf("tag: no sentence to train on")
	}
	random := rand.New(rand.NewPCG(o.Seed, 2))
	for epoch := range o.Epochs {
		right := 0
		for _, n := range random.Perm(len(t.items)) {
			right += t.learn(t.items[n])
		}
		log(fmt.Sprintf("pass %d: tags of %.2f%% of %d tokens right before learning", epoch+1, 100*float64(right)/float64(t.tokens), t.tokens))
	}
	return write(t.tags.trainer.Model("tags"), t.feats.trainer.Model("feats"), t.lemmas.trainer.Model("lemmas"))
}

// item is a sentence with its gold classes, -1 for tokens not to learn from.
type item struct {
	doc                 *text.Document
	sentence            int
	tags, feats, lemmas []int16
}

type trainer struct {
	items               []item
	tokens              int
	kinds               []pair
	tags, feats, lemmas *classifier
	e                   encoder
}

// classifier is one of the three decisions in training.
type classifier struct {
	labels  []string
	trainer *model.Perceptron
	scores  []float32
}

// newClassifier takes the commonest values as classes, those seen at least least
// times.
func newClassifier(counts map[string]int, least, cutoff int) *classifier {
	c := &classifier{}
	for l, n := range counts {
		if n >= least {
			c.labels = append(c.labels, l)
		}
	}
	slices.SortFunc(c.labels, func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	c.labels = c.labels[:min(len(c.labels), model.MaxClasses)]
	c.trainer = model.NewPerceptron(c.labels, cutoff)
	c.trainer.Prune = prune
	c.scores = make([]float32, len(c.labels))
	return c
}

func (c *classifier) class(label string) int16 { return int16(slices.Index(c.labels, label)) }

// learn scores an item and moves the weights where the best class is not gold,
// which may be -1; it gives the best class.
func (c *classifier) learn(features []model.Feature, gold int16) int {
	clear(c.scores)
	c.trainer.Scores(features, c.scores)
	best := 0
	for i, s := range c.scores {
		if s > c.scores[best] {
			best = i
		}
	}
	if gold >= 0 && best != int(gold) {
		c.trainer.Update(features, int(gold), 1)
		c.trainer.Update(features, best, -1)
	}
	c.trainer.Tick()
	return best
}

func newTrainer(gold []*text.Document, o TrainOptions, table map[irregularForm]string) *trainer {
	tags, feats, lemmas := map[string]int{}, map[string]int{}, map[string]int{}
	var e encoder
	lemmaOf := func(d *text.Document, i int) string {
		tok := &d.Tokens[i]
		if _, ok := table[irregularForm{tok.XPOS, string(e.lower(d.Form(i)))}]; ok {
			return ""
		}
		return scriptOf(d.Form(i), tok.Lemma).String()
	}
	for _, d := range gold {
		for i, tok := range d.Tokens {
			tags[tok.UPOS+"/"+tok.XPOS]++
			feats[tok.Feats]++
			if l := lemmaOf(d, i); l != "" {
				lemmas[l]++
			}
		}
	}
	t := &trainer{
		tags:   newClassifier(tags, 3, o.Cutoff),
		feats:  newClassifier(feats, 3, o.Cutoff),
		lemmas: newClassifier(lemmas, 3, o.Cutoff),
	}
	for _, l := range t.tags.labels {
		upos, xpos, _ := strings.Cut(l, "/")
		t.kinds = append(t.kinds, pair{upos, xpos})
	}
	for _, d := range gold {
		for n, s := range d.Sentences {
			it := item{doc: d, sentence: n}
			for i := s.First; i < s.Last; i++ {
				tok := d.Tokens[i]
				it.tags = append(it.tags, t.tags.class(tok.UPOS+"/"+tok.XPOS))
				it.feats = append(it.feats, t.feats.class(tok.Feats))
				it.lemmas = append(it.lemmas, t.lemmas.class(lemmaOf(d, i)))
			}
			t.tokens += len(it.tags)
			t.items = append(t.items, it)
		}
	}
	return t
}

// learn trains all decisions on a sentence and gives the number of tags that
// were right. Each decision sees the predictions of the ones before it, as it
// will when it is asked.
func (t *trainer) learn(it item) int {
	t.e.encode(it.doc, it.doc.Sentences[it.sentence])
	right := 0
	for i := range t.e.words {
		best := t.tags.learn(t.e.tagFeatures(i), it.tags[i])
		t.e.words[i].setTag(best, t.kinds[best])
		if best == int(it.tags[i]) {
			right++
		}
	}
	for i := range t.e.words {
		t.feats.learn(t.e.featFeatures(i), it.feats[i])
		if it.lemmas[i] >= 0 {
			t.lemmas.learn(t.e.lemmaFeatures(i), it.lemmas[i])
		}
	}
	return right
}

// Jackknife gives each document the tags, features and lemmas of a tagger that
// was trained on the others: the documents are cut into as many parts as
// folds. What trains on these tags meets the tagger's mistakes as it will meet
// them in new text.
func Jackknife(gold []*text.Document, folds int, o TrainOptions) error {
	if folds < 2 || folds > len(gold) {
		return fmt.Errorf("tag: %d documents can't be cut into %d parts", len(gold), folds)
	}
	taggers := make([]*Tagger, folds)
	for fold := range taggers {
		var others []*text.Document
		for i, d := range gold {
			if i%folds != fold {
				others = append(others, d)
			}
		}
		weights, err := Train(others, o, nil)
		if err != nil {
			return err
		}
		if taggers[fold], err = New(weights); err != nil {
			return err
		}
	}
	for i, d := range gold {
		taggers[i%folds].Tag(d)
	}
	return nil
}
