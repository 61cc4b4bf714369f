package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"annals/internal/lexicon/calendar"
	"annals/internal/record"
	"annals/internal/text"
)

// clock is a time of day as read.
type clock struct {
	hour, minute int
	grain        grain
	zone         string
	atoms        int
	length       time.Duration // how long it goes on, 0 for a moment
}

// clockAt reports whether a time of day with minutes begins at atom i.
func (f *finder) clockAt(i int) bool {
	return i < len(f.atoms) && f.atoms[i].Digits && strings.Contains(f.atoms[i].Text, ":")
}

// timeOfDay reads "10:30", "10.30am", "10 a.m.", "6:40 p.m. (GMT +8)",
// "18:00 UTC", "noon", "five o'clock".
func (f *finder) timeOfDay(i int) (clock, bool) {
	if i >= len(f.atoms) {
		return clock{}, false
	}
	if f.is(i, "noon", "midday") && !f.is(i+1, "-") {
		return f.withZone(clock{hour: 12, grain: hour, atoms: 1}, i), true
	}
	if f.is(i, "midnight") && !f.capital(i) {
		return f.withZone(clock{hour: 24, grain: hour, atoms: 1}, i), true
	}
	if f.glued(i) && !f.is(i-1, "(", "[", "–", "—", "-", "“", "\"") {
		return clock{}, false
	}
	c := clock{grain: hour, atoms: 1}
	a := f.atoms[i]
	colon := false
	if a.Digits {
		h, m, minutes := strings.Cut(strings.ReplaceAll(a.Text, ".", ":"), ":")
		m, _, _ = strings.Cut(m, ":") // seconds
		colon = strings.Contains(a.Text, ":")
		var err error
		if _, zone := f.calendar.Lookup(f.low(i+1), calendar.Zone); zone && !minutes && (len(h) == 3 || len(h) == 4) { // "1900 UTC"
			h, m, minutes = h[:len(h)-2], h[len(h)-2:], true
		}
		if c.hour, err = strconv.Atoi(h); err != nil || len(h) > 2 {
			return clock{}, false
		}
		if minutes {
			if c.minute, err = strconv.Atoi(m); err != nil || len(m) != 2 {
				return clock{}, false
			}
			c.grain = minute
		}
	} else {
		n, ok := f.numbers.Read(f.atoms[i:])
		if !ok || n.Atoms != 1 || n.Value < 1 || n.Value > 12 {
			return clock{}, false
		}
		c.hour = int(n.Value)
	}
	sure := colon
	switch j := i + 1; {
	case f.is(j, "am", "pm"):
		if c.hour > 12 {
			return clock{}, false
		}
		c.hour %= 12
		if f.is(j, "pm") {
			c.hour += 12
		}
		c.atoms++
		sure = true
	case f.is(j, "o") && f.apostrophe(j+1) && f.is(j+2, "clock"):
		if !f.is(j+3, "in") { // morning or evening is not known
			return clock{}, false
		}
		c.atoms += 3
		c.grain = hour
		if f.is(j+5, "afternoon", "evening") && c.hour < 12 {
			c.hour += 12
		}
		c.atoms += 3
		sure = true
	}
	if c.hour > 24 || c.minute > 59 {
		return clock{}, false
	}
	zoned := f.withZone(c, i)
	if !sure && zoned.atoms == c.atoms {
		return clock{}, false
	}
	return zoned, true
}

// withZone adds the zone that stands behind the time of day at atom i.
func (f *finder) withZone(c clock, i int) clock {
	j := i + c.atoms
	bracket := f.is(j, "(")
	if bracket {
		j++
	}
	e, ok := f.calendar.Lookup(f.low(j), calendar.Zone)
	if !ok || strings.ToUpper(f.atoms[j].Text) != f.atoms[j].Text {
		if f.is(j, "local") && f.is(j+1, "time") && !bracket {
			c.atoms += 2
		}
		return c
	}
	c.zone = e.Value
	j++
	if f.is(j, "+", "-", "−") && j+1 < len(f.atoms) && f.atoms[j+1].Digits && c.zone == "Z" {
		if h, err := strconv.Atoi(f.low(j + 1)); err == nil && h <= 14 {
			sign := "+"
			if !f.is(j, "+") {
				sign = "-"
			}
			c.zone = fmt.Sprintf("%s%02d:00", sign, h)
			j += 2
		}
	}
	if bracket {
		if !f.is(j, ")") {
			return c
		}
		j++
	}
	c.atoms = j - i
	return c
}

// clockReading reads a time of day with its day before or behind: "at 10:30
// a.m. on Monday", "12:00 UTC Monday", "Monday at 10 a.m.". Without a day it
// takes the day that its sentence names (attachClock), else stays unresolved.
func (f *finder) clockReading(i int) (reading, bool) {
	c, ok := f.clockSpan(i)
	if !ok {
		c, ok = f.timeOfDay(i)
	}
	if !ok {
		return reading{}, false
	}
	j := i + c.atoms
	for _, skip := range []int{0, 1} {
		if skip == 1 && !f.is(j, "on", ",", "of") {
			break
		}
		if d, ok := f.dayReading(j + skip); ok {
			return f.onDay(c, d, c.atoms+skip+d.atoms), true
		}
	}
	return reading{atoms: c.atoms, grain: c.grain, clock: &c, rule: "time of day"}, true
}

