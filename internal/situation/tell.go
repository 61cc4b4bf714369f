package situation

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"annals/internal/record"
)

// Account is a situation as it is told: who says what of it, since when.
type Account struct {
	Members []Member `json:"members"` // in order of their reports
	Counts  Counts   `json:"counts"`
	Type    string   `json:"type"`
	Mode    string   `json:"mode"` // "" where reports differ or give none
	// Actors, Recipients and Places are the names given most often, each once.
	Actors     []string `json:"actors"`
	Recipients []string `json:"recipients"`
	Places     []string `json:"places"`
	First      string   `json:"first"` // first and last day of it, "" if nobody says
	Last       string   `json:"last"`
	By         string   `json:"by"`     // day of the first report that tells it as done, "" if one says when or none has a date
	Claims     []Claim  `json:"claims"` // who asserts it and who denies it
	Series     []Series `json:"series"`
}

// Dated are the members whose report says when it was.
func (a *Account) Dated() []Member {
	var list []Member
	for _, m := range a.Members {
		if m.SaysWhen() {
			list = append(list, m)
		}
	}
	return list
}

// Claim is that somebody asserts or denies a thing, in one or more reports of
// one origin.
type Claim struct {
	Denied  bool     `json:"denied"`
	Status  string   `json:"status"`  // the status that the first of them gives
	Who     string   `json:"who"`     // "" for the report's own voice
	Via     []string `json:"via"`     // through whom, the nearest to the report first
	Since   string   `json:"since"`   // when the first of them was published
	Origin  string   `json:"origin"`  // see Origin
	Members []Member `json:"members"` // the first report first
}

// Series is the history of one figure.
type Series struct {
	Counts string  `json:"counts"`
	Points []Point `json:"points"` // in order of time
	// Differ lists pairs of points that can't both be right, by their index,
	// the earlier first; only claims that nobody has replaced by a later one.
	Differ [][2]int `json:"differ"`
}

// Point is that somebody gave a number.
type Point struct {
	Figure  Figure   `json:"figure"`
	Who     string   `json:"who"`
	Via     []string `json:"via"`
	Since   string   `json:"since"`
	Origin  string   `json:"origin"`
	Reports []Report `json:"reports"` // that gave it, the first first
	Denied  bool     `json:"denied"`
	Revised bool     `json:"revised"` // the same voice gave another number later, or a later version of the report has it no more
	stands  bool     // a report that stands gives it
}

// FigureIn is a figure of a report.
type FigureIn struct {
	Figure
	Report Report `json:"report"`
	Words  string `json:"words"` // around it
}

// Tell tells a situation of its members, and of figures of the same story that
// count what its own figures count.
func Tell(members []Member, others []FigureIn) *Account {
	a := &Account{Members: slices.Clone(members), Counts: Count(members)}
	slices.SortStableFunc(a.Members, func(x, y Member) int {
		return cmp.Or(cmp.Compare(cmp.Or(x.Report.Moment, "9999"), cmp.Or(y.Report.Moment, "9999")), cmp.Compare(x.Report.ID, y.Report.ID), cmp.Compare(x.Position, y.Position))
	})
	if len(members) == 0 {
		return a
	}
	a.Type, a.Mode = members[0].Type, members[0].Mode
	var actors, recipients, places []Who
	stands := slices.ContainsFunc(a.Members, func(m Member) bool { return m.Report.Live() })
	for _, m := range a.Members {
		if stands && !m.Report.Live() {
			continue // it is told as those tell it that stand
		}
		if m.Mode != a.Mode {
			a.Mode = ""
		}
		actors, recipients = append(actors, m.Actors...), append(recipients, m.Recipients...)
		for _, p := range m.Places {
			places = append(places, Who{Key: p, Name: p})
		}
		switch {
		case m.DatedBy == record.ByReport:
			if day := m.Report.Day; day != "" && (a.By == "" || day < a.By) {
				a.By = day
			}
		case m.SaysWhen():
			if a.First == "" || m.First < a.First {
				a.First = m.First
			}
			a.Last = max(a.Last, m.First)
		}
	}
	if a.First != "" {
		a.By = ""
	}
	a.Actors, a.Recipients, a.Places = commonest(actors), commonest(recipients), commonest(places)
	a.Claims = claims(a.Members)
	a.Series = series(a.Members, others)
	return a
}

