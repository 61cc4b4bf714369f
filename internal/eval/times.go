package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/text"
)

// Times scores time expressions against MEANTIME: spans as TempEval-3 does
// (relaxed: they overlap, one to one; strict: they are the same) and, of the
// gold spans found, how many have the gold's TIMEX3 value. Only the annotated
// part of each report counts, and the report's own date, which find is given,
// does not. A range in words counts as its ends and the time between them.
// --system writes one JSON object a report:
// {"id", "date", "times": [{"start", "end", "text", "value"}]}, offsets in code points.
func Times(find func(text, date string) (*text.Document, []record.Time, error), o Options) (*Table, error) {
	var n timeCounts
	var system bytes.Buffer
	for _, path := range o.Gold {
		err := corpus.MeantimeReports(path, func(m *corpus.Meantime) error {
			_, found, err := find(m.Text, m.Date)
			if err != nil {
				return fmt.Errorf("eval: %s: %w", m.ID, err)
			}
			mine := foundTimes(m, found)
			n.count(m, mine)
			return json.NewEncoder(&system).Encode(systemTimes{m.ID, m.Date, mine})
		})
		if err != nil {
			return nil, err
		}
	}
	if o.System != "" {
		if err := os.WriteFile(o.System, system.Bytes(), 0o644); err != nil {
			return nil, fmt.Errorf("eval: write the program's output: %w", err)
		}
	}
	return n.table(), nil
}

type systemTimes struct {
	ID    string      `json:"id"`
	Date  string      `json:"date"`
	Times []foundTime `json:"times"`
}

type foundTime struct {
	Start int    `json:"start"` // code points
	End   int    `json:"end"`
	Text  string `json:"text"`
	Value string `json:"value"`

	bytes text.Span
}

// foundTimes is what was found in the annotated part, without the report's own
// date line.
func foundTimes(m *corpus.Meantime, found []record.Time) []foundTime {
	mapper := text.NewMapper(m.Text)
	times := []foundTime{}
	for i := range found {
		s := found[i].Span
		start := mapper.ByteFromPoint(s.Start)
		f := foundTime{s.Start, s.End, s.Text, TimexValue(&found[i]), text.Span{Start: start, End: start + len(s.Text)}}
		own := false
		for _, g := range m.Times {
			own = own || g.Creation && f.bytes.Overlaps(text.Span{Start: g.Start, End: g.End})
		}
		if !own && f.bytes.End <= m.Annotated && utf8.ValidString(f.Text) {
			times = append(times, ends(f, &found[i])...)
		}
	}
	return times
}

var (
	rangeWords    = regexp.MustCompile(`^(?i:(from|between) )(.+?)( to | until | and )(.+)$`)
	durationValue = regexp.MustCompile(`^P(T?)[0-9.]+([A-Z])$`)
)

// ends are the expressions that TIMEX3 has for a range in words: its two ends
// ("between 60 and 90 days") and, where these are dates, the time between them
// ("from 2009 to 2011"); for anything else the expression itself.
func ends(f foundTime, t *record.Time) []foundTime {
	m := rangeWords.FindStringSubmatchIndex(f.Text)
	if m == nil {
		return []foundTime{f}
	}
	part := func(from, to int, value string) foundTime {
		before := utf8.RuneCountInString(f.Text[:from])
		words := f.Text[from:to]
		return foundTime{f.Start + before, f.Start + before + utf8.RuneCountInString(words), words, value,
			text.Span{Start: f.bytes.Start + from, End: f.bytes.Start + to}}
	}
	first, last := f.Value, f.Value
	if n := durationValue.FindStringSubmatch(f.Value); n != nil && t.Start == nil {
		first = "P" + n[1] + f.Text[m[4]:m[5]] + n[2] // the last is the longer one
	} else if t.Start != nil && t.End != nil {
		from, to := *t, *t
		from.Rule, to.Rule = "", ""
		from.End, to.Start = nil, nil
		first, last = TimexValue(&from), TimexValue(&to)
		return []foundTime{f, part(m[4], m[5], first), part(m[8], m[9], last)}
	}
	return []foundTime{part(m[4], m[5], first), part(m[8], m[9], last)}
}

type timeCounts struct {
	gold, found, relaxed, strict, values float64
}

