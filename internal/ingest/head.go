package ingest

import (
	"regexp"
	"strings"
	"time"
)

// headLines is how many lines that are not empty the head of a report has at
// most: title, byline, date, the first paragraph with its dateline.
const headLines = 6

const (
	month  = `(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`
	day    = `(?:(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?),? )?(\d{1,2}(?:st|nd|rd|th)? ` + month + `,? \d{4}|` + month + ` \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2})`
	clock  = `(?:(?:,| at| [-–—|])? ?\d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?(?: ?\(?[A-Z]{2,4}\)?)?)?`
	placed = `(?:\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3},? ?[,|–—-] ?)`
)

var (
	// dateLine is a line that does nothing but date a report: "Riga, 4 October
	// 2023", "Published: Sept. 14, 2020, 10:30 GMT", "By our correspondent | 3 May
	// 2021", "As of 3 May 2025", "Situation Report No. 4 | 3 May 2025".
	dateLine = regexp.MustCompile(`^(?:\p{Lu}[^\n.]{2,60} (?:(?i:no)\.? ?|#)\d+ ?[|,·–—-] ?)?(?:(?i:(?:first |last )?(?:published|posted|issued|released|filed|updated|date)(?: on)?:? |(?:situation |data )?as (?:of|at):? ))?(By [^.\d]{3,60}[,|·–—-] ?)?(` + placed + `)?` + day + clock + `\.?$`)
	// datedLine is a dateline with its year: "MINSK, Sept 14, 2020 (Agency) —".
	datedLine = regexp.MustCompile(`^` + placed + `{1,2}` + day + `,? ?(?:[(/][^()/\n]{2,40}[)/])? ?[:–—-]+ `)
	// masthead is the line over a report in capitals that says who puts it out, with its
	// date: "REGIONAL PRESS OFFICE – 3rd May 2023", "THE HARBOUR COURIER.   SATURDAY, MARCH
	// 14, 1992.   Page 3".
	masthead = regexp.MustCompile(`^[\p{Lu}\d .,&'’№#-]*(?:OFFICE|RELEASE|BULLETIN|COURIER|TIMES|HERALD|NEWS|POST|GAZETTE|TRIBUNE|REVIEW|JOURNAL|STATEMENT|BRIEFING)[\p{Lu}\d .,&'’№#-]*?(?: ?[–—|-] ?|[ .,]{2,})(?i:` + day + `)` + clock + `\.?(?:  +Page \d+)?$`)
	ordinal  = regexp.MustCompile(`(\d)(?:st|nd|rd|th)\b`)
)

// filed is the day on which a report says itself that it was put out, as RFC
// 3339 writes it: a line of its head that holds little but a date with its
// year, or a dateline that has one. It is empty where the report does not say.
func filed(text string) string {
	line := 0
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if line++; line > headLines {
			break
		}
		// A title may be dated as well ("Kabul, 4 October 2023").
		if m := dateLine.FindStringSubmatch(l); m != nil && (line > 1 || m[2] == "") {
			return calendarDay(m[3])
		}
		if m := masthead.FindStringSubmatch(l); m != nil && line == 1 {
			return calendarDay(m[1])
		}
		if m := datedLine.FindStringSubmatch(l); m != nil {
			return calendarDay(m[1])
		}
	}
	return ""
}

// calendarDay is a written day as RFC 3339 has it, or "" where the calendar
// has no such day.
func calendarDay(s string) string {
	s = strings.NewReplacer(".", "", ",", "", "Sept.", "Sep", "Sept ", "Sep ").Replace(ordinal.ReplaceAllString(s, "$1"))
	for _, layout := range []string{time.DateOnly, "2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
