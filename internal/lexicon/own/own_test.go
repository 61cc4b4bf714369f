package own

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	"annals/internal/lexicon/world"
)

var loaded = sync.OnceValues(world.Load)

func load(t testing.TB) *world.World {
	t.Helper()
	w, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// readers are all formats, with an input of two good lines each.
func readers() map[string]struct {
	read  func(io.Reader) (Lexicon, []Fault, error)
	input string
} {
	return map[string]struct {
		read  func(io.Reader) (Lexicon, []Fault, error)
		input string
	}{
		"csv":      {ReadCSV, "\ufeffname,kind,country,aliases\nAna Kova,person,si,Kova; Kowa\n\"Lom, Dockers\",organization,BGR,\n"},
		"ftm":      {ReadFollowTheMoney, `{"schema":"Person","properties":{"name":["Ana Kova"],"nationality":["si"]}}` + "\n" + `{"schema":"PublicBody","caption":"Dam Office","properties":{"topics":["gov"]}}`},
		"petrarch": {ReadPetrarch, "ANA_KOVA_ [SVNOPP >200101]\nDAM_OFFICE_ [SVNGOV]\n"},
		"geonames": {ReadGeoNames, "1\tDry Wells\tDry Wells\tDrywells\t-30.1\t140.2\tP\tPPL\tAU\t\t02\t\t\t\t52000\t\t60\tx\t2020-01-01\n2\tFaya\tFaya\t\t17.9\t19.1\tP\tPPLA\tTD\t\t\t\t\t\t\t\t1\tx\t2020-01-01"},
		"lexicon":  {Parse, `{"kind":"person","name":"Ana Kova","origin":"by hand","added":"2024-01-01"}` + "\n" + `{"kind":"actor","name":"Dam Office","sectors":["GOV"],"origin":"x","added":"2024-01-01"}`},
	}
}

// TestReaders reads each format and what is written of it.
func TestReaders(t *testing.T) {
	for name, r := range readers() {
		list, faults, err := r.read(strings.NewReader(r.input))
		if err != nil || len(faults) > 0 || len(list) != 2 {
			t.Fatalf("%s: %v %v %v", name, list, faults, err)
		}
		var b bytes.Buffer
		if err := list.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, faults, err := Parse(&b)
		if err != nil || len(faults) > 0 || again.Fingerprint() != list.Fingerprint() {
			t.Errorf("%s: written and read: %v %v %v", name, again, faults, err)
		}
		if _, added := list.Merge(again); added != 0 {
			t.Errorf("%s: %d entries are new the second time", name, added)
		}
	}
}

// TestFaults names the line and what is wrong with it.
func TestFaults(t *testing.T) {
	for input, want := range map[string]string{
		"kind,name\nperson,":                                "line 2: no name",
		"kind,name\ncity,Lom":                               `line 2: kind "city"`,
		"kind,name,country\nperson,Ana Kova,XQ":             `line 2: country "XQ"`,
		"kind,name,from,to\nperson,Ana Kova,2020,2019":      "ends in 2019 before it begins in 2020",
		"kind,name,from\nperson,Ana Kova,spring":            `date "spring"`,
		"kind,name,lat,lon\nplace,Lom,100,0":                "want degrees",
		"kind,name,lat,lon\nperson,Ana Kova,1,1":            "no place",
		"kind,name,gender\nperson,Ana Kova,x":               `gender "x"`,
		"kind,name\nperson," + strings.Repeat("x", 300):     "a name of 300 bytes",
		"kind,name,sectors\nperson,Ana Kova,GOV; STRANGE":   `sector "STRANGE"`,
		"kind,name\n\"person,Ana":                           "line",
		"kind,name,cameo\nperson,Ana Kova,G1":               "letters only",
		"kind,name,lat,lon,population\nplace,Lom,1,1,-5":    "population -5",
		"kind,name,lat,lon,place_kind\nplace,Lom,1,1,swamp": `kind of place "swamp"`,
		"kind,name,lat,lon\nplace,Lom,NaN,1":                "want degrees",
	} {
		list, faults, err := ReadCSV(strings.NewReader(input))
		if err != nil || len(list) > 0 || len(faults) != 1 || !strings.Contains(faults[0].String(), want) {
			t.Errorf("%.60q: %v %v %v, want %q", input, list, faults, err, want)
		}
	}
	for input, want := range map[string]string{"": "no first line", "kind,nom\n": `column "nom"`, "kind\n": `no column "name"`} {
		if _, _, err := ReadCSV(strings.NewReader(input)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", input, err, want)
		}
	}
}

// TestOver lays entries over the built-in facts, which stay as they are.
func TestOver(t *testing.T) {
	w := load(t)
	lat, lon := 10.0, 20.0
	var l Lexicon
	for _, e := range []Entry{
		{Kind: "person", Name: "Ana Kova", Aliases: []string{"Kova"}, Country: "SVN", Sectors: []string{"OPP"}, From: "2020", Origin: "a"},
		{Kind: "person", Name: "Ana Kova", Country: "SVN", Sectors: []string{"GOV"}, To: "2019", Origin: "b"},
		{Kind: "person", Name: "Angela Merkel", Aliases: []string{"Mutti"}, Country: "DEU", Origin: "c"},
		{Kind: "person", Name: "Merkel", Country: "AUT", Origin: "d"},
		{Kind: "organization", Name: "United Nations", Aliases: []string{"World Parliament"}, Origin: "e"},
		{Kind: "place", Name: "Sofia", Country: "BGR", Lat: &lat, Lon: &lon, Origin: "f"},
	} {
		var why string
		if l, why = l.Add(e); why != "" {
			t.Fatal(why)
		}
	}
	own := l.Over(w)
	person := func(w *world.World, name string) *world.Person {
		if found := w.People(name); len(found) > 0 {
			return found[0].Person
		}
		return &world.Person{}
	}
	if p := person(own, "Kova"); p.Name != "Ana Kova" || len(p.Terms) != 2 || len(p.TermsOn("2018-05-05")) != 1 || p.TermsOn("2018-05-05")[0].Sector != "GOV" {
		t.Errorf("Kova: %+v", p)
	}
	if p := person(own, "Mutti"); p.ID != person(w, "Angela Merkel").ID || len(p.TermsOn("2015-01-01")) == 0 || p != person(own, "Angela Merkel") {
		t.Errorf("Mutti: %+v", p)
	}
	if p := person(own, "Merkel"); p.Country != "AUT" {
		t.Errorf("Merkel: %+v", p)
	}
	if len(w.People("Mutti")) > 0 || person(w, "Merkel").Country != "DEU" {
		t.Error("the built-in facts have changed")
	}
	if found := own.Organizations("World Parliament"); len(found) != 1 || found[0].Sectors[0] != "IGO" {
		t.Errorf("World Parliament: %+v", found)
	}
	if found := own.Places("Sofia"); len(found) == 0 || found[0].Lat != 10 || found[0].Origin != "f" {
		t.Errorf("Sofia: %+v", found)
	}
}

// FuzzReaders gives strange bytes to every reader; what they take can be
// written, read again and laid over the world.
func FuzzReaders(f *testing.F) {
	for _, r := range readers() {
		f.Add(r.input)
	}
	f.Add("kind,name\n\"")
	f.Add("[ 1-\n+\n{}\n{\"schema\":\"Person\",\"properties\":{\"name\":[\"\\u0000\"]}}")
	w := load(f)
	f.Fuzz(func(t *testing.T, s string) {
		for name, r := range readers() {
			list, _, err := r.read(strings.NewReader(s))
			if err != nil {
				continue
			}
			var b bytes.Buffer
			if err := list.Write(&b); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			again, faults, err := Parse(&b)
			if err != nil || len(faults) > 0 || len(again) != len(list) {
				t.Fatalf("%s: %d entries, read again %d: %v %v", name, len(list), len(again), faults, err)
			}
			list.Over(w)
		}
	})
}
