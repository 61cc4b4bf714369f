package petrarch

import (
	"reflect"
	"strings"
	"testing"
)

const actors = `# own examples
ORINOCO_LEAGUE_ [VENREB] ; a league
+LEAGUE_OF_THE_ORINOCO
JANE_A._DOE_
	[USAGOV 20010120-20090120]
	[USAELI >090120]
NOBODY [??]
`

func TestActors(t *testing.T) {
	a, skipped, err := ReadActors(strings.NewReader(actors))
	if err != nil || skipped != 1 {
		t.Fatalf("skipped %d, %v", skipped, err)
	}
	for _, c := range []struct{ name, day, want string }{
		{"the Orinoco League", "", "VENREB"},
		{"League of the Orinoco", "2020-01-01", "VENREB"},
		{"Jane A. Doe", "2005-05-05", "USAGOV"},
		{"Jane A. Doe", "2015-05-05", "USAELI"},
		{"Jane A. Doe", "", ""},
		{"Nobody", "", ""},
	} {
		if got, _ := a.Code(c.name, c.day); got != c.want {
			t.Errorf("%s on %q: %q, want %q", c.name, c.day, got, c.want)
		}
	}
}

func TestAgents(t *testing.T) {
	a, skipped, err := ReadAgents(strings.NewReader("POLICE_OFFICER [~COP]\nFISHERMAN {FISHERMEN} [~BUS]\n!PERSON! = MAN\n"))
	if err != nil || skipped != 1 {
		t.Fatalf("skipped %d, %v", skipped, err)
	}
	for phrase, want := range map[string]string{"two police officers": "COP", "Maltese fishermen": "BUS", "a man": ""} {
		if got, _ := a.Code(phrase); got != want {
			t.Errorf("%s: %q, want %q", phrase, got, want)
		}
	}
}

const verbs = `&TREATY
+PACT
+ACCORD

--- SCUTTLE [120] ---
SCUTTLE {SCUTTLED SCUTTLES SCUTTLING}
TEAR_UP
- * &TREATY WITH + [161]
- * {THE BOAT} [1712] # a boat
- * TALKS [999]
~ a rule
`

func TestVerbs(t *testing.T) {
	got, skipped, err := ReadVerbs(strings.NewReader(verbs), func(code string) bool { return code != "999" })
	if err != nil || skipped != 3 { // the unknown code counts for itself and its pattern
		t.Fatalf("skipped %d, %v", skipped, err)
	}
	patterns := []Pattern{
		{Words: [][]string{{"pact", "accord"}, {"with"}}, Target: "with", Code: "161"},
		{Words: [][]string{{"the"}, {"boat"}}, Code: "1712"},
	}
	want := []Verb{
		{Lemma: "scuttle", Forms: []string{"scuttled", "scuttles", "scuttling"}, Code: "120", Patterns: patterns},
		{Lemma: "tear", Particle: "up", Code: "120", Patterns: patterns},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(actors)
	f.Add(verbs)
	f.Add("- * & [010]\n+\n[ 1-\n{")
	f.Fuzz(func(t *testing.T, s string) {
		ReadActors(strings.NewReader(s))
		ReadAgents(strings.NewReader(s))
		ReadVerbs(strings.NewReader(s), func(string) bool { return true })
	})
}
