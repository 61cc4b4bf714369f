package situation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals/internal/record"
)

func who(key, name string, sectors ...string) Who {
	w := NewWho(&record.Actor{Name: name, Sectors: sectors}, key)
	return w
}

func TestCompareParties(t *testing.T) {
	body := func(name, country string) Who {
		return NewWho(&record.Actor{Name: name, Country: &country}, "")
	}
	for _, c := range []struct {
		a, b Who
		want Same
	}{
		{who("name:ann miller", "Ann Miller"), who("name:ann miller", "Ann Miller"), One},
		{who("name:ann miller", "Ann Miller"), who("", "Miller"), One},
		{who("name:ann miller", "Ann Miller"), who("name:ben oak", "Ben Oak"), Unlike},
		{who("name:velmar fish plant worker", "Velmar Fish plant worker"), who("name:ben oak", "Ben Oak"), Unknown},
		{who("known:p17", "the mayor of Velmar"), who("name:ben oak", "Ben Oak"), Unlike},
		{who("name:ben oak", "Ben Oak", "JRN"), who("", "a man", "CVL"), Unknown},
		{who("", "40 bakers", "CVL"), who("", "more than 60 people", "CVL"), Kindred},
		{who("", "bakers", "CVL"), who("", "officers", "COP"), Unlike},
		{who("", "bakers"), who("", "somebody"), Unknown},
		{body("the interior ministry", "MDA"), body("interior ministry", "MDA"), One},
		{body("the interior ministry", "MDA"), body("interior ministry", "ROU"), Unlike},
	} {
		if got := c.a.Compare(c.b); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a.Name, c.b.Name, got, c.want)
		}
		if back := c.b.Compare(c.a); back != c.want {
			t.Errorf("%s and %s the other way round: %d", c.b.Name, c.a.Name, back)
		}
	}
}

func TestKey(t *testing.T) {
	ptr := record.Ptr[string]
	for _, c := range []struct {
		actor record.Actor
		want  string
	}{
		{record.Actor{Name: "Ilse Körner", Kind: record.KindPerson}, "name:ilse korner"},
		{record.Actor{Name: "Mr. Ilse Körner", Kind: record.KindPerson}, "name:ilse korner"},
		{record.Actor{Name: "Körner", Kind: record.KindPerson}, ""},
		{record.Actor{Name: "Oak", Kind: record.KindPerson, Known: ptr("p17")}, "known:p17"},
		{record.Actor{Name: "Police", Kind: record.KindGroup}, ""},
		{record.Actor{Name: "two officials", Kind: record.KindGroup}, ""},
		{record.Actor{Name: "Open Courts", Kind: record.KindOrganization}, "name:open courts"},
		{record.Actor{Name: "the Interior Ministry", Kind: record.KindOrganization}, ""},
		{record.Actor{Name: "Interior Ministry", Kind: record.KindOrganization, Country: ptr("MDA")}, "name:interior ministry mda"},
	} {
		if got := Key(&c.actor); got != c.want {
			t.Errorf("%s: %q, want %q", c.actor.Name, got, c.want)
		}
	}
}

// arrest is an event of a report about arrests.
func arrest(place, day, status string, count float64) *Event {
	e := &Event{Type: "COERCE", Mode: "arrest", Status: status, Head: "arrest", Word: "arrested", Actors: []Who{who("", "Police", "COP")}, Recipients: []Who{who("", "bakers", "CVL")},
		Figures: []Figure{{Counts: "arrested", Value: &count, Bound: "exactly"}}}
	if place != "" {
		e.Places, e.Placed = []string{place}, true
	}
	if day != "" {
		e.First, e.End = Period(day)
	}
	return e
}

