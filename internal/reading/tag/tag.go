// Package tag gives tokens their part of speech, features and lemma. It reads
// Text, Sentences and Tokens and sets UPOS, XPOS, Feats and Lemma.
//
// Three averaged perceptrons over hashed features decide, left to right: the
// universal and the Penn Treebank tag together, then the features, then the
// lemma as a script that edits the form. Irregular forms have a table.
package tag

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

//go:embed weights.bin
var weights []byte

//go:embed irregular.tsv
var irregular string

// Tagger tags documents. It is safe for use by several goroutines.
type Tagger struct {
	tags, feats, lemmas *model.Linear
	pairs               []pair // of each class of tags
	scripts             []script
	clusters            *cluster.Clusters
	irregular           map[irregularForm]string
}

// pair is a universal and a Penn Treebank tag.
type pair struct{ upos, xpos string }

// Load makes a tagger from the embedded weights.
func Load() (*Tagger, error) { return New(weights) }

// New makes a tagger from weights that [Train] made.
func New(weights []byte) (*Tagger, error) {
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	t := &Tagger{}
	for name, m := range map[string]**model.Linear{"tags": &t.tags, "feats": &t.feats, "lemmas": &t.lemmas} {
		if *m, err = set.Model(name); err != nil {
			return nil, fmt.Errorf("tag: %w", err)
		}
		if len((*m).Labels) == 0 {
			return nil, fmt.Errorf("tag: the model %q has no labels", name)
		}
	}
	for _, l := range t.tags.Labels {
		upos, xpos, ok := strings.Cut(l, "/")
		if !ok {
			return nil, fmt.Errorf("tag: the label %q is not a pair of tags", l)
		}
		t.pairs = append(t.pairs, pair{upos, xpos})
	}
	for _, l := range t.lemmas.Labels {
		s, err := parseScript(l)
		if err != nil {
			return nil, fmt.Errorf("tag: %w", err)
		}
		t.scripts = append(t.scripts, s)
	}
	if t.clusters, err = cluster.Load(); err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	if t.irregular, err = parseIrregular(irregular); err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return t, nil
}

// Tag sets UPOS, XPOS, Feats and Lemma of every token.
func (t *Tagger) Tag(d *text.Document) {
	e := encoder{clusters: t.clusters}
	tagScores := make([]int32, len(t.tags.Labels))
	featScores := make([]int32, len(t.feats.Labels))
	lemmaScores := make([]int32, len(t.lemmas.Labels))
	for _, s := range d.Sentences {
		e.encode(d, s)
		for i := range e.words {
			best := t.tags.Best(e.tagFeatures(i), tagScores)
			e.words[i].setTag(best, t.pairs[best])
		}
		for i := range e.words {
			w, tok := &e.words[i], &d.Tokens[s.First+i]
			p := t.pairs[w.tag]
			tok.UPOS, tok.XPOS = p.upos, p.xpos
			tok.Feats = t.feats.Labels[t.feats.Best(e.featFeatures(i), featScores)]
			form := d.Form(s.First + i)
			lemma, ok := t.irregular[irregularForm{p.xpos, string(e.lower(form))}]
			if !ok {
				lemma = t.scripts[t.lemmas.Best(e.lemmaFeatures(i), lemmaScores)].apply(form)
			}
			tok.Lemma = lemma
		}
	}
}

// irregularForm is a Penn Treebank tag and a form in lower case.
type irregularForm struct{ xpos, form string }

func parseIrregular(table string) (map[irregularForm]string, error) {
	m := map[irregularForm]string{}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			return nil, fmt.Errorf("irregular forms, line %d: %d columns, want 3", n, len(cols))
		}
		m[irregularForm{cols[0], cols[1]}] = cols[2]
	}
	return m, nil
}

// write stores the three models in one file.
func write(models ...*model.Linear) ([]byte, error) {
	var b bytes.Buffer
	if err := model.Write(&b, models...); err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return b.Bytes(), nil
}
