package when

import (
	"strconv"
	"time"

	"annals/internal/lexicon/calendar"
)

// today reads "today", "yesterday", "tomorrow", "tonight", "last night" and
// "this morning", with a part of the day behind ("yesterday evening") and
// "earlier" or "later" before.
func (f *finder) today(i int) (reading, bool) {
	r := reading{grain: day, opens: true, rule: "day counted from the report's"}
	j := i
	if n, ok := f.phrase(i, "the day after tomorrow"); ok {
		r.atoms, r.at = n, func(s *situation) (period, bool) { return days(s.ref.AddDate(0, 0, 2), 1), s.known() }
		return r, true
	}
	if n, ok := f.phrase(i, "the day before yesterday"); ok {
		r.atoms, r.at = n, func(s *situation) (period, bool) { return days(s.ref.AddDate(0, 0, -2), 1), s.known() }
		return r, true
	}
	if f.is(i, "earlier", "later") && f.is(i+1, "today", "yesterday", "this", "on") {
		j++
	}
	offset := 0
	switch f.low(j) {
	case "today", "tonight":
	case "yesterday":
		offset = -1
	case "tomorrow":
		offset = 1
	case "this", "last":
		if _, ok := f.calendar.Lookup(f.low(j+1), calendar.Part); !ok || f.is(j, "last") && !f.is(j+1, "night") {
			return reading{}, false
		}
		if f.is(j, "last") {
			offset = -1
		}
		j++
	case "overnight":
		if f.xpos(j) != "RB" {
			return reading{}, false
		}
		return reading{atoms: 1, grain: day, rule: "overnight"}, true
	default:
		return reading{}, false
	}
	if f.apostrophe(j+1) && f.is(j+2, "world", "youth", "society") {
		return reading{}, false
	}
	n := j + 1 - i
	if e, ok := f.calendar.Lookup(f.low(i+n), calendar.Part); ok && !f.is(j, "morning", "night", "tonight") {
		n++
		r.rule += ", part of the day " + e.Value
	} else if e, ok := f.calendar.Lookup(f.low(j), calendar.Part); ok {
		r.rule += ", part of the day " + e.Value
	}
	r.atoms = n
	r.at = func(s *situation) (period, bool) { return days(s.ref.AddDate(0, 0, offset), 1), s.known() }
	return r, true
}

// unitAt is the calendar unit at atom i in the singular.
func (f *finder) unitAt(i int) (grain, bool) {
	e, ok := f.calendar.Lookup(f.low(i), calendar.Unit)
	if !ok || e.Detail == "plural" {
		return noGrain, false
	}
	g := grainOf(e.Value)
	return g, g >= day
}

func grainOf(unit string) grain {
	switch unit {
	case "TM":
		return minute
	case "TH":
		return hour
	case "D", "N":
		return day
	case "W", "F":
		return week
	case "M":
		return month
	case "Y":
		return year
	case "E":
		return decade
	}
	return noGrain
}

// thisLastNext reads "this week", "last month", "next year", "last Monday",
// "this weekend", "next September", "last summer", "this quarter"; with
// "earlier", "later" or "late", "early" before.
func (f *finder) thisLastNext(i int) (reading, bool) {
	if f.is(i, "the") {
		r, ok := f.theLastNext(i + 1)
		r.atoms++
		return r, ok
	}
	j := i
	part := ""
	if f.is(j, "earlier", "later", "early", "late") && f.is(j+1, "this", "last", "next") {
		part = f.low(j)
		j++
	}
	offset := 0
	switch f.low(j) {
	case "this":
	case "last":
		offset = -1
	case "next":
		offset = 1
	default:
		return reading{}, false
	}
	if f.is(j-1, "the") && offset != 0 && part == "" {
		return reading{}, false // theLastNext
	}
	j++
	if f.is(j, "calendar", "fiscal", "academic", "school") {
		j++
	}
	r, ok := f.namedOff(j, offset)
	if !ok {
		r, ok = f.unitOff(j, offset, part)
	}
	r.atoms += j - i
	return r, ok
}