func TestCompareEvents(t *testing.T) {
	base := arrest("varna", "2024-05-14", "happened", 40)
	for name, c := range map[string]struct {
		other *Event
		one   bool
	}{
		"the same":       {arrest("varna", "2024-05-14", "happened", 40), true},
		"another number": {arrest("varna", "2024-05-14", "happened", 60), true},
		"denied":         {arrest("varna", "2024-05-14", "denied", 40), true},
		"another place":  {arrest("burgas", "2024-05-14", "happened", 40), false},
		"another day":    {arrest("varna", "2024-05-07", "happened", 40), false},
		"only demanded":  {arrest("varna", "2024-05-14", "demanded", 40), false},
		"possible":       {arrest("varna", "2024-05-14", "possible", 40), true},
		"a place beside": {func() *Event {
			e := arrest("varna", "2024-05-14", "happened", 40)
			e.Places, e.Placed = []string{"burgas", "sofia"}, false
			return e
		}(), true},
		"another word of the same meaning": {func() *Event {
			e := arrest("varna", "2024-05-14", "happened", 40)
			e.Head, e.Word, e.Class = "seiz", "seized", 0
			return e
		}(), true},
		"no place, no day": {arrest("", "", "happened", 40), true},
		"another recipient": {func() *Event {
			e := arrest("varna", "2024-05-14", "happened", 40)
			e.Recipients = []Who{who("", "officers", "COP")}
			return e
		}(), false},
	} {
		l, err := Compare(base, c.other, .4, false)
		if err != nil || (l.Score >= LinkLeast) != c.one || len(l.Why) == 0 {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
		back, _ := Compare(c.other, base, .4, false)
		if back.Score != l.Score || !slices.Equal(back.Why, l.Why) {
			t.Errorf("%s: %+v one way, %+v the other", name, l, back)
		}
		if l.Score > 0 == Apart(base, c.other, false) {
			t.Errorf("%s: compared and held apart differ", name)
		}
	}
}

// TestGroupsDoNotDependOnTheOrder shuffles the edges.
func TestGroupsDoNotDependOnTheOrder(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		n := 2 + dice.IntN(12)
		var edges []Edge
		for range dice.IntN(30) {
			edges = append(edges, Edge{A: dice.IntN(n), B: dice.IntN(n), Score: float64(dice.IntN(4)) / 4, Fixed: dice.IntN(9) == 0})
		}
		apart := func(a, b int) bool { return (a+b)%5 == 0 && a != b }
		things := make([]Thing, n)
		for i := range things {
			things[i] = Thing{Kind: int64(i), Report: int64(i)}
		}
		want, _ := Groups(things, edges, apart)
		dice.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		for i := range edges {
			edges[i].A, edges[i].B = edges[i].B, edges[i].A
		}
		again, _ := Groups(things, edges, apart)
		if d := cmp.Diff(want, again); d != "" {
			t.Fatal(d)
		}
		for a := range n {
			for b := range a {
				fixed := slices.ContainsFunc(edges, func(e Edge) bool { return e.Fixed })
				if want[a] == want[b] && apart(a, b) && !fixed {
					t.Fatalf("%d and %d are together: %v", a, b, edges)
				}
			}
		}
	}
}

func TestDisagrees(t *testing.T) {
	f := func(bound string, v float64) Figure { return Figure{Counts: "arrested", Value: &v, Bound: bound} }
	for _, c := range []struct {
		a, b Figure
		want bool
	}{
		{f("exactly", 40), f("exactly", 40), false},
		{f("exactly", 40), f("exactly", 45), true},
		{f("more_than", 60), f("exactly", 75), false},
		{f("more_than", 60), f("exactly", 60), true},
		{f("at_least", 60), f("exactly", 60), false},
		{f("about", 300), f("exactly", 310), false},
		{f("about", 300), f("exactly", 400), true},
		{f("at_most", 10), f("at_least", 20), true},
		{f("at_least", 10), f("at_least", 20), false},
	} {
		if got := c.a.Disagrees(c.b); got != c.want || c.b.Disagrees(c.a) != c.want {
			t.Errorf("%s %v and %s %v: %v", c.a.Bound, *c.a.Value, c.b.Bound, *c.b.Value, got)
		}
	}
}

// member is an event in a report.
func member(id, outlet, moment string, group int64, e *Event, voices ...Voice) Member {
	m := Member{Event: *e, Words: "Police arrested bakers", Report: Report{ID: "sha256:" + id, Moment: moment, Day: moment[:10], Publisher: outlet,
		Outlets: []string{strings.ToLower(outlet)}, Source: strings.ToLower(outlet), Group: group}}
	m.Row, m.Voices = "E1", voices
	m.Figures = slices.Clone(e.Figures)
	m.Figures[0].Row = "F1"
	return m
}

