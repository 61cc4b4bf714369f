package when

import "time"

// grain is how fine a time expression is.
type grain uint8

const (
	noGrain grain = iota
	minute
	hour
	day
	week
	month
	year
	decade
)

// String is the grain as the record has it, "" for none.
func (g grain) String() string {
	return [...]string{"", "minute", "hour", "day", "week", "month", "year", "decade"}[g]
}

// period is a half-open stretch of time. Its bounds are civil times without a
// zone; zone is what the text says of it ("Z", "+02:00"), or "".
type period struct {
	start, end time.Time // zero where open
	zone       string
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// days is the period of n days from start.
func days(start time.Time, n int) period { return period{start: start, end: start.AddDate(0, 0, n)} }

func yearOf(y int) period { return period{start: date(y, 1, 1), end: date(y+1, 1, 1)} }

func monthsOf(y, m, n int) period { return period{start: date(y, m, 1), end: date(y, m+n, 1)} }

// weekOf is the week, Monday to Sunday, of a day.
func weekOf(t time.Time) period {
	return days(t.AddDate(0, 0, 1-weekday(t)), 7)
}

// weekday is the day's number, 1 for Monday to 7.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// realDay reports whether the month has that day in some year (y 0) or in y.
func realDay(y, m, d int) bool {
	if y == 0 {
		y = 2000 // a leap year
	}
	t := date(y, m, d)
	return m >= 1 && m <= 12 && d >= 1 && int(t.Month()) == m
}

// around is the period of this grain that holds t.
func around(t time.Time, g grain) period {
	switch g {
	case week:
		return weekOf(t)
	case month:
		return monthsOf(t.Year(), int(t.Month()), 1)
	case year:
		return yearOf(t.Year())
	case decade:
		y := t.Year() / 10 * 10
		return period{start: date(y, 1, 1), end: date(y+10, 1, 1)}
	}
	return days(date(t.Year(), int(t.Month()), t.Day()), 1)
}

// shift moves t by n units of a calendar grain. A day that the month lacks
// becomes its last.
func shift(t time.Time, g grain, n int) time.Time {
	switch g {
	case minute:
		return t.Add(time.Duration(n) * time.Minute)
	case hour:
		return t.Add(time.Duration(n) * time.Hour)
	case day:
		return t.AddDate(0, 0, n)
	case week:
		return t.AddDate(0, 0, 7*n)
	case month:
		return addMonths(t, n)
	case year:
		return addMonths(t, 12*n)
	case decade:
		return addMonths(t, 120*n)
	}
	return t
}

func addMonths(t time.Time, n int) time.Time {
	first := date(t.Year(), int(t.Month())+n, 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// layout is how a bound is written.
func layout(t time.Time, g grain, zone string) string {
	if g == minute || g == hour {
		return t.Format("2006-01-02T15:04") + zone
	}
	return t.Format("2006-01-02")
}
