package when

import (
	"time"

	"annals/internal/lexicon/calendar"
)

// longest is the longest reading that begins at atom i; the first of the list
// where two are as long.
func (f *finder) longest(i int) (reading, bool) {
	var best reading
	if !f.atoms[i].Digits && !f.calendar.Opens(f.atoms[i].Lower) {
		if _, ok := f.numbers.Read(f.atoms[i:]); !ok {
			if _, n := f.numbers.Ordinal(f.atoms[i:]); n == 0 {
				return best, false
			}
		}
	}
	for _, read := range []func(int) (reading, bool){
		f.span, f.dayAndClock, f.clockReading, f.calendarDay, f.quarterAt, f.weekOfMonth, f.partOf, f.partOfDay, f.calendarMonth,
		f.decadeAt, f.centuryAt, f.calendarYear, f.shortYear, f.weekdayOfMonth, f.today, f.thisLastNext, f.weekendAlone, f.feastAt, f.weekdayAlone,
		f.seasonAt, f.fromEvent, f.dayOfMonth, f.pastNext, f.ago, f.anaphor, f.inTrading, f.wholeNamed, f.sameBefore, f.repetition, f.duration, f.long, f.vague,
	} {
		if r, ok := read(i); ok && r.atoms > best.atoms {
			best = r
		}
	}
	return best, best.atoms > 0
}

// seasonAt reads "summer 2019", "the winter of 2008", "in the spring". Which
// months a season is depends on the hemisphere, so it has no bounds.
func (f *finder) seasonAt(i int) (reading, bool) {
	if _, ok := f.calendar.Lookup(f.low(i), calendar.Season); !ok || f.named[i] {
		return reading{}, false
	}
	r := reading{atoms: 1, grain: month, rule: "season"}
	if y, n := f.followingYear(i + 1); y > 0 {
		r.atoms += n
		return r, true
	}
	if offset, n := f.yearByOffset(i + 1); n > 0 && offset <= 1 {
		r.atoms += n
		return r, true
	}
	if tag := f.xpos(i); tag != "" && tag != "NN" && tag != "NNP" {
		return reading{}, false
	}
	sure := f.is(i-1, "the", "in", "by", "since", "until") && f.is(i-2, "in", "during", "over", "by", "since", "until", "of", "this") || f.is(i-1, "in", "by", "until")
	return r, sure && !f.is(i, "fall") && !f.capital(i+1)
}

// vague reads the expressions that name no period: "in the future". Their
// rule carries TIMEX3's value.
func (f *finder) vague(i int) (reading, bool) {
	if !f.is(i-1, "in", "of", "for", "from") {
		return reading{}, false
	}
	for _, e := range f.calendar.Phrases(f.low(i)) {
		if n, ok := f.phrase(i, e.Phrase); ok && e.Kind == calendar.Vague && !f.noun(i+n) && f.xpos(i+n) != "CD" && f.xpos(i+n) != "JJ" {
			return reading{atoms: n, rule: "vague " + e.Value}, true
		}
	}
	return reading{}, false
}

// single is the longest reading of one period at atom i, as a bound of a span.
func (f *finder) single(i int) (reading, bool) {
	var best reading
	for _, read := range []func(int) (reading, bool){
		f.calendarDay, f.calendarMonth, f.partOf, f.decadeAt, f.today, f.thisLastNext, f.weekdayAlone,
	} {
		if r, ok := read(i); ok && r.atoms > best.atoms && r.at != nil {
			best = r
		}
	}
	if y := f.yearAt(i); y > 0 && best.atoms == 0 && !(f.glued(i+1) && f.is(i+1, "%", "-", "°", "s")) {
		return f.wholeYear(i)
	}
	if m, n := f.monthAt(i); m > 0 && best.atoms == 0 && n > 0 {
		best = reading{atoms: n, grain: month, rule: "month without year", at: func(s *situation) (period, bool) {
			return s.nearest(func(y int) (period, bool) { return monthsOf(y, m, 1), true })
		}}
	}
	return best, best.atoms > 0
}