func TestTell(t *testing.T) {
	ministry := Voice{Who: who("name:interior ministry mda", "the interior ministry")}
	courts := Voice{Who: who("name:open courts", "Open Courts")}
	wire := member("a", "Wire", "2024-05-14T12:00:00Z", 1, arrest("varna", "2024-05-14", "happened", 40), ministry)
	copied := member("b", "Coast", "2024-05-14T13:00:00Z", 1, arrest("varna", "2024-05-14", "happened", 40), ministry)
	copied.Report.Source = "wire"
	retracted := member("c", "Lune", "2024-05-14T14:00:00Z", 3, arrest("varna", "2024-05-14", "happened", 90))
	retracted.Report.Retracted = true
	local := member("d", "Mail", "2024-05-14T16:00:00Z", 4, arrest("varna", "2024-05-14", "happened", 60), courts)
	relayed := member("e", "Gazette", "2024-05-14T17:00:00Z", 5, arrest("varna", "", "happened", 60), Voice{Who: courts.Who, Via: []Who{who("name:mail", "the Mail")}})
	revised := member("f", "Wire", "2024-05-15T09:00:00Z", 6, arrest("varna", "2024-05-14", "happened", 45), ministry)
	denied := member("g", "Mail", "2024-05-15T10:00:00Z", 7, arrest("varna", "2024-05-14", "denied", 60), Voice{Who: who("", "a spokesman")})
	a := Tell([]Member{denied, revised, relayed, local, retracted, copied, wire}, nil)
	want := Counts{Reports: 5, Outlets: 4, Origins: 2, Claimants: 3, Denied: true, Figures: true}
	if d := cmp.Diff(want, a.Counts); d != "" {
		t.Error(d)
	}
	var claims []string
	for _, c := range a.Claims {
		claims = append(claims, strings.TrimSpace(c.Origin+" "+c.Who+" "+c.Since))
	}
	if d := cmp.Diff([]string{"wire the interior ministry 2024-05-14T12:00:00Z", "lune  2024-05-14T14:00:00Z", "mail Open Courts 2024-05-14T16:00:00Z",
		"mail Open Courts 2024-05-14T17:00:00Z", "mail a spokesman 2024-05-15T10:00:00Z"}, claims); d != "" {
		t.Error(d)
	}
	var points []string
	for _, p := range a.Series[0].Points {
		note := ""
		if p.Revised {
			note = " revised"
		}
		points = append(points, strings.Repeat("*", len(p.Reports))+p.Who+note)
	}
	if d := cmp.Diff([]string{"**the interior ministry revised", "**Open Courts", "*the interior ministry", "*a spokesman"}, points); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][2]int{{1, 2}}, a.Series[0].Differ); d != "" {
		t.Error(d)
	}
}