// namedOff reads a weekday, month, weekend, season or quarter (atom j) so many
// before or after the report's own; its atoms are those from j on.
func (f *finder) namedOff(j, offset int) (reading, bool) {
	r := reading{opens: true, rule: "counted from the report's date"}
	if d, n := f.weekdayAt(j); n > 0 && !f.partOfName(j) {
		r.atoms, r.grain = n, day
		r.at = func(s *situation) (period, bool) {
			// "Next Thursday", said on a Tuesday, is this week's or the next one's.
			open := offset > 0 && s.known() && weekday(s.ref) < d
			return s.weekdayOff(d, offset), s.known() && !open
		}
		if _, ok := f.calendar.Lookup(f.low(j+n), calendar.Part); ok {
			r.atoms++
		}
		return r, true
	}
	if m, n := f.monthAt(j); m > 0 && !f.capital(j+n) {
		r.atoms, r.grain = n, month
		r.at = func(s *situation) (period, bool) { return s.monthOff(m, offset), s.known() }
		return r, true
	}
	if f.is(j, "weekend") {
		r.atoms, r.grain = 1, day
		r.at = func(s *situation) (period, bool) { return s.weekend(offset), s.known() }
		return r, true
	}
	if _, ok := f.calendar.Lookup(f.low(j), calendar.Season); ok && !f.is(j+1, "of") {
		return reading{atoms: 1, grain: month, rule: "season of a year counted from the report's"}, true
	}
	if f.is(j, "quarter") {
		r.atoms, r.grain = 1, month
		r.at = func(s *situation) (period, bool) {
			return monthsOf(s.ref.Year(), (int(s.ref.Month())-1)/3*3+1+3*offset, 3), s.known()
		}
		return r, true
	}
	return reading{}, false
}

// unitOff reads a unit (atom j) so many before or after the report's own, or
// the part of it that is "earlier" or "later" than the report.
func (f *finder) unitOff(j, offset int, part string) (reading, bool) {
	g, ok := f.unitAt(j)
	if !ok || g == day && offset != 0 || f.hyphen(j+1) {
		return reading{}, false
	}
	at := func(s *situation) (period, bool) {
		p := around(shift(s.ref, g, offset), g)
		if offset == 0 && s.known() {
			switch part {
			case "earlier":
				p.end = s.ref.AddDate(0, 0, 1)
			case "later":
				p.start = s.ref
			}
		}
		return p, s.known()
	}
	return reading{atoms: 1, grain: g, opens: true, rule: "counted from the report's date", at: at}, true
}

// theLastNext reads "the last year", "the next month" (atom i follows the
// article): the year or month up to, or from, the report's day.
func (f *finder) theLastNext(i int) (reading, bool) {
	g, ok := f.unitAt(i + 1)
	if !ok || !f.is(i, "last", "next", "past", "coming") || f.is(i+2, "in", "before", "-") || f.is(i+2, "of") && f.is(i+3, "the", "a", "his", "her", "its", "their") {
		return reading{}, false
	}
	if g == day {
		return reading{}, false
	}
	back := f.is(i, "last", "past")
	return reading{atoms: 2, grain: g, rule: "span up to the report's date", at: func(s *situation) (period, bool) {
		return s.stretch(g, 1, back), s.known()
	}}, true
}

// stretch is the n units up to the report's day, or those from it.
func (s *situation) stretch(g grain, n int, back bool) period {
	if back {
		return period{start: shift(s.ref, g, -n), end: s.ref}
	}
	return period{start: s.ref, end: shift(s.ref, g, n)}
}

// weekdayOff is "last Monday" (before the report's day), "next Monday" (after
// it) or "this Monday" (of its week).
func (s *situation) weekdayOff(d, offset int) period {
	if !s.known() {
		return period{}
	}
	switch today := weekday(s.ref); offset {
	case -1:
		return days(s.ref.AddDate(0, 0, -((today-d+6)%7+1)), 1)
	case 1:
		return days(s.ref.AddDate(0, 0, (d-today+6)%7+1), 1)
	default:
		return days(s.ref.AddDate(0, 0, d-today), 1)
	}
}

