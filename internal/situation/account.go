package situation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"annals/internal/origin"
)

// Member is an event of a report as a part of a situation.
type Member struct {
	Event
	Report Report
	Words  string // its evidence
	Sure   *float64
}

// Report is where a member, a figure or a claim stands.
type Report struct {
	ID        string   // content id
	Number    int64    // its number in the store
	Moment    string   // when it was published, RFC 3339 or a day, "" if not known
	Day       string   // the day of it
	Title     string   // "" if not known
	Publisher string   // as printed, "" if not known
	Outlets   []string // keys of the outlets that published it
	Group     int64    // reports of the same number go back to one writing
	Source    string   // key of the outlet where that was written, "" if not known
	Later     bool     // it has a later version
	Retracted bool     // it was taken back
	Notice    bool     // it only takes another report back
}

// Live says whether the report stands: it has no later version, was not taken
// back, and does not itself only take another back.
func (r Report) Live() bool { return !r.Later && !r.Retracted && !r.Notice }

// Counts are how many stand behind something.
type Counts struct {
	Reports, Outlets, Origins, Claimants int
	Denied                               bool // somebody says that it is not so, and somebody that it is
	Figures                              bool // numbers of it can't all be right
}

// Count counts who stands behind the members of a situation. Reports with a
// later version or taken back do not count.
func Count(members []Member) Counts {
	reports, outlets, origins, claimants := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	asserted, denied := false, false
	var figures []Figure
	for _, m := range members {
		if !m.Report.Live() {
			continue
		}
		if m.Status == "denied" {
			denied = true
			claimants[claimant(m)] = true
			continue
		}
		asserted = true
		reports[m.Report.ID] = true
		for _, o := range m.Report.Outlets {
			outlets[o] = true
		}
		origins[Origin(m)] = true
		claimants[claimant(m)] = true
		figures = append(figures, m.Figures...)
	}
	c := Counts{Reports: len(reports), Outlets: len(outlets), Origins: len(origins), Claimants: len(claimants), Denied: asserted && denied}
	for i := range figures {
		for j := range i {
			c.Figures = c.Figures || figures[i].Counts == figures[j].Counts && figures[i].Disagrees(figures[j])
		}
	}
	return c
}

// claimant is who the member is according to, "" for the report's own voice.
func claimant(m Member) string {
	if len(m.Voices) == 0 {
		return ""
	}
	return cmp.Or(m.Voices[0].Who.Key, join(m.Voices[0].Who.Words))
}

func join(list []string) string {
	s := ""
	for _, w := range list {
		s += w + " "
	}
	return s
}

// Origin names where a member comes from: the outlet that its report names for
// it, as far back as it names one, or else the outlet where the report itself
// was written. Two reports of one outlet, and an outlet and those who copy it,
// have one origin.
func Origin(m Member) string {
	for _, v := range m.Voices {
		named := ""
		if len(v.Via) > 0 {
			named = origin.OutletKey(v.Via[len(v.Via)-1].Name)
		} else if slices.Contains(v.Who.Sectors, "JRN") && v.Who.Key != "" {
			named = origin.OutletKey(v.Who.Name)
		}
		// "The Mail" in the Evening Mail's own report is that outlet.
		if named != "" && !slices.ContainsFunc(m.Report.Outlets, func(o string) bool { return strings.HasSuffix(o, named) }) {
			return named
		}
	}
	if m.Report.Source != "" {
		return m.Report.Source
	}
	return "report " + strconv.FormatInt(m.Report.Group, 10)
}
