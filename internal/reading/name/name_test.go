package name

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// document makes a document of sentences whose tokens stand between spaces.
func document(sentences ...string) *text.Document {
	d := &text.Document{Text: strings.Join(sentences, "\n")}
	at := 0
	for _, s := range sentences {
		first := len(d.Tokens)
		start := at
		for _, form := range strings.Fields(s) {
			at += strings.Index(d.Text[at:], form)
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: at, End: at + len(form)}, Sentence: len(d.Sentences), Head: -1})
			at += len(form)
		}
		d.Sentences = append(d.Sentences, text.Sentence{Span: text.Span{Start: start, End: at}, First: first, Last: len(d.Tokens)})
		at = start + len(s) + 1
	}
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	return d
}

func loadWorld(t testing.TB) *world.World {
	t.Helper()
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// finder finds names by the embedded weights, or others.
type finder struct {
	clues *clue.Finder
	namer *Namer
}

func load(t testing.TB) finder {
	t.Helper()
	n, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return finder{clue.New(loadWorld(t)), n}
}

func (f finder) name(d *text.Document) {
	var c clue.Clues
	f.clues.Find(d, &c)
	f.namer.Name(d, &c, nil)
}

func names(d *text.Document) []string {
	var out []string
	for _, m := range d.Mentions {
		out = append(out, string(m.Type)+" "+d.Slice(d.TokenSpan(m.First, m.Last)))
	}
	return out
}

func TestName(t *testing.T) {
	n := load(t)
	tests := []struct {
		name      string
		sentences []string
		want      []string
	}{
		{"title and possessive stay out", []string{"President Emmanuel Macron 's visit to Germany ended on Monday ."},
			[]string{"PER Emmanuel Macron", "LOC Germany"}},
		{"nationality", []string{"The Polish government criticised the European Union on Friday ."},
			[]string{"MISC Polish", "ORG European Union"}},
		{"first word of the sentence", []string{"Protesters marched through the streets of Minsk ."},
			[]string{"LOC Minsk"}},
		{"particles and foreign spelling", []string{"Syrian President Bashar al-Assad met Sviatlana Cichanouska in Moscow ."},
			[]string{"MISC Syrian", "PER Bashar al-Assad", "PER Sviatlana Cichanouska", "LOC Moscow"}},
		{"the rest of the report tells the class", []string{"Mr. Tarkwell said he would resign .", "Tarkwell was elected in 2004 ."},
			[]string{"PER Tarkwell", "PER Tarkwell"}},
		{"headline in capitals", []string{"RUSSIA AND UKRAINE SIGN AGREEMENT IN GENEVA"},
			[]string{"LOC RUSSIA", "LOC UKRAINE", "LOC GENEVA"}},
		{"titles without a point stay out", []string{"Both Mr Hollis Tarkwell and Ms Tarkwell spoke ."},
			[]string{"PER Hollis Tarkwell", "PER Tarkwell"}},
		{"abbreviations of common words are no names", []string{"She was a CEO and spoke on TV about AI and the GDP ."}, nil},
		{"no names", []string{"the talks were suspended and no date was given ."}, nil},
	}
	for _, test := range tests {
		d := document(test.sentences...)
		n.name(d)
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := names(d); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestNameSpans holds the step to its promises on text of any kind: names lie
// inside sentences, in order, and do not overlap.
func TestNameSpans(t *testing.T) {
	n := load(t)
	random := rand.New(rand.NewPCG(3, 4))
	words := []string{"Bank", "of", "the", "al-", "UNITED", "“", "x", "Ängström", "漢字", "'s", "-", "McX", "i", ".", "9th", "de"}
	for range 200 {
		var sentences []string
		for range 1 + random.IntN(4) {
			var s []string
			for range 1 + random.IntN(12) {
				s = append(s, words[random.IntN(len(words))])
			}
			sentences = append(sentences, strings.Join(s, " "))
		}
		d := document(sentences...)
		n.name(d)
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, m := range d.Mentions {
			if m.First < end || d.Tokens[m.First].Sentence != d.Tokens[m.Last-1].Sentence {
				t.Fatalf("names overlap or leave their sentence in %q: %q", d.Text, names(d))
			}
			end = m.Last
		}
	}
}

func TestGuideline(t *testing.T) {
	g := loadGuideline()
	for _, test := range []struct {
		class text.NameType
		words string
		want  string
	}{
		{text.Organization, "Old Kelo Bridge", "LOC Old Kelo Bridge"},
		{text.Organization, "Kelo Bridge Company", "ORG Kelo Bridge Company"},
		{text.Organization, "Bridge", "ORG Bridge"},
		{text.Person, "Veronica Lake", "PER Veronica Lake"},
		{text.Person, "Gen. Sheikh Ruvo", "PER Ruvo"},
		{text.Person, "Don Ruvo", "PER Don Ruvo"},
		{text.Person, "King", "PER King"},
		{text.Misc, "The Kenyans", "MISC Kenyans"},
		{text.Organization, "The Band", "ORG The Band"},
		{text.Organization, "CEO", ""},
		{text.Location, "MD", "LOC MD"},
	} {
		d := document(test.words)
		m := text.Mention{Last: len(d.Tokens), Type: test.class}
		got := ""
		if g.hold(d, &m) {
			got = string(m.Type) + " " + d.Slice(d.TokenSpan(m.First, m.Last))
		}
		if got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.class, test.words, got, test.want)
		}
	}
}

// TestSyllables takes tokens apart at hyphens and reads names again.
func TestSyllables(t *testing.T) {
	for words, want := range map[string]bool{
		"Kim Jong-un":     true,
		"Lai Ching-te":    true,
		"Ban Ki-moon":     true,
		"Ada Ruvo-led":    false,
		"Ada Ruvo-Kelo":   false,
		"Ruvo-te":         false,
		"Ada Ruvo - te":   false,
		"Ada Ruvo-":       false,
		"Ada Ruvo":        false,
		"Ada Ruvo-linked": false,
	} {
		d := &text.Document{Text: words}
		at := 0
		for _, form := range strings.Fields(strings.ReplaceAll(words, "-", " - ")) {
			at += strings.Index(words[at:], form)
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: at, End: at + len(form)}, Head: -1})
			at += len(form)
		}
		m := text.Mention{Last: len(strings.Fields(strings.Split(words, "-")[0])), Type: text.Person}
		if got := syllable(d, &m); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}

