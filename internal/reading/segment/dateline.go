package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// longestDateline is how far from the start of a paragraph, in bytes, the
// dash that ends a dateline may stand.
const longestDateline = 90

// dateline is the part of a paragraph before its text proper, the dash or
// colon included: "MINSK (Agency) — ", "GENEVA, March 3 —", "LAGOS: " is none.
// It is empty where there is none.
//
// Before the dash there must be a place in capitals, or a place with the name
// of an agency in brackets or with a date; after it the text begins with a
// capital, a digit or a quotation mark.
func dateline(s string, b text.Span) text.Span {
	none := text.Span{Start: b.Start, End: b.Start}
	end, ok := dash(s[b.Start:min(b.End, b.Start+longestDateline)])
	if !ok {
		return none
	}
	after := strings.TrimLeftFunc(s[b.Start+end:b.End], isSpace)
	r, _ := utf8.DecodeRuneInString(after)
	if after == "" || !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune("“\"‘'«„", r) {
		return none
	}
	if !isDateline(strings.TrimRightFunc(s[b.Start:b.Start+end], func(r rune) bool { return isSpace(r) || strings.ContainsRune("-–—:/.", r) })) {
		return none
	}
	return text.Span{Start: b.Start, End: b.Start + end}
}

// dash is the offset after the first mark in s that may end a dateline: a
// dash with a space beside it, or a colon after a bracket, or TASS's "/. ".
func dash(s string) (int, bool) {
	for i, r := range s {
		size := utf8.RuneLen(r)
		rest := s[min(i+size, len(s)):]
		spaced := i > 0 && s[i-1] == ' ' || strings.HasPrefix(rest, " ")
		switch {
		case r == '—' || r == '–' || r == '―':
			return i + size, spaced || r == '—'
		case r == '-' && strings.HasPrefix(rest, "-"):
			return i + 2, true
		case r == '-' && spaced && strings.HasPrefix(rest, " "):
			return i + 1, true
		case r == ':' && i > 0 && s[i-1] == ')':
			return i + 1, true
		case r == '/' && strings.HasPrefix(rest, ". ") && strings.Count(s[:i], "/") == 1:
			return i + 2, true
		case r == '“' || r == '"' || r == ';' || r == '?' || r == '!':
			return 0, false
		}
	}
	return 0, false
}

// isDateline reports whether the words are a place with or without a date and
// an agency.
func isDateline(s string) bool {
	s, agency := cutAgency(s)
	s = strings.Trim(s, " ,./")
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '\u00a0' })
	if len(fields) == 0 || len(fields) > 9 {
		return false
	}
	dated, place, capitals := false, 0, false
	for _, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case unicode.IsDigit(r):
			if len(strings.TrimRight(f, ".stndrh")) > 4 {
				return false
			}
			dated = true
		case month(f):
		case unicode.IsUpper(r):
			if strings.HasSuffix(f, ".") && len(f) > 5 {
				return false
			}
			if place == 0 {
				capitals = len([]rune(f)) > 3 && f == strings.ToUpper(f)
			}
			place++
		case f == "of" || f == "de" || f == "la" || f == "le" || f == "el" || f == "and" || f == "al" || f == "the":
		case strings.HasPrefix(f, "al-") || strings.HasPrefix(f, "el-"):
			place++
		default:
			return false
		}
	}
	return place > 0 && place <= 6 && (capitals || agency || dated && len(fields) <= 6)
}

// cutAgency removes the last brackets, or slashes, and what stands in them.
func cutAgency(s string) (string, bool) {
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") {
		return s[:open], true
	}
	if open := strings.LastIndexByte(s, '/'); open > 0 && s[open-1] == ' ' {
		return s[:open], true
	}
	return s, false
}

// month reports whether the word is the English name of a month or of a day
// of the week, short or long.
func month(word string) bool {
	w := strings.TrimSuffix(word, ".")
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	for name := range strings.FieldsSeq("January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Sept") {
		if w == name || len(w) == 3 && w == name[:3] {
			return true
		}
	}
	return false
}