// span reads two bounds as one period: "from 2009 to 2011", "between March
// and May 2019", "Monday to Friday", "June 5–7, 2020", "5 to 7 June",
// "2009–2011", "between 60 and 90 days".
func (f *finder) span(i int) (reading, bool) {
	for _, read := range []func(int) (reading, bool){f.daysOfMonth, f.yearsGlued, f.durationSpan} {
		if r, ok := read(i); ok {
			return r, true
		}
	}
	j := i
	between := f.is(i, "between")
	if between || f.is(i, "from") {
		j++
	}
	a, ok := f.single(j)
	if !ok {
		return reading{}, false
	}
	k := j + a.atoms
	switch {
	case between && f.is(k, "and"), !between && f.is(k, "to", "through", "until", "till"):
	case !between && f.is(k, "-", "–", "—") && f.glued(k) == f.glued(k+1):
	default:
		return reading{}, false
	}
	if j == i && a.grain == year { // "grew from 12 in 2009 to 2011 …" is no span
		return reading{}, false
	}
	b, ok := f.single(k + 1)
	if !ok || a.grain != b.grain {
		return reading{}, false
	}
	return fromTo(a, b, k+1+b.atoms-i), true
}

// fromTo is the period from the start of a to the end of b. What a leaves out
// (its year) it has from b.
func fromTo(a, b reading, atoms int) reading {
	return reading{atoms: atoms, grain: a.grain, stated: b.stated, rule: "from " + a.rule + " to " + b.rule, at: func(s *situation) (period, bool) {
		end, ok := b.at(s)
		if !ok {
			return period{}, false
		}
		if end.end.IsZero() || end.start.IsZero() {
			return period{}, false
		}
		start, ok := a.at(&situation{ref: end.start, tense: past, antecedent: s.antecedent})
		if a.stated {
			start, ok = a.at(s)
		}
		return period{start: start.start, end: end.end}, ok && start.start.Before(end.end)
	}}
}

// daysOfMonth reads "June 5–7, 2020", "June 5 to 7", "5–7 June 2020".
func (f *finder) daysOfMonth(i int) (reading, bool) {
	if m, n := f.monthAt(i); m > 0 {
		from, taken := f.dayNumber(i + n)
		k := i + n + taken
		if taken == 0 || !f.is(k, "-", "–", "—", "to") {
			return reading{}, false
		}
		to, more := f.dayNumber(k + 1)
		if next, _ := f.monthAt(k + 1 + more); more == 0 || next > 0 || to <= from || !realDay(0, m, to) {
			return reading{}, false
		}
		y, year := f.followingYear(k + 1 + more)
		return fromTo(f.day(0, y, m, from, "day"), f.day(0, y, m, to, "day of a month"), k+1+more+year-i), true
	}
	j := i
	between := f.is(j, "between")
	if between || f.is(j, "from") {
		j++
	}
	from, taken := f.dayNumber(j)
	k := j + taken
	if taken == 0 || !f.is(k, "-", "–", "—", "to") && !(between && f.is(k, "and")) {
		return reading{}, false
	}
	to, more := f.dayNumber(k + 1)
	k += 1 + more
	if f.is(k, "of") {
		k++
	}
	m, n := f.monthAt(k)
	if more == 0 || m == 0 || to <= from || !realDay(0, m, to) {
		return reading{}, false
	}
	y, year := f.followingYear(k + n)
	return fromTo(f.day(0, y, m, from, "day"), f.day(0, y, m, to, "day of a month"), k+n+year-i), true
}

// yearsGlued reads "2009–2011", "2009-11", "2019/20".
func (f *finder) yearsGlued(i int) (reading, bool) {
	from := f.yearAt(i)
	if from < 1500 || !f.is(i+1, "-", "–", "/") || !f.glued(i+1) || !f.glued(i+2) || f.glued(i) && !f.is(i-1, "(") || f.glued(i+3) && !f.is(i+3, ",", ".", ")", ";") {
		return reading{}, false
	}
	to := f.yearAt(i + 2)
	if d, _ := f.dayNumberAny(i + 2); to == 0 && d > 0 {
		to = from/100*100 + d
		if f.is(i+1, "-") && d <= 12 && to != from+1 { // "2020-09" may be a month
			return reading{}, false
		}
	}
	if to <= from || to > from+100 {
		return reading{}, false
	}
	return reading{atoms: 3, grain: year, stated: true, rule: "from year to year", at: func(*situation) (period, bool) {
		return period{start: date(from, 1, 1), end: date(to+1, 1, 1)}, true
	}}, true
}