func (n *timeCounts) count(m *corpus.Meantime, mine []foundTime) {
	n.found += float64(len(mine))
	used := make([]bool, len(mine))
	for _, g := range m.Times {
		if g.Creation {
			continue
		}
		n.gold++
		span := text.Span{Start: g.Start, End: g.End}
		best := -1
		for i, f := range mine {
			if used[i] || !f.bytes.Overlaps(span) {
				continue
			}
			if best < 0 || f.bytes == span {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		used[best] = true
		n.relaxed++
		if mine[best].bytes == span {
			n.strict++
		}
		if sameValue(mine[best].Value, g.Value) {
			n.values++
		}
	}
}

func (n *timeCounts) table() *Table {
	row := func(label string, hits float64) Row {
		p, r, f := F1(hits, n.found, n.gold)
		return Row{label, []float64{p, r, f}}
	}
	t := &Table{Title: "times", Columns: []string{"P", "R", "F1"}, Rows: []Row{
		row("relaxed", n.relaxed), row("strict", n.strict), row("relaxed and value", n.values),
	}}
	if n.relaxed > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("value right where the span is found: %.1f%% (%.0f of %.0f); %.0f gold expressions",
			100*n.values/n.relaxed, n.values, n.relaxed, n.gold))
	}
	return t
}

// sameValue compares TIMEX3 values; Z and seconds of times of day are not
// compared, nor how a number left open is written.
func sameValue(a, b string) bool {
	norm := func(v string) string {
		if _, clock, ok := strings.Cut(v, "T"); ok && !strings.HasPrefix(v, "P") {
			v = strings.TrimSuffix(strings.TrimSuffix(v, "Z"), clock) + strings.TrimSuffix(clock, "Z")
		}
		return v
	}
	return norm(a) == norm(b)
}

var timexInRule = regexp.MustCompile(`\b(?:duration|repetition|span|vague) ([A-Z0-9_.]+)`)

// TimexValue is the TIMEX3 value of a Time. It is the first unit of the
// expression's grain (of the last where its start is open), written as TIMEX3
// writes that grain: 2009-06-18, 2009-W25, 2009-06, 2009-Q2, 2009, 200. A
// weekend is 2009-W25-WE, a part of a day 2009-06-18TNI; several units together are a duration, P2Y. What has
// no bounds has the value that its rule names: P27Y, PAST_REF.
func TimexValue(t *record.Time) string {
	if m := timexInRule.FindStringSubmatch(t.Rule); m != nil {
		return m[1]
	}
	grain := ""
	if t.Grain != nil {
		grain = *t.Grain
	}
	start, end := bound(t.Start), bound(t.End)
	switch {
	case start.IsZero() && end.IsZero():
		return "XXXX-XX-XX"
	case start.IsZero() && !strings.Contains(t.Rule, "ends where it begins"):
		start = end.Add(-time.Second)
	case start.IsZero():
		start = end
	case end.IsZero() && strings.Contains(t.Rule, "begins where it ends"):
		start = start.Add(-time.Second)
	case grain == "day" && end.Equal(start.AddDate(0, 0, 2)) && start.Weekday() == time.Saturday:
		y, w := start.ISOWeek()
		return fmt.Sprintf("%d-W%02d-WE", y, w)
	case grain == "month" && end.Equal(start.AddDate(0, 3, 0)) && (start.Month()-1)%3 == 0:
		return fmt.Sprintf("%d-Q%d", start.Year(), (int(start.Month())+2)/3)
	case grain == "month" && end.Equal(start.AddDate(0, 6, 0)):
		return fmt.Sprintf("%d-H%d", start.Year(), (int(start.Month())+5)/6)
	case grain == "year" && !end.IsZero() && start.YearDay() == 1 && end.Year() > start.Year()+1:
		return fmt.Sprintf("P%dY", end.Year()-start.Year()-1)
	}
	switch grain {
	case "minute", "hour":
		if t.Start == nil {
			return *t.End
		}
		return *t.Start
	case "week":
		y, w := start.ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case "month":
		return start.Format("2006-01")
	case "year":
		return start.Format("2006")
	case "decade":
		return start.Format("2006")[:3]
	}
	if _, part, ok := strings.Cut(t.Rule, "part of the day "); ok {
		return start.Format("2006-01-02") + "T" + part[:2]
	}
	return start.Format("2006-01-02")
}

func bound(s *string) time.Time {
	if s == nil || len(*s) < 10 {
		return time.Time{}
	}
	t, err := time.Parse("2006-01-02", (*s)[:10])
	if err != nil {
		return time.Time{}
	}
	return t
}
