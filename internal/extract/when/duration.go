package when

import (
	"fmt"
	"strconv"
	"strings"

	"annals/internal/lexicon/calendar"
)

// amount reads a number of units at atom i: "two weeks", "27-year", "a
// month", "several days", "two and a half years", "half an hour". count is 0
// where the number is vague or no whole one. n is how many atoms it takes.
func (f *finder) amount(i int) (count int, g grain, n int, ok bool) {
	value, n, ok := f.quantity(i)
	if !ok {
		return 0, noGrain, 0, false
	}
	j := i + n
	if f.hyphen(j) {
		j++
	}
	if f.is(j, "full", "whole", "more", "long", "straight", "consecutive", "calendar", "additional", "further", "working") {
		j++
	}
	e, ok := f.calendar.Lookup(f.low(j), calendar.Unit)
	if !ok {
		return 0, noGrain, 0, false
	}
	if e.Detail != "plural" && (value > 1 || value == 0) && !f.hyphen(j-1) && !f.is(i, "half") {
		return 0, noGrain, 0, false // "Day 2 week"
	}
	if value == 1 && e.Value == "TS" && f.is(i, "a", "one") { // "a second vote"
		return 0, noGrain, 0, false
	}
	if value == float64(int(value)) {
		count = int(value)
	}
	switch e.Value {
	case "F":
		count *= 2
	case "TS":
		count = 0
	}
	return count, grainOf(e.Value), j + 1 - i, true
}

// long reads a length of time that no number measures: "decade-long", "months-long",
// and the plural of "decades in the making".
func (f *finder) long(i int) (reading, bool) {
	e, unit := f.calendar.Lookup(f.low(i), calendar.Unit)
	if !unit || e.Value == "TS" || i > 0 && f.hyphen(i-1) { // "15-year-long" is an amount
		return reading{}, false
	}
	r := reading{atoms: 3, grain: grainOf(e.Value), rule: "duration " + period8601(e.Value, 1)}
	if e.Detail == "plural" {
		r.rule = "duration " + f.isoDuration(i)
	}
	switch {
	case f.hyphen(i+1) && f.is(i+2, "long"):
	case e.Detail == "plural" && f.is(i+1, "in") && f.is(i+2, "the") && f.is(i+3, "making"):
		r.atoms = 1
	default:
		return reading{}, false
	}
	return r, true
}

// quantity is the number before a unit: its value, 0 where it is vague.
func (f *finder) quantity(i int) (value float64, n int, ok bool) {
	if i >= len(f.atoms) {
		return 0, 0, false
	}
	switch {
	case f.is(i, "half") && f.is(i+1, "a", "an"):
		return 0.5, 2, true
	case f.is(i, "a", "an") && f.is(i+1, "few"):
		return 0, 2, true
	case f.is(i, "a") && f.is(i+1, "couple") && f.is(i+2, "of"):
		return 2, 3, true
	case f.is(i, "a") && f.is(i+1, "half") && f.hyphen(i+2):
		return 0.5, 2, true
	case f.is(i, "several", "few", "many", "recent", "some"):
		return 0, 1, true
	}
	if num, ok := f.numbers.Read(f.atoms[i:]); ok && (!f.glued(i) || !f.atoms[i].Digits) {
		if num.Floor {
			n := num.Atoms
			if f.is(i+n, "of") {
				n++
			}
			return 0, n, true
		}
		return num.Value, num.Atoms, true
	}
	if f.is(i, "a", "an") {
		return 1, 1, true
	}
	return 0, 0, false
}

