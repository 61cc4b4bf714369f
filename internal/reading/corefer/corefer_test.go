package corefer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// document makes a document of annotated sentences: one token a line, with
// form, part of speech, relation, head (from 1 within the sentence, 0 for the
// root) and, for the first token of a name, its class and length
// ("PER:2"). Quotations are the stretches between “ and ”.
func document(t testing.TB, sentences ...string) *text.Document {
	t.Helper()
	d := &text.Document{}
	var b strings.Builder
	for _, s := range sentences {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		start, first := b.Len(), len(d.Tokens)
		for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
			f := strings.Fields(line)
			if b.Len() > start {
				b.WriteByte(' ')
			}
			at := b.Len()
			b.WriteString(f[0])
			head, err := strconv.Atoi(f[3])
			if err != nil {
				t.Fatal(err)
			}
			token := text.Token{Span: text.Span{Start: at, End: b.Len()}, Sentence: len(d.Sentences), UPOS: f[1], Deprel: f[2], Head: first + head - 1}
			token.Lemma = strings.ToLower(f[0])
			if f[1] == "NOUN" && strings.HasSuffix(token.Lemma, "s") {
				token.Lemma, token.Feats = strings.TrimSuffix(token.Lemma, "s"), "Number=Plur"
			}
			if stem, ok := strings.CutSuffix(token.Lemma, "ied"); ok && f[2] == "acl" {
				token.Lemma, token.XPOS = stem+"y", "VBN"
			}
			if head == 0 {
				token.Head = -1
			}
			if len(f) > 4 {
				class, length, _ := strings.Cut(f[4], ":")
				n, err := strconv.Atoi(length)
				if err != nil {
					t.Fatal(err)
				}
				i := len(d.Tokens)
				d.Mentions = append(d.Mentions, text.Mention{First: i, Last: i + n, Head: i, Kind: text.Name, Type: text.NameType(class), Entity: -1})
			}
			d.Tokens = append(d.Tokens, token)
		}
		d.Sentences = append(d.Sentences, text.Sentence{Span: text.Span{Start: start, End: b.Len()}, First: first, Last: len(d.Tokens)})
	}
	d.Text = b.String()
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	open := -1
	for i, r := range d.Text {
		switch r {
		case '“':
			open = i
		case '”':
			d.Quotations = append(d.Quotations, text.Quotation{
				Span: text.Span{Start: open, End: i + len("”")}, Inner: text.Span{Start: open + len("“"), End: i}, Closed: true, Continues: -1,
			})
		}
	}
	d.LinkChildren()
	return d
}

