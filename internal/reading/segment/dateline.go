package segment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// longestDateline is how far from the start of a paragraph, in bytes, the
// dash that ends a dateline may stand.
const longestDateline = 90

// stamp is the time of day before an entry of a running report, with marks and
// flags before it: "14:05 — ", "[2.30pm GMT] ", "UPD 18:40 ". A dash, colon or bar
// may end it. So is the number of a post in a thread: "(2/6) ".
var stamp = regexp.MustCompile(`^[^\p{L}\p{N}“"«„‘'(]*(?:(?:UPD|UPDATE|UPDATED|NEW)[: ]+)?[(\[]?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?(?:[ap]\.?m\.?|AM|PM))?(?: (?:GMT|UTC|CET|CEST|EST|EDT|ET|BST|MSK|IST|local time))?[)\]]?(?: ?[-–—―:|]+)? |^(?:\(\d{1,2}/\d{0,2}\)|\d{1,2}/(?:\d{1,2})?) `)

// dateline is the part of a paragraph before its text proper, the dash or
// colon included: "MINSK (Agency) — ", "GENEVA, March 3 —", "14:05 — "; "LAGOS: "
// is none. It is empty where there is none.
//
// Before the dash there must be a place in capitals, a place that reports are
// often filed from, or a place or nothing with the name of an agency in
// brackets or with a date; after it the text begins with a capital, a digit or
// a quotation mark.
func (t *tables) dateline(s string, b text.Span) text.Span {
	none := text.Span{Start: b.Start, End: b.Start}
	head := s[b.Start:min(b.End, b.Start+longestDateline)]
	if end := len(stamp.FindString(head)); end > 0 && begins(s[b.Start+end:b.End]) && !month(firstWord(s[b.Start+end:b.End])) {
		return text.Span{Start: b.Start, End: b.Start + end - 1}
	}
	end, ok := dash(head)
	if !ok || !begins(s[b.Start+end:b.End]) {
		return none
	}
	mark := s[b.Start+end-1]
	words := strings.TrimRightFunc(s[b.Start:b.Start+end], func(r rune) bool { return isSpace(r) || strings.ContainsRune("-–—―:/._|", r) })
	if !t.isDateline(words, mark == ':' || mark == '.') {
		return none
	}
	return text.Span{Start: b.Start, End: b.Start + end}
}

// begins reports whether a sentence may begin with s, spaces aside.
func begins(s string) bool {
	s = strings.TrimLeftFunc(s, isSpace)
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("“\"‘'«„", r))
}

// firstWord is what stands in s before the first space or comma.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return strings.TrimRight(word, ",")
}

// dash is the offset after the first mark in s that may end a dateline: a
// dash with a space beside it, or a colon after a bracket, or TASS's "/. ".
func dash(s string) (int, bool) {
	for i, r := range s {
		size := utf8.RuneLen(r)
		rest := s[min(i+size, len(s)):]
		spaced := i > 0 && (s[i-1] == ' ' || s[i-1] == ')')
		switch {
		case r == '—' || r == '–' || r == '―':
			return i + size, spaced || r == '—'
		case r == '-' && strings.HasPrefix(rest, "-"):
			return i + 2, spaced || i > 0 && s[i-1] == '.' // "ZAGREB, Friday.--"
		case r == '-' && spaced && strings.HasPrefix(rest, " "):
			return i + 1, true
		case (r == '_' || r == '|') && spaced && strings.HasPrefix(rest, " "):
			return i + 1, true
		case r == ':' && i > 0 && strings.HasPrefix(rest, " ") && (s[i-1] == ')' || s[i-1] >= '0' && s[i-1] <= '9'):
			return i + 1, true
		case r == '.' && i > 0 && s[i-1] == ')' && strings.HasPrefix(rest, " "):
			return i + 1, true
		case r == '.' && spaced && strings.HasPrefix(rest, "- "):
			return i + 2, true
		case r == ':' && i > 3 && strings.HasPrefix(rest, " ") && s[:i] == strings.ToUpper(s[:i]):
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
// an agency, or a date or nothing with an agency. After a mark that is no dash
// (strict) there must be a date or, for a place that reports are often filed
// from, an agency: "PETROVA (Greens): …" is who speaks.
func (t *tables) isDateline(s string, strict bool) bool {
	s, agency := cutAgency(s)
	if open := strings.IndexAny(s, "(["); open > 0 {
		if n := strings.IndexAny(s[open:], ")]"); n > 0 && !smallWord(s[open+1:open+n]) {
			s = s[:open] + s[open+n+1:] // "SARAJEVO (Bosnia and Herzegovina)", "New Delhi [India]"
		}
	}
	known := t.datelines[strings.ToLower(strings.Trim(s, " ,./\u00a0"))]
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '.' || r == '\u00a0' })
	place, named, numbered, capitals := 0, false, false, false
	for i, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case month(f):
			named = true
		case unicode.IsDigit(r):
			if n := len(strings.TrimRight(f, "stndrh")); n > 4 || i == 0 && (len(fields) < 2 || !month(fields[1])) {
				return false
			}
			numbered = true
		case unicode.IsUpper(r):
			if place == 0 {
				capitals = utf8.RuneCountInString(f) > 3 && f == strings.ToUpper(f)
			}
			place++
		case i > 0 && (f == "of" || f == "de" || f == "la" || f == "el" || f == "and"):
		case strings.HasPrefix(f, "al-") || strings.HasPrefix(f, "el-"):
			place++
		default:
			return false
		}
	}
	dated := named && numbered
	switch {
	case place > 5 || strings.Contains(s, ":"): // "HELMSMAN: I —" is who speaks
		return false
	case place == 0:
		return agency && (dated || len(fields) == 0 && !strict)
	case strict:
		return dated || known && (agency || capitals && s == strings.ToUpper(s)) // "KABUL: Fighters left."
	}
	return agency || dated || known || capitals && (place <= 3 || strings.Contains(s, ","))
}

// smallWord reports whether a longer word of s begins with a small letter.
func smallWord(s string) bool {
	for f := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(f); unicode.IsLower(r) && len(f) > 3 {
			return true
		}
	}
	return false
}

// cutAgency removes the last brackets, or slashes, and what stands in them if
// it could be the name of an agency or a date.
func cutAgency(s string) (string, bool) {
	open := -1
	if strings.HasSuffix(s, ")") {
		open = strings.LastIndexByte(s, '(')
	} else if i := strings.LastIndexByte(s, '/'); i > 0 && s[i-1] == ' ' {
		open = i
	}
	if open < 0 {
		return s, false
	}
	within := strings.Fields(strings.Trim(s[open:], "()/"))
	if len(within) == 1 && unicode.IsDigit(rune(within[0][0])) {
		return s, false
	}
	if smallWord(s[open+1:]) {
		return s, false
	}
	return s[:open], len(within) > 0 && len(within) <= 4
}

// month reports whether the word is the English name of a month or of a day
// of the week, short or long.
func month(word string) bool {
	w := strings.TrimSuffix(word, ".")
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	for name := range strings.FieldsSeq("January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Sept Tues Thur Thurs") {
		if w == name || len(w) == 3 && w == name[:3] {
			return true
		}
	}
	return false
}