// monthOff is "last October" (ended before the report's month), "next October"
// or "this October" (of the report's year).
func (s *situation) monthOff(m, offset int) period {
	y := s.ref.Year()
	now := int(s.ref.Month())
	switch {
	case offset < 0 && m >= now:
		y--
	case offset > 0 && m <= now:
		y++
	}
	return monthsOf(y, m, 1)
}

// weekend is "this weekend", "last weekend", "next weekend": Saturday and
// Sunday. "This weekend" in the first days of a week is the one just past,
// unless the tense looks forward.
func (s *situation) weekend(offset int) period {
	saturday := weekOf(s.ref).start.AddDate(0, 0, 5)
	today := weekday(s.ref)
	switch {
	case offset == 0 && today < 5 && s.tense != future, offset < 0 && today < 6:
		saturday = saturday.AddDate(0, 0, -7)
	case offset < 0:
		saturday = saturday.AddDate(0, 0, -7)
	case offset > 0 && today >= 6:
		saturday = saturday.AddDate(0, 0, 7)
	}
	return days(saturday, 2)
}

// weekendAlone reads "the weekend", "over the weekend".
func (f *finder) weekendAlone(i int) (reading, bool) {
	if !f.is(i, "weekend") || !f.is(i-1, "the") || !f.is(i-2, "over", "at", "during", "on", "after", "before", "of") {
		return reading{}, false
	}
	return reading{atoms: 1, grain: day, rule: "weekend", at: func(s *situation) (period, bool) {
		return s.weekend(0), s.known()
	}}, true
}

// rankAt reads "the third", "final": the rank, -1 for the last one, and the
// atom behind it; i itself where no rank stands there.
func (f *finder) rankAt(i int) (rank, behind int) {
	j := i
	if f.is(j, "the") {
		j++
	}
	if j >= len(f.atoms) {
		return 0, i
	}
	rank, n := f.numbers.Ordinal(f.atoms[j:])
	if f.is(j, "final", "last") {
		rank, n = -1, 1
	}
	if n == 0 {
		return 0, i
	}
	return rank, j + n
}

// quarterAt reads "the third quarter of 2009", "third-quarter", "the first
// half of last year". The article is part of the expression.
func (f *finder) quarterAt(i int) (reading, bool) {
	rank, j := f.rankAt(i)
	if j == i {
		return reading{}, false
	}
	if f.hyphen(j) {
		j++
	}
	months := 0
	switch f.low(j) {
	case "quarter":
		months = 3
	case "half":
		months = 6
	default:
		return reading{}, false
	}
	parts := 12 / months
	if rank == -1 {
		rank = parts
	}
	if rank > parts {
		return reading{}, false
	}
	from := (rank-1)*months + 1
	j++
	r := reading{atoms: j - i, grain: month, rule: "quarter"}
	if f.is(j, "of") {
		if whole, ok := f.wholeYear(j + 1); ok {
			r.atoms, r.stated = j+1+whole.atoms-i, whole.stated
			r.at = func(s *situation) (period, bool) {
				p, ok := whole.at(s)
				if !ok {
					return p, false
				}
				return monthsOf(p.start.Year(), from, months), true
			}
			return r, true
		}
		if f.is(j+1, "the") && f.is(j+2, "year") && !f.noun(j+3) {
			r.atoms = j + 3 - i
			r.at = func(s *situation) (period, bool) {
				return s.nearest(func(y int) (period, bool) { return monthsOf(y, from, months), true })
			}
			return r, true
		}
	}
	if y := f.yearAt(j); y > 0 {
		r.atoms, r.stated = j+1-i, true
		r.at = func(*situation) (period, bool) { return monthsOf(y, from, months), true }
		return r, true
	}
	if months == 6 || f.is(j, "of", "in", "and") { // the half of a match
		return reading{}, false
	}
	r.rule = "quarter without year"
	r.at = func(s *situation) (period, bool) {
		near := situation{ref: s.ref} // results are in for the quarter past, plans for the one to come: tense tells little
		return near.nearest(func(y int) (period, bool) { return monthsOf(y, from, months), true })
	}
	return r, true
}

