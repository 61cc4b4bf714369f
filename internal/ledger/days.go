package ledger

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"annals/internal/record"
)

const dayLayout = "2006-01-02"

// published are the report's day and the day after it, nil if it has no date.
func published(r *record.Report) (first, end *string) {
	start, stop := period(record.Value(r.Published))
	if start.IsZero() {
		return nil, nil
	}
	return record.Ptr(start.Format(dayLayout)), record.Ptr(stop.Format(dayLayout))
}

// days are the first day of a time and the day after its last, or nil, nil if
// it is not resolved. A time with one end only ("since May") reaches to the
// report's day, if that lies on its open side, and no further.
func days(t *record.Time, report *string) (first, end *string) {
	if t == nil {
		return nil, nil
	}
	start, startEnd := period(record.Value(t.Start))
	stop, stopEnd := period(record.Value(t.End))
	written, writtenEnd := period(record.Value(report))
	switch {
	case start.IsZero() && stop.IsZero():
		return nil, nil
	case start.IsZero():
		start = stop.AddDate(0, 0, -1)
		if !written.IsZero() && written.Before(start) {
			start = written
		}
	case stop.IsZero():
		stop = startEnd
		if writtenEnd.After(stop) {
			stop = writtenEnd
		}
	case strings.Contains(*t.End, "T") && !strings.Contains(*t.End, "T00:00"):
		stop = stopEnd // during that day
	}
	if !stop.After(start) {
		stop = start.AddDate(0, 0, 1)
	}
	return record.Ptr(start.Format(dayLayout)), record.Ptr(stop.Format(dayLayout))
}

// period is the first day of an ISO 8601 year, month, day or moment, and the
// day after the last. Zero times mean that it is none of these.
func period(s string) (first, end time.Time) {
	s, _, _ = strings.Cut(strings.ToUpper(s), "T")
	if t, err := time.Parse(dayLayout, s); err == nil {
		return t, t.AddDate(0, 0, 1)
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t, t.AddDate(0, 1, 0)
	}
	if t, err := time.Parse("2006", s); err == nil {
		return t, t.AddDate(1, 0, 0)
	}
	return time.Time{}, time.Time{}
}

// sentenceAround is the sentence that holds bytes start to end of the text,
// as well as its stops show it, at most 300 bytes on either side.
func sentenceAround(text string, start, end int) string {
	const reach = 300
	from := max(0, start-reach)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from++
	}
	for i := from; i < start; i++ {
		if text[i] == '\n' || stops(text, i) {
			from = i + 1
		}
	}
	to := min(len(text), end+reach)
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	for i := end; i < to; i++ {
		if text[i] == '\n' {
			to = i
		} else if stops(text, i) {
			to = i + 1
		}
	}
	return strings.TrimSpace(text[from:to])
}

// titles are words that end with a full stop inside a sentence.
const titles = " Mr Mrs Ms Dr Prof Sen Rep Gov Gen Col Lt Sgt Maj Capt Adm St No "

// stops says whether a sentence ends with byte i: a stop before a space and
// what is no small letter, and not after a title or an initial.
func stops(text string, i int) bool {
	if !strings.ContainsRune(".!?", rune(text[i])) || i+2 >= len(text) || text[i+1] != ' ' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+2:])
	word := text[strings.LastIndexAny(text[:i], " .\n")+1 : i]
	initial := len(word) == 1 && unicode.IsUpper(rune(word[0]))
	return !unicode.IsLower(next) && !initial && !strings.Contains(titles, " "+word+" ")
}