func names(list []Who) []string {
	var out []string
	for _, w := range list {
		out = append(out, w.Name)
	}
	return out
}

// quantity is how many of them a description begins with.
var quantity = regexp.MustCompile(`^(?i:(?:more than|at least|less than|fewer than|up to|about|around|some|nearly|almost|over) )?(?:\d[\d,.]*|(?i:two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of|thousands of|a|an|the)) `)

// commonest are the names given most often, three at most: names that another
// holds whole are left to that one, and of those that are descriptions only
// the commonest is given, without a number.
func commonest(list []Who) []string {
	count, keyed := map[string]int{}, map[string]bool{}
	for _, w := range list {
		name := w.Name
		if w.Key == "" {
			name = quantity.ReplaceAllString(name, "")
		}
		count[name]++
		keyed[name] = keyed[name] || w.Key != ""
	}
	kinds := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	var kept []string
	described := false
	for _, n := range kinds {
		words := nameWords(n)
		if len(kept) == 3 || described && !keyed[n] ||
			slices.ContainsFunc(kept, func(k string) bool { return subset(words, nameWords(k)) || subset(nameWords(k), words) }) {
			continue
		}
		described = described || !keyed[n]
		kept = append(kept, n)
	}
	return kept
}

// claims groups members by voice, origin and whether they deny. Who only takes a
// report back claims nothing.
func claims(members []Member) []Claim {
	var list []Claim
	at := map[string]int{}
	for _, m := range members {
		if m.Report.Notice {
			continue
		}
		who, via := voice(m.Voices)
		key := strings.Join(append([]string{Origin(m), who.identity(), map[bool]string{true: "-", false: "+"}[m.Status == "denied"]}, via...), "\x00")
		i, ok := at[key]
		if !ok {
			i = len(list)
			at[key] = i
			list = append(list, Claim{Denied: m.Status == "denied", Status: m.Status, Who: who.Name, Via: via, Since: m.Report.Moment, Origin: Origin(m)})
		}
		list[i].Members = append(list[i].Members, m)
	}
	return list
}

// identity is by what two voices are one.
func (w Who) identity() string {
	if w.Key != "" {
		return w.Key
	}
	return strings.Join(w.Words, " ")
}

// voice is the innermost of the voices: who says so, and through whom.
func voice(voices []Voice) (who Who, via []string) {
	if len(voices) == 0 {
		return Who{}, nil
	}
	return voices[0].Who, names(voices[0].Via)
}

// series are the histories of the figures of members, those of others beside
// them that count the same at the same place and time.
func series(members []Member, others []FigureIn) []Series {
	var list []Series
	at := map[string]int{}
	seen := map[string]bool{}
	add := func(f FigureIn, denied bool, voices []Voice, origin string) {
		id := f.Report.ID + "/" + f.Row
		if seen[id] || !specific(f.Counts) {
			return
		}
		seen[id] = true
		i, ok := at[f.Counts]
		if !ok {
			i = len(list)
			at[f.Counts] = i
			list = append(list, Series{Counts: f.Counts})
		}
		list[i].add(f, denied, voices, origin)
	}
	for _, m := range members {
		for _, f := range m.Figures {
			voices := f.Voices
			if len(voices) == 0 {
				voices = m.Voices
			}
			add(FigureIn{f, m.Report, m.Words}, m.Status == "denied", voices, Origin(m))
		}
	}
	slices.SortStableFunc(others, func(x, y FigureIn) int {
		return cmp.Or(cmp.Compare(x.Report.Moment, y.Report.Moment), cmp.Compare(x.Report.ID, y.Report.ID), cmp.Compare(x.Row, y.Row))
	})
	for _, o := range others {
		if _, ok := at[o.Counts]; !ok || o.Inside {
			continue
		}
		fits := false
		for _, m := range members {
			for _, f := range m.Figures {
				fits = fits || f.Comparable(o.Figure)
			}
		}
		if fits {
			add(o, false, o.Voices, Origin(Member{Event: Event{Voices: o.Voices}, Report: o.Report}))
		}
	}
	for i := range list {
		list[i].finish()
	}
	return list
}

