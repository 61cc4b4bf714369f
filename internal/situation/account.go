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
	Report Report   `json:"report"`
	Words  string   `json:"words"` // its evidence
	Sure   *float64 `json:"sure"`
}

// Report is where a member, a figure or a claim stands.
type Report struct {
	ID        string   `json:"id"`        // content id
	Number    int64    `json:"-"`         // its number in the store
	Moment    string   `json:"moment"`    // when it was published, RFC 3339 or a day, "" if not known
	Day       string   `json:"day"`       // the day of it
	Title     string   `json:"title"`     // "" if not known
	Publisher string   `json:"publisher"` // as printed, "" if not known
	URL       string   `json:"url"`       // "" if not known
	Outlets   []string `json:"outlets"`   // keys of the outlets that published it
	Group     int64    `json:"group"`     // reports of the same number go back to one writing
	Source    string   `json:"source"`    // key of the outlet where that was written, "" if not known
	Later     bool     `json:"later"`     // it has a later version
	Retracted bool     `json:"retracted"` // it was taken back
	Notice    bool     `json:"notice"`    // it only takes another report back
}

// Live says whether the report stands: it has no later version, was not taken
// back, and does not itself only take another back.
func (r Report) Live() bool { return !r.Later && !r.Retracted && !r.Notice }

// Counts are how many stand behind something.
type Counts struct {
	Reports   int  `json:"reports"`
	Outlets   int  `json:"outlets"`
	Origins   int  `json:"origins"`
	Claimants int  `json:"claimants"`
	Denied    bool `json:"denied"`  // somebody says that it is not so, and somebody that it is
	Figures   bool `json:"figures"` // numbers of it can't all be right
}

// Back is one thing that stands behind a situation.
type Back struct{ Kind, Key string }

// Kinds of Back. The key of a figure is what it counts, and its interval.
const (
	BackReport   = "report"
	BackOutlet   = "outlet"
	BackOrigin   = "origin"
	BackClaimant = "claimant"
	BackDenied   = "denied"
	BackFigure   = "figure"
)

// Backs lists what a member puts behind its situation, each once. Reports with
// a later version or taken back put nothing.
func Backs(m Member) []Back {
	if !m.Report.Live() {
		return nil
	}
	if m.Status == "denied" {
		return []Back{{BackDenied, ""}, {BackClaimant, claimant(m)}}
	}
	list := []Back{{BackReport, m.Report.ID}, {BackOrigin, Origin(m)}, {BackClaimant, claimant(m)}}
	for _, o := range m.Report.Outlets {
		list = append(list, Back{BackOutlet, o})
	}
	for _, f := range m.Figures {
		if b := (Back{BackFigure, f.interval().key(f.Counts)}); f.known() && !slices.Contains(list, b) {
			list = append(list, b)
		}
	}
	return list
}

// CountBacks gives the counts of a situation by how many different things of
// each kind stand behind it, and the keys of its figures.
func CountBacks(sizes map[string]int, figures []string) Counts {
	c := Counts{Reports: sizes[BackReport], Outlets: sizes[BackOutlet], Origins: sizes[BackOrigin], Claimants: sizes[BackClaimant],
		Denied: sizes[BackReport] > 0 && sizes[BackDenied] > 0}
	// Intervals on a line meet in one point if each two of them meet.
	common := map[string]interval{}
	for _, key := range figures {
		counts, i, ok := parseInterval(key)
		if !ok {
			continue
		}
		if o, ok := common[counts]; ok {
			i = interval{max(i.low, o.low), min(i.high, o.high)}
			c.Figures = c.Figures || i.high < i.low
		}
		common[counts] = i
	}
	return c
}

// Count counts who stands behind the members of a situation.
func Count(members []Member) Counts {
	seen := map[Back]bool{}
	sizes := map[string]int{}
	var figures []string
	for _, m := range members {
		for _, b := range Backs(m) {
			if seen[b] {
				continue
			}
			seen[b] = true
			sizes[b.Kind]++
			if b.Kind == BackFigure {
				figures = append(figures, b.Key)
			}
		}
	}
	return CountBacks(sizes, figures)
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
