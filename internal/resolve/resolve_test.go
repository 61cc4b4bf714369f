package resolve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

var loaded = sync.OnceValues(world.Load)

func resolver(t testing.TB) *Resolver {
	t.Helper()
	w, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return New(w)
}

// report is a document in small notation. Each line of tree is a sentence of
// tokens "form/UPOS/head/relation" with heads numbered from 1 within the
// sentence; a lemma may follow where it is not the lower-case form. Each line
// of entities is an entity: its type, then mentions "first-last/head" by token
// number in the document from 0, with n, d or p before them for name,
// description or pronoun.
type report struct {
	published string
	tree      string
	entities  string
}

func (r report) document(t testing.TB) *text.Document {
	t.Helper()
	d := &text.Document{Published: r.published}
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(r.tree), "\n") {
		first := len(d.Tokens)
		for _, word := range strings.Fields(line) {
			c := strings.Split(word, "/")
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			head, err := strconv.Atoi(c[2])
			if err != nil {
				t.Fatalf("%s: %v", word, err)
			}
			token := text.Token{Span: text.Span{Start: b.Len(), End: b.Len() + len(c[0])}, Sentence: len(d.Sentences), UPOS: c[1], Head: first + head - 1, Deprel: c[3], Lemma: strings.ToLower(c[0])}
			if head == 0 {
				token.Head = -1
			}
			if len(c) > 4 {
				token.Lemma = c[4]
			}
			if token.UPOS == "NOUN" && strings.HasSuffix(c[0], "s") && token.Lemma != strings.ToLower(c[0]) {
				token.Feats = "Number=Plur"
			}
			b.WriteString(c[0])
			d.Tokens = append(d.Tokens, token)
		}
		span := text.Span{Start: d.Tokens[first].Start, End: b.Len()}
		d.Sentences = append(d.Sentences, text.Sentence{Span: span, First: first, Last: len(d.Tokens)})
	}
	d.Text = b.String()
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	for _, line := range strings.Split(strings.TrimSpace(r.entities), "\n") {
		r.entity(t, d, line)
	}
	d.LinkChildren()
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}

func (r report) entity(t testing.TB, d *text.Document, line string) {
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return
	}
	e := text.Entity{}
	if fields[0] != "-" {
		e.Type = text.NameType(fields[0])
	}
	for _, f := range fields[1:] {
		var m text.Mention
		m.Kind = map[byte]text.MentionKind{'n': text.Name, 'd': text.Nominal, 'p': text.Pronoun}[f[0]]
		if _, err := fmt.Sscanf(f[1:], "%d-%d/%d", &m.First, &m.Last, &m.Head); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		m.Type, m.Entity = e.Type, len(d.Entities)
		e.Mentions = append(e.Mentions, len(d.Mentions))
		d.Mentions = append(d.Mentions, m)
	}
	d.Entities = append(d.Entities, e)
}

// resolve resolves the report with statements by the sources and an event by
// the actors on the recipients, each given as the words of its span.
func (r report) resolve(t testing.TB, sources, actors, recipients []string) *record.Record {
	t.Helper()
	d := r.document(t)
	speller := record.NewSpeller(d.Text)
	party := func(words string) record.Party {
		start := strings.Index(d.Text, words)
		if start < 0 {
			t.Fatalf("no %q in %q", words, d.Text)
		}
		span := speller.Span(text.Span{Start: start, End: start + len(words)})
		return record.Party{Span: &span, Description: &span.Text}
	}
	rec := &record.Record{Report: record.Report{ID: "r", Text: d.Text}}
	whole := speller.Span(text.Span{End: len(d.Text)})
	for i, s := range sources {
		rec.Statements = append(rec.Statements, record.Statement{ID: fmt.Sprintf("S%d", i+1), Source: party(s), Content: []record.Span{whole}, Form: record.Indirect, Act: "assert"})
	}
	e := record.Event{ID: "E1", Plover: "ACCUSE", Quad: 3, Status: record.Happened, Trigger: whole, Evidence: whole}
	for _, a := range actors {
		e.Actors = append(e.Actors, party(a))
	}
	for _, a := range recipients {
		e.Recipients = append(e.Recipients, party(a))
	}
	rec.Events = []record.Event{e}
	resolver(t).Resolve(d, rec)
	if err := rec.Check(); err != nil {
		t.Error(err)
	}
	return rec
}