const (
	hardToTell = `
Everybody PRON nsubj 2
agrees VERB root 0
: PUNCT punct 6
It PRON expl 6
is AUX cop 6
hard ADJ parataxis 2
to PART mark 8
tell VERB csubj 6
. PUNCT punct 2`
	quietDay = `
They PRON nsubj 2
had VERB root 0
a DET det 6
“ PUNCT punct 6
quiet ADJ amod 6
day NOUN obj 2
” PUNCT punct 6
. PUNCT punct 2`
	waterHere = `
The DET det 2
water NOUN nsubj 4
here ADV advmod 2
froze VERB root 0
. PUNCT punct 4`
	bookOf = `
The DET det 2
book NOUN nsubj 6
( PUNCT punct 4
1958 NUM nmod:unmarked 2
) PUNCT punct 4
sold VERB root 0
. PUNCT punct 6`
	youGuys = `
You PRON dep 2
guys NOUN nsubj 3
left VERB root 0
. PUNCT punct 3`
	metYesterday = `
President NOUN compound 2
Alexander PROPN nsubj 4 PER:2
Lukashenko PROPN flat 2
met VERB root 0
reporters NOUN obj 4
. PUNCT punct 4`
	presidentSpoke = `
The DET det 3
Belarusian ADJ amod 3 MISC:1
president NOUN nsubj 4
spoke VERB root 0
. PUNCT punct 4`
	heThanked = `
He PRON nsubj 2
thanked VERB root 0
them PRON obj 2
. PUNCT punct 2`
	oppositionLeader = `
Mara PROPN nsubj 8 PER:2
Odelle PROPN flat 1
, PUNCT punct 6
the DET det 6
opposition NOUN compound 6
leader NOUN appos 1
, PUNCT punct 6
left VERB root 0
. PUNCT punct 8`
	namedSo = `
Guards NOUN nsubj 2
stopped VERB root 0
a DET det 4
man NOUN obj 2
identified VERB acl 4
as ADP case 7
Omar PROPN obl 5 PER:2
Sidibe PROPN flat 7
. PUNCT punct 2`
	odelleSpoke = `
Odelle PROPN nsubj 2 PER:1
spoke VERB root 0
. PUNCT punct 2`
	otherOdelle = `
Ivo PROPN nsubj 3 PER:2
Odelle PROPN flat 1
slept VERB root 0
. PUNCT punct 3`
	twoMen = `
Jon PROPN nsubj 3 PER:2
Arfal PROPN flat 1
told VERB root 0
Per PROPN obj 3 PER:2
Brenko PROPN flat 4
. PUNCT punct 3`
	agency = `
The DET det 3
Nordak PROPN compound 3 LOC:1
agency NOUN nsubj 4
reported VERB root 0
. PUNCT punct 4`
	longName = `
The DET det 2
Union PROPN nsubj 5 ORG:3
of ADP case 4
Miners PROPN nmod 2
struck VERB root 0
. PUNCT punct 5`
	abbreviation = `
The DET det 2
UM PROPN nsubj 3 ORG:1
won VERB root 0
. PUNCT punct 3`
	policeWaited = `
Police NOUN nsubj 2
waited VERB root 0
. PUNCT punct 2`
	thePoliceLeft = `
The DET det 2
police NOUN nsubj 3
left VERB root 0
. PUNCT punct 3`
	riotPolice = `
Riot NOUN compound 2
police NOUN nsubj 3
came VERB root 0
. PUNCT punct 3`
	atLeast = `
At ADP case 2
least ADJ nmod 3
nine NUM nummod 4
miners NOUN nsubj 5
drowned VERB root 0
. PUNCT punct 5`
	newspaper = `
The DET det 2
newspaper NOUN nsubj 5
Dawna PROPN appos 2 PER:2
Zora PROPN flat 3
folded VERB root 0
. PUNCT punct 5`
	villageRain = `
Rain NOUN nsubj 2
fell VERB root 0
in ADP case 4
Narvik PROPN obl 2 LOC:1
. PUNCT punct 2`
	itEnded = `
It PRON nsubj 2
ended VERB root 0
. PUNCT punct 2`
	leagueMet = `
The DET det 2
League PROPN nsubj 3 ORG:1
met VERB root 0
. PUNCT punct 3`
	theyWent = `
They PRON nsubj 2
went VERB root 0
. PUNCT punct 2`
	treatyIsWish = `
A DET det 2
general NOUN nsubj 5
is AUX cop 5
a DET det 5
gambler NOUN root 0
. PUNCT punct 5`
	heWent = `
He PRON nsubj 2
went VERB root 0
. PUNCT punct 2`
	toldAgency = `
Some DET det 2
aides NOUN nsubj 3
tell VERB root 0
Nordak PROPN obj 3 ORG:1
its PRON nmod:poss 6
men NOUN nsubj 7
won VERB ccomp 3
. PUNCT punct 3`
	itIsLie = `
It PRON nsubj 4
is AUX cop 4
a DET det 4
lie NOUN root 0
. PUNCT punct 4`
	troopsLeft = `
France PROPN nsubj 8 LOC:1
, PUNCT punct 5
whose PRON nmod:poss 4
troops NOUN nsubj 5
left VERB acl:relcl 1
the DET det 7
country NOUN obj 5
agreed VERB root 0
. PUNCT punct 8`
	minersUnion = `
The DET det 2
miners NOUN nsubj 5
' PUNCT punct 5
union NOUN nsubj 5
agreed VERB root 0
. PUNCT punct 5`
	quoted = `
“ PUNCT punct 3
I PRON nsubj 3
stay VERB ccomp 7
, PUNCT punct 3
” PUNCT punct 3
Odelle PROPN nsubj 7 PER:1
said VERB root 0
. PUNCT punct 7`
)

