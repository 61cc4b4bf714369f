package figure

import (
	"annals/internal/lexicon/calendar"
	"annals/internal/lexicon/numeral"
	"annals/internal/record"
	"annals/internal/text"
)

// quantityAt reads the number with its bound that begins at atom i: "more
// than 770", "between 5 and 7", "up to $3bn", "several hundred". Where it is
// false, skip may say how far there is nothing to find.
func (f *finder) quantityAt(i int) (quantity, bool) {
	if _, n := f.idioms.at(f.atoms, i); n > 0 {
		return quantity{skip: i + n}, false
	}
	bound, n := f.before.at(f.atoms, i)
	if n > 0 && bound == "about" && f.is(i, "some", "about", "around") && f.is(i-1, "for", "in", "what", "how") && f.low(i-1) != "for" {
		n = 0
	}
	if n == 1 && f.is(i, "over") && f.particle(i) { // "handed over 20 prisoners"
		return quantity{skip: i + 1}, false
	}
	for more := n; more > 0; { // "at least some 200", "only about 30"
		next, k := f.before.at(f.atoms, i+n)
		if k == 0 {
			break
		}
		if bound == "exactly" {
			bound = next
		}
		n, more = n+k, k
	}
	j := i + n
	q := quantity{start: i, bound: bound, rule: "number"}
	if f.severalAt(j, &q) || f.quarterAt(j, &q) || f.rangeAt(j, &q) || f.ratioAt(j, &q) {
		return q, true
	}
	k := j
	if f.moneySign(k) > 0 {
		k += f.moneySign(k)
	}
	if k >= len(f.atoms) {
		return quantity{}, false
	}
	num, ok := f.numbers.Read(f.atoms[k:])
	if !ok {
		return quantity{}, false
	}
	q.number, q.past, q.end, q.skip = k, k+num.Atoms, k+num.Atoms, k+num.Atoms
	if num.Suffix == "m" && k == j && !f.is(q.past, "people") && f.xpos(q.past) != "NNS" { // "5m" without currency: metres
		num.Value, num.Atoms = num.Value/1e6, num.Atoms-1
		q.past--
		q.end = q.past
	}
	if k == j && f.noFigure(k, q.past, num) {
		return quantity{skip: f.skipGlued(q.past)}, false
	}
	f.bounds(&q, num)
	return q, true
}

// particle reports whether the word at atom i belongs to the verb before it, or is
// the preposition that the verb takes: "handed over 20 prisoners", "ruled over 40
// million people".
func (f *finder) particle(i int) bool {
	before := f.token(i - 1)
	if before == nil || before.UPOS != "VERB" {
		return false
	}
	if f.xpos(i) == "RP" {
		return true
	}
	switch before.Lemma {
	case "hand", "turn", "roll", "run", "rule", "preside", "pass", "win", "fly", "talk", "knock", "switch", "reign", "watch", "tower", "quarrel", "fight", "argue", "clash", "sign":
		return true
	case "take": // "took over 200 hostages" may be either; what armies take over are things
		h := f.nounPhrase(f.tokenIndex(i + 2))
		return h >= 0 && !f.isPerson(h, f.lemma(h))
	}
	return false
}

// bounds sets value, low and high from the number and the words about it.
func (f *finder) bounds(q *quantity, num numeral.Number) {
	if b, n := f.after.at(f.atoms, q.past); n > 0 && (q.bound == "" || q.bound == "exactly") && !(f.is(q.past, "plus", "odd") && f.low(q.past-1) == "") {
		q.bound = b
		q.end = q.past + n
	} else if f.is(q.past, "+") && f.glued(q.past) {
		q.bound = "at_least"
		q.end = q.past + 1
	} else if f.is(q.past, "-", "‑") && f.glued(q.past) && f.is(q.past+1, "odd") { // "200-odd protesters"
		q.bound = "about"
		q.end = q.past + 2
	}
	v := num.Value
	if num.Floor {
		v = f.atLeast(q, num)
		q.low = &v
		if q.bound != "more_than" {
			q.bound = "at_least"
		}
		q.rule = "magnitude without number"
		return
	}
	q.value = record.Ptr(v)
	switch q.bound {
	case "", "exactly":
		q.bound = "exactly"
		q.low, q.high = record.Ptr(v), record.Ptr(v)
	case "more_than", "at_least":
		q.low = record.Ptr(v)
	case "less_than", "at_most":
		q.high = record.Ptr(v)
	}
}