// wholeYear reads a year in any form: "2009", "last year", "the year 2009".
func (f *finder) wholeYear(i int) (reading, bool) {
	if y := f.yearAt(i); y > 0 {
		return reading{atoms: 1, grain: year, stated: true, rule: "year", at: func(*situation) (period, bool) { return yearOf(y), true }}, true
	}
	if offset, n := f.yearByOffset(i); n > 0 {
		return reading{atoms: n, grain: year, opens: true, rule: "year counted from the report's", at: func(s *situation) (period, bool) { return yearOf(s.ref.Year() + offset), s.known() }}, true
	}
	return reading{}, false
}

// partOf reads an edge of a period: "the end of last year", "early June",
// "mid-2019", "late last month", "the beginning of the week". The bounds are
// those of the whole period.
func (f *finder) partOf(i int) (reading, bool) {
	j := i
	if f.is(j, "the") {
		j++
	}
	switch {
	case f.is(j, "end", "beginning", "start", "middle", "turn", "close", "dawn") && f.is(j+1, "of"):
		j += 2
	case f.is(j, "earlier", "later") && f.is(j+1, "in") && f.is(j+2, "the") && f.is(j+3, "week", "month", "year", "decade"):
		j += 2
	case f.is(j, "early", "late", "mid"):
		j++
		if f.hyphen(j) {
			j++
		}
		if f.is(j, "in") { // "late in 2006"
			j++
		}
	default:
		return reading{}, false
	}
	if f.is(j, "the") && (f.yearAt(j+1) > 0 || f.capital(j+1)) {
		j++
	}
	whole, ok := f.calendarPeriod(j)
	if !ok || whole.grain <= day && whole.grain != noGrain {
		return reading{}, false
	}
	whole.atoms += j - i
	whole.opens = whole.opens || f.is(i, "the") // "since the beginning of the year"
	whole.rule = "part of: " + whole.rule
	return whole, true
}

// partOfDay reads "the morning of March 11", "dawn on 2 March", "the early hours of
// Sunday", "the night of 3 to 4 May", "late Tuesday": the day or days that it is of.
func (f *finder) partOfDay(i int) (reading, bool) {
	j := i
	if f.is(j, "the") {
		j++
	}
	if f.is(j, "early", "late", "small") {
		j++
	}
	_, part := f.calendar.Lookup(f.low(j), calendar.Part)
	switch {
	case (part || f.is(j, "hours") && f.is(j-1, "early", "late", "small")) && f.is(j+1, "of", "on"):
		j += 2
	case j == i+1 && f.is(i, "early", "late") && f.is(j, "on"): // "early on Tuesday morning"
		if _, n := f.weekdayAt(j + 1); n == 0 {
			return reading{}, false
		}
		j++
	case j == i+1 && f.is(i, "early", "late") && j < len(f.atoms):
		if _, n := f.weekdayAt(j); n == 0 {
			return reading{}, false
		}
	default:
		return reading{}, false
	}
	for _, read := range []func(int) (reading, bool){f.daysOfMonth, f.calendarDay, f.weekdayAlone} {
		if r, ok := read(j); ok && r.grain == day {
			r.atoms += j - i
			r.rule = "part of: " + r.rule
			return r, true
		}
	}
	return reading{}, false
}

