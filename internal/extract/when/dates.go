package when

import (
	"strconv"
	"strings"
	"time"

	"annals/internal/lexicon/calendar"
)

// monthAt is the month that atom i names, 0 if it names none, and how many
// atoms it takes (an abbreviation's point is one).
func (f *finder) monthAt(i int) (m, n int) {
	e, ok := f.calendar.Lookup(f.low(i), calendar.Month)
	if !ok || !f.capital(i) {
		return 0, 0
	}
	m, _ = strconv.Atoi(e.Value)
	if e.Detail == "abbreviation" && f.is(i+1, ".") && f.glued(i+1) {
		return m, 2
	}
	return m, 1
}

// weekdayAt is the weekday that atom i names, 0 if it names none. An
// abbreviation counts with its point or before a date only: "Sun" is a paper.
func (f *finder) weekdayAt(i int) (d, n int) {
	e, ok := f.calendar.Lookup(f.low(i), calendar.Weekday)
	if !ok || !f.capital(i) {
		return 0, 0
	}
	d, _ = strconv.Atoi(e.Value)
	if e.Detail != "abbreviation" {
		return d, 1
	}
	n = 1
	if f.is(i+1, ".") && f.glued(i+1) {
		n = 2
	}
	next := i + n
	if f.is(next, ",") {
		next++
	}
	m, _ := f.monthAt(next)
	if _, digits := f.dayNumber(next); m > 0 || digits > 0 {
		return d, n
	}
	return 0, 0
}

// dayNumber is a day of the month at atom i: "9", "9th", "ninth", "1st".
func (f *finder) dayNumber(i int) (d, n int) {
	if i >= len(f.atoms) {
		return 0, 0
	}
	if rank, taken := f.numbers.Ordinal(f.atoms[i:]); taken > 0 && rank <= 31 {
		return rank, taken
	}
	a := f.atoms[i]
	if !a.Digits || len(a.Text) > 2 {
		return 0, 0
	}
	d, err := strconv.Atoi(a.Text)
	if err != nil || d < 1 || d > 31 {
		return 0, 0
	}
	return d, 1
}

// yearAt is a year of four digits at atom i, 0 if there is none.
func (f *finder) yearAt(i int) int {
	if i < 0 || i >= len(f.atoms) || !f.atoms[i].Digits || len(f.atoms[i].Text) != 4 {
		return 0
	}
	y, err := strconv.Atoi(f.atoms[i].Text)
	if err != nil || y < 1000 || y > 2100 {
		return 0
	}
	return y
}

// followingYear is a year after a day or month at atom i, with the comma or
// "of" before it.
func (f *finder) followingYear(i int) (y, n int) {
	if f.is(i, ",", "of") {
		n = 1
	}
	if f.is(i, "of") && f.is(i+1, "the") && f.is(i+2, "year") { // "April of the year 2021"
		n = 3
	}
	if y = f.yearAt(i + n); y > 0 && !(f.glued(i+n+1) && f.is(i+n+1, "%", "-")) {
		return y, n + 1
	}
	return 0, 0
}

// calendarDay reads a day of the calendar with or without weekday and year:
// "Monday, September 14, 2020", "the 9th of August", "14 Sept.", "2020-09-14".
func (f *finder) calendarDay(i int) (reading, bool) {
	j := i
	if _, n := f.weekdayAt(i); n > 0 {
		j += n
		if f.is(j, ",") {
			j++
		}
		if f.is(j, "the") {
			j++
		}
	}
	if j == i {
		if r, ok := f.numericDay(i); ok {
			return r, true
		}
	}
	if m, n := f.monthAt(j); m > 0 {
		k := j + n
		if f.is(k, "the") {
			k++
		}
		if d, taken := f.dayNumber(k); taken > 0 && realDay(0, m, d) && !f.clockAt(k) {
			k += taken
			y, more := f.followingYear(k)
			return f.day(k+more-i, y, m, d, "month and day"), true
		}
	}
	the := f.is(j, "the")
	if the {
		j++
	}
	d, taken := f.dayNumber(j)
	if taken == 0 || the && j == i+1 && f.atoms[j].Digits && len(f.atoms[j].Text) <= 2 && taken == 1 && !f.is(j+1, "of") { // "the 10 October vote"
		return reading{}, false
	}
	j += taken
	if f.is(j, "of") {
		j++
	}
	m, n := f.monthAt(j)
	if m == 0 || !realDay(0, m, d) {
		return reading{}, false
	}
	y, more := f.followingYear(j + n)
	if y == 0 && taken == 1 && !f.atoms[j-1].Digits && f.low(j-1) != "of" {
		return reading{}, false // "First May …"
	}
	return f.day(j+n+more-i, y, m, d, "day and month"), true
}

