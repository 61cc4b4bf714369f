package query

import (
	"slices"
	"strings"

	"annals/internal/record"
)

// Field is what a term asks about.
type Field string

const (
	Text      Field = "text"      // words anywhere in the row; terms without a field
	Said      Field = "said"      // words of a statement's content, or of one that an event is according to
	Actor     Field = "actor"     // who did it, or said it
	Recipient Field = "recipient" // to whom it was done, or said
	Party     Field = "party"     // anyone in the row, in any part
	Source    Field = "source"    // according to whom, or through whom
	Via       Field = "via"       // through whom
	Place     Field = "place"     // name of the place
	Counts    Field = "counts"    // what a figure counts
	Title     Field = "title"     // words of the report's title
	Publisher Field = "publisher" // who publishes the report

	Type     Field = "type"     // PLOVER event type
	Mode     Field = "mode"     // PLOVER mode
	Cameo    Field = "cameo"    // CAMEO code, or the beginning of one
	Quad     Field = "quad"     // 1 to 4
	Context  Field = "context"  // PLOVER context
	Status   Field = "status"   // of an event
	Act      Field = "act"      // of a statement
	Form     Field = "form"     // of a statement
	Country  Field = "country"  // alpha-3: where it is, or of anyone in the row
	Sector   Field = "sector"   // PLOVER sector of anyone in the row
	Unit     Field = "unit"     // of a figure
	Language Field = "language" // of the report
	Report   Field = "report"   // id of the report, or the beginning of one

	Date      Field = "date"      // when it was; written since:, until:, on:
	Published Field = "published" // the report's date

	Number     Field = "number"     // of a figure, or of an event's figures
	Confidence Field = "confidence" // of the row
	Origins    Field = "origins"    // independent origins of the event's situation
	Outlets    Field = "outlets"    // outlets that tell of it
	Reports    Field = "reports"    // reports that tell of it
	Claimants  Field = "claimants"  // who says so

	Is        Field = "is"        // how the report or the situation stands
	Situation Field = "situation" // the situation of an event, by that event's id
	Story     Field = "story"     // the story of a report, by that report's id
	Origin    Field = "origin"    // reports of one origin with a report, by its id
)

// spelling is how the values of a field are written.
type spelling uint8

const (
	words spelling = iota
	code
	since
	until
	during
	number
	least // a number that is the least
)

// field is one row of the table of fields.
type field struct {
	name   string // as it is written
	field  Field
	form   spelling
	values []string // what a code may be; nil for anything
	fold   func(string) string
}

// fields is the table of fields in the order in which errors list them.
func fields() []field {
	lower, upper := strings.ToLower, strings.ToUpper
	return []field{
		{name: "actor", field: Actor},
		{name: "recipient", field: Recipient},
		{name: "party", field: Party},
		{name: "source", field: Source},
		{name: "via", field: Via},
		{name: "said", field: Said},
		{name: "type", field: Type, form: code, values: record.Types(), fold: upper},
		{name: "mode", field: Mode, form: code, fold: lower},
		{name: "cameo", field: Cameo, form: code, fold: upper},
		{name: "quad", field: Quad, form: code, values: []string{"1", "2", "3", "4"}, fold: lower},
		{name: "context", field: Context, form: code, values: contexts(), fold: lower},
		{name: "status", field: Status, form: code, values: record.Statuses(), fold: lower},
		{name: "act", field: Act, form: code, values: record.Acts(), fold: lower},
		{name: "form", field: Form, form: code, values: []string{record.Direct, record.Indirect, record.Mixed}, fold: lower},
		{name: "since", field: Date, form: since},
		{name: "until", field: Date, form: until},
		{name: "on", field: Date, form: during},
		{name: "place", field: Place},
		{name: "country", field: Country, form: code, fold: upper},
		{name: "sector", field: Sector, form: code, fold: upper},
		{name: "number", field: Number, form: number},
		{name: "unit", field: Unit, form: code, fold: lower},
		{name: "counts", field: Counts},
		{name: "confidence", field: Confidence, form: number},
		{name: "min-origins", field: Origins, form: least},
		{name: "min-outlets", field: Outlets, form: least},
		{name: "min-reports", field: Reports, form: least},
		{name: "min-claimants", field: Claimants, form: least},
		{name: "origins", field: Origins, form: number},
		{name: "outlets", field: Outlets, form: number},
		{name: "reports", field: Reports, form: number},
		{name: "claimants", field: Claimants, form: number},
		{name: "is", field: Is, form: code, values: Standings(), fold: lower},
		{name: "situation", field: Situation, form: code, fold: lower},
		{name: "story", field: Story, form: code, fold: lower},
		{name: "origin", field: Origin, form: code, fold: lower},
		{name: "title", field: Title},
		{name: "publisher", field: Publisher},
		{name: "published", field: Published, form: during},
		{name: "language", field: Language, form: code, fold: lower},
		{name: "report", field: Report, form: code, fold: lower},
		{name: "text", field: Text},
	}
}

// Standings are the values of is:.
func Standings() []string {
	return []string{"copy", "original", "latest", "outdated", "retracted", "retraction", "corroborated", "disputed", "denied", "corrected"}
}

// Fields are the names of the fields as they are written.
func Fields() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.name)
	}
	return names
}

func lookup(name string) (field, bool) {
	for _, f := range fields() {
		if f.name == strings.ToLower(name) {
			return f, true
		}
	}
	return field{}, false
}

// contexts are PLOVER's contexts.
func contexts() []string {
	return []string{"military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
		"pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression", "human_security",
		"gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping", "health", "asylum",
		"migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber",
		"misinformation", "crime", "corruption", "illegal_drugs", "trafficking"}
}

// nearest is the name closest to a misspelt one, or "" if none is close.
func nearest(wrong string, names []string) string {
	best, at := "", 3
	wrong = strings.ToLower(wrong)
	for _, n := range names {
		d := distance(wrong, strings.ToLower(n))
		if len(wrong) >= 3 && strings.HasPrefix(strings.ToLower(n), wrong) {
			d = min(d, 1)
		}
		if d < at && d < len(n) {
			best, at = n, d
		}
	}
	return best
}

// distance is the number of letters to put in, take out, change or swap with
// their neighbour (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > 40 {
		return len(s)
	}
	var before, last []int
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		before, last = last, slices.Clone(row)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(t)]
}