func TestLattice(t *testing.T) {
	l := newLattice()
	for y := range labels {
		for _, before := range l[y] {
			if closes(before) != opens(y) {
				t.Errorf("label %d may stand after %d", y, before)
			}
		}
		if len(l[y]) == 0 {
			t.Errorf("label %d may stand after nothing", y)
		}
	}
}

func TestLabelSets(t *testing.T) {
	d := document("a b c d e", "f g")
	sets, err := labelSets(d, []string{"B-PER", "I-PER", "I-PER", "O", "B-ORG", "?", OutsideOrMisc})
	if err != nil {
		t.Fatal(err)
	}
	want := []labelSet{1 << label(0, begin), 1 << label(0, inside), 1 << label(0, last), 1, 1 << label(1, unit), anyLabel, outsideOrMisc}
	if !slices.Equal(sets, want) {
		t.Errorf("got %b, want %b", sets, want)
	}
	if _, err := labelSets(d, []string{"B-XYZ", "O", "O", "O", "O", "O", "O"}); err == nil {
		t.Error("an unknown class passes")
	}
}

func TestPrepare(t *testing.T) {
	w := loadWorld(t)
	tests := []struct {
		name     string
		source   Source
		sentence string
		in, want string
	}{
		{"title out of a person", GMB, "President Ana Ruvo left", "B-PER I-PER I-PER O", "O B-PER I-PER O"},
		{"a title alone is no name", GMB, "the Prime Minister left", "O B-PER I-PER O", "O O O O"},
		{"a country is a place", GMB, "talks in Kenya failed", "O O B-ORG O", "O O B-LOC O"},
		{"a country in one piece", GMB, "in Sri Lanka today", "O B-PER B-MISC O", "O B-LOC I-LOC O"},
		{"an abbreviation known for a body", GMB, "the NATO talks failed", "O B-LOC O O", "O B-ORG O O"},
		{"dates are no names", GMB, "on Monday he left", "O B-DATE O O", "O O O O"},
		{"article out", RE3D, "the Security Council met", "B-ORG I-ORG I-ORG O", "O B-ORG I-ORG O"},
		{"generic groups are no names", RE3D, "the armed groups fled", "B-ORG I-ORG I-ORG O", "O O O O"},
		{"a set without MISC", UNER, "they were Kenyan traders", "O O O O", "O O ?MISC O"},
		{"gold stays as it is", Wikigold, "The Band played", "B-ORG I-ORG O", "B-ORG I-ORG O"},
	}
	for _, test := range tests {
		e, err := Prepare(test.source, document(test.sentence), strings.Fields(test.in), w)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := strings.Join(e.Labels, " "); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	if _, err := Prepare(GMB, document("x"), []string{"B-NONSENSE"}, w); err == nil {
		t.Error("an unknown class passes")
	}
}

// TestTrain learns a small language and finds its names again.
func TestTrain(t *testing.T) {
	var examples []Example
	for _, who := range []string{"Orlo", "Mira", "Tesk", "Ulan"} {
		for _, where := range []string{"Vasht", "Korim", "Dale", "Wend"} {
			d := document("yesterday " + who + " said nothing in " + where + " .")
			examples = append(examples, Example{Doc: d, Labels: strings.Fields("O B-PER O O O B-LOC O"), Weight: 1})
		}
	}
	o := DefaultTrainOptions()
	o.Epochs, o.Rate = 10, 0.2
	weights, err := Train(nil, wordsFile, examples, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(nil, wordsFile, examples, o)
	if err != nil || !bytes.Equal(weights, again) {
		t.Errorf("two trainings on the same examples differ (%v)", err)
	}
	namer, err := New(weights, wordsFile)
	if err != nil {
		t.Fatal(err)
	}
	n := finder{clue.New(nil), namer}
	d := document("yesterday Sorn said nothing in Mavel .")
	n.name(d)
	if got := names(d); !slices.Equal(got, []string{"PER Sorn", "LOC Mavel"}) {
		t.Errorf("got %q", got)
	}
}

func TestTrainWords(t *testing.T) {
	lines := func(yield func(string)) {
		for range 20 {
			for _, who := range []string{"Orlo", "Mira", "Tesk"} {
				for _, place := range []string{"Vasht", "Korim", "Dale"} {
					yield("Then " + who + " went to " + place + ", a town in the north.")
				}
			}
		}
	}
	file, err := TrainWords(lines)
	if err != nil {
		t.Fatal(err)
	}
	v, err := readVocabulary(file)
	if err != nil {
		t.Fatal(err)
	}
	if s := v.look(hash("Orlo"), hash("orlo")); s.fine == 0 || s.coarse == 0 {
		t.Errorf("a frequent word has no cluster: %+v", s)
	}
	if s := v.look(hash("town"), hash("town")); s.capital != 1 {
		t.Errorf("“town” has capital class %d, want 1", s.capital)
	}
}

func FuzzReadVocabulary(f *testing.F) {
	file, err := (&vocabulary{words: map[uint32]seen{7: {1, 2, 3}, 9: {4, 5, 5}}}).write()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := readVocabulary(b)
		if err == nil {
			v.look(1, 2)
		}
	})
}