// specific says whether what is counted is more than people or things.
func specific(counts string) bool {
	switch counts {
	case "", "person", "man", "woman", "other":
		return false
	}
	return true
}

// History is the history of one figure over the figures of a story: those
// that count the same at places and on days that don't rule each other out.
func History(of FigureIn, all []FigureIn) Series {
	s := Series{Counts: of.Counts}
	for _, f := range append([]FigureIn{of}, all...) {
		if f.Report.ID == of.Report.ID && f.Row == of.Row && len(s.Points) > 0 || !of.Comparable(f.Figure) {
			continue
		}
		s.add(f, false, f.Voices, Origin(Member{Event: Event{Voices: f.Voices}, Report: f.Report}))
	}
	s.finish()
	return s
}

// add adds a figure: to the point of the same number, voice and origin, or as
// a point of its own. Reports taken back add nothing.
func (s *Series) add(f FigureIn, denied bool, voices []Voice, origin string) {
	if f.Report.Retracted || f.Report.Notice {
		return
	}
	who, via := voice(voices)
	for i := range s.Points {
		p := &s.Points[i]
		if p.Origin == origin && p.Who == who.Name && p.Denied == denied && sameNumber(p.Figure, f.Figure) {
			p.Reports, p.stands = append(p.Reports, f.Report), p.stands || f.Report.Live()
			return
		}
	}
	s.Points = append(s.Points, Point{Figure: f.Figure, Who: who.Name, Via: via, Since: f.Report.Moment, Origin: origin, Reports: []Report{f.Report}, Denied: denied, stands: f.Report.Live()})
}

func sameNumber(a, b Figure) bool {
	x, y := a.bounds()
	u, v := b.bounds()
	return a.Bound == b.Bound && x == u && y == v
}

// finish puts the points in order and finds those that differ.
func (s *Series) finish() {
	slices.SortStableFunc(s.Points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Since, "9999"), cmp.Or(b.Since, "9999")), cmp.Compare(a.Origin, b.Origin), cmp.Compare(yes(a.stands), yes(b.stands)), cmp.Compare(a.Who, b.Who))
	})
	for i := range s.Points {
		s.Points[i].Revised = !s.Points[i].stands
		for j := i + 1; j < len(s.Points); j++ {
			a, b := &s.Points[i], s.Points[j]
			if a.Who == b.Who && (a.Who != "" || a.Origin == b.Origin) && !sameNumber(a.Figure, b.Figure) && a.Since < b.Since {
				a.Revised = true
			}
		}
	}
	for i, a := range s.Points {
		for j, b := range s.Points[i+1:] {
			if !a.Revised && !b.Revised && !a.Denied && !b.Denied && a.Figure.Disagrees(b.Figure) && !s.told(a, b) {
				s.Differ = append(s.Differ, [2]int{i, i + 1 + j})
			}
		}
	}
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// told says whether the same numbers of the same origins differ already.
func (s *Series) told(a, b Point) bool {
	return slices.ContainsFunc(s.Differ, func(d [2]int) bool {
		x, y := s.Points[d[0]], s.Points[d[1]]
		return x.Origin == a.Origin && y.Origin == b.Origin && sameNumber(x.Figure, a.Figure) && sameNumber(y.Figure, b.Figure)
	})
}