const (
	saysI = `
“ PUNCT punct 3
I PRON nsubj 3
stay VERB ccomp 7
, PUNCT punct 3
” PUNCT punct 3
they PRON nsubj 7
say VERB root 0
. PUNCT punct 7`
	odelleSays = `
“ PUNCT punct 3
I PRON nsubj 3
stay VERB ccomp 7
, PUNCT punct 3
” PUNCT punct 3
Odelle PROPN nsubj 7 PER:1
say VERB root 0
. PUNCT punct 7`
	leagueDenies = `
The DET det 2
League PROPN nsubj 8 ORG:1
, PUNCT punct 8
which PRON nsubj 5
deny VERB acl:relcl 2
it PRON nsubj 7
cheated VERB ccomp 5
won VERB root 0
. PUNCT punct 8`
	kingAndQueen = `
The DET det 2
king NOUN nsubj 6
and CCONJ cc 5
the DET det 5
queen NOUN conj 2
left VERB root 0
. PUNCT punct 6`
	oldGate = `
This PRON nsubj 6
is AUX cop 6
the DET det 6
old ADJ amod 6
city NOUN compound 6
gate NOUN root 0
of ADP case 8
Narvik PROPN nmod 6 LOC:1
that PRON obj 11
everybody PRON nsubj 11
knows VERB acl:relcl 6
. PUNCT punct 6`
)

// groups renders entities with several mentions, or with one where single.
func groups(d *text.Document) []string {
	var out []string
	for _, e := range d.Entities {
		if len(e.Mentions) < 2 {
			continue
		}
		var forms []string
		for _, i := range e.Mentions {
			m := d.Mentions[i]
			forms = append(forms, d.Slice(d.TokenSpan(m.First, m.Last)))
		}
		out = append(out, strings.Join(forms, " = "))
	}
	return out
}