// weekOfMonth reads "the first week of May", "the last two weeks of March".
func (f *finder) weekOfMonth(i int) (reading, bool) {
	rank, j := f.rankAt(i)
	if j == i {
		return reading{}, false
	}
	weeks := 1
	if num, ok := f.numbers.Read(f.atoms[min(j, len(f.atoms)):]); ok && num.Value >= 2 && num.Value <= 4 && num.Value == float64(int(num.Value)) {
		weeks = int(num.Value)
		j += num.Atoms
	}
	if !f.is(j, "week", "weeks") || !f.is(j+1, "of", "in") {
		return reading{}, false
	}
	whole, ok := f.calendarPeriod(j + 2)
	if !ok || whole.grain != month || whole.at == nil || rank > 4 {
		return reading{}, false
	}
	return reading{atoms: j + 2 + whole.atoms - i, grain: week, stated: whole.stated, opens: true, rule: "weeks of a month",
		at: func(s *situation) (period, bool) {
			p, ok := whole.at(s)
			if rank < 0 {
				return period{start: p.end.AddDate(0, 0, -7*weeks), end: p.end}, ok
			}
			return days(p.start.AddDate(0, 0, 7*(rank-1)), 7*weeks), ok
		}}, true
}

// calendarPeriod reads a period of week grain or coarser that something can be
// a part of.
func (f *finder) calendarPeriod(i int) (reading, bool) {
	var best reading
	for _, read := range []func(int) (reading, bool){f.decadeAt, f.centuryAt, f.calendarMonth, f.wholeYear, f.thisLastNext, f.theUnit} {
		if r, ok := read(i); ok && r.atoms > best.atoms {
			best = r
		}
	}
	return best, best.atoms > 0
}

// theUnit reads "the year", "the month" as part of an expression; which one,
// only the text around it knows.
func (f *finder) theUnit(i int) (reading, bool) {
	if !f.is(i, "the") {
		return reading{}, false
	}
	g, ok := f.unitAt(i + 1)
	if !ok || g == day {
		return reading{}, false
	}
	return reading{atoms: 2, grain: g, rule: "period that the text leaves open", at: func(s *situation) (period, bool) {
		return around(s.ref, g), s.known()
	}}, true
}

// ago reads "three years ago", "a week ago", "two days earlier", "hours
// later". Only "ago" counts from the report's date; the others count from
// something in the text and resolve from the day last named there.
func (f *finder) ago(i int) (reading, bool) {
	count, g, n, ok := f.amount(i)
	if !ok {
		return f.weekdaysAgo(i)
	}
	j := i + n
	direction := 0
	switch {
	case f.is(j, "ago"):
		r := reading{atoms: n + 1, grain: g, rule: "counted back from the report's date"}
		if count > 0 && g >= day {
			r.at = func(s *situation) (period, bool) {
				return around(shift(s.ref, g, -count), g), s.known()
			}
		}
		if d, taken := f.weekdayAt(j + 1); taken > 0 && g == week && count > 0 { // "two weeks ago Monday"
			r.atoms, r.grain, r.rule = r.atoms+taken, day, "weekday counted back from the report's date"
			r.at = func(s *situation) (period, bool) {
				if !s.known() {
					return period{}, false
				}
				return days(s.ref.AddDate(0, 0, -((weekday(s.ref)-d+7)%7)-7*count), 1), true
			}
		}
		return r, true
	case f.is(j, "earlier", "before"):
		direction = -1
	case f.is(j, "later", "after"):
		direction = 1
	default:
		return reading{}, false
	}
	clauseEnds := f.low(j+1) == "" || f.is(j+1, ",", ".", ";", ":", "and", "but")
	if f.is(j, "before", "after") && !clauseEnds {
		return reading{}, false // "two days after the vote" is a duration beside an event
	}
	r := reading{atoms: n + 1, grain: g, rule: "counted from a time in the text"}
	if count > 0 && g == day && !f.is(j+1, "than") {
		r.at = func(s *situation) (period, bool) {
			if s.antecedent.start.IsZero() {
				return period{}, false
			}
			return days(s.antecedent.start.AddDate(0, 0, direction*count), 1), true
		}
	} else if count > 0 && g > day && !f.is(j+1, "than") {
		r.at = func(s *situation) (period, bool) {
			if s.last.start.IsZero() || s.last.end.IsZero() || s.lastGrain > g || s.lastGrain == noGrain {
				return period{}, false
			}
			return around(shift(s.last.start, g, direction*count), g), true
		}
	}
	return r, true
}

