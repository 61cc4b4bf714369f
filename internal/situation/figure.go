package situation

import (
	"math"
	"strconv"
	"strings"
)

// bounds are the least and the most that a figure says, infinite where it says
// nothing. "About 300" may be a tenth more or less.
func (f Figure) bounds() (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if f.Value != nil {
		low, high = *f.Value, *f.Value
	}
	if f.Low != nil {
		low = *f.Low
	}
	if f.High != nil {
		high = *f.High
	}
	switch f.Bound {
	case "about":
		low, high = low-.1*math.Abs(low), high+.1*math.Abs(high)
	case "at_least", "more_than":
		high = math.Inf(1)
	case "at_most", "less_than":
		low = math.Inf(-1)
	}
	return low, high
}

// Disagrees says whether two figures can't both be right: what one leaves
// possible the other rules out.
func (f Figure) Disagrees(g Figure) bool {
	if !f.known() || !g.known() {
		return false
	}
	a, b := f.interval(), g.interval()
	return a.high < b.low || b.high < a.low
}

// known says whether a figure gives a number at all.
func (f Figure) known() bool { return f.Value != nil || f.Low != nil || f.High != nil }

// interval is the numbers that a figure leaves possible.
type interval struct{ low, high float64 }

func (f Figure) interval() interval {
	low, high := f.bounds()
	if f.Bound == "more_than" && f.Value != nil {
		low = math.Nextafter(*f.Value, math.Inf(1))
	}
	if f.Bound == "less_than" && f.Value != nil {
		high = math.Nextafter(*f.Value, math.Inf(-1))
	}
	return interval{low, high}
}

// key is the interval with what it counts, as one text.
func (i interval) key(counts string) string {
	return strconv.FormatFloat(i.low, 'g', -1, 64) + " " + strconv.FormatFloat(i.high, 'g', -1, 64) + " " + counts
}

// parseInterval reads a key again.
func parseInterval(key string) (counts string, i interval, ok bool) {
	f := strings.SplitN(key, " ", 3)
	if len(f) < 3 {
		return "", i, false
	}
	low, err := strconv.ParseFloat(f[0], 64)
	high, err2 := strconv.ParseFloat(f[1], 64)
	return f[2], interval{low, high}, err == nil && err2 == nil
}

// Comparable says whether two figures count the same thing at places and on
// days that don't rule each other out.
func (f Figure) Comparable(g Figure) bool {
	if f.Counts != g.Counts || f.Counts == "" || f.Unit != g.Unit {
		return false
	}
	if len(f.Places) > 0 && len(g.Places) > 0 && !subsetAny(f.Places, g.Places) {
		return false
	}
	return f.Time == "" || g.Time == "" || f.Time < g.TimeEnd && g.Time < f.TimeEnd
}

func subsetAny(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ") {
				return true
			}
		}
	}
	return false
}