// day is the reading of a day of the calendar; y is 0 where no year is given.
func (f *finder) day(atoms, y, m, d int, rule string) reading {
	r := reading{atoms: atoms, grain: day, rule: rule, opens: true}
	if y > 0 {
		if !realDay(y, m, d) {
			return r
		}
		r.stated = true
		r.at = func(*situation) (period, bool) { return days(date(y, m, d), 1), true }
		return r
	}
	r.rule += " without year"
	r.at = func(s *situation) (period, bool) {
		return s.nearest(func(y int) (period, bool) { return days(date(y, m, d), 1), realDay(y, m, d) })
	}
	return r
}

// dayOfMonth reads "on the 10th": that day of the month of the day that the text named
// last.
func (f *finder) dayOfMonth(i int) (reading, bool) {
	if !f.is(i, "the") || !f.is(i-1, "on", "since", "until", "by", "from") || i+1 >= len(f.atoms) || !f.atoms[i+1].Digits {
		return reading{}, false
	}
	d, n := f.dayNumber(i + 1)
	if n == 0 || len(f.atoms[i+1].Text) < 3 && !f.is(i+2, "th", "st", "nd", "rd") || f.noun(i+1+n) || f.is(i+1+n, "-", "of") || f.xpos(i+1+n) == "JJ" {
		return reading{}, false
	}
	return reading{atoms: 1 + n, grain: day, opens: true, rule: "day of a month named before", at: func(s *situation) (period, bool) {
		month := s.antecedent.start
		if month.IsZero() {
			return period{}, false
		}
		return days(date(month.Year(), int(month.Month()), d), 1), realDay(month.Year(), int(month.Month()), d)
	}}, true
}

// nearest chooses the year of something that recurs every year: in the past
// or the future of the report as the tense has it, else the nearest. What the
// past tense would put a year back stays near if it is due within a month.
func (s *situation) nearest(in func(year int) (period, bool)) (period, bool) {
	if !s.known() {
		return period{}, false
	}
	var best period
	bestDistance := time.Duration(0)
	for y := s.ref.Year() - 1; y <= s.ref.Year()+1; y++ {
		p, ok := in(y)
		if !ok {
			continue
		}
		ahead := p.start.After(s.ref)
		behind := !p.end.After(s.ref)
		distance := p.start.Sub(s.ref).Abs()
		const monthLong = 31 * 24 * time.Hour
		if s.tense == past && ahead && distance > monthLong || s.tense == future && behind {
			distance += 365 * 24 * time.Hour
		}
		if best.end.IsZero() || distance < bestDistance {
			best, bestDistance = p, distance
		}
	}
	return best, !best.end.IsZero()
}

