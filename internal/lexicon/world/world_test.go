package world

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

var loaded = sync.OnceValues(Load)

// load gives the tests the tables, parsed once.
func load(t testing.TB) *World {
	t.Helper()
	w, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var sectors = strings.Fields("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC IGO NGO MNC")

func TestCodesAreKnown(t *testing.T) {
	w := load(t)
	country := func(what, code string) {
		if code != "" && w.Country(code) == nil {
			t.Errorf("%s: no country %q", what, code)
		}
	}
	sector := func(what, s string) {
		if s != "" && !slices.Contains(sectors, s) {
			t.Errorf("%s: no sector %q", what, s)
		}
	}
	for code, c := range w.countries {
		if len(code) != 3 || strings.ToUpper(code) != code {
			t.Errorf("%s is no alpha-3 code", code)
		}
		if c.Lat < -90 || c.Lat > 90 || c.Lon < -180 || c.Lon > 180 {
			t.Errorf("%s lies at %v, %v", code, c.Lat, c.Lon)
		}
	}
	for _, m := range w.metonyms {
		country(m.Name, m.Country)
		for _, s := range m.Sectors {
			sector(m.Name, s)
		}
	}
	for id, o := range w.organizations {
		country(id, o.Country)
		if len(o.Sectors) == 0 {
			t.Errorf("%s has no sector", id)
		}
		for _, s := range o.Sectors {
			sector(id, s)
		}
		if slices.Contains(o.Sectors, "IGO") != (o.Kind == "igo") {
			t.Errorf("%s: kind %s with sectors %v", id, o.Kind, o.Sectors)
		}
	}
	for id, p := range w.persons {
		country(id, p.Country)
		if !slices.Contains([]string{"m", "f", ""}, p.Gender) {
			t.Errorf("%s: gender %q", id, p.Gender)
		}
		for _, term := range p.Terms {
			country(id, term.Country)
			sector(id, term.Sector)
		}
	}
	for phrase, r := range w.roles {
		sector(phrase, r.Sector)
		if !slices.Contains([]string{"person", "group", "organization"}, r.Kind) {
			t.Errorf("%s: kind %q", phrase, r.Kind)
		}
		if r.Office != "" && w.offices[r.Office] == (office{}) {
			t.Errorf("%s: no office %q", phrase, r.Office)
		}
	}
	for i := range w.places.places {
		country(w.places.places[i].Name, w.places.places[i].Country)
	}
}

func TestNamesOfCountriesAreUnambiguous(t *testing.T) {
	w := load(t)
	for key, entries := range w.countryNames {
		if len(entries) > 1 {
			t.Errorf("%q names %s and %s", key, entries[0].value.Code, entries[1].value.Code)
		}
	}
	for name, want := range map[string]string{
		"Belarus": "BLR", "the United States": "USA", "U.S.": "USA", "US": "USA", "us": "", "Turkey": "TUR", "turkey": "",
		"Côte d’Ivoire": "CIV", "Ivory Coast's": "CIV", "Burma": "MMR", "DR Congo": "COD", "Soviet Union": "SUN", "Belarusian": "",
		"People's Republic of China": "CHN", "Republic of Korea": "KOR", "Россия": "", "Kosovo": "XKX", "Poles": "",
	} {
		got := ""
		if c := w.CountryNamed(name); c != nil {
			got = c.Code
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestCapitalsLieInTheirCountries(t *testing.T) {
	w := load(t)
	for code, c := range w.countries {
		if c.Capital == "" || c.To != "" {
			continue
		}
		list := w.Places(c.Capital)
		if len(list) == 0 {
			if c.Lat > 60 || len(w.Places(c.Name)) == 0 {
				t.Errorf("%s: no place %s", code, c.Capital)
			}
			continue
		}
		if !slices.ContainsFunc(list, func(p *Place) bool { return p.Country == code }) {
			t.Errorf("%s: %s lies in %s", code, c.Capital, list[0].Country)
		}
	}
}

func TestDemonyms(t *testing.T) {
	w := load(t)
	for _, test := range []struct {
		word, code string
		kind       DemonymKind
	}{
		{"Polish", "POL", Adjective}, {"Pole", "POL", National}, {"Poles", "POL", Nationals}, {"Belarusians", "BLR", Nationals},
		{"Dutch", "NLD", Adjective}, {"Nigerien", "NER", Adjective}, {"Nigerian", "NGA", Adjective},
	} {
		found := w.Demonyms(test.word)
		if !slices.ContainsFunc(found, func(d Demonym) bool { return d.Country.Code == test.code && d.Kind == test.kind }) {
			t.Errorf("%q: got %v", test.word, found)
		}
	}
	if len(w.Demonyms("polish")) != 0 || len(w.Demonyms("Poland")) != 0 {
		t.Error("a verb or a country passes for a demonym")
	}
	if codes := w.Demonyms("Congolese"); len(codes) < 2 {
		t.Error("Congolese belongs to two countries")
	}
}

func TestMetonyms(t *testing.T) {
	w := load(t)
	for name, want := range map[string]struct {
		country string
		place   bool
	}{"the Kremlin": {"RUS", false}, "Moscow": {"RUS", true}, "Downing Street": {"GBR", false}, "Pentagon": {"USA", false}, "Brussels": {"", true}, "Kyiv": {"UKR", true}} {
		m := w.Metonym(name)
		if m == nil || m.Country != want.country || m.Place != want.place || len(m.Sectors) == 0 {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if w.Metonym("Moscow").Body != w.Metonym("Kremlin").Body {
		t.Error("Moscow and the Kremlin are two governments")
	}
	for _, m := range w.metonyms {
		if !m.Place {
			continue
		}
		if c := w.countries[m.Country]; c != nil && !slices.ContainsFunc(w.Places(m.Name), func(p *Place) bool { return p.Country == m.Country }) {
			t.Errorf("%s does not lie in %s", m.Name, m.Country)
		}
	}
}

func TestOrganizations(t *testing.T) {
	w := load(t)
	for name, want := range map[string]string{
		"UN": "org/united-nations", "the United Nations": "org/united-nations", "Nato": "org/nato", "WHO": "org/world-health-organization",
		"Interfax": "org/interfax", "BelT": "org/belta", "Hezbollah": "org/hezbollah", "the Taliban": "org/taliban", "FSB": "org/federal-security-service",
	} {
		if found := w.Organizations(name); len(found) != 1 || found[0].ID != want {
			t.Errorf("%s: got %v", name, found)
		}
	}
	for _, word := range []string{"who", "ice", "is", "eu", "us"} {
		if len(w.Organizations(word)) > 0 {
			t.Errorf("%q passes for an abbreviation", word)
		}
	}
	outlet := func(o *Organization) bool { return o.Kind == "outlet" && o.Country == "GBR" }
	if !slices.ContainsFunc(w.Organizations("Reuters"), outlet) || slices.ContainsFunc(w.Organizations("UN"), outlet) {
		t.Error("outlets and other bodies are mixed up")
	}
}

func TestRoles(t *testing.T) {
	w := load(t)
	for phrase, want := range map[string]string{
		"Belarusian interior ministers": "GOV", "protesters": "CVL", "riot police": "COP", "opposition leader": "OPP", "defence ministry": "MIL",
		"policemen": "COP", "elite Russian paratroopers": "MIL", "lawmakers": "LEG", "central bank": "GOV", "state news agency": "JRN",
		"armed men": "UAF", "former president": "ELI", "aid agencies": "SOC", "refugees": "REF",
	} {
		if r := w.Role(phrase); r == nil || r.Sector != want {
			t.Errorf("%s: got %+v, want %s", phrase, r, want)
		}
	}
	for _, phrase := range []string{"agreement", "oil supplies", "", "the"} {
		if r := w.Role(phrase); r != nil {
			t.Errorf("%q passes for the role %s", phrase, r.Phrase)
		}
	}
}

func TestPlaces(t *testing.T) {
	w := load(t)
	for name, want := range map[string]string{"Sochi": "RUS", "Minsk": "BLR", "Paris": "FRA", "Aleppo": "SYR", "Kiev": "UKR", "Munich": "DEU", "Donbas": "UKR", "Gaza": "PSE", "Georgia": "GEO"} {
		list := w.Places(name)
		if len(list) == 0 || list[0].Country != want {
			t.Errorf("%s: got %v", name, list)
		}
	}
	if len(w.places.places) < 20000 {
		t.Errorf("only %d places", len(w.places.places))
	}
	for _, name := range []string{"", "paris", "Nowhereville", "\t", "Par"} {
		if list := w.Places(name); len(list) > 0 {
			t.Errorf("%q: got %s", name, list[0].Name)
		}
	}
	for i := 1; i < len(w.places.starts); i++ {
		a, b := w.places.names[w.places.starts[i-1]:], w.places.names[w.places.starts[i]:]
		if a[:strings.IndexByte(a, '\t')] >= b[:strings.IndexByte(b, '\t')] {
			t.Fatalf("names are out of order at line %d", i)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookUp(b *testing.B) {
	w := load(b)
	b.ReportAllocs()
	for b.Loop() {
		w.People("Sviatlana Cichanouska")
		w.Places("Sochi")
		w.Organizations("Interfax")
	}
}

// TestPlacesOfTheNews holds the added places to countries and to the globe,
// and finds those that the gazetteer has under the same name.
func TestOnlyTowns(t *testing.T) {
	w := load(t)
	for name, want := range map[string]bool{"Baza": true, "Moscow": false, "Kremlin": false, "Bavaria": false, "Leipzig": false, "Belarus": false, "Xqzt": true} {
		if got := w.OnlyTowns(name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestPlacesOfTheNews(t *testing.T) {
	w := load(t)
	for key, list := range w.places.more {
		for _, p := range list {
			shared := p.Country == "" && p.Kind != "city" // rivers, seas, borders
			if w.Country(p.Country) == nil && !shared || p.Lat < -60 || p.Lat > 80 || p.Lon < -180 || p.Lon > 180 {
				t.Errorf("%s: %+v", key, *p)
			}
			for _, known := range w.places.find([]byte(key)) {
				if known.Country == p.Country && known.Name == p.Name && known.Kind == p.Kind {
					t.Errorf("%s in %s is in the gazetteer", p.Name, p.Country)
				}
			}
		}
	}
}

// TestShortStates holds each short form to a state that the gazetteer has.
func TestShortStates(t *testing.T) {
	w := load(t)
	for form, states := range w.shortStates {
		for _, s := range states {
			if !slices.ContainsFunc(w.Places(s.Name), func(p *Place) bool { return p.Kind == "region" && p.Country == s.Country }) {
				t.Errorf("%s: the gazetteer has no %s in %s", form, s.Name, s.Country)
			}
		}
	}
	if len(w.ShortStates("Ga.")) != 1 || len(w.ShortStates("WA")) != 2 || len(w.ShortStates("ga")) != 0 {
		t.Error("want one state for Ga., two for WA, none for ga")
	}
}

// TestMinorPlaces holds the table of small places to its order, in which they are
// looked up, and to its form.
func TestMinorPlaces(t *testing.T) {
	w := load(t)
	before := ""
	for line := range strings.Lines(w.places.minor.lines) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 6 || w.Country(c[1]) == nil || c[2] != "c" && c[2] != "r" || (c[4] == "") != (c[5] == "") {
			t.Fatalf("%q is no row of a place", line)
		}
		if key := Fold(c[0]); key < before {
			t.Fatalf("%q stands after %q", key, before)
		} else {
			before = key
		}
	}
	for _, c := range []struct {
		name string
		want string // kind and country of each
	}{
		{"Tibú", "city COL, region COL"}, {"tibu", ""}, {"Wayanad", "region IND"}, {"Nowhere at all", ""}, {"Zvecan", "city XKX"},
	} {
		var got []string
		for _, p := range w.MinorPlaces(c.name) {
			got = append(got, p.Kind+" "+p.Country)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

// TestSizes holds the tables to what they promise: persons with dated terms
// and bodies, places with a country and coordinates.
func TestSizes(t *testing.T) {
	w := load(t)
	dated := 0
	for _, p := range w.people {
		if len(p.Terms) > 0 {
			dated++
		}
	}
	if n := dated + len(w.organizations); n < 10000 {
		t.Errorf("%d named actors, %d of them persons with terms", n, dated)
	}
	t.Logf("%d persons, %d of them with terms; %d organisations; %d places", len(w.people), dated, len(w.organizations), len(w.places.places))
	towns, divisions := 0, 0
	for _, p := range w.places.places {
		if p.Kind == "city" {
			towns++
			if p.Country == "" || p.Lat == 0 && p.Lon == 0 {
				t.Errorf("%s lies nowhere", p.Name)
			}
			if p.Admin != "" {
				divisions++
			}
		}
	}
	if towns < 20000 || divisions < 20000 {
		t.Errorf("%d towns, %d with their division", towns, divisions)
	}
}

// TestFormerStates holds the codes of former states to their years.
func TestFormerStates(t *testing.T) {
	w := load(t)
	for code, years := range map[string][2]string{"SUN": {"1922", "1991"}, "YUG": {"", "2003"}, "SCG": {"2003", "2006"}, "CSK": {"", "1992"}, "DDR": {"1949", "1990"}, "SSD": {"2011", ""}} {
		c := w.Country(code)
		if c == nil {
			t.Errorf("no country %s", code)
			continue
		}
		if years[0] != "" && c.From != years[0] || c.To != years[1] {
			t.Errorf("%s: %s to %s", code, c.From, c.To)
		}
	}
}