// moneySign is how many atoms a currency sign at atom i takes: "$", "US$", "€".
func (f *finder) moneySign(i int) int {
	for _, n := range []int{2, 1} {
		if f.digits(i+n) && (n == 1 || f.glued(i+1)) {
			if _, k := f.currencies.at(f.atoms, i); k == n {
				return n
			}
		}
	}
	return 0
}

// severalAt reads "several hundred", "a few dozen", "a couple of thousand".
func (f *finder) severalAt(i int, q *quantity) bool {
	j := i
	couple := false
	switch {
	case f.is(i, "several", "few"):
		j++
	case f.is(i, "a") && f.is(i+1, "few"):
		j += 2
	case f.is(i, "a") && f.is(i+1, "couple") && f.is(i+2, "of"):
		j += 3
		couple = true
	default:
		return false
	}
	if !f.is(j, "dozen", "hundred", "thousand", "million", "billion", "trillion") {
		return false
	}
	num, ok := f.numbers.Read(f.atoms[j:])
	if !ok {
		return false
	}
	v := 2 * num.Value
	q.number, q.past, q.end, q.skip = i, j+num.Atoms, j+num.Atoms, j+num.Atoms
	if couple {
		q.value, q.bound, q.rule = &v, "about", "a couple of a magnitude"
	} else {
		q.low, q.bound, q.rule = &v, "at_least", "several of a magnitude"
	}
	return true
}

// quarterAt reads "a quarter of a million", "three quarters of a billion".
func (f *finder) quarterAt(i int, q *quantity) bool {
	parts := map[string]float64{"a": .25, "one": .25, "three": .75}[f.low(i)]
	j := i + 1
	if f.is(j, "-") {
		j++
	}
	if parts == 0 || !f.is(j, "quarter", "quarters") || !f.is(j+1, "of") || !f.is(j+2, "a") || !f.is(j+3, "million", "billion", "trillion") {
		return false
	}
	num, ok := f.numbers.Read(f.atoms[j+2:])
	if !ok {
		return false
	}
	num.Value *= parts
	past := j + 2 + num.Atoms
	q.number, q.past, q.end, q.skip, q.rule = i, past, past, past, "part of a magnitude"
	f.bounds(q, num)
	return true
}

// rangeAt reads "between 5 and 7", "10 to 15", "10–15", "five or six" and
// their money forms. From one to the other is no range after a verb of change.
func (f *finder) rangeAt(i int, q *quantity) bool {
	j := i
	between, from := f.is(i, "between"), f.is(i, "from")
	if between || from {
		j++
	}
	j += f.moneySign(j)
	if j >= len(f.atoms) || f.glued(j) && j == i {
		return false
	}
	a, k, ok := f.firstBound(j, between)
	if !ok || a.Floor || from && f.changeBefore(i) {
		return false
	}
	joined := false
	switch {
	case between && f.is(k, "and"), !between && f.is(k, "to") && !f.changeBefore(i):
		joined = true
	case !between && !from && f.is(k, "-", "–", "—") && f.glued(k) && f.glued(k+1):
		joined = true
	case !between && !from && f.is(k, "or"):
		joined = true
	}
	if !joined {
		return false
	}
	or := f.is(k, "or")
	m := k + 1
	m += f.moneySign(m)
	if m >= len(f.atoms) {
		return false
	}
	b, ok := f.numbers.Read(f.atoms[m:])
	if !ok || b.Floor {
		return false
	}
	low, high := a.Value, b.Value
	if scale := magnitude(high); scale > 1 && low < 1000 && high/scale > low && !between || scale > 1 && low < 100 && between { // "2 to 3 million"
		low *= scale
	}
	if low >= high || or && high-low > max(low, 1) {
		return false
	}
	past := m + b.Atoms
	if f.timeAbout(m, past) || f.yearLike(j) && f.yearLike(m) || f.glued(past) && f.is(past, "-", "–") && f.digits(past+1) {
		return false
	}
	q.number, q.past, q.end, q.skip = j, past, past, past
	q.low, q.high, q.bound, q.rule = &low, &high, "between", "range"
	return true
}