// numericDay reads "2020-09-14", "14.09.2020" and "14/09/2020". With slashes
// the order of day and month differs between countries: where both can be
// either, the day stays unresolved.
func (f *finder) numericDay(i int) (reading, bool) {
	if i >= len(f.atoms) || !f.atoms[i].Digits {
		return reading{}, false
	}
	var parts []string
	n := 1
	if strings.Count(f.atoms[i].Text, ".") == 2 {
		parts = strings.Split(f.atoms[i].Text, ".")
	} else if (f.is(i+1, "-", "/")) && f.glued(i+1) && f.low(i+3) == f.low(i+1) && f.glued(i+2) && f.glued(i+3) && f.glued(i+4) {
		parts = []string{f.low(i), f.low(i + 2), f.low(i + 4)}
		n = 5
	}
	if len(parts) != 3 || f.glued(i) && !f.is(i-1, "(", "[", "“", "\"", "—", "–") {
		return reading{}, false
	}
	v := [3]int{}
	for k, p := range parts {
		x, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 || len(p) == 3 {
			return reading{}, false
		}
		v[k] = x
	}
	switch {
	case len(parts[0]) == 4 && realDay(v[0], v[1], v[2]):
		return f.day(n, v[0], v[1], v[2], "year, month and day in digits"), true
	case len(parts[0]) == 4:
		return reading{}, false
	}
	y := v[2]
	if len(parts[2]) < 3 {
		y += 2000
	}
	if len(parts[2]) < 2 || y < 1000 || y > 2100 {
		return reading{}, false
	}
	dayFirst, monthFirst := realDay(y, v[1], v[0]), realDay(y, v[0], v[1])
	switch {
	case n == 1 && dayFirst, dayFirst && !monthFirst, dayFirst && v[0] == v[1]:
		return f.day(n, y, v[1], v[0], "day, month and year in digits"), true
	case monthFirst && !dayFirst && n > 1:
		return f.day(n, y, v[0], v[1], "month, day and year in digits"), true
	case monthFirst && n > 1:
		return reading{atoms: n, grain: day, stated: true, rule: "day and month in digits, in unknown order", at: func(s *situation) (period, bool) {
			return s.inOrder(date(y, v[0], v[1]), date(y, v[1], v[0]))
		}}, true
	}
	return reading{}, false
}

// inOrder is the one of two readings of a day in digits that lies on the side of the
// report's date where the tense has it, if the other does not: what was on 7/8/07, as a
// report of the 9th of July says, was not in August.
func (s *situation) inOrder(a, b time.Time) (period, bool) {
	if !s.known() || s.tense != past && s.tense != future {
		return period{}, false
	}
	fits := func(t time.Time) bool {
		if s.tense == past {
			return !t.After(s.ref)
		}
		return !t.Before(s.ref)
	}
	switch {
	case fits(a) && !fits(b):
		return days(a, 1), true
	case fits(b) && !fits(a):
		return days(b, 1), true
	}
	return period{}, false
}

// calendarMonth reads "September 2020", "October of next year", "September".
func (f *finder) calendarMonth(i int) (reading, bool) {
	m, n := f.monthAt(i)
	if m == 0 {
		return reading{}, false
	}
	r := reading{atoms: n, grain: month, opens: true, rule: "month"}
	if y, more := f.followingYear(i + n); y > 0 {
		r.atoms += more
		r.stated = true
		r.at = func(*situation) (period, bool) { return monthsOf(y, m, 1), true }
		return r, true
	}
	if offset, more := f.yearByOffset(i + n); more > 0 {
		r.atoms += more
		r.rule = "month of a year counted from the report's"
		r.at = func(s *situation) (period, bool) { return monthsOf(s.ref.Year()+offset, m, 1), s.known() }
		return r, true
	}
	if !f.monthStandsAlone(i, n) {
		return reading{}, false
	}
	r.rule = "month without year"
	r.at = func(s *situation) (period, bool) {
		return s.nearest(func(y int) (period, bool) { return monthsOf(y, m, 1), true })
	}
	return r, true
}

// yearByOffset reads "of next year", "last year", "this year" after a month:
// the offset from the report's year, and the atoms taken, 0 for none.
func (f *finder) yearByOffset(i int) (offset, n int) {
	j := i
	if f.is(j, "of") {
		j++
	}
	if !f.is(j+1, "year") {
		return 0, 0
	}
	switch f.low(j) {
	case "last":
		return -1, j + 2 - i
	case "this":
		return 0, j + 2 - i
	case "next":
		return 1, j + 2 - i
	}
	return 0, 0
}