// summary is each actor as "name, kind, country, sectors, code".
func summary(rec *record.Record) []string {
	var list []string
	for i, a := range rec.Actors {
		country, cameo := "-", "-"
		if a.Country != nil {
			country = *a.Country
		}
		if a.Cameo != nil {
			cameo = *a.Cameo
		}
		if a.ID != fmt.Sprintf("A%d", i+1) {
			list = append(list, "wrong id "+a.ID)
		}
		list = append(list, fmt.Sprintf("%s, %s, %s, %s, %s", a.Name, a.Kind, country, strings.Join(a.Sectors, " "), cameo))
	}
	return list
}

const moscowRefuses = `Moscow/PROPN/2/nsubj refuses/VERB/0/root/refuse talks/NOUN/2/obj/talk ./PUNCT/2/punct
Snow/NOUN/2/nsubj fell/VERB/0/root/fall in/ADP/4/case Moscow/PROPN/2/obl ./PUNCT/2/punct
The/DET/2/det Kremlin/PROPN/3/nsubj waits/VERB/0/root/wait ./PUNCT/3/punct
Russia/PROPN/2/nsubj borders/VERB/0/root/border Estonia/PROPN/2/obj ./PUNCT/2/punct`

func TestActors(t *testing.T) {
	for name, test := range map[string]struct {
		report                      report
		sources, actors, recipients []string
		want                        []string
	}{
		"a capital that acts, the seat of power and the country": {
			report: report{tree: moscowRefuses, entities: "LOC n0-1/0 n7-8/7\nORG n9-11/10\nLOC n13-14/13\nLOC n15-16/15"},
			want: []string{
				"government of Russia, organization, RUS, GOV, RUSGOV",
				"Russia, country, RUS, , RUS",
			},
		},
		"a president by title, name and description": {
			report: report{
				published: "2020-10-01",
				tree: `Belarusian/ADJ/2/amod President/PROPN/3/compound Lukashenko/PROPN/4/nsubj spoke/VERB/0/root/speak ./PUNCT/4/punct
The/DET/3/det Belarusian/ADJ/3/amod president/NOUN/4/nsubj left/VERB/0/root/leave ./PUNCT/4/punct`,
				entities: "PER n2-3/2 d5-8/7",
			},
			want: []string{"Alexander Lukashenko, person, BLR, GOV, BLRGOV"},
		},
		"long out of office": {
			report: report{published: "2018-03-01", tree: "Tony/PROPN/3/nsubj Blair/PROPN/1/flat spoke/VERB/0/root/speak ./PUNCT/3/punct", entities: "PER n0-2/0"},
			want:   []string{"Tony Blair, person, GBR, ELI, GBRELI"},
		},
		"no date, several offices": {
			report: report{tree: "Tony/PROPN/3/nsubj Blair/PROPN/1/flat spoke/VERB/0/root/speak ./PUNCT/3/punct", entities: "PER n0-2/0"},
			want:   []string{"Tony Blair, person, GBR, , GBR"},
		},
		"no date, opposed all along": {
			report: report{tree: "Sviatlana/PROPN/3/nsubj Cichanouska/PROPN/1/flat spoke/VERB/0/root/speak ./PUNCT/3/punct", entities: "PER n0-2/0"},
			want:   []string{"Svetlana Tikhanovskaya, person, BLR, OPP, BLROPP"},
		},
		"a surname with two bearers": {
			report: report{tree: "Bush/PROPN/2/nsubj spoke/VERB/0/root/speak ./PUNCT/2/punct", entities: "PER n0-1/0"},
			want:   []string{"Bush, person, -, , -"},
		},
		"a surname with office and date": {
			report: report{published: "2003-05-01", tree: "U.S./PROPN/2/compound President/PROPN/3/compound Bush/PROPN/4/nsubj spoke/VERB/0/root/speak ./PUNCT/4/punct", entities: "PER n2-3/2"},
			want:   []string{"George W. Bush, person, USA, GOV, USAGOV"},
		},
		"a name that two bear, with office and date": {
			report: report{published: "2003-05-01", tree: "U.S./PROPN/2/compound President/PROPN/3/compound George/PROPN/5/nsubj Bush/PROPN/3/flat spoke/VERB/0/root/speak ./PUNCT/5/punct", entities: "PER n2-4/2"},
			want:   []string{"George W. Bush, person, USA, GOV, USAGOV"},
		},
		"somebody else of that surname": {
			report: report{tree: "Igor/PROPN/3/nsubj Lukashenko/PROPN/1/flat sings/VERB/0/root/sing ./PUNCT/3/punct", entities: "PER n0-2/0"},
			want:   []string{"Igor Lukashenko, person, -, , -"},
		},
		"an unknown person described": {
			report: report{tree: "Polish/ADJ/2/amod lawmaker/NOUN/3/compound Jan/PROPN/5/nsubj Testowy/PROPN/3/flat agreed/VERB/0/root/agree ./PUNCT/5/punct", entities: "PER n2-4/2"},
			want:   []string{"Jan Testowy, person, POL, LEG, POLLEG"},
		},
		"groups by role and country": {
			report: report{
				tree: `Belarusian/ADJ/2/amod police/NOUN/3/nsubj detained/VERB/0/root/detain protesters/NOUN/3/obj/protester ./PUNCT/3/punct
Police/NOUN/4/nsubj in/ADP/3/case Warsaw/PROPN/1/nmod watched/VERB/0/root/watch ./PUNCT/4/punct`,
				entities: "LOC n7-8/7",
			},
			actors: []string{"Belarusian police", "Police in Warsaw"}, recipients: []string{"protesters"},
			want: []string{
				"Belarusian police, group, BLR, COP, BLRCOP",
				"protesters, group, BLR, CVL, BLRCVL",
				"Police in Warsaw, group, POL, COP, POLCOP",
			},
		},
		"hundreds of people of a nation, and a country by its adjective": {
			report: report{tree: "Thousands/NOUN/4/nsubj/thousand of/ADP/3/case Georgians/PROPN/1/nmod fled/VERB/0/root/flee Russian/ADJ/6/amod shelling/NOUN/4/obj ./PUNCT/4/punct", entities: ""},
			actors: []string{"Russian"}, recipients: []string{"Thousands of Georgians"},
			want: []string{
				"Thousands of Georgians, group, GEO, CVL, GEOCVL",
				"Russia, country, RUS, , RUS",
			},
		},
		"an agency that no step took for a name": {
			report:  report{tree: "The/DET/3/det Interfax/PROPN/3/compound agency/NOUN/4/nsubj reported/VERB/0/root/report it/PRON/4/obj ./PUNCT/4/punct", entities: "ORG d0-3/2"},
			sources: []string{"Interfax"},
			want:    []string{"Interfax, organization, RUS, JRN, RUSMED"},
		},
		"a body with a whole code": {
			report: report{tree: "The/DET/2/det UN/PROPN/3/nsubj warned/VERB/0/root/warn Ankara/PROPN/3/obj ./PUNCT/3/punct", entities: "ORG n1-2/1\nLOC n3-4/3"},
			actors: []string{"The UN"}, recipients: []string{"Ankara"},
			want: []string{
				"United Nations, organization, -, IGO, IGOUNO",
				"government of Turkey, organization, TUR, GOV, TURGOV",
			},
		},
		"a relative pronoun stands for its antecedent": {
			report:  report{tree: "Peru/PROPN/6/nsubj ,/PUNCT/1/punct which/PRON/4/nsubj denied/VERB/1/acl:relcl it/PRON/4/obj waited/VERB/0/root/wait ./PUNCT/6/punct", entities: "LOC n0-1/0"},
			sources: []string{"which"},
			want:    []string{"Peru, country, PER, , PER"},
		},
		"a relative pronoun that the tree made a subject": {
			report:  report{tree: "Peru/PROPN/4/nsubj ,/PUNCT/4/punct which/PRON/4/nsubj denied/VERB/0/root/deny it/PRON/4/obj ./PUNCT/4/punct", entities: "LOC n0-1/0"},
			sources: []string{"which"},
			want:    []string{"Peru, country, PER, , PER"},
		},
		"several side by side are not one": {
			report: report{tree: "Soldiers/NOUN/4/nsubj/soldier and/CCONJ/3/cc miners/NOUN/1/conj/miner fought/VERB/0/root/fight ./PUNCT/4/punct", entities: "- d0-1/0\n- d2-3/2"},
			actors: []string{"Soldiers and miners"},
		},
		"ministers of several countries are of none": {
			report: report{tree: "The/DET/3/det foreign/ADJ/3/amod ministers/NOUN/8/nsubj/minister of/ADP/5/case Peru/PROPN/3/nmod and/CCONJ/7/cc Chile/PROPN/5/conj met/VERB/0/root/meet ./PUNCT/8/punct", entities: "LOC n4-5/4\nLOC n6-7/6"},
			actors: []string{"The foreign ministers of Peru and Chile"},
			want:   []string{"The foreign ministers of Peru and Chile, group, -, GOV, GOV"},
		},
		"one of several is one": {
			report: report{tree: "One/NUM/5/nsubj of/ADP/4/case the/DET/4/det diplomats/NOUN/1/nmod/diplomat left/VERB/0/root/leave ./PUNCT/5/punct"},
			actors: []string{"One of the diplomats"},
			want:   []string{"One of the diplomats, person, -, GOV, GOV"},
		},
		"a part of an international body": {
			report:  report{tree: "The/DET/2/det UN/PROPN/4/nsubj water/NOUN/4/compound agency/NOUN/5/nsubj left/VERB/0/root/leave ./PUNCT/5/punct", entities: "ORG n1-2/1\nORG d0-4/3"},
			sources: []string{"The UN"},
			want:    []string{"UN water agency, organization, -, IGO, IGOUNO", "United Nations, organization, -, IGO, IGOUNO"},
		},
		"two countries share a noun": {
			report: report{tree: "Peruvian/ADJ/4/amod and/CCONJ/3/cc Chilean/ADJ/1/conj soldiers/NOUN/5/nsubj/soldier left/VERB/0/root/leave ./PUNCT/5/punct"},
			actors: []string{"Peruvian", "Chilean"},
			want:   []string{"Peruvian soldiers, group, PER, MIL, PERMIL", "Chilean soldiers, group, CHL, MIL, CHLMIL"},
		},
		"an ethnic group where it lives": {
			report: report{tree: "Ethnic/ADJ/2/amod Turks/PROPN/5/nsubj in/ADP/4/case Bulgaria/PROPN/2/nmod marched/VERB/0/root/march ./PUNCT/5/punct", entities: "MISC n1-2/1\nLOC n3-4/3"},
			actors: []string{"Ethnic Turks in Bulgaria"},
			want:   []string{"Turks, group, BGR, , BGR"},
		},
		"a mayor of a city": {
			report: report{tree: "The/DET/2/det mayor/NOUN/8/nsubj of/ADP/5/case the/DET/5/det city/NOUN/2/nmod of/ADP/7/case Tbilisi/PROPN/5/nmod left/VERB/0/root/leave ./PUNCT/8/punct", entities: "LOC n6-7/6"},
			actors: []string{"The mayor of the city of Tbilisi"},
			want:   []string{"The mayor of the city of Tbilisi, office, GEO, GOV, GEOGOV"},
		},
		"a body of an international body": {
			report: report{tree: "The/DET/6/det African/PROPN/3/amod Union/PROPN/6/nmod:poss 's/PART/3/case Test/PROPN/6/compound Council/PROPN/7/nsubj met/VERB/0/root/meet ./PUNCT/7/punct", entities: "ORG n1-6/5"},
			want:   []string{"African Union 's Test Council, organization, -, IGO, IGOAFU"},
		},
		"a weekly is no person": {
			report: report{tree: "The/DET/2/det weekly/NOUN/5/nsubj Nova/PROPN/2/appos Zorya/PROPN/3/flat closed/VERB/0/root/close ./PUNCT/5/punct", entities: "PER n2-4/2"},
			want:   []string{"Nova Zorya, organization, -, JRN, MED"},
		},
		"whose men they are is not said": {
			report: report{tree: "Its/PRON/2/nmod:poss men/NOUN/3/nsubj/man fled/VERB/0/root/flee ./PUNCT/3/punct", entities: "- d0-2/1"},
			actors: []string{"Its men"},
			want:   []string{"Its men, person, -, , -"},
		},
		"a compound is the body that the report speaks of": {
			report: report{tree: `The/DET/2/det army/NOUN/3/nsubj fled/VERB/0/root/flee ./PUNCT/3/punct
An/DET/3/det army/NOUN/3/compound base/NOUN/4/nsubj burnt/VERB/0/root/burn ./PUNCT/4/punct`, entities: "- d0-2/1"},
			actors: []string{"The army"}, recipients: []string{"army"},
			want: []string{"The army, group, -, MIL, MIL"},
		},
		"parties to talks are no political parties": {
			report: report{tree: "All/DET/2/det parties/NOUN/3/nsubj/party agreed/VERB/0/root/agree ./PUNCT/3/punct", entities: "- d0-2/1"},
			actors: []string{"All parties"},
			want:   []string{"All parties, group, -, , -"},
		},
		"a matter shared is no body": {
			report:     report{tree: "Peru/PROPN/2/nsubj shared/VERB/0/root/share intelligence/NOUN/2/obj ./PUNCT/2/punct", entities: "LOC n0-1/0\nORG d2-3/2"},
			recipients: []string{"intelligence"},
			want:       []string{"Peru, country, PER, , PER"},
		},
		"a senator whose state the tree made a subject": {
			report: report{
				tree:     `Texas/PROPN/4/nsubj Sen./PROPN/3/nmod:desc Ted/PROPN/5/nsubj Testowy/PROPN/3/flat agreed/VERB/0/root/agree ./PUNCT/5/punct`,
				entities: "LOC n0-1/0\nPER n2-4/2",
			},
			sources: []string{"Texas Sen. Ted Testowy"},
			want:    []string{"Ted Testowy, person, -, LEG, LEG"},
		},
		"he who goes on speaking, and his campaign": {
			report: report{
				tree: `Jan/PROPN/3/nsubj Testowy/PROPN/1/flat spoke/VERB/0/root/speak ./PUNCT/3/punct
It/PRON/2/nsubj rained/VERB/0/root/rain ./PUNCT/2/punct
He/PRON/2/nsubj agreed/VERB/0/root/agree ./PUNCT/2/punct
His/PRON/2/nmod:poss campaign/NOUN/3/nsubj agreed/VERB/0/root/agree ./PUNCT/3/punct`,
				entities: "PER n0-2/0\n- p7-8/7\n- p11-12/11",
			},
			sources: []string{"He", "His campaign"},
			want: []string{
				"Jan Testowy, person, -, , -",
				"campaign of Jan Testowy, organization, -, PTY, PTY",
			},
		},
		"two persons side by side": {
			report: report{
				tree:     `Jan/PROPN/6/nsubj Testowy/PROPN/1/flat and/CCONJ/4/cc Ana/PROPN/1/conj Ruiz/PROPN/4/flat agreed/VERB/0/root/agree ./PUNCT/6/punct`,
				entities: "PER n0-2/0\nPER n3-5/3",
			},
			sources: []string{"Jan Testowy and Ana Ruiz"},
			want: []string{
				"Jan Testowy, person, -, , -",
				"Jan Testowy and Ana Ruiz, group, -, , -",
				"Ana Ruiz, person, -, , -",
			},
		},
		"a tycoon is whom the sentence before is about": {
			report: report{
				tree: `Jan/PROPN/3/nsubj Testowy/PROPN/1/flat spoke/VERB/0/root/speak ./PUNCT/3/punct
The/DET/2/det tycoon/NOUN/3/nsubj agreed/VERB/0/root/agree ./PUNCT/3/punct`,
				entities: "PER n0-2/0",
			},
			sources: []string{"The tycoon"},
			want:    []string{"Jan Testowy, person, -, , -"},
		},
		"a part of an international body by another of its names": {
			report: report{
				tree:     `The/DET/5/det United/PROPN/3/compound Nations/PROPN/5/compound refugee/NOUN/5/compound agency/NOUN/6/nsubj agreed/VERB/0/root/agree ./PUNCT/6/punct`,
				entities: "ORG n1-3/2 d0-5/4",
			},
			sources: []string{"The United Nations refugee agency"},
			want: []string{
				"United Nations, organization, -, IGO, IGOUNO",
				"UN High Commissioner for Refugees, organization, -, IGO, IGOUNOREFHCR",
			},
		},
		"fighters are the armed body that they are of": {
			report: report{
				tree:     `M23/PROPN/2/compound rebels/NOUN/3/nsubj/rebel agreed/VERB/0/root/agree ./PUNCT/3/punct`,
				entities: "ORG n0-1/0",
			},
			sources: []string{"M23 rebels"},
			want:    []string{"M23, organization, COD, REB, CODREB"},
		},
		"a spokesman has his body's sector, a club's president none": {
			report: report{
				tree: `A/DET/3/det Hamas/PROPN/3/compound spokesman/NOUN/5/nsubj ,/PUNCT/1/punct agreed/VERB/0/root/agree ./PUNCT/5/punct
The/DET/2/det president/NOUN/6/nsubj of/ADP/5/case the/DET/5/det club/NOUN/2/nmod left/VERB/0/root/leave ./PUNCT/6/punct`,
				entities: "PER d0-3/2\nPER d6-11/7",
			},
			sources: []string{"A Hamas spokesman", "The president of the club"},
			want: []string{
				"A Hamas spokesman, person, PSE, REB PTY, PSEREB",
				"The president of the club, person, -, , -",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := test.report.resolve(t, test.sources, test.actors, test.recipients)
			if got := summary(rec); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestPlaceOnlyWhereItActs(t *testing.T) {
	rec := report{tree: moscowRefuses, entities: "LOC n0-1/0 n7-8/7"}.resolve(t, nil, nil, nil)
	if len(rec.Actors) != 1 || len(rec.Actors[0].Mentions) != 1 || rec.Actors[0].Mentions[0].Start != 0 {
		t.Errorf("the snow fell on the government: %+v", rec.Actors)
	}
}

func TestAnonymousSourceHasNoActor(t *testing.T) {
	d := report{tree: "Sources/NOUN/4/nsubj/source in/ADP/3/case Minsk/PROPN/1/nmod agreed/VERB/0/root/agree ./PUNCT/4/punct", entities: "- d0-3/0\nLOC n2-3/2"}.document(t)
	span := record.Span{Start: 0, End: 16, Text: "Sources in Minsk"}
	rec := &record.Record{Report: record.Report{ID: "r", Text: d.Text}}
	rec.Statements = []record.Statement{{ID: "S1", Source: record.Party{Span: &span, Anonymous: true}, Content: []record.Span{span}, Form: record.Indirect, Act: "assert"}}
	resolver(t).Resolve(d, rec)
	if rec.Statements[0].Source.Actor != nil || len(rec.Actors) != 0 {
		t.Errorf("got %v, %v", rec.Statements[0].Source.Actor, rec.Actors)
	}
}

func TestPartiesPointAtTheirActors(t *testing.T) {
	rec := report{tree: moscowRefuses, entities: "LOC n0-1/0 n7-8/7\nORG n9-11/10"}.resolve(t, []string{"Moscow"}, []string{"The Kremlin"}, nil)
	source, actor := rec.Statements[0].Source.Actor, rec.Events[0].Actors[0].Actor
	if source == nil || actor == nil || *source != *actor {
		t.Errorf("Moscow is %v, the Kremlin %v", source, actor)
	}
	if a := rec.Actors[0]; !slices.Equal(a.Aliases, []string{"The Kremlin", "Moscow"}) && !slices.Equal(a.Aliases, []string{"Moscow", "The Kremlin"}) || a.Known == nil || a.Rule == "" {
		t.Errorf("got %+v", a)
	}
}

// TestNoTree holds resolution to its invariants where there is no tree.
func TestNoTree(t *testing.T) {
	d := report{tree: moscowRefuses, entities: "LOC n0-1/0 n7-8/7\nORG n9-11/10\nPER n5-6/5 p3-4/3"}.document(t)
	for i := range d.Tokens {
		d.Tokens[i].Head, d.Tokens[i].Deprel, d.Tokens[i].UPOS = -1, "", ""
	}
	d.LinkChildren()
	rec := &record.Record{Report: record.Report{ID: "r", Text: d.Text}}
	resolver(t).Resolve(d, rec)
	if err := rec.Check(); err != nil {
		t.Error(err)
	}
}

// TestAnyTree holds resolution to the record's invariants whatever tree,
// mentions and parties it is given.
func TestAnyTree(t *testing.T) {
	words := strings.Fields("the Belarusian president Lukashenko of Russia 's Interfax agency and hundreds police in Minsk United Nations soldiers statement former ( ) Kremlin spokesman")
	tags := []string{"NOUN", "PROPN", "ADJ", "VERB", "ADP", "PRON", "DET", "PUNCT"}
	relations := []string{"nsubj", "obj", "nmod", "nmod:poss", "amod", "compound", "flat", "appos", "case", "conj", "det", "obl", "punct"}
	types := []text.NameType{text.Person, text.Organization, text.Location, text.Misc, text.NoType}
	r := resolver(t)
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		n := 1 + random.IntN(25)
		var tree []string
		for i := range n {
			head := 0
			if i > 0 {
				head = 1 + random.IntN(i) // heads come first: always a tree
			}
			tree = append(tree, fmt.Sprintf("%s/%s/%d/%s", words[random.IntN(len(words))], tags[random.IntN(len(tags))], head, relations[random.IntN(len(relations))]))
		}
		doc := report{tree: strings.Join(tree, " ")}.document(t)
		for range random.IntN(6) {
			e := text.Entity{Type: types[random.IntN(len(types))]}
			for range 1 + random.IntN(3) {
				first := random.IntN(n)
				last := min(n, first+1+random.IntN(4))
				e.Mentions = append(e.Mentions, len(doc.Mentions))
				doc.Mentions = append(doc.Mentions, text.Mention{First: first, Last: last, Head: first + random.IntN(last-first), Kind: text.MentionKind(random.IntN(3)), Type: e.Type, Entity: len(doc.Entities)})
			}
			doc.Entities = append(doc.Entities, e)
		}
		if seed%2 == 0 {
			doc.Published = "2020-09-14"
		}
		speller := record.NewSpeller(doc.Text)
		rec := &record.Record{Report: record.Report{ID: "r", Text: doc.Text}}
		for i := range 5 {
			first := random.IntN(n)
			span := speller.Span(doc.TokenSpan(first, min(n, first+1+random.IntN(5))))
			rec.Statements = append(rec.Statements, record.Statement{ID: fmt.Sprintf("S%d", i+1), Source: record.Party{Span: &span}, Content: []record.Span{span}, Form: record.Indirect, Act: "assert"})
		}
		r.Resolve(doc, rec)
		if err := rec.Check(); err != nil {
			t.Fatalf("seed %d: %q: %v", seed, doc.Text, err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	r := resolver(b)
	d := report{tree: moscowRefuses, entities: "LOC n0-1/0 n7-8/7\nORG n9-11/10\nLOC n13-14/13\nLOC n15-16/15"}.document(b)
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(d, &record.Record{Report: record.Report{Text: d.Text}})
	}
}

// TestStateBodies joins the ways to name a country's ministry.
func TestStateBodies(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Russian Foreign Ministry": "body/rus-foreign-ministry", "Ministry of Foreign Affairs of Russia": "body/rus-foreign-ministry",
		"Ministry of Defence of the United Kingdom": "body/gbr-defence-ministry", "South Korean Defense Ministry": "body/kor-defence-ministry",
		"Ukraine's Interior Ministry": "body/ukr-interior-ministry", "Foreign Ministry": "", "Bank of Japan": "", "Ministry of Silly Walks of Britain": "",
		"Belarusian Investigative Committee": "", "Moscow Police": "",
	} {
		if got := (&resolution{Resolver: New(w)}).stateBody(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