// weekdaysAgo reads "two Sundays ago".
func (f *finder) weekdaysAgo(i int) (reading, bool) {
	num, ok := f.numbers.Read(f.atoms[i:])
	if !ok || num.Value < 1 || num.Value > 10 || num.Value != float64(int(num.Value)) {
		return reading{}, false
	}
	e, plural := f.calendar.Lookup(f.low(i+num.Atoms), calendar.Weekdays)
	if !plural || !f.is(i+num.Atoms+1, "ago") {
		return reading{}, false
	}
	d, _ := strconv.Atoi(e.Value)
	return reading{atoms: num.Atoms + 2, grain: day, rule: "weekday counted back from the report's date", at: func(s *situation) (period, bool) {
		return days(s.weekdayOff(d, -1).start.AddDate(0, 0, -7*(int(num.Value)-1)), 1), s.known()
	}}, true
}

// anaphor reads "the same day", "the next day", "the following day", "the day
// before", "that day": they resolve from the day last named in the text.
func (f *finder) anaphor(i int) (reading, bool) {
	j := i
	if f.is(i, "later", "earlier") && f.is(i+1, "in") && f.is(i+2, "the") && f.is(i+3, "day") {
		return f.anaphorOf(4, i+3, 0)
	}
	if !f.is(j, "the", "that") {
		return reading{}, false
	}
	if f.is(j, "that") && f.is(j+1, "time") && f.is(j-1, "by", "at", "until", "since", "before") {
		return reading{atoms: 2, rule: "a time in the text", at: func(s *situation) (period, bool) {
			p := s.last
			if p.start.IsZero() {
				p = s.antecedent
			}
			return p, !p.start.IsZero() && !p.end.IsZero()
		}}, true
	}
	offset, direction := 0, f.low(j+1)
	switch {
	case f.is(j, "that") && f.is(j+1, "day", "week", "month", "year", "night", "evening", "morning"):
		if f.is(j-1, "on", "of", "during", "later", "earlier") || f.low(j+2) == "" || f.is(j+2, ".", ",") {
			return f.anaphorOf(2, j+1, 0)
		}
		return reading{}, false
	case !f.is(j, "the"):
		return reading{}, false
	case direction == "same":
	case direction == "next", direction == "following":
		offset = 1
	case direction == "previous", direction == "preceding":
		offset = -1
	case f.is(j+1, "day", "week", "month", "year", "night") && f.is(j+2, "before", "after", "previous") && (f.low(j+3) == "" || f.is(j+3, ",", ".", ";")):
		offset = -1
		if f.is(j+2, "after") {
			offset = 1
		}
		return f.anaphorOf(3, j+1, offset)
	default:
		return reading{}, false
	}
	if _, ok := f.unitAt(j + 2); !ok {
		return reading{}, false
	}
	return f.anaphorOf(3, j+2, offset)
}

// inTrading reads the part of the day in "in morning trading": of the day last named.
func (f *finder) inTrading(i int) (reading, bool) {
	e, ok := f.calendar.Lookup(f.low(i), calendar.Part)
	if !ok || !f.is(i-1, "in", "early", "late") || !f.is(i+1, "trading", "trade") {
		return reading{}, false
	}
	return reading{atoms: 1, grain: day, rule: "day of a time in the text, part of the day " + e.Value, at: func(s *situation) (period, bool) {
		return s.antecedent, !s.antecedent.start.IsZero()
	}}, true
}