func load(t testing.TB) *Corefer {
	t.Helper()
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(w)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCorefer(t *testing.T) {
	c := load(t)
	tests := []struct {
		name      string
		published string
		sentences []string
		want      []string
	}{
		{"office in the lexicon, then a pronoun", "2019-05-01", []string{metYesterday, presidentSpoke, heWent},
			[]string{"Alexander Lukashenko = The Belarusian president = He"}},
		{"the holder was another at the date", "1993-05-01", []string{metYesterday, presidentSpoke}, nil},
		{"apposition and surname", "", []string{oppositionLeader, odelleSpoke},
			[]string{"Mara Odelle = the opposition leader = Odelle"}},
		{"a surname means the one named before", "", []string{oppositionLeader, odelleSpoke, otherOdelle},
			[]string{"Mara Odelle = the opposition leader = Odelle"}},
		{"a man who is named so", "", []string{namedSo, heWent},
			[]string{"a man = Omar Sidibe = He"}},
		{"a name before its noun", "", []string{agency}, []string{"The Nordak agency = Nordak"}},
		{"initials", "", []string{longName, abbreviation}, []string{"Union of Miners = UM"}},
		{"a collective with and without article", "", []string{policeWaited, riotPolice, thePoliceLeft}, []string{"Police = The police"}},
		{"a noun before an unknown name", "", []string{newspaper}, []string{"The newspaper = Dawna Zora"}},
		{"where it rained is not what ended", "", []string{villageRain, itEnded}, nil},
		{"a body is no “they”", "", []string{leagueMet, theyWent}, nil},
		{"who is told is not whose men won", "", []string{toldAgency}, nil},
		{"a lie is no body", "", []string{leagueMet, itIsLie}, nil},
		{"the country that troops left is another", "", []string{troopsLeft}, nil},
		{"a kind is nobody", "", []string{treatyIsWish, heWent}, nil},
		{"a speaker's “I”", "", []string{odelleSpoke, odelleSays}, []string{"Odelle = I = Odelle"}},
		{"of several speakers none says “I”", "", []string{saysI}, nil},
		{"without a verb of saying nobody says “I”", "", []string{odelleSpoke, quoted}, []string{"Odelle = Odelle"}},
		{"what a body says of itself", "", []string{leagueDenies}, []string{"League = it"}},
	}
	for _, test := range tests {
		d := document(t, test.sentences...)
		d.Published = test.published
		c.Corefer(d)
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := groups(d); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestPhrases holds the words of a bound in the phrase of those counted, and
// the possessor in the phrase of a noun, whatever the tree says.
func TestPhrases(t *testing.T) {
	c := load(t)
	for sentence, want := range map[string]string{atLeast: "At least nine miners", minersUnion: "The miners ' union"} {
		d := document(t, sentence)
		c.Corefer(d)
		found := false
		for _, m := range d.Mentions {
			found = found || d.Slice(d.TokenSpan(m.First, m.Last)) == want
		}
		if !found {
			t.Errorf("no mention %q in %q", want, d.Text)
		}
	}
}

// TestChains lists the mentions of chains: whole noun phrases, coordinations
// and their parts, nouns that qualify others, demonstratives.
func TestChains(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		sentence string
		want     []string
	}{
		{kingAndQueen, []string{"The king", "The king and the queen", "the queen"}},
		{oldGate, []string{"Narvik", "This", "city", "everybody", "the old city gate of Narvik that everybody knows"}},
	} {
		d := document(t, test.sentence)
		var got []string
		for _, chain := range c.Chains(d) {
			for _, m := range chain {
				got = append(got, d.Slice(d.TokenSpan(m.First, m.Last)))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestClauses joins "it" to the clause that it stands for, and leaves other
// clauses out of the chains.
func TestClauses(t *testing.T) {
	d := document(t, hardToTell)
	var got []string
	for _, chain := range load(t).Chains(d) {
		var words []string
		for _, m := range chain {
			words = append(words, d.Slice(d.TokenSpan(m.First, m.Last)))
		}
		got = append(got, strings.Join(words, " = "))
	}
	if want := []string{"Everybody", "It = to tell"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestExtent holds edges of noun phrases where the tree alone doesn't tell.
func TestExtent(t *testing.T) {
	for _, test := range []struct{ sentence, want string }{
		{quietDay, "a “ quiet day ”"},
		{waterHere, "The water here"},
		{bookOf, "The book"},
		{youGuys, "You guys"},
	} {
		d := document(t, test.sentence)
		for i := range d.Tokens {
			switch d.Form(i) {
			case "“":
				d.Tokens[i].XPOS = "``"
			case "”":
				d.Tokens[i].XPOS = "''"
			}
		}
		found := false
		for _, chain := range load(t).Chains(d) {
			for _, m := range chain {
				found = found || d.Slice(d.TokenSpan(m.First, m.Last)) == test.want
			}
		}
		if !found {
			t.Errorf("no mention %q in %q", test.want, d.Text)
		}
	}
}

func TestEntityFacts(t *testing.T) {
	d := document(t, metYesterday, presidentSpoke)
	load(t).Corefer(d)
	e := d.Entities[d.Mentions[0].Entity]
	if e.Known != "person/alexander-lukashenko" || e.Gender != "m" || e.Plural || e.Type != text.Person {
		t.Errorf("got %+v", e)
	}
}

// TestCoreferAgain holds the step to the same answer each time.
func TestCoreferAgain(t *testing.T) {
	c := load(t)
	render := func() string {
		d := document(t, twoMen, heThanked, oppositionLeader, odelleSpoke, metYesterday, presidentSpoke)
		c.Corefer(d)
		return fmt.Sprint(d.Mentions, d.Entities)
	}
	first := render()
	for range 20 {
		if again := render(); again != first {
			t.Fatalf("two readings of one document differ:\n%s\n%s", first, again)
		}
	}
}

func TestTables(t *testing.T) {
	tables := loadTables()
	if tables.pronouns["her"].gender != "f" || tables.titles["mrs."] != "f" || tables.nouns["widow"].gender != "f" || !tables.generic["agency"] {
		t.Error("a table is not read as it stands")
	}
}

func BenchmarkCorefer(b *testing.B) {
	c := load(b)
	var sentences []string
	for range 10 {
		sentences = append(sentences, metYesterday, presidentSpoke, heThanked, oppositionLeader, odelleSpoke, twoMen)
	}
	d := document(b, sentences...)
	names := slices.Clone(d.Mentions)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		d.Mentions = append(d.Mentions[:0], names...)
		c.Corefer(d)
	}
	b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkLong reads a long report of few words, where what compares all
// mentions with all would take minutes.
func BenchmarkLong(b *testing.B) {
	c := load(b)
	for b.Loop() {
		b.StopTimer()
		d := document(b, slices.Repeat([]string{metYesterday}, 5000)...)
		b.StartTimer()
		c.Corefer(d)
	}
}