// timePrepositions are the words before a month or year that leave no doubt.
func (f *finder) timePreposition(i int) bool {
	return f.is(i, "in", "since", "until", "till", "by", "from", "during", "throughout", "last", "next", "this", "early",
		"late", "mid", "between", "through", "before", "after", "of", "for", "every", "each", "around", "late", "through", "into")
}

// monthStandsAlone reports whether a month's name without day and year is a
// month: not a verb, a modal or a person's name.
func (f *finder) monthStandsAlone(i, n int) bool {
	if f.named[i] {
		return false
	}
	e, _ := f.calendar.Lookup(f.low(i), calendar.Month)
	before, after := f.low(i-1), f.capital(i+n)
	switch {
	case f.is(i-1, "mid", "early", "late", "last", "next", "this", "since", "until", "in", "during"),
		f.hyphen(i-1) && f.is(i-2, "mid", "early", "late"):
		return true
	case e.Detail == "abbreviation":
		return n == 2 && f.timePreposition(i-1) // "by Sept."
	case e.Detail != "word":
		return !(after && f.xpos(i+n) == "NNP" && f.capital(i-1) && before != "")
	case after && !f.is(i+n, "and", "to"):
		return false
	}
	if tag := f.xpos(i); tag != "" && tag != "NNP" && tag != "NNPS" {
		return false
	}
	if f.is(i-1, "the", "an", "a") && (f.xpos(i+1) == "JJ" || f.xpos(i+1) == "NN" || f.xpos(i+1) == "NNS") { // "the August election"
		return f.xpos(i) != ""
	}
	return f.timePreposition(i-1) || f.is(i-1, "and", "or", "to", "-", "–") && i >= 2
}

// calendarYear reads a year that stands alone: "in 2009", "the 2008 Games".
func (f *finder) calendarYear(i int) (reading, bool) {
	y := f.yearAt(i)
	if y == 0 || !f.yearStandsAlone(i) {
		return reading{}, false
	}
	if f.is(i-1, "fiscal", "fy") || f.is(i-1, "year") && f.is(i-2, "fiscal", "financial") { // begins when its country's law says
		return reading{atoms: 1, grain: year, rule: "fiscal year"}, true
	}
	return reading{atoms: 1, grain: year, stated: true, opens: true, rule: "year",
		at: func(*situation) (period, bool) { return yearOf(y), true }}, true
}

// shortYear reads the last two digits of a year behind an apostrophe: "in '91". What lies
// more than a few years ahead of the report is of the century before.
func (f *finder) shortYear(i int) (reading, bool) {
	if !f.apostrophe(i) || f.glued(i) || !f.is(i-1, "in", "since", "of", "until", "by", "from", "to") || i+1 >= len(f.atoms) || !f.glued(i+1) ||
		!f.atoms[i+1].Digits || len(f.atoms[i+1].Text) != 2 || f.glued(i+2) && !f.is(i+2, ".", ",", ";", ":", ")") {
		return reading{}, false
	}
	y, _ := strconv.Atoi(f.atoms[i+1].Text)
	return reading{atoms: 2, grain: year, opens: true, rule: "year in two digits", at: func(s *situation) (period, bool) {
		if !s.known() {
			return period{}, false
		}
		full := s.ref.Year()/100*100 + y
		if full > s.ref.Year()+10 {
			full -= 100
		}
		return yearOf(full), true
	}}, true
}

