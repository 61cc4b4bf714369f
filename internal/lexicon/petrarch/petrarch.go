// Package petrarch reads the dictionaries of the PETRARCH family of event
// coders, so that users can bring their own: who has which CAMEO actor code
// and when (actors), which roles have which agent code (agents), and which
// verbs with which words about them have which CAMEO event code (verbs).
//
// It reads dictionary files and writes [Actors], [Agents] and [Verbs]. Lines
// that it cannot use are counted, never guessed at: patterns across two verbs,
// transformation rules.
//
// Formats: Norris, Schrodt & Beieler, "PETRARCH2: Another Event Coding
// Program", Journal of Open Source Software (2017), and its documentation.
package petrarch

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Actors is who has which code, by folded name.
type Actors map[string][]Period

// Period is a code with the days on which it holds, "2001-01-20" to
// "2009-01-20", each "" where open.
type Period struct{ Code, From, To string }

// Agents is the code of each role by folded phrase: "police officer" → "COP".
type Agents map[string]string

// Verb is a verb with what its patterns code.
type Verb struct {
	Lemma    string // the first form: "pull"
	Particle string // "out" of PULL_OUT, or ""
	Forms    []string
	Code     string // without a pattern, or ""
	Patterns []Pattern
}

// Pattern is words that must stand in the verb's clause.
type Pattern struct {
	Words  [][]string // each an alternative of words
	Target string     // the preposition before the target, or ""
	Code   string
}

// Fold is a name as dictionaries are asked for it: lower case, without
// articles, marks and underscores.
func Fold(name string) string {
	name = strings.ToLower(name)
	name = strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ',', '.', '’', '\'', '"', '“', '”', '(', ')':
			return ' '
		}
		return r
	}, name)
	words := strings.Fields(name)
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// Code is the code of a name on a day ("2024-03-12", or "" where unknown: then
// only a code without limits counts, or the only one).
func (a Actors) Code(name, day string) (string, bool) {
	periods := a[Fold(name)]
	if day == "" && len(periods) == 1 {
		return periods[0].Code, true
	}
	for _, p := range periods {
		open := p.From == "" && p.To == ""
		if open || day != "" && (p.From == "" || day >= p.From) && (p.To == "" || day <= p.To) {
			return p.Code, true
		}
	}
	return "", false
}

// Code is the code of a role: of the longest end of the phrase that has one.
func (a Agents) Code(phrase string) (string, bool) {
	words := strings.Fields(Fold(phrase))
	for i := range words {
		if code, ok := a[strings.Join(words[i:], " ")]; ok {
			return code, true
		}
	}
	return "", false
}

var (
	bracketed = regexp.MustCompile(`\[([^\]]*)\]`)
	braced    = regexp.MustCompile(`\{([^}]*)\}`)
)

// lines hands over each line without its comment.
func lines(r io.Reader, each func(line string)) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		line := s.Text()
		if i := strings.IndexAny(line, "#;"); i >= 0 {
			line = line[:i]
		}
		if strings.TrimSpace(line) != "" {
			each(line)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("petrarch: read the dictionary: %w", err)
	}
	return nil
}

// ReadActors reads an actor dictionary: a name, its synonyms after "+", and
// codes with or without dates, on the line of the name or below it.
func ReadActors(r io.Reader) (actors Actors, skipped int, err error) {
	actors = Actors{}
	var names []string
	var periods []Period
	flush := func() {
		for _, n := range names {
			if len(periods) > 0 && n != "" {
				actors[n] = append(actors[n], periods...)
			}
		}
		names, periods = nil, nil
	}
	err = lines(r, func(line string) {
		text, codes := bracketed.ReplaceAllString(line, ""), bracketed.FindAllStringSubmatch(line, -1)
		name := strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(name, "+"):
			names = append(names, Fold(name[1:]))
		case name != "":
			flush()
			names = []string{Fold(name)}
		}
		for _, c := range codes {
			p, ok := period(c[1])
			if !ok {
				skipped++
				continue
			}
			periods = append(periods, p)
		}
	})
	flush()
	return actors, skipped, err
}

// period parses "USAGOV", "USAGOV 20010120-20090120", "USAELI >090120".
func period(s string) (Period, bool) {
	fields := strings.Fields(s)
	if len(fields) == 0 || !isCode(fields[0]) {
		return Period{}, false
	}
	p := Period{Code: strings.ReplaceAll(fields[0], "---", "")}
	if len(fields) == 1 {
		return p, p.Code != ""
	}
	when := strings.Join(fields[1:], "")
	ok := true
	day := func(digits string) string {
		d, good := date(digits)
		ok = ok && good
		return d
	}
	switch from, to, both := strings.Cut(when, "-"); {
	case both:
		p.From, p.To = day(from), day(to)
	case strings.HasPrefix(when, "<"):
		p.To = day(when[1:])
	case strings.HasPrefix(when, ">"):
		p.From = day(when[1:])
	default:
		return Period{}, false
	}
	return p, ok && p.Code != ""
}

// date parses YYMMDD, as of 1930 to 2029, and YYYYMMDD.
func date(digits string) (string, bool) {
	if strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	switch len(digits) {
	case 6:
		century := "20"
		if digits >= "30" {
			century = "19"
		}
		digits = century + digits
	case 8:
	default:
		return "", false
	}
	return digits[:4] + "-" + digits[4:6] + "-" + digits[6:], true
}

func isCode(s string) bool {
	return s != "" && len(s) <= 24 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~") == ""
}

// ReadAgents reads an agent dictionary: a role, other forms in braces, and its
// code with "~" where the country goes.
func ReadAgents(r io.Reader) (agents Agents, skipped int, err error) {
	agents = Agents{}
	err = lines(r, func(line string) {
		code := bracketed.FindStringSubmatch(line)
		name := strings.TrimSpace(braced.ReplaceAllString(bracketed.ReplaceAllString(line, ""), ""))
		if code == nil || !isCode(code[1]) || strings.ContainsAny(name, "!=") || name == "" {
			skipped++
			return
		}
		c := strings.ReplaceAll(strings.ToUpper(code[1]), "~", "")
		agents[Fold(name)] = c
		if forms := braced.FindStringSubmatch(line); forms != nil {
			for _, f := range strings.FieldsFunc(forms[1], func(r rune) bool { return r == ' ' || r == ',' }) {
				agents[Fold(f)] = c
			}
		} else {
			agents[Fold(name)+"s"] = c
		}
	})
	return agents, skipped, err
}