// wholeNamed reads "the entire year", "the full month" where the sentence has named it or
// a part of it: "lost a billion in the fourth quarter of 2005 and nine for the entire year".
func (f *finder) wholeNamed(i int) (reading, bool) {
	if !f.is(i, "the") || !f.is(i+1, "entire", "full", "whole") {
		return reading{}, false
	}
	g, ok := f.unitAt(i + 2)
	if !ok || g == day || f.noun(i+3) || f.is(i+3, "of") {
		return reading{}, false
	}
	return reading{atoms: 3, grain: g, rule: "period of a time in the text", at: func(s *situation) (period, bool) {
		if s.last.start.IsZero() || s.lastGrain > g || s.lastGrain == noGrain {
			return period{}, false
		}
		return around(s.last.start, g), true
	}}, true
}

// sameBefore reads "the same month a year ago", "the same period last year":
// a year before the period last named in the text.
func (f *finder) sameBefore(i int) (reading, bool) {
	if !f.is(i, "the") || !f.is(i+1, "same") || !f.is(i+2, "day", "week", "month", "quarter", "period", "time") {
		return reading{}, false
	}
	for _, words := range []string{"a year ago", "a year earlier", "last year", "the previous year", "the year before", "in the previous year", "of last year", "of the previous year"} {
		if n, ok := f.phrase(i+3, words); ok {
			return reading{atoms: 3 + n, grain: month, rule: "a year before a time in the text", at: func(s *situation) (period, bool) {
				if s.last.start.IsZero() || s.last.end.IsZero() || s.lastGrain != month {
					return period{}, false
				}
				return period{start: addMonths(s.last.start, -12), end: addMonths(s.last.end, -12)}, true
			}}, true
		}
	}
	return reading{}, false
}

func (f *finder) anaphorOf(atoms, unit, offset int) (reading, bool) {
	g, ok := f.unitAt(unit)
	if !ok && f.is(unit, "evening", "morning", "night") {
		g = day
	}
	r := reading{atoms: atoms, grain: g, rule: "counted from a time in the text"}
	if g == day {
		r.at = func(s *situation) (period, bool) {
			if s.antecedent.start.IsZero() {
				return period{}, false
			}
			return days(s.antecedent.start.AddDate(0, 0, offset), 1), true
		}
	} else if g != noGrain {
		r.at = func(s *situation) (period, bool) {
			if s.last.start.IsZero() || s.lastGrain > g || s.lastGrain == noGrain {
				return period{}, false
			}
			return around(shift(s.last.start, g, offset), g), true
		}
	}
	return r, true
}

// pastNext reads "the past three weeks", "the next four years", "the last two
// decades", "the coming days". The article is part of the expression.
func (f *finder) pastNext(i int) (reading, bool) {
	j := i
	if f.is(j, "the") {
		j++
	}
	back := f.is(j, "past", "last", "previous", "preceding")
	if !back && !f.is(j, "next", "coming", "following") {
		return reading{}, false
	}
	k := j + 1
	count, g, n, ok := f.amount(k)
	if e, unit := f.calendar.Lookup(f.low(k), calendar.Unit); !ok && unit && e.Detail == "plural" && e.Value != "TS" && (j > i || f.is(j, "past", "coming")) && !f.is(k+1, "of") {
		return reading{atoms: k + 1 - i, grain: grainOf(e.Value), rule: "span " + f.isoDuration(k)}, true // "in the coming days"
	}
	if !ok {
		return reading{}, false
	}
	if j == i && count == 0 && !f.is(i, "past", "coming") || f.is(k, "a", "an") {
		return reading{}, false
	}
	if f.is(k+n, "of") || f.is(k+n, "old") {
		return reading{}, false
	}
	r := reading{atoms: k + n - i, grain: g, rule: "span " + f.isoDuration(k)}
	if count > 0 && g >= day && !f.is(j, "previous", "preceding", "following") {
		r.at = func(s *situation) (period, bool) { return s.stretch(g, count, back), s.known() }
	}
	return r, true
}

// zeroClock is midnight, to which times of day are added.
func zeroClock(t time.Time, h, m int) time.Time {
	return t.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
}
