package situation

import (
	"math"
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
	if f.Value == nil && f.Low == nil && f.High == nil || g.Value == nil && g.Low == nil && g.High == nil {
		return false
	}
	a, b := f.interval()
	c, d := g.interval()
	return b < c || d < a
}

func (f Figure) interval() (low, high float64) {
	low, high = f.bounds()
	if f.Bound == "more_than" && f.Value != nil {
		low = math.Nextafter(*f.Value, math.Inf(1))
	}
	if f.Bound == "less_than" && f.Value != nil {
		high = math.Nextafter(*f.Value, math.Inf(-1))
	}
	return low, high
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
