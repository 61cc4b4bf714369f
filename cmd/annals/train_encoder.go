package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/reading/quotemark"
	"annals/internal/reading/segment"
	"annals/internal/text"
)

// trainEncoderCmd writes what the shared encoder is trained on as arrays of
// numbers: words are rows of its table of embeddings, labels are classes. The
// training itself is train/encoder.py, which knows no text.
type trainEncoderCmd struct {
	Text     []string `sep:"none" help:"Raw text to learn the language from: JSON Lines with a field \"text\"." placeholder:"FILE"`
	Treebank []string `sep:"none" help:"Treebanks (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Dev      []string `sep:"none" help:"Treebanks to watch the training on." placeholder:"FILE"`
	UNER     []string `name:"uner" sep:"none" help:"Universal NER files (gold)." placeholder:"FILE"`
	Wikigold []string `sep:"none" help:"Wikigold (gold)." placeholder:"FILE"`
	CrossNER []string `name:"crossner" sep:"none" help:"CrossNER politics (gold)." placeholder:"FILE"`
	RE3D     []string `name:"re3d" sep:"none" help:"re3d (gold, other guideline)." placeholder:"FILE"`
	GMB      []string `name:"gmb" sep:"none" help:"Groningen Meaning Bank, news (silver)." placeholder:"FILE"`
	Articles []string `sep:"none" help:"Articles with attributions." placeholder:"FILE"`
	Words    int      `default:"24000" help:"Words that get a row of their own."`
	Out      string   `required:"" help:"Folder for the arrays." placeholder:"FOLDER"`
}

// Help is the long help of the command.
func (c *trainEncoderCmd) Help() string {
	return `The arrays are little-endian. For a set NAME: NAME.len (u16, tokens of each sentence), NAME.form (u32, a form per
token), NAME.clues (u8 per token) and NAME.clue (u32 rows, token after token); labels are i16 per token in
NAME.upos .xpos .feats .lemma .head .rel (head is 1 for the first word of the sentence, 0 for the root; -1 is no
label), u32 sets of classes in NAME.name with f32 NAME.weight per sentence, u8 in NAME.attr. Forms are
form.word, form.shape (i32 rows), form.pieces (u8) and form.piece (u32 rows, form after form).`
}

// Run writes the arrays.
func (c *trainEncoderCmd) Run(std streams) error {
	w, err := world.Load()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("train encoder: %w", err)
	}
	e := &encoderArrays{
		folder: c.Out, world: w, finder: clue.New(w), segmenter: segment.New(), ids: map[string]uint32{}, counts: map[string]int{},
		classes: map[string][]string{}, arrays: map[string][]byte{}, log: func(s string) { fmt.Fprintln(std.err, s) },
	}
	for _, path := range c.Text {
		if err := e.raw(path); err != nil {
			return err
		}
	}
	for _, path := range c.Articles {
		if err := e.countArticles(path); err != nil {
			return err
		}
	}
	e.chooseWords(c.Words)
	if err := e.treebanks(c.Treebank, c.Dev); err != nil {
		return err
	}
	if err := e.names(trainNameCmd{UNER: c.UNER, Wikigold: c.Wikigold, CrossNER: c.CrossNER, RE3D: c.RE3D, GMB: c.GMB}); err != nil {
		return err
	}
	for _, path := range c.Articles {
		if err := e.articles(path); err != nil {
			return err
		}
	}
	return e.write()
}

// encoderArrays gathers the arrays.
type encoderArrays struct {
	folder    string
	world     *world.World
	segmenter *segment.Segmenter
	forms     []string
	ids       map[string]uint32 // of forms
	counts    map[string]int    // of folded forms in raw text
	words     encoder.Vocabulary
	finder    *clue.Finder
	clues     clue.Clues
	rows      encoder.ClueRows
	classes   map[string][]string // labels of each task
	sources   []string            // files of raw text
	arrays    map[string][]byte
	log       func(string)
}

func (e *encoderArrays) id(form string) uint32 {
	id, ok := e.ids[form]
	if !ok {
		form = strings.Clone(form)
		id = uint32(len(e.forms))
		e.ids[form] = id
		e.forms = append(e.forms, form)
	}
	return id
}

func (e *encoderArrays) u8(name string, v uint8) { e.arrays[name] = append(e.arrays[name], v) }

func (e *encoderArrays) u16(name string, v uint16) {
	e.arrays[name] = append(e.arrays[name], byte(v), byte(v>>8))
}

func (e *encoderArrays) u32(name string, v uint32) {
	e.arrays[name] = append(e.arrays[name], byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

// longestRaw is the longest sentence of raw text that is learnt from.
const longestRaw = 80

// raw adds the sentences of a file of raw text.
func (e *encoderArrays) raw(path string) error {
	source := uint8(len(e.sources))
	e.sources = append(e.sources, strings.SplitN(filepath.Base(path), ".", 2)[0])
	tokens := 0
	err := corpus.JSONLines(path, func(v struct{ Text string }) error {
		d := &text.Document{Text: v.Text}
		e.segmenter.Segment(d)
		for _, s := range d.Sentences {
			if n := s.Last - s.First; n < 3 || n > longestRaw {
				continue
			}
			e.u16("raw.len", uint16(s.Last-s.First))
			e.u8("raw.source", source)
			for i := s.First; i < s.Last; i++ {
				e.u32("raw.form", e.id(d.Form(i)))
				e.counts[encoder.Fold(d.Form(i))]++
			}
		}
		tokens += len(d.Tokens)
		return nil
	})
	e.log(fmt.Sprintf("%d tokens in %s", tokens, filepath.Base(path)))
	return err
}

// countArticles adds the text of articles to the raw text.
func (e *encoderArrays) countArticles(path string) error { return e.raw(path) }

// chooseWords gives the commonest words a row each.
func (e *encoderArrays) chooseWords(n int) {
	words := slices.SortedFunc(maps.Keys(e.counts), func(a, b string) int {
		return cmp.Or(e.counts[b]-e.counts[a], strings.Compare(a, b))
	})
	for _, w := range words[:min(n, len(words))] {
		e.words = append(e.words, encoder.WordHash(w))
	}
	slices.Sort(e.words)
	e.words = slices.Compact(e.words)
	for _, h := range e.words {
		e.u32("words", h)
	}
	e.counts = nil
}

// sentences adds the forms and clues of a document to a set.
func (e *encoderArrays) sentences(set string, d *text.Document) {
	quotemark.Mark(d)
	e.finder.Find(d, &e.clues)
	e.rows.Set(e.words, d, &e.clues)
	for _, s := range d.Sentences {
		e.u16(set+".len", uint16(s.Last-s.First))
		for i := s.First; i < s.Last; i++ {
			e.u32(set+".form", e.id(d.Form(i)))
			e.u8(set+".clues", uint8(len(e.rows.Of[i])))
			for _, c := range e.rows.Of[i] {
				e.u32(set+".clue", uint32(c))
			}
		}
	}
}

// least is how often a label must occur in the treebanks to become a class.
const least = 3

// treebanks adds treebanks, those to train on also in capitals and in small
// letters.
func (e *encoderArrays) treebanks(train, dev []string) error {
	counts := map[string]map[string]int{"upos": {}, "xpos": {}, "feats": {}, "lemma": {}, "rel": {}}
	banks := map[string][]*corpus.TreebankDoc{}
	for _, path := range slices.Concat(train, dev) {
		docs, err := corpus.Treebank(path)
		if err != nil {
			return err
		}
		if slices.Contains(train, path) {
			docs = slices.DeleteFunc(docs, func(d *corpus.TreebankDoc) bool { return !d.Trainable() })
			for _, d := range docs {
				for i := range d.Doc.Tokens {
					for task, label := range treeLabels(d.Doc, i) {
						counts[task][label]++
					}
				}
			}
		}
		banks[path] = docs
	}
	for task, labels := range counts {
		for label, n := range labels {
			if n >= least {
				e.classes[task] = append(e.classes[task], label)
			}
		}
		slices.Sort(e.classes[task])
	}
	for _, path := range slices.Concat(train, dev) {
		set := strings.SplitN(filepath.Base(path), ".", 2)[0]
		for _, d := range banks[path] {
			e.trees(set, d.Doc)
			if slices.Contains(train, path) {
				e.trees(set+".upper", inCase(d.Doc, strings.ToUpper))
				e.trees(set+".lower", inCase(d.Doc, strings.ToLower))
			}
		}
	}
	return nil
}

// inCase is the document with its ASCII letters in another case.
func inCase(d *text.Document, change func(string) string) *text.Document {
	other := *d
	other.Text = strings.Map(func(r rune) rune {
		if r < 128 {
			return []rune(change(string(r)))[0]
		}
		return r
	}, d.Text)
	return &other
}

// treeLabels are the labels of a token in each task but that of heads.
func treeLabels(d *text.Document, i int) map[string]string {
	t := d.Tokens[i]
	return map[string]string{"upos": t.UPOS, "xpos": t.XPOS, "feats": t.Feats, "rel": t.Deprel, "lemma": encoder.ScriptOf(d.Form(i), t.Lemma)}
}

func (e *encoderArrays) trees(set string, d *text.Document) {
	e.sentences(set, d)
	for i, t := range d.Tokens {
		for task, label := range treeLabels(d, i) {
			class, ok := slices.BinarySearch(e.classes[task], label)
			if !ok {
				class = -1
			}
			e.u16(set+"."+task, uint16(class))
		}
		head := 0
		if t.Head >= 0 {
			head = t.Head - d.Sentences[t.Sentence].First + 1
		}
		e.u16(set+".head", uint16(head))
	}
}

// names adds the sets with names, each brought under our guideline.
func (e *encoderArrays) names(c trainNameCmd) error {
	e.classes["name"] = encoder.NameLabels()
	sets := []struct {
		name string
		of   trainNameCmd
	}{
		{"uner", trainNameCmd{UNER: c.UNER}}, {"wikigold", trainNameCmd{Wikigold: c.Wikigold}}, {"crossner", trainNameCmd{CrossNER: c.CrossNER}},
		{"re3d", trainNameCmd{RE3D: c.RE3D}}, {"gmb", trainNameCmd{GMB: c.GMB}},
	}
	for _, set := range sets {
		examples, err := set.of.examples(e.world, false)
		if err != nil {
			return err
		}
		for k, x := range examples {
			for suffix, d := range map[string]*text.Document{"": x.Doc, ".upper": inCase(x.Doc, strings.ToUpper)} {
				e.sentences(set.name+suffix, d)
				for _, labels := range nameSets(x) {
					e.u32(set.name+suffix+".name", labels)
				}
				for range d.Sentences {
					e.u16(set.name+suffix+".doc", uint16(k))
				}
			}
		}
	}
	return nil
}

// nameSets gives each token the set of classes that its label allows, a bit
// each.
func nameSets(x name.Example) []uint32 {
	classes := encoder.NameLabels()
	bit := func(label string) uint32 { return 1 << slices.Index(classes, label) }
	sets := make([]uint32, len(x.Labels))
	same := func(i, j int) bool { return x.Doc.Tokens[i].Sentence == x.Doc.Tokens[j].Sentence }
	for i, l := range x.Labels {
		switch l {
		case "O":
			sets[i] = bit("O")
		case name.Unknown:
			sets[i] = 1<<len(classes) - 1
		case name.OutsideOrMisc:
			sets[i] = bit("O") | bit("B-MISC") | bit("I-MISC") | bit("L-MISC") | bit("U-MISC")
		default:
			class := l[2:]
			open := l[0] == 'B'
			closed := i+1 == len(x.Labels) || x.Labels[i+1] != "I-"+class || !same(i, i+1)
			switch {
			case open && closed:
				sets[i] = bit("U-" + class)
			case open:
				sets[i] = bit("B-" + class)
			case closed:
				sets[i] = bit("L-" + class)
			default:
				sets[i] = bit("I-" + class)
			}
		}
	}
	return sets
}

// attributionLabels are the classes of tokens of articles with attributions.
var attributionLabels = []string{"O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT"}

// articles adds articles with attributions.
func (e *encoderArrays) articles(path string) error {
	e.classes["attr"] = attributionLabels
	set := "attr." + strings.SplitN(filepath.Base(path), ".", 2)[0]
	return corpus.Attributions(path, func(a corpus.Article) error {
		d := &text.Document{Text: a.Text}
		e.segmenter.Segment(d)
		e.sentences(set, d)
		labels := make([]uint8, len(d.Tokens))
		paint := func(spans []text.Span, class uint8) {
			for _, s := range spans {
				first := true
				for i, t := range d.Tokens {
					if s.Covers(t.Span) {
						labels[i] = class + 1
						if first {
							labels[i] = class
						}
						first = false
					}
				}
			}
		}
		for _, role := range []struct {
			class uint8
			of    func(corpus.Attribution) []text.Span
		}{
			{5, func(x corpus.Attribution) []text.Span { return x.Content }},
			{1, func(x corpus.Attribution) []text.Span { return x.Source }},
			{3, func(x corpus.Attribution) []text.Span { return x.Cue }},
		} {
			for _, x := range a.Attributions {
				paint(role.of(x), role.class)
			}
		}
		for _, l := range labels {
			e.u8(set+".attr", l)
		}
		return nil
	})
}

// write finds the rows of every form and writes all arrays.
func (e *encoderArrays) write() error {
	for _, form := range e.forms {
		f := e.words.Form(form)
		e.u32("form.word", uint32(f.Word))
		e.u32("form.shape", uint32(f.Shape))
		e.u8("form.pieces", uint8(len(f.Pieces)))
		for _, p := range f.Pieces {
			e.u32("form.piece", uint32(p))
		}
	}
	for name, bytes := range e.arrays {
		if err := os.WriteFile(filepath.Join(e.folder, name), bytes, 0o644); err != nil {
			return fmt.Errorf("train encoder: %w", err)
		}
	}
	about, err := json.MarshalIndent(map[string]any{"labels": e.classes, "sources": e.sources, "rows": e.words.Rows(), "words": len(e.words)}, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(e.folder, "about.json"), about, 0o644); err != nil {
		return fmt.Errorf("train encoder: %w", err)
	}
	e.log(fmt.Sprintf("%d forms, %d words with a row of their own", len(e.forms), len(e.words)))
	return nil
}
