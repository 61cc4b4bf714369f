package situation

import (
	"math"
	"strings"
	"time"
)

const dayLayout = "2006-01-02"

// Period is the first day of an ISO 8601 year, month, day or moment, and the
// day after its last; "" where it is none of these.
func Period(s string) (first, end string) {
	s, _, _ = strings.Cut(strings.ToUpper(s), "T")
	for layout, next := range map[string][3]int{dayLayout: {0, 0, 1}, "2006-01": {0, 1, 0}, "2006": {1, 0, 0}} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(dayLayout), t.AddDate(next[0], next[1], next[2]).Format(dayLayout)
		}
	}
	return "", ""
}

// daysBetween is how many days lie from a to b, and whether both are days.
func daysBetween(a, b string) (int, bool) {
	s, err := time.Parse(dayLayout, a)
	if err != nil {
		return 0, false
	}
	t, err := time.Parse(dayLayout, b)
	if err != nil {
		return 0, false
	}
	return int(math.Round(t.Sub(s).Hours() / 24)), true
}
