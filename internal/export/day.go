package export

import (
	"fmt"
	"strings"
	"time"

	"annals/internal/record"
	"annals/internal/situation"
)

const dayLayout = "2006-01-02"

// days are the first day of a time and the day after its last; "" where it is
// not resolved, open on one side, or recurs.
func days(t *record.Time) (first, end string) {
	if t == nil || t.Start == nil || t.End == nil || t.Recurrence != nil {
		return "", ""
	}
	first, after := situation.Period(*t.Start)
	stop, afterStop := situation.Period(*t.End)
	if strings.Contains(*t.End, "T") && !strings.Contains(*t.End, "T00:00") {
		stop = afterStop
	}
	switch {
	case first == "" || stop == "":
		return "", ""
	case stop <= first: // hours of one day
		return first, after
	}
	return first, stop
}

// length is how long a stretch of days is, in a form that sorts.
func length(first, end string) string {
	a, err := time.Parse(dayLayout, first)
	b, err2 := time.Parse(dayLayout, end)
	if err != nil || err2 != nil {
		return "9"
	}
	return fmt.Sprintf("%08d", int(b.Sub(a).Hours()/24))
}

// date is a time as tables have it in parts, each "" unless the whole of the
// time lies in it.
type date struct{ year, month, day string } // "2020", "08", "09"

// dateOf is the date of a time: its day if it is one day, else its month or
// year if it lies in one.
func dateOf(t *record.Time) date {
	first, end := days(t)
	a, err := time.Parse(dayLayout, first)
	b, err2 := time.Parse(dayLayout, end)
	if err != nil || err2 != nil {
		return date{}
	}
	b = b.AddDate(0, 0, -1)
	var d date
	if a.Year() == b.Year() {
		d.year = a.Format("2006")
		if a.Month() == b.Month() {
			d.month = a.Format("01")
			if a.Equal(b) {
				d.day = a.Format("02")
			}
		}
	}
	return d
}

// join writes the parts with a separator, "" unless the day is known.
func (d date) join(separator string) string {
	if d.day == "" {
		return ""
	}
	return d.year + separator + d.month + separator + d.day
}

// before is the day before a day, "" if it is none.
func before(day string) string {
	t, err := time.Parse(dayLayout, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -1).Format(dayLayout)
}