// clockSpan reads "between 1 and 2 a.m.", "from 10:00 to 14:30", "8–10 p.m.": a time of
// day that goes on for so long.
func (f *finder) clockSpan(i int) (clock, bool) {
	j := i
	between := f.is(j, "between")
	if between || f.is(j, "from") {
		j++
	}
	from, ok := f.timeOfDay(j)
	if !ok && j < len(f.atoms) && f.atoms[j].Digits && len(f.atoms[j].Text) < 3 {
		h, err := strconv.Atoi(f.atoms[j].Text)
		from, ok = clock{hour: h, grain: hour, atoms: 1}, err == nil && h <= 12
	}
	k := j + from.atoms
	if !ok || !(between && f.is(k, "and")) && !(!between && f.is(k, "to", "until", "till", "-", "–")) {
		return clock{}, false
	}
	to, ok := f.timeOfDay(k + 1)
	if !ok || j == i && from.grain == hour && from.atoms == 1 && to.grain == minute {
		return clock{}, false
	}
	if from.grain == hour && from.atoms == 1 && to.hour >= 12 && to.hour-12 > from.hour { // "8 to 10 p.m."
		from.hour += 12
	}
	length := time.Duration(to.hour-from.hour)*time.Hour + time.Duration(to.minute-from.minute)*time.Minute
	if length <= 0 {
		return clock{}, false
	}
	from.length, from.zone, from.grain, from.atoms = length, to.zone, min(from.grain, to.grain), k+1+to.atoms-i
	return from, true
}

// dayAndClock reads a day with a time of day behind it: "Monday at 10 a.m.".
func (f *finder) dayAndClock(i int) (reading, bool) {
	d, ok := f.dayReading(i)
	if !ok {
		return reading{}, false
	}
	j := i + d.atoms
	if f.is(j, ",") {
		j++
	}
	c, ok := f.clockSpan(j)
	if !ok {
		if f.is(j, "at", "around", "about", "by", "from") {
			j++
		}
		if j == i+d.atoms && !f.clockAt(j) {
			return reading{}, false
		}
		c, ok = f.timeOfDay(j)
	}
	if !ok {
		return reading{}, false
	}
	if _, another := f.dayReading(j + c.atoms); another {
		return reading{}, false
	}
	return f.onDay(c, d, j+c.atoms-i), true
}

// dayReading reads an expression of day grain that a time of day can belong to.
func (f *finder) dayReading(i int) (reading, bool) {
	for _, read := range []func(int) (reading, bool){f.calendarDay, f.weekdayAlone, f.today} {
		if r, ok := read(i); ok && r.at != nil {
			return r, true
		}
	}
	return reading{}, false
}

func (f *finder) onDay(c clock, d reading, atoms int) reading {
	return reading{atoms: atoms, grain: c.grain, stated: d.stated, opens: true, rule: "time of day; " + d.rule,
		at: func(s *situation) (period, bool) {
			p, ok := d.at(s)
			return c.on(p.start), ok
		}}
}

// on is the minute or hour of that time of day on a day.
func (c clock) on(midnight time.Time) period {
	start := zeroClock(midnight, c.hour, c.minute)
	p := period{start: start, end: start.Add(time.Minute), zone: c.zone}
	switch {
	case c.length > 0:
		p.end = start.Add(c.length)
	case c.grain == hour:
		p.end = start.Add(time.Hour)
	}
	return p
}

// attachClock gives a time of day without a day the only day that its
// sentence names, or where it names none, the one named last in the sentence
// before.
func (f *finder) attachClock(hits []hit, s int) {
	if len(hits) > 0 && f.isLabel(hits[0], s) {
		f.onOwnDay(hits[:1])
		hits = hits[1:]
	}
	var on time.Time
	basis, rule := record.Relative, "time of day, on the day that the sentence before names"
	if f.since == s-1 && !f.antecedent.start.IsZero() {
		on = f.antecedent.start
	}
	named := 0
	for i := range hits {
		h := &hits[i]
		if h.clock != nil || h.recurrence != "" || h.grain == noGrain || h.grain > day {
			continue
		}
		named++
		if !h.resolved || h.period.start.IsZero() {
			return
		}
		on = around(h.period.start, day).start
		basis, rule = h.basis, "time of day, on the day that the sentence names"
	}
	if on.IsZero() || named > 1 {
		return
	}
	for i := range hits {
		h := &hits[i]
		if h.clock == nil || h.resolved {
			continue
		}
		h.period, h.resolved, h.basis, h.rule = h.clock.on(on), true, basis, rule
	}
}

// isLabel reports whether a time of day begins a block as that of an entry of a running
// report: nothing else stands there, or a dash or colon follows.
func (f *finder) isLabel(h hit, s int) bool {
	b := f.doc.Blocks[f.doc.Sentences[s].Block]
	if h.clock == nil || s != b.First {
		return false
	}
	before := f.doc.Slice(text.Span{Start: b.Start, End: h.span.Start})
	after := strings.TrimLeft(f.doc.Slice(text.Span{Start: h.span.End, End: b.End}), " \t)]")
	return strings.Trim(before, " \t([•*·") == "" && (after == "" || strings.IndexAny(after, "\n–—-:|") == 0)
}

// onOwnDay gives times of day the report's own day.
func (f *finder) onOwnDay(hits []hit) {
	for i := range hits {
		if h := &hits[i]; h.clock != nil && !h.resolved && !f.ref.IsZero() {
			h.period, h.resolved, h.basis, h.rule = h.clock.on(f.ref), true, record.Relative, "time of day, on the report's day"
		}
	}
}