// dayNumberAny is a number of two digits at atom i.
func (f *finder) dayNumberAny(i int) (v, n int) {
	if i >= len(f.atoms) || !f.atoms[i].Digits || len(f.atoms[i].Text) != 2 {
		return 0, 0
	}
	text := f.atoms[i].Text
	if text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9' {
		return 0, 0
	}
	return int(text[0]-'0')*10 + int(text[1]-'0'), 1
}

// durationSpan reads "between 60 and 90 days", "two to three weeks", "10-15
// years".
func (f *finder) durationSpan(i int) (reading, bool) {
	j := i
	between := f.is(j, "between")
	if between || f.is(j, "from") {
		j++
	}
	if j >= len(f.atoms) || f.glued(j) {
		return reading{}, false
	}
	a, ok := f.numbers.Read(f.atoms[j:])
	if !ok || a.Floor {
		return reading{}, false
	}
	k := j + a.Atoms
	if !(between && f.is(k, "and")) && !(!between && f.is(k, "to", "or", "-", "–")) {
		return reading{}, false
	}
	b, ok := f.numbers.Read(f.atoms[min(k+1, len(f.atoms)):])
	if !ok || b.Value <= a.Value {
		return reading{}, false
	}
	_, g, n, ok := f.amount(k + 1)
	if !ok || f.ageAt(k+1+n) {
		return reading{}, false
	}
	return reading{atoms: k + 1 + n - i, grain: g, rule: "duration " + f.isoDuration(k+1)}, true
}

// open leaves an end of the period open where the words before it say so.
func (f *finder) open(h *hit, i int) {
	j := i - 1
	if f.is(j, "the") {
		j--
	}
	if f.is(j, "least") && f.is(j-1, "at") { // "until at least June 30"
		j -= 2
	}
	after := i + h.atoms
	ofEvent := f.apostrophe(after) || f.noun(after) && !f.is(after, "half", "most", "some", "all") // "before Monday's vote": the day of the vote
	p := &h.period
	switch {
	case f.is(j, "since"), f.is(j, "starting", "beginning"), f.is(j, "from") && f.is(after, "on", "onwards", "onward"), f.is(j, "of") && f.is(j-1, "as") && !f.heads(j-1, after):
		p.end = time.Time{}
		h.rule += "; open after «" + f.atoms[j].Text + "»"
	case f.is(j, "until", "till", "through") && !f.negatedBefore(j), f.is(j, "by") && !ofEvent:
		if h.grain == hour || h.grain == minute { // "until noon" ends there
			p.end = p.start
		}
		p.start = time.Time{}
		h.rule += "; open before «" + f.atoms[j].Text + "»"
	case ofEvent:
	case f.is(j, "before"), f.is(j, "to") && f.is(j-1, "prior"):
		p.start, p.end = time.Time{}, p.start
		h.rule += "; ends where it begins, after «" + f.atoms[j].Text + "»"
	case f.is(j, "after"):
		p.start, p.end = p.end, time.Time{}
		h.rule += "; begins where it ends, after «" + f.atoms[j].Text + "»"
	}
}

// heads reports whether the expression that ends before atom end and begins with "As of"
// at atom i is a line of its own: the day that a report gives for all that it says.
func (f *finder) heads(i, end int) bool { return i == 0 && end >= len(f.atoms) }

// noun reports whether atom i is tagged as a noun.
func (f *finder) noun(i int) bool {
	tag := f.xpos(i)
	return tag == "NN" || tag == "NNS" || tag == "NNP" || tag == "NNPS"
}

// negatedBefore reports whether a "not" stands before atom i in the sentence:
// "will not vote until Monday" says when the vote is.
func (f *finder) negatedBefore(i int) bool {
	for k := max(0, i-8); k < i; k++ {
		if f.is(k, "not", "never", "no") || f.is(k, "t") && f.apostrophe(k-1) || f.low(k) == "cannot" {
			return true
		}
	}
	return false
}
