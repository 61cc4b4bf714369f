package crossdoc

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"annals/internal/model"
	"annals/internal/situation"
	"annals/internal/text"
)

//go:embed detect.bin
var detectWeights []byte

// Detector finds the words of a report that speak of events and of entities.
type Detector struct{ linear *model.Linear }

// The classes of a word.
const (
	noMention = iota
	eventMention
	entityMention
)

const detectorName = "mentions"

// LoadDetector gives the embedded model.
func LoadDetector() (*Detector, error) { return loadDetector() }

// loadDetector reads the weights once for all who ask; nothing changes them.
var loadDetector = sync.OnceValues(func() (*Detector, error) { return NewDetector(detectWeights) })

// NewDetector reads weights that Write of a trained one wrote.
func NewDetector(weights []byte) (*Detector, error) {
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("crossdoc: %w", err)
	}
	linear, err := set.Model(detectorName)
	if err != nil {
		return nil, fmt.Errorf("crossdoc: %w", err)
	}
	return &Detector{linear}, nil
}

// Write writes the weights.
func (d *Detector) Write() ([]byte, error) {
	var b bytes.Buffer
	if err := model.Write(&b, d.linear); err != nil {
		return nil, fmt.Errorf("crossdoc: %w", err)
	}
	return b.Bytes(), nil
}

// Detect finds the mentions of events and of entities whose heads lie in a
// range of tokens.
func (d *Detector) Detect(r *Report, first, last int) (events, entities []*Mention) {
	scores := make([]int32, len(d.linear.Labels))
	for i := first; i < last; i++ {
		if !r.may(i) {
			continue
		}
		switch d.linear.Best(r.clues(i), scores) {
		case eventMention:
			events = append(events, r.Mention(i, i+1))
		case entityMention:
			entities = append(entities, r.Mention(r.phrase(i)))
		}
	}
	return events, entities
}

// TrainDetector learns from the heads of the gold's mentions in the ranges of
// tokens that were annotated, report by report.
func TrainDetector(reports []Annotated, seed uint64) (*Detector, error) {
	var examples []model.Example
	for _, a := range reports {
		class := map[int]int{}
		for _, m := range a.Entities {
			class[m.head] = entityMention
		}
		for _, m := range a.Events {
			class[m.head] = eventMention
		}
		for _, span := range a.Read {
			for i := span[0]; i < span[1]; i++ {
				if a.Report.may(i) {
					examples = append(examples, model.Example{Features: a.Report.clues(i), Class: class[i]})
				}
			}
		}
	}
	linear, err := model.Logistic(detectorName, []string{"none", "event", "entity"}, examples, model.LogisticOptions{Seed: seed, Cutoff: 3})
	if err != nil {
		return nil, fmt.Errorf("crossdoc: %w", err)
	}
	return &Detector{linear}, nil
}

// Annotated is a report with the gold's mentions and the half-open ranges of
// tokens that the annotators read.
type Annotated struct {
	Report           *Report
	Events, Entities []*Mention
	Read             [][2]int
}

// may says whether a token can head a mention.
func (r *Report) may(i int) bool {
	switch upos := r.doc.Tokens[i].UPOS; upos {
	case "PRON", "DET", "AUX":
		return true
	default:
		return tells(upos)
	}
}

// clues are the features of a token.
func (r *Report) clues(i int) []model.Feature {
	d := r.doc
	t := d.Tokens[i]
	n := 0
	var list []model.Feature
	add := func(values ...string) {
		f := model.Template(n)
		n++
		for _, v := range values {
			f = f.WithText(v)
		}
		list = append(list, f)
	}
	lemma := strings.ToLower(t.Lemma)
	class := r.tables.classes.Of(d.Form(i))
	above, aboveUPOS := "", ""
	if t.Head >= 0 {
		above, aboveUPOS = strings.ToLower(d.Tokens[t.Head].Lemma), d.Tokens[t.Head].UPOS
	}
	kind := ""
	if e := r.within[i]; e >= 0 {
		kind = "entity " + string(d.Entities[e].Type)
	}
	var below []string
	for _, c := range d.Children(i) {
		below = append(below, d.Tokens[c].Deprel)
	}
	add()
	add(lemma)
	add(lemma, t.UPOS)
	add(lemma, t.Deprel)
	add(t.UPOS)
	add(t.XPOS)
	add(t.UPOS, t.Deprel)
	add(t.UPOS, aboveUPOS, t.Deprel)
	add(t.Deprel, above)
	add(lemma[max(0, len(lemma)-3):], t.UPOS)
	add(lemma[max(0, len(lemma)-4):])
	add(fmt.Sprint(class.Fine), t.UPOS)
	add(fmt.Sprint(class.Coarse), t.UPOS)
	add(kind, t.UPOS)
	add(kind, t.Deprel)
	add(fmt.Sprint(r.tables.senses.FromVerb(lemma)), t.UPOS)
	add(fmt.Sprint(t.Sentence == 0), t.UPOS)
	word := func(i int) string {
		if i < 0 || i >= len(d.Tokens) || d.Tokens[i].Sentence != t.Sentence {
			return ""
		}
		return strings.ToLower(d.Form(i))
	}
	add("before", word(i-1), t.UPOS)
	add("after", word(i+1), t.UPOS)
	add("both", word(i-1), word(i+1))
	often := 0
	for _, h := range r.stems {
		if h != 0 && h == r.stems[i] {
			often++
		}
	}
	add(fmt.Sprint(min(often, 5)), t.UPOS)
	add(fmt.Sprint(min(often, 5), int(situation.Rare(r.stems[i]))), t.UPOS)
	for _, b := range below {
		n = 30
		add(b, t.UPOS)
	}
	return list
}

// phrase is the range of the words before a head that belong to its name or
// description, and the head; the rest of a name after it as well.
func (r *Report) phrase(head int) (first, last int) {
	first, last = head, head+1
	for _, c := range r.doc.Children(head) {
		switch relation := r.doc.Tokens[c].Deprel; {
		case text.IsRelation(relation, "flat"), text.IsRelation(relation, "compound"), c < head && (text.IsRelation(relation, "amod") || text.IsRelation(relation, "nummod") || text.IsRelation(relation, "det") || text.IsRelation(relation, "nmod:poss")):
			f, l := r.doc.Subtree(c)
			first, last = min(first, f), max(last, l)
		}
	}
	return first, last
}