func BenchmarkName(b *testing.B) {
	n := load(b)
	sentence := "President Bashar al-Assad told the European Union 's envoy in Geneva on Monday that his government would not accept the conditions of the opposition ."
	d := document(slices.Repeat([]string{sentence}, 20)...)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		d.Mentions = d.Mentions[:0]
		n.name(d)
	}
	b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestApposed asks whether a name says who the noun before it means.
func TestApposed(t *testing.T) {
	g := loadGuideline()
	for _, c := range []struct {
		noun, between, name, relation string
		want                          bool
	}{
		{"lawyer", ",", "Ana Ruiz", "appos", true},
		{"wife", "", "Ana Ruiz", "appos", true},
		{"ship", ",", "Ocean Star", "appos", false},
		{"lawyer", ",", "Ana Ruiz", "conj", false},
		{"lawyer", ",", "Ana BANK", "appos", false},
		{"lawyer", ",", "Ana", "appos", false},
	} {
		d := &text.Document{}
		for _, w := range strings.Fields(c.noun + " " + c.between + " " + c.name) {
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: len(d.Text), End: len(d.Text) + len(w)}, XPOS: "NN", Head: -1})
			d.Text += w + " "
		}
		first := len(d.Tokens) - len(strings.Fields(c.name))
		d.Tokens[first].Head, d.Tokens[first].Deprel = 0, c.relation
		m := text.Mention{First: first, Last: len(d.Tokens), Head: first, Type: text.Organization}
		if got := g.apposed(d, &m); got != c.want {
			t.Errorf("%s%s %s (%s): got %v", c.noun, c.between, c.name, c.relation, got)
		}
	}
}