func TestIsRetraction(t *testing.T) {
	for text, want := range map[string]bool{
		"The Daily Loaf has withdrawn its report of May 14 on the bakers.":            true,
		"Radio Lune retracts this story. It did not meet our standards.":              true,
		"The ministers withdrew from the talks in Riga, officials said.":              false,
		"The army has withdrawn its troops from the town, the ministry reported.":     false,
		"The newspaper's earlier report on the harvest was retracted by its editors.": true,
		"Parliament withdrew the bill.":                                               false,
	} {
		if got := IsRetraction("", text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if IsRetraction("Retraction: bakers", strings.Repeat("long ", 400)) {
		t.Error("a long report was taken for a notice")
	}
}

// TestHistoryKeepsWhatAnEditReplaced holds the number of an earlier version to
// its place in the history, and out of what differs.
func TestHistoryKeepsWhatAnEditReplaced(t *testing.T) {
	figure := func(report string, n float64, r Report) FigureIn {
		r.ID, r.Moment, r.Outlets, r.Source = report, "2024-05-14T08:00:00Z", []string{"lune"}, "lune"
		return FigureIn{Figure: Figure{Row: "F1", Counts: "arrested", Value: &n, Bound: "exactly"}, Report: r}
	}
	all := []FigureIn{figure("a", 70, Report{}), figure("b", 60, Report{Later: true}), figure("c", 50, Report{Later: true, Retracted: true})}
	s := History(all[0], all)
	var got []string
	for _, p := range s.Points {
		got = append(got, fmt.Sprint(*p.Figure.Value, p.Revised))
	}
	if d := cmp.Diff([]string{"60 true", "70 false"}, got); d != "" || len(s.Differ) > 0 {
		t.Error(d, s.Differ)
	}
}

func TestCounted(t *testing.T) {
	for _, c := range [][3]string{{"detained", "person", "arrested"}, {"Arrests", "", "arrested"}, {"dead", "person", "killed"}, {"", "loaf", "loaf"}, {"burnt ovens", "", "burnt oven"}, {"ambulances", "", "ambulance"}, {"cities", "", "city"}, {"people", "person", "person"}} {
		if got := Counted(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestTermsAreKept(t *testing.T) {
	v := Terms("Bakers strike", "Bakers in Varna went on strike over the price of flour. The mayor of Varna would not speak to them.")
	b, err := v.MarshalBinary()
	var again Vector
	if err == nil {
		err = again.UnmarshalBinary(b)
	}
	if d := cmp.Diff(v, again); d != "" || err != nil {
		t.Error(d, err)
	}
	if s := Similarity(v, again); s < .999 || s > 1.001 {
		t.Errorf("like itself by %v", s)
	}
	if s := Similarity(v, Terms("", "A football cup was won in Tiraspol.")); s != 0 {
		t.Errorf("like another matter by %v", s)
	}
	if again.UnmarshalBinary([]byte{1, 2, 3}) == nil {
		t.Error("three bytes were read")
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("Bread is dear. Mr. Oak sold 40 loaves! “None is left.” Étienne ate 7.")
	f.Fuzz(func(t *testing.T, text string) {
		last := -1
		for _, s := range sentences(text) {
			if s <= last || s > len([]rune(text)) {
				t.Fatalf("%d after %d", s, last)
			}
			last = s
		}
		Terms(text, text)
		Head(text)
		IsRetraction(text, text)
	})
}

func TestTellDates(t *testing.T) {
	member := func(id, day, by, first string) Member {
		m := Member{Report: Report{ID: id, Day: day, Moment: day}}
		m.Type, m.Status, m.DatedBy, m.First = "COERCE", record.Happened, by, first
		return m
	}
	for name, x := range map[string]struct {
		members         []Member
		first, last, by string
	}{
		"said by two":         {[]Member{member("a", "2024-03-13", record.ByClause, "2024-03-11"), member("b", "2024-03-14", record.ByParagraph, "2024-03-12")}, "2024-03-11", "2024-03-12", ""},
		"said by one":         {[]Member{member("a", "2024-03-13", record.ByReport, ""), member("b", "2024-03-14", record.ByClause, "2024-03-12")}, "2024-03-12", "2024-03-12", ""},
		"bounded by reports":  {[]Member{member("a", "2024-03-14", record.ByReport, ""), member("b", "2024-03-13", record.ByReport, "2024-03-01")}, "", "", "2024-03-13"},
		"of no known time":    {[]Member{member("a", "2024-03-14", "", "2024-03-11")}, "", "", ""},
		"bounded without day": {[]Member{member("a", "", record.ByReport, "")}, "", "", ""},
	} {
		a := Tell(x.members, nil)
		if a.First != x.first || a.Last != x.last || a.By != x.by {
			t.Errorf("%s: %q to %q, by %q", name, a.First, a.Last, a.By)
		}
	}
}

func TestNoticesClaimNothing(t *testing.T) {
	notice := Member{Report: Report{ID: "b", Notice: true}}
	notice.Type, notice.Status = "COERCE", record.Denied
	notice.Recipients = []Who{{Name: "Radio Lune"}}
	told := Member{Report: Report{ID: "a"}}
	told.Type, told.Status = "COERCE", record.Happened
	told.Recipients = []Who{{Name: "bakers"}}
	a := Tell([]Member{told, notice}, nil)
	if len(a.Claims) != 1 || a.Claims[0].Denied {
		t.Errorf("claims %+v", a.Claims)
	}
	if len(a.Recipients) != 1 || a.Recipients[0] != "bakers" {
		t.Errorf("recipients %v", a.Recipients)
	}
}