// weekdayOfMonth reads "the second Sunday in June", "the last Friday of the month".
func (f *finder) weekdayOfMonth(i int) (reading, bool) {
	rank, j := f.rankAt(i)
	if j == i || rank > 5 {
		return reading{}, false
	}
	d, n := f.weekdayAt(j)
	if n == 0 || !f.is(j+n, "in", "of") {
		return reading{}, false
	}
	whole, ok := f.calendarPeriod(j + n + 1)
	if !ok || whole.grain != month || whole.at == nil {
		return reading{}, false
	}
	return reading{atoms: j + n + 1 + whole.atoms - i, grain: day, stated: whole.stated, opens: true, rule: "weekday of a month", at: func(s *situation) (period, bool) {
		p, ok := whole.at(s)
		if !ok {
			return p, false
		}
		first := p.start.AddDate(0, 0, (d-weekday(p.start)+7)%7)
		found := first.AddDate(0, 0, 7*(rank-1))
		if rank < 0 {
			for found = first; found.AddDate(0, 0, 7).Before(p.end); {
				found = found.AddDate(0, 0, 7)
			}
		}
		return days(found, 1), found.Before(p.end)
	}}, true
}

// yearStandsAlone reports whether four digits are a year rather than a number
// of things, a price, a flight or a street number.
func (f *finder) yearStandsAlone(i int) bool {
	y := f.yearAt(i)
	if f.glued(i) && !f.is(i-1, "(", "[", "–", "—", "-", "/", "“", "\"", "'", "‘") || f.named[i] && !f.is(i-1, "in") {
		return false
	}
	if f.hyphen(i-1) && !f.atoms[i-2].Digits && !f.is(i-2, "mid", "early", "late", "pre", "post") {
		return false // "SU-1905"
	}
	if f.glued(i+1) && f.is(i+1, "%", "°", "-", "‑", "/", "$", "€", "£") && f.yearAt(i+2) == 0 && !f.is(i+2, "style", "era", "present") {
		return false
	}
	if f.is(i-1, "$", "€", "£", "#", "no", "flight", "boeing", "some", "about", "than", "nearly", "almost", "least", "over") ||
		f.is(i+1, "%", "percent", "per", "people", "km", "dollars", "euros", "million", "billion", "hours", "gmt", "utc", "cet", "local") {
		return false
	}
	if _, unit := f.calendar.Lookup(f.low(i+1), calendar.Unit); unit {
		return false
	}
	tag := f.xpos(i + 1)
	switch {
	case y < 1500 || y > 2060:
		return f.is(i-1, "in", "since") && (f.low(i+1) == "" || !f.glued(i+1) && tag != "NNS" && tag != "JJ" && tag != "NN" || f.is(i+1, ",", ".", ";", ")"))
	case f.is(i-1, "in", "since", "until", "till", "during", "the", "by", "this", "early", "late", "mid", "before", "after", "summer",
		"winter", "spring", "autumn", "fall", "fiscal", "year", "a", "s", "its", "their", "his", "her", "our"):
		return true
	case f.is(i-1, "from", "between", "to", "and", "of", "for", "through", "-", "–", "—", "/"):
		return tag != "NNS" && tag != "NNPS"
	case f.is(i-1, "(") && f.is(i+1, ")", ",", "–", "-"):
		return true
	}
	// anything else needs tags, and nothing countable after it
	own := f.xpos(i)
	return own == "CD" && tag != "NNS" && tag != "NNPS" && tag != "JJ" && !f.capital(i-1) && !f.is(i-1, "to", "of", "at", "with")
}

// decadeAt reads "the 1990s", "the 70s", "the nineties". The article is no
// part of the expression.
func (f *finder) decadeAt(i int) (reading, bool) {
	e, named := f.calendar.Lookup(f.low(i), calendar.Decade)
	century, y, n := 0, 0, 0
	switch {
	case named && f.is(i-1, "the", "early", "late", "mid", "-"):
		y, _ = strconv.Atoi(e.Value)
		n = 1
	case i < len(f.atoms) && f.atoms[i].Digits && f.glued(i+1) && f.low(i+1) == "s":
		n = 2
		switch digits := f.atoms[i].Text; {
		case f.yearAt(i) > 1500 && strings.HasSuffix(digits, "0"):
			y = f.yearAt(i)
			century = 1
		case len(digits) == 2 && digits[1] == '0' && (f.is(i-1, "the", "early", "late", "mid", "-", "and") || f.apostrophe(i-1)):
			y, _ = strconv.Atoi(digits)
		default:
			return reading{}, false
		}
	case f.apostrophe(i) && f.glued(i+1) && i+1 < len(f.atoms) && len(f.atoms[i+1].Text) == 2 && strings.HasSuffix(f.low(i+1), "0") && f.low(i+2) == "s" && f.glued(i+2):
		y, _ = strconv.Atoi(f.low(i + 1))
		n = 3
	default:
		return reading{}, false
	}
	if f.is(i-1, "his", "her", "their", "my") { // "in her seventies" is an age
		return reading{}, false
	}
	r := reading{atoms: n, grain: decade, opens: true, stated: true, rule: "decade"}
	if century == 0 {
		y += 1900
		r.rule = "decade of the twentieth century"
	}
	r.at = func(*situation) (period, bool) { return period{start: date(y, 1, 1), end: date(y+10, 1, 1)}, true }
	return r, true
}