// isoDuration is the ISO 8601 duration of the amount at atom i, with X for a
// number that the text leaves open, as TIMEX3 writes it: "P27Y", "PT30M", "PXW".
func (f *finder) isoDuration(i int) string {
	value, n, ok := f.quantity(i)
	j := i
	if ok {
		j += n
	}
	for ; j < len(f.atoms) && j < i+n+4; j++ {
		e, isUnit := f.calendar.Lookup(f.low(j), calendar.Unit)
		if !isUnit {
			continue
		}
		v := "X"
		if ok && value > 0 {
			switch e.Value {
			case "F":
				value *= 2
			case "E":
				value *= 10
			case "C":
				value *= 100
			}
			v = strconv.FormatFloat(value, 'f', -1, 64)
		}
		letter := map[string]string{"F": "W", "E": "Y", "C": "Y", "N": "D"}[e.Value]
		if v == "X" && e.Value == "E" {
			return "PXE"
		}
		if letter == "" {
			letter = e.Value
		}
		if t, ok := strings.CutPrefix(letter, "T"); ok {
			return "PT" + v + t
		}
		return "P" + v + letter
	}
	return ""
}

// duration reads a length of time: "for two weeks", "a 27-year contract",
// "almost three years", "several months", "hours after", "in recent years".
func (f *finder) duration(i int) (reading, bool) {
	j := i
	for f.is(j, "almost", "nearly", "about", "roughly", "approximately", "around") && j < i+2 {
		j++
	}
	if f.is(i, "about", "around") && !f.digitsOrNumber(j) { // "over a year" may be a preposition
		return f.bareUnits(i)
	}
	_, g, n, ok := f.amount(j)
	if !ok {
		if j > i {
			return reading{}, false
		}
		return f.bareUnits(i)
	}
	end := j + n
	if f.ageAt(end) || f.is(j-1, "aged", "age") || f.is(end, "notes") {
		return reading{}, false
	}
	article := f.is(j, "a", "an", "one") && f.quantityIsArticle(j)
	if article && !f.articleIsLength(j, end) {
		return reading{}, false
	}
	if f.is(j, "some", "few", "many") && !f.is(j-1, "for", "in", "over", "after", "within", "so") {
		return reading{}, false
	}
	return reading{atoms: end - i, grain: g, rule: "duration " + f.isoDuration(j)}, true
}

func (f *finder) digitsOrNumber(i int) bool {
	if i >= len(f.atoms) {
		return false
	}
	num, ok := f.numbers.Read(f.atoms[i:])
	return ok && num.Value != 1
}

func (f *finder) quantityIsArticle(i int) bool {
	v, n, _ := f.quantity(i)
	return v == 1 && n == 1
}

// articleIsLength reports whether "a year", "one day" is a length of time: it
// stands after a preposition of duration or before "after", "later", "of".
func (f *finder) articleIsLength(i, end int) bool {
	if f.is(i, "one") && f.is(i+1, "day") {
		return f.is(end, "after", "before", "later", "earlier") || f.is(i-1, "for", "within", "than", "least", "just", "only")
	}
	if f.is(i, "one") && f.hyphen(i+1) {
		return true
	}
	return f.is(end, "after", "before", "later", "earlier", "long") || f.is(i-1, "for", "within", "than", "least", "about", "nearly", "almost", "after", "half", "over", "once", "twice") || f.is(i-1, "to") && f.is(i-2, "up")
}

// ageAt reports whether what ends before atom i is an age: "-old", " old",
// " of age".
func (f *finder) ageAt(i int) bool {
	return f.hyphen(i) && f.is(i+1, "old", "olds") || f.is(i, "old", "olds") || f.is(i, "of") && f.is(i+1, "age")
}