// firstBound reads the first number of a range; between "between" and "and"
// it must fill the space.
func (f *finder) firstBound(j int, between bool) (numeral.Number, int, bool) {
	if !between {
		n, ok := f.numbers.Read(f.atoms[j:])
		if !ok || f.noFigure(j, j+n.Atoms, n) && !f.digits(j) {
			return n, 0, false
		}
		return n, j + n.Atoms, true
	}
	for k := j + 1; k < len(f.atoms) && k < j+10; k++ {
		if !f.is(k, "and") {
			continue
		}
		if n, ok := f.numbers.Read(f.atoms[j:k]); ok && j+n.Atoms == k {
			return n, k, true
		}
	}
	return numeral.Number{}, 0, false
}

// magnitude is the thousand, million or billion that v is printed in, or 1.
func magnitude(v float64) float64 {
	for _, m := range []float64{1e12, 1e9, 1e6, 1e3} {
		if v >= m && v/m < 1000 && v == float64(int64(v/m*10))*m/10 {
			return m
		}
	}
	return 1
}

// changeBefore reports a verb of change shortly before atom i: "rose from 10
// to 15".
func (f *finder) changeBefore(i int) bool {
	for k := i - 1; k >= max(0, i-7); k-- {
		t := f.token(k)
		if t == nil || f.is(k, ",", ";") {
			break
		}
		switch t.Lemma {
		case "rise", "fall", "increase", "decrease", "grow", "drop", "raise", "reduce", "cut", "climb", "jump", "decline", "go", "lower", "double", "triple", "shrink", "expand", "slip", "change", "revise", "widen", "narrow", "swell", "ease", "slow", "plunge", "soar", "surge", "tumble", "sink", "edge", "improve", "worsen", "accelerate", "quicken", "inch":
			return true
		}
		if f.is(k, "rose", "fell", "increased", "grew", "dropped", "raised", "reduced", "cut", "climbed", "jumped", "declined", "up", "down") {
			return true
		}
	}
	return false
}