// centuryAt reads "19th century": a hundred years, for which the record has no
// grain.
func (f *finder) centuryAt(i int) (reading, bool) {
	if i >= len(f.atoms) {
		return reading{}, false
	}
	rank, n := f.numbers.Ordinal(f.atoms[i:])
	if n == 0 || rank < 2 {
		return reading{}, false
	}
	if f.hyphen(i + n) {
		n++
	}
	if !f.is(i+n, "century") {
		return reading{}, false
	}
	return reading{atoms: n + 1, stated: true, opens: true, rule: "century", at: func(*situation) (period, bool) {
		return period{start: date((rank-1)*100+1, 1, 1), end: date(rank*100+1, 1, 1)}, true
	}}, true
}

// weekdayAlone reads "Monday", "Thursday night", "Monday's".
func (f *finder) weekdayAlone(i int) (reading, bool) {
	d, n := f.weekdayAt(i)
	if n == 0 || f.named[i] || f.partOfName(i) {
		return reading{}, false
	}
	r := reading{atoms: n, grain: day, opens: true, rule: "weekday"}
	r.at = func(s *situation) (period, bool) { return s.weekday(d), s.known() }
	if e, ok := f.calendar.Lookup(f.low(i+n), calendar.Part); ok {
		r.atoms++
		r.rule = "weekday, part of the day " + e.Value
	}
	return r, true
}

// weekday is that weekday on or before the report's day, in the future tense
// on or after it. News names the days about it so, past unless it says
// otherwise.
func (s *situation) weekday(d int) period {
	if !s.known() {
		return period{}
	}
	back := (weekday(s.ref) - d + 7) % 7
	if (s.tense == future || s.tense == scheduled) && back > 0 {
		back -= 7
	}
	return days(s.ref.AddDate(0, 0, -back), 1)
}

// partOfName reports whether the word at atom i is part of a phrase that the
// table lists as a name ("Sunday Times", "Black Friday").
func (f *finder) partOfName(i int) bool {
	for j := max(0, i-3); j <= i; j++ {
		for _, e := range f.calendar.Phrases(f.low(j)) {
			if e.Kind != calendar.Name {
				continue
			}
			if n, ok := f.phrase(j, e.Phrase); ok && j <= i && i < j+n {
				return true
			}
		}
	}
	return false
}

// feastAt reads the feasts of fixed date: "Christmas Eve".
func (f *finder) feastAt(i int) (reading, bool) {
	if !f.capital(i) || f.named[i] {
		return reading{}, false
	}
	var found calendar.Entry
	n := 0
	if e, ok := f.calendar.Lookup(f.low(i), calendar.Feast); ok {
		found, n = e, 1
	}
	for _, e := range f.calendar.Phrases(f.low(i)) {
		if k, ok := f.phrase(i, e.Phrase); ok && e.Kind == calendar.Feast && k > n {
			found, n = e, k
		}
	}
	if n == 0 {
		return reading{}, false
	}
	m, _ := strconv.Atoi(found.Value[:2])
	d, _ := strconv.Atoi(found.Value[3:])
	y, more := f.followingYear(i + n)
	return f.day(n+more, y, m, d, "feast"), true
}
