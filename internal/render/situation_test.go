package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals/internal/record"
	"annals/internal/situation"
)

func TestSituation(t *testing.T) {
	voice := func(name string) []situation.Voice {
		return []situation.Voice{{Who: situation.NewWho(&record.Actor{Name: name}, "name:"+name)}}
	}
	member := func(id, outlet, moment, status string, n float64, who string) situation.Member {
		m := situation.Member{Words: "Police arrested bakers\x1b[31m in Varna", Report: situation.Report{ID: "sha256:" + strings.Repeat(id, 12), Publisher: outlet, Moment: moment,
			Day: moment[:10], Outlets: []string{outlet}, Source: outlet}}
		m.Row, m.Type, m.Mode, m.Status, m.Places, m.First, m.DatedBy, m.Voices = "E1", "COERCE", "arrest", status, []string{"varna"}, "2024-05-14", record.ByClause, voice(who)
		m.Actors = []situation.Who{situation.NewWho(&record.Actor{Name: "Police"}, "")}
		m.Recipients = []situation.Who{situation.NewWho(&record.Actor{Name: "40 bakers"}, "")}
		m.Figures = []situation.Figure{{Row: "F1", Counts: "arrested", Value: &n, Bound: "exactly"}}
		return m
	}
	old := member("c", "Lune", "2024-05-14T08:00:00Z", "happened", 90, "somebody")
	old.Report.Retracted = true
	a := situation.Tell([]situation.Member{member("a", "Wire", "2024-05-14T12:10:00Z", "happened", 40, "the ministry"), member("b", "Mail", "2024-05-15", "happened", 60, "Open Courts"),
		member("d", "Post", "2024-05-16", "denied", 60, "the mayor"), old}, nil)
	var b bytes.Buffer
	page := NewSituations(&b, Style{Width: 80})
	page.Full("sha256:aaaaaaaaaaaa/E1", a, []Reason{{A: "sha256:aaaaaaaaaaaa/E1", B: "sha256:bbbbbbbbbbbb/E1", Score: .9, Why: "same day; same place"}})
	if err := page.Flush(); err != nil {
		t.Fatal(err)
	}
	want := `COERCE/arrest Police → bakers · Varna · 2024-05-14                 aaaaaaaaaa/E1
  2 reports by 2 outlets, 2 independent origins, denied by somebody, figures
    differ
  dated by Lune (taken back), Wire, Mail and Post

WHO SAYS SO
  somebody, since 2024-05-14 08:00 UTC: Lune (taken back)
    Police arrested bakers[31m in Varna                            cccccccccc/E1
  the ministry, since 2024-05-14 12:10 UTC: Wire
    Police arrested bakers[31m in Varna                            aaaaaaaaaa/E1
  Open Courts, since 2024-05-15: Mail
    Police arrested bakers[31m in Varna                            bbbbbbbbbb/E1

WHO DENIES IT
  the mayor, since 2024-05-16: Post
    Police arrested bakers[31m in Varna                            dddddddddd/E1

HOW MANY: ARRESTED
  2024-05-14 12:10 UTC  40              the ministry: Wire
  2024-05-15            60              Open Courts: Mail
  2024-05-16            60              the mayor: Post (denied)
  40 (the ministry) and 60 (Open Courts) can't both be right.

NOT COUNTED
  cccccccccc/E1  Lune, 2024-05-14 08:00 UTC: taken back

WHY THESE ARE TAKEN FOR ONE
  aaaaaaaaaa/E1 and bbbbbbbbbb/E1  0.90  same day; same place
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}

	var html bytes.Buffer
	if err := SituationHTML(&html, "sha256:aaaaaaaaaaaa/E1", a, []Reason{{A: "sha256:aaaaaaaaaaaa/E1", B: "sha256:bbbbbbbbbbbb/E1", Score: .9, Why: "same day; same place"}}); err != nil {
		t.Fatal(err)
	}
	golden(t, "situation.html", html.String())
	html.Reset()
	reports := []ReportLine{{Report: a.Members[0].Report, Changes: []situation.Change{{Kind: "figure", Row: "F1", What: "changed", Before: "40 arrested", After: "60 <b>arrested</b>"}}}, {Report: a.Members[1].Report, Note: "credits Wire"}}
	if err := StoryHTML(&html, reports, reports[:1], []Told{{"sha256:aaaaaaaaaaaa/E1", a, nil}}, nil); err != nil {
		t.Fatal(err)
	}
	golden(t, "story.html", html.String())

	links := &Links{Home: "index.html", Report: func(id string) string { return "report.html#" + RowID(id) }, Situation: func(string) string { return "story.html#x" },
		Story: func(string) string { return "" }, Actor: func(key string) string { return strings.TrimPrefix(key, "name:") + ".html" }}
	html.Reset()
	actor := &Profile{ActorLine: ActorLine{Key: "name:bakers", Name: "Bakers <of> Varna", Country: "BGR", Reports: 2, Roles: "as recipient 2",
		Relations: []RelationLine{{Key: "name:police", Name: "Police", Events: []RelationEventLine{{Code: "COERCE/arrest", Status: "planned", Row: "sha256:aaaaaaaaaaaa/E1", Words: "Police arrested bakers"}}}}},
		Facts: []string{"group"}, Called: []Called{{"the bakers", 2, []string{"Wire", "Mail"}}, {"they", 1, nil}},
		Deeds:       []Deed{{Told{"sha256:aaaaaaaaaaaa/E1", a, nil}, false, true}},
		Said:        []Saying{{Act: "deny", Words: "\"we will bake\"", To: "the mayor", Day: "2024-05-14", Via: []string{"Wire"}, Rows: []string{"sha256:aaaaaaaaaaaa/S1"}, Reports: []situation.Report{a.Members[0].Report}}},
		Corrections: []CorrectionLine{{"3", "2024-05-15T10:00:00Z", "ann", "x is y", "a slip"}}, Sources: reports, Beyond: 7}
	if err := ActorHTML(&html, actor, links); err != nil {
		t.Fatal(err)
	}
	golden(t, "actor.html", html.String())
	html.Reset()
	if err := ActorHTML(&html, &Profile{ActorLine: ActorLine{Key: "name:x", Name: "X", Reports: 1, Roles: "named only"}}, nil); err != nil || strings.Contains(html.String(), "<a ") {
		t.Errorf("a page by itself has links: %v", err)
	}
	html.Reset()
	if err := IndexHTML(&html, []StoryLine{{"sha256:aaaaaaaaaaaa", "", "2024-05-14", "2024-05-16", 3, 1, "The bakers of the town shut their shops on Tuesday, they said."}}, []ActorLine{actor.ActorLine}, reports, links); err != nil {
		t.Fatal(err)
	}
	golden(t, "index.html", html.String())
}