// ratioAt reads "one in five", "two thirds of", "a third of", "half of".
func (f *finder) ratioAt(i int, q *quantity) bool {
	if i >= len(f.atoms) {
		return false
	}
	num, ok := f.numbers.Read(f.atoms[i:])
	one := f.is(i, "a", "one")
	if !ok && one {
		num, ok = numeral.Number{Value: 1, Atoms: 1}, true
	}
	if f.halfOf(i) {
		return f.fraction(q, i, i+1, .5)
	}
	if !ok || num.Value > 100 || num.Floor || f.glued(i) {
		return false
	}
	j := i + num.Atoms
	parts := 0.0
	switch {
	case f.is(j, "in", "of") && f.is(j+1, "every") || f.is(j, "in") && !one == f.digits(j+1) && num.Value < 10 || one && f.is(j, "in") && num.Value == 1,
		f.outOf(j) > 0 && num.Value < 10:
		k := j + max(1, f.outOf(j))
		if f.is(k, "every") {
			k++
		}
		if k >= len(f.atoms) {
			return false
		}
		whole, ok := f.numbers.Read(f.atoms[k:])
		if !ok || whole.Value <= num.Value || whole.Value > 1000 || f.yearLike(k) || f.noFigure(k, k+whole.Atoms, whole) {
			return false
		}
		parts, j = whole.Value, k+whole.Atoms
	default:
		if f.is(j, "-") {
			j++
		}
		parts = map[string]float64{"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}[f.low(j)]
		if parts == 0 || parts <= num.Value || !f.is(j+1, "of") || f.low(i) == "a" && !one {
			return false
		}
		if f.is(j+1, "of") && (f.is(j+2, "a") || f.is(j, "quarter", "half") && f.is(j+2, "last", "this", "next")) {
			return false // "a quarter of a mile"
		}
		j++
	}
	return f.fraction(q, i, j, num.Value/parts)
}

// halfOf reports "half" as a share at atom i: "half of the prisoners", "half the
// population"; not of a stretch of time.
func (f *finder) halfOf(i int) bool {
	if !f.is(i, "half") || f.xpos(i-1) == "JJ" || f.is(i-1, "the", "a", "and", "first", "second", "other") {
		return false
	}
	j := i + 1
	if f.is(j, "of") {
		j++
	} else if !f.is(j, "the", "its", "their", "all", "his", "her", "our") {
		return false
	}
	for f.is(j, "the", "its", "their", "all", "this", "last", "his", "her", "our", "these", "those") {
		j++
	}
	_, unit := f.calendar.Lookup(f.low(j), calendar.Unit)
	return !f.yearLike(j) && !unit && !f.month(j) && !f.is(j, "time", "battle", "story", "night")
}

// outOf is how many atoms the words at atom j take that put a share in words: "nine
// in ten", "9 out of 10".
func (f *finder) outOf(j int) int {
	n := 0
	switch {
	case f.is(j, "in"):
		n = 1
	case f.is(j, "out") && f.is(j+1, "of"):
		n = 2
	}
	if n > 0 && f.is(j+n, "three", "four", "five", "ten", "3", "4", "5", "10") && !f.glued(j+n+1) {
		return n
	}
	return 0
}

// fraction makes q the share v, printed from atom i to atom j.
func (f *finder) fraction(q *quantity, i, j int, v float64) bool {
	q.number, q.past, q.end, q.skip = i, j, j, j
	q.value, q.rule, q.unit = &v, "fraction", "fraction"
	switch q.bound {
	case "", "exactly":
		q.bound, q.low, q.high = "exactly", &v, &v
	case "more_than", "at_least":
		q.low = &v
	case "less_than", "at_most":
		q.high = &v
	}
	return true
}

// noFigure reports whether the number at atoms i to j is a date, a time, a
// duration, an age, an ordinal, a code, a score or the name of something.
func (f *finder) noFigure(i, j int, num numeral.Number) bool {
	if f.digits(i) && f.partOfCode(i, j) {
		return true
	}
	if f.labels[f.low(i-1)] && f.digits(i) && (f.capital(i-1) || f.xpos(i-1) == "NN" && f.xpos(j) != "NNS") || f.is(i-1, "#") {
		return true
	}
	if rank, _ := f.numbers.Ordinal(f.atoms[i:]); rank > 0 && f.digits(i) {
		return true
	}
	if f.is(j, "times", "fold") || f.glued(j) && f.is(j, "-") && f.is(j+1, "fold") { // "three times the estimate"
		return true
	}
	if f.digits(i) && num.Plain && f.model(i) {
		return true
	}
	return f.timeAbout(i, j) || f.yearAbout(i, j)
}

// model reports a number that is part of a product's name: it shares its head
// with a name before it ("Trent 900 engines"), or with another number ("five
// new 737 jets").
func (f *finder) model(i int) bool {
	t := f.tokenIndex(i)
	if t <= f.sentence.First || !text.IsRelation(f.doc.Tokens[t].Deprel, "nummod") {
		return false
	}
	head := f.doc.Tokens[t].Head
	before := &f.doc.Tokens[t-1]
	if before.XPOS == "NNP" && before.Deprel == "compound" && before.Head == head {
		return true
	}
	c := t - 1
	for c > f.sentence.First && (f.doc.Tokens[c].UPOS == "ADJ" || f.doc.Tokens[c].UPOS == "PROPN" || f.doc.Tokens[c].UPOS == "NOUN") {
		c--
	}
	return c < t-1 && f.doc.Tokens[c].XPOS == "CD" && text.IsRelation(f.doc.Tokens[c].Deprel, "nummod") && f.doc.Tokens[c].Head == head
}

// partOfCode reports digits inside something longer: "A320", "3-1", "F-16",
// "1990s", "555-0123", "10:30".
func (f *finder) partOfCode(i, j int) bool {
	if f.glued(i) && !f.is(i-1, "(", "[", "“", "\"", "‘", "'", "—", "–", "~", "≈", "$", "€", "£", "¥") {
		return true
	}
	if !f.glued(j) {
		return false
	}
	switch {
	case f.is(j, "-", "–", "/"):
		return f.digits(j + 1) // a score, a telephone number, a fraction
	case f.is(j, "s", "st", "nd", "rd", "th"):
		return true
	case f.is(j, ":", "@", "_"):
		return f.glued(j+1) && f.digits(j+1)
	}
	_, unit := f.units.at(f.atoms, j)
	_, currency := f.currencies.at(f.atoms, j)
	letter := f.low(j) != "" && f.low(j)[0] >= 'a' && f.low(j)[0] <= 'z'
	return letter && unit == 0 && currency == 0
}

// skipGlued is the first atom at or after i that is not glued to the one before.
func (f *finder) skipGlued(i int) int {
	for i < len(f.atoms) && f.glued(i) && !f.is(i, ",", ".", ")", ";") {
		i++
	}
	return i
}

// timeAbout reports a unit of time, a month, or a sign of the clock or of age
// beside the number.
func (f *finder) timeAbout(i, j int) bool {
	k := j
	if f.is(k, "-", "‑", "–") && f.glued(k) {
		k++
	}
	for n := 0; n < 2 && f.is(k, "full", "whole", "more", "long", "straight", "consecutive", "or", "to", "additional", "working"); n++ {
		k++
	}
	if _, ok := f.calendar.Lookup(f.low(k), calendar.Unit); ok && !f.is(k, "second") {
		return true
	}
	if f.is(j, "and", "to", "or", "-", "–") && j+1 < len(f.atoms) { // "between 60 and 90 days"
		if n, ok := f.numbers.Read(f.atoms[j+1:]); ok {
			if _, unit := f.calendar.Lookup(f.low(j+1+n.Atoms), calendar.Unit); unit && !f.is(j+1+n.Atoms, "second") {
				return true
			}
		}
	}
	if f.month(j) || f.month(i-1) || f.is(i-1, ".") && f.glued(i-1) && f.month(i-2) || f.is(j, "of") && f.month(j+1) {
		return true
	}
	if f.is(j, ",") && f.digits(j+1) && f.month(i-1) {
		return true
	}
	if _, zone := f.calendar.Lookup(f.low(j), calendar.Zone); zone || f.is(j, "am", "pm", "hrs") || f.is(j, "o") && f.is(j+2, "clock") {
		return true
	}
	if f.is(i-1, "and", "or") && f.digits(i-2) && f.is(i-3, "aged", "ages") { // "aged 61 and 58"
		return true
	}
	return f.is(i-1, "aged", "age", "ages") || f.is(i-2, "age", "aged") && f.is(i-1, "of", "about", "just")
}

func (f *finder) month(i int) bool {
	_, ok := f.calendar.Lookup(f.low(i), calendar.Month)
	return ok && f.capital(i)
}

func (f *finder) yearLike(i int) bool {
	if !f.digits(i) || len(f.atoms[i].Text) != 4 {
		return false
	}
	v, ok := numeral.Value(f.atoms[i].Text)
	return ok && v >= 1500 && v <= 2100 && v == float64(int(v))
}

// yearAbout reports four digits that are a year: nothing countable follows,
// or a word before them speaks of time.
func (f *finder) yearAbout(i, j int) bool {
	if j != i+1 || !f.yearLike(i) {
		return false
	}
	if f.is(i-1, ",") && f.digits(i-2) && (f.month(i-3) || f.is(i-3, ".") && f.month(i-4)) {
		return true // "the July 7, 2005 bombings"
	}
	if f.is(i-1, "in", "since", "until", "during", "early", "late", "mid", "by") && !f.persons[f.low(j)] && f.low(j) != "people" {
		return true
	}
	_, unit := f.units.at(f.atoms, j)
	return unit == 0 && f.xpos(j) != "NNS" && !f.persons[f.low(j)] || f.is(i-1, "the") && !f.persons[singular(f.low(j))]
}