// bareUnits reads units without a number: "hours after", "for years", "weeks
// of protests", "over the years".
func (f *finder) bareUnits(i int) (reading, bool) {
	if f.is(i, "over") && f.is(i+1, "the") && f.is(i+2, "years", "decades", "centuries", "months") {
		e, _ := f.calendar.Lookup(f.low(i+2), calendar.Unit)
		return reading{atoms: 3, grain: grainOf(e.Value), rule: "duration " + f.isoDuration(i+2)}, true
	}
	e, ok := f.calendar.Lookup(f.low(i), calendar.Unit)
	if !ok || e.Detail != "plural" || f.capital(i) && i > 0 {
		return reading{}, false
	}
	after := f.is(i+1, "after", "before", "later", "earlier", "ago")
	before := f.is(i-1, "for", "in", "over", "within", "after") && !f.is(i-2, "accounted")
	of := f.is(i+1, "of") && (i == 0 || f.is(i-1, "after", "following", "despite", "amid", "through", "during", "and", "by", "to", ","))
	if !after && !before && !of || f.is(i, "minutes") && f.is(i+1, "of") && !before {
		return reading{}, false
	}
	n := 1
	if f.is(i+1, "later", "earlier", "ago") {
		n++
	}
	return reading{atoms: n, grain: grainOf(e.Value), rule: "duration " + f.isoDuration(i)}, true
}

// repetition reads "every Sunday", "virtually every Sunday", "on Sundays",
// "each week", "every two years", "daily", "annual", "twice a week", "a year"
// as a rate.
func (f *finder) repetition(i int) (reading, bool) {
	j := i
	if f.is(j, "almost", "nearly", "virtually", "practically") && f.is(j+1, "every") {
		j++
	}
	if f.is(j, "every", "each") {
		return f.every(i, j+1)
	}
	if e, ok := f.calendar.Lookup(f.low(i), calendar.Weekdays); ok && f.capital(i) && f.is(i-1, "on", "and", "or") {
		return reading{atoms: 1, grain: day, recurrence: "weekly on " + weekdayName(e.Value), rule: "repetition P1W"}, true
	}
	if e, ok := f.calendar.Lookup(f.low(i), calendar.Often); ok {
		return f.often(i, e)
	}
	return f.rate(i)
}

// every reads what follows "every"; the expression began at atom i.
func (f *finder) every(i, j int) (reading, bool) {
	step := 1
	switch {
	case f.is(j, "other", "second"):
		step = 2
	case f.is(j, "third"):
		step = 3
	}
	if step > 1 || f.is(j, "single") {
		j++
	}
	if d, n := f.weekdayAt(j); n > 0 {
		recurrence := "weekly on " + weekdayName(strconv.Itoa(d))
		if step > 1 {
			recurrence = fmt.Sprintf("every %d weeks on %s", step, weekdayName(strconv.Itoa(d)))
		}
		atoms := j + n - i
		if _, ok := f.calendar.Lookup(f.low(j+n), calendar.Part); ok {
			atoms++
		}
		return reading{atoms: atoms, grain: day, recurrence: recurrence, rule: "repetition P1W"}, true
	}
	if m, n := f.monthAt(j); m > 0 {
		return reading{atoms: j + n - i, grain: month, recurrence: "yearly in " + f.atoms[j].Text, rule: "repetition P1Y"}, true
	}
	if _, ok := f.calendar.Lookup(f.low(j), calendar.Part); ok {
		return reading{atoms: j + 1 - i, grain: day, recurrence: "daily in the " + f.low(j), rule: "repetition P1D"}, true
	}
	if f.is(j, "weekend") {
		return reading{atoms: j + 1 - i, grain: day, recurrence: "weekly at the weekend", rule: "repetition P1W"}, true
	}
	n := 0
	if num, ok := f.numbers.Read(f.atoms[min(j, len(f.atoms)):]); ok && num.Value > 1 && num.Value == float64(int(num.Value)) {
		step, n = int(num.Value), num.Atoms
	}
	e, ok := f.calendar.Lookup(f.low(j+n), calendar.Unit)
	if !ok || e.Value == "TS" && n == 0 {
		return reading{}, false
	}
	return reading{atoms: j + n + 1 - i, grain: grainOf(e.Value), recurrence: rhythm(e.Value, step), rule: "repetition " + period8601(e.Value, step)}, true
}

