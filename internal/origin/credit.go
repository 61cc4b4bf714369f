package origin

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

//go:embed agencies.tsv
var agencyTable string

// Agencies knows the news agencies that other outlets print. It is safe for
// use by several goroutines.
type Agencies struct {
	names map[string]string // as credited, case kept → as shown
	lower map[string]string // without case, for names longer than an abbreviation
}

// Credit is whom a report names as its origin.
type Credit struct {
	Name string // "" if nobody
	Why  string // "dateline", "byline", "credit line", "feed"
}

// Load reads the embedded table.
func Load() (*Agencies, error) { return load() }

// load reads the table once for all who ask; nothing changes it afterwards.
var load = sync.OnceValues(func() (*Agencies, error) {
	a := &Agencies{map[string]string{}, map[string]string{}}
	for n, line := range strings.Split(agencyTable, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, credited, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("origin: agencies.tsv: line %d has no tab", n+1)
		}
		for alias := range strings.SplitSeq(credited, "|") {
			a.names[alias] = name
			if len(alias) > 4 {
				a.lower[strings.ToLower(alias)] = name
			}
		}
	}
	return a, nil
})

// Known is the agency of that name, or "".
func (a *Agencies) Known(name string) string {
	name = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(name), "the "))
	if shown := a.names[name]; shown != "" {
		return shown
	}
	return a.lower[strings.ToLower(name)]
}

var (
	// dateline is "MINSK, 9 August (Agency) —" at the head of a text; the
	// place may stand behind an outlet's own headline.
	dateline = regexp.MustCompile(`^(\p{Lu}[\p{L}'’./ -]{1,40}(?:,[^()\n]{1,40})?) ?\(([\p{Lu}][\p{L}&. -]{1,40})\) ?[-–—:]+ ?`)
	// headed is "AGENCY, Minsk —" and "Agency -".
	headed = regexp.MustCompile(`^(\p{L}[\p{L} -]{1,30})(?:, ?\p{Lu}[\p{L} ]{1,30})? [-–—] `)
	byline = regexp.MustCompile(`^(?i:by|from|source:) (.{2,80})$`)
	// creditLine is a line of its own that says who wrote it.
	creditLine = regexp.MustCompile(`^(?i:reporting by|source:|report by|story by|copyright|©|\(c\)|with reporting by|with material from|via)\s*:?\s*(.{2,100}?)\.?$`)
	ending     = regexp.MustCompile(`[(\[—–-] ?([\p{L}][\p{L}&/. -]{1,40})[)\]]?\.?$`)
)

// Credit finds the agency that a report credits: the dateline, a byline, a
// line of credit, the name in brackets at the end, or the <source> of a feed it
// came by. Whoever publishes the report itself is not credited. A name in a
// dateline's brackets needs no entry in the table; elsewhere in the text only
// agencies of the table count, and what calls itself a wire or an agency.
func (a *Agencies) Credit(text, publisher string, feedSources ...string) Credit {
	for _, c := range a.credits(text) {
		if !SameOutlet(c.Name, publisher) {
			return c
		}
	}
	for _, s := range feedSources {
		if s != "" && !SameOutlet(s, publisher) {
			return Credit{a.shown(s), "feed"}
		}
	}
	return Credit{}
}

// Dateline is the agency in the dateline of a text, whoever publishes it, or "".
func (a *Agencies) Dateline(text string) string {
	for i, line := range headLines(text) {
		if m := dateline.FindStringSubmatch(line); m != nil && i < 4 {
			return a.shown(m[2])
		}
	}
	return ""
}

func (a *Agencies) shown(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if known := a.Known(name); known != "" {
		return known
	}
	return name
}

func (a *Agencies) credits(text string) []Credit {
	var found []Credit
	if name := a.Dateline(text); name != "" {
		found = append(found, Credit{name, "dateline"})
	}
	for _, line := range headLines(text) {
		if m := byline.FindStringSubmatch(line); m != nil {
			if name := a.among(m[1]); name != "" {
				found = append(found, Credit{name, "byline"})
			}
		}
		if name := a.Known(line); name != "" {
			found = append(found, Credit{name, "byline"})
		}
		if m := headed.FindStringSubmatch(line); m != nil {
			if name := a.Known(m[1]); name != "" {
				found = append(found, Credit{name, "dateline"})
			}
		}
	}
	for _, line := range lastLines(text) {
		if m := creditLine.FindStringSubmatch(line); m != nil {
			name := a.among(m[1])
			if words := strings.Fields(m[1]); name == "" && len(words) <= 4 && strings.HasPrefix(strings.ToLower(line), "reporting by") && outletLike(words) {
				name = strings.Join(words, " ")
			}
			if name != "" {
				found = append(found, Credit{name, "credit line"})
			}
		}
		if m := ending.FindStringSubmatch(line); m != nil {
			if name := a.among(m[1]); name != "" {
				found = append(found, Credit{name, "credit line"})
			}
		}
		if name := a.Known(strings.TrimRight(line, ".")); name != "" {
			found = append(found, Credit{name, "credit line"})
		}
	}
	return found
}

// outletLike says whether words look like the name of an outlet rather than a
// reporter's: one of them says what kind of outlet it is.
func outletLike(words []string) bool {
	for _, w := range words {
		switch strings.ToLower(strings.Trim(w, ".,")) {
		case "wire", "press", "agency", "news", "service", "media", "radio", "tv":
			return true
		}
	}
	return false
}

// among is the first agency named among words such as "Jane Doe, Reuters and
// staff", or "".
func (a *Agencies) among(line string) string {
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;/|&()", r) }) {
		for piece := range strings.SplitSeq(part, " and ") {
			piece = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(piece), "the "))
			if name := a.Known(strings.TrimRight(piece, ".")); name != "" {
				return name
			}
		}
	}
	return ""
}

// headLines are the first lines of a text that hold something.
func headLines(text string) []string { return someLines(strings.SplitN(text, "\n", 12), 5) }

// lastLines are the last lines of a text that hold something.
func lastLines(text string) []string {
	lines := strings.Split(text, "\n")
	lines = someLines(lines[max(0, len(lines)-12):], 12)
	return lines[max(0, len(lines)-3):]
}

func someLines(lines []string, most int) []string {
	var kept []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" && len(kept) < most {
			kept = append(kept, l)
		}
	}
	return kept
}

// SameOutlet says whether two names are of one outlet: the same words but for
// case, "the", and a web address's ending.
func SameOutlet(a, b string) bool {
	a, b = outletKey(a), outletKey(b)
	return a != "" && a == b
}

func outletKey(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.TrimPrefix(strings.TrimPrefix(name, "www."), "the ")
	for _, end := range []string{".com", ".org", ".net", ".co.uk"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.Join(strings.FieldsFunc(fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' }), "")
}

// OutletKey is by what an outlet's name is compared: two names of the same
// outlet have the same key.
func OutletKey(name string) string { return outletKey(name) }