// often reads the adjectives and adverbs of repetition: "daily", "annual".
func (f *finder) often(i int, e calendar.Entry) (reading, bool) {
	if f.capital(i) && i > 0 || f.named[i] || f.is(i-1, "the", "a", "his") && f.capital(i+1) {
		return reading{}, false // "The Daily Telegraph", "the daily Izvestia"
	}
	if tag := f.xpos(i); tag != "" && tag != "JJ" && tag != "RB" {
		return reading{}, false // "the daily", "a weekly": papers
	}
	r := reading{atoms: 1, rule: "repetition " + e.Value}
	switch e.Value {
	case "PT1H":
		r.grain, r.recurrence = hour, "hourly"
	case "P1D":
		r.grain, r.recurrence = day, "daily"
	case "P1W":
		r.grain, r.recurrence = week, "weekly"
	case "P2W":
		r.grain, r.recurrence = week, "every 2 weeks"
	case "P1M":
		r.grain, r.recurrence = month, "monthly"
	case "P3M":
		r.grain, r.recurrence = month, "every 3 months"
	case "P1Y":
		r.grain, r.recurrence = year, "yearly"
	}
	return r, true
}

// rate reads "a year", "per day" after a number of things or "once", "twice",
// "times".
func (f *finder) rate(i int) (reading, bool) {
	if !f.is(i, "a", "per") {
		return reading{}, false
	}
	e, ok := f.calendar.Lookup(f.low(i+1), calendar.Unit)
	if !ok || e.Detail == "plural" || e.Value == "TS" {
		return reading{}, false
	}
	if f.is(i+2, "ago", "earlier", "later", "before", "after", "old", "long", "of") || f.hyphen(i+2) {
		return reading{}, false
	}
	if f.is(i-1, "kilometers", "kilometres", "km", "miles", "meters", "metres", "knots", "feet") { // a speed
		return reading{}, false
	}
	if _, hours := f.calendar.Lookup(f.low(i-1), calendar.Unit); hours { // "24 hours a day"
		return reading{}, false
	}
	counted := f.is(i-1, "once", "twice", "times", "%", "percent", "euros", "dollars", "million", "billion", "thousand", "bn", "m")
	if i > 0 && f.atoms[i-1].Digits {
		counted = true
	}
	for back := 1; back <= 3 && !counted && i-back-1 >= 0; back++ {
		// "15 aircraft a year": the tag of a noun, then a number
		counted = f.xpos(i-1) == "NNS" && (f.atoms[i-back-1].Digits && f.yearAt(i-back-1) == 0 || f.xpos(i-back-1) == "CD")
	}
	if !counted && f.low(i) != "per" {
		return reading{}, false
	}
	return reading{atoms: 2, grain: grainOf(e.Value), recurrence: "per " + f.low(i+1), rule: "repetition " + period8601(e.Value, 1)}, true
}

func weekdayName(number string) string {
	d, _ := strconv.Atoi(number)
	return [...]string{"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}[d]
}

// rhythm is a repetition in words: "weekly", "every 2 years".
func rhythm(unit string, step int) string {
	names := map[string][2]string{"TS": {"every second", "seconds"}, "TM": {"every minute", "minutes"}, "TH": {"hourly", "hours"},
		"D": {"daily", "days"}, "N": {"nightly", "nights"}, "W": {"weekly", "weeks"}, "F": {"every 2 weeks", "fortnights"},
		"M": {"monthly", "months"}, "Y": {"yearly", "years"}, "E": {"every 10 years", "decades"}, "C": {"every 100 years", "centuries"}}
	if step == 1 {
		return names[unit][0]
	}
	return "every " + strconv.Itoa(step) + " " + names[unit][1]
}

// period8601 is the ISO 8601 duration of a number of units.
func period8601(unit string, n int) string {
	switch unit {
	case "N":
		unit = "D"
	case "F":
		unit, n = "W", 2*n
	case "E":
		unit, n = "Y", 10*n
	case "C":
		unit, n = "Y", 100*n
	}
	if t, ok := strings.CutPrefix(unit, "T"); ok {
		return "PT" + strconv.Itoa(n) + t
	}
	return "P" + strconv.Itoa(n) + unit
}
