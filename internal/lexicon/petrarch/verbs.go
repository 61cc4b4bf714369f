package petrarch

import (
	"io"
	"strings"
)

// prepositions may say which side is the target of a pattern.
const prepositions = " about against at between by for from in into of off on onto out over to toward towards under upon with "

// ReadVerbs reads a verb dictionary: blocks "--- NAME [code] ---", verbs with
// their forms in braces, patterns that begin with "-", and synonym sets that
// begin with "&". Codes outside of the known ones are skipped.
func ReadVerbs(r io.Reader, known func(code string) bool) (verbs []Verb, skipped int, err error) {
	p := verbReader{sets: map[string][]string{}, known: known}
	err = lines(r, p.line)
	return p.verbs, p.skipped, err
}

type verbReader struct {
	verbs   []Verb
	sets    map[string][]string
	set     string // the synonym set that is being read
	block   int    // the first verb of the block
	code    string // of the block
	known   func(string) bool
	skipped int
}

func (p *verbReader) line(line string) {
	line = strings.TrimSpace(line)
	code, coded := "", false
	if m := bracketed.FindStringSubmatch(line); m != nil {
		code, coded = p.usable(m[1])
		if !coded && m[1] != "---" {
			p.skipped++
		}
	}
	text := strings.TrimSpace(bracketed.ReplaceAllString(line, ""))
	switch {
	case strings.HasPrefix(line, "---"):
		p.set, p.code, p.block = "", code, len(p.verbs)
	case strings.HasPrefix(text, "&"):
		p.set = strings.TrimPrefix(strings.Fields(text)[0], "&")
	case strings.HasPrefix(text, "+") && p.set != "":
		p.sets[p.set] = append(p.sets[p.set], Fold(text[1:]))
	case strings.HasPrefix(text, "- "):
		p.pattern(text[2:], code, coded)
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "~"), strings.HasPrefix(text, "+"):
		p.skipped++ // combinations and transformations
	default:
		p.set = ""
		p.verb(text, code, coded)
	}
}

// usable is the source's part of a code, where it is known or "" for no event.
func (p *verbReader) usable(code string) (string, bool) {
	code, _, _ = strings.Cut(code, ":")
	code = strings.TrimSpace(code)
	return code, code != "" && code != "---" && p.known(code)
}

func (p *verbReader) verb(text, code string, coded bool) {
	name := strings.Fields(braced.ReplaceAllString(text, ""))
	if len(name) != 1 {
		p.skipped++
		return
	}
	lemma, particle, _ := strings.Cut(strings.ToLower(strings.Trim(name[0], "_")), "_")
	v := Verb{Lemma: lemma, Particle: strings.ReplaceAll(particle, "_", " "), Code: p.code}
	if coded {
		v.Code = code
	}
	if forms := braced.FindStringSubmatch(text); forms != nil {
		for _, f := range strings.Fields(forms[1]) {
			form, _, _ := strings.Cut(strings.ToLower(f), "_")
			v.Forms = append(v.Forms, form)
		}
	}
	p.verbs = append(p.verbs, v)
}

// pattern gives a pattern to every verb of the block.
func (p *verbReader) pattern(text, code string, coded bool) {
	if !coded || p.block >= len(p.verbs) || strings.Count(text, "*") != 1 {
		p.skipped++
		return
	}
	pattern := Pattern{Code: code}
	text = strings.NewReplacer("(", " ", ")", " ", "{", " ", "}", " ", "*", " * ").Replace(text)
	fields := strings.Fields(text)
	for i, f := range fields {
		switch {
		case f == "*" || f == "$":
		case f == "+" || f == "%":
			if i > 0 && strings.Contains(prepositions, " "+strings.ToLower(fields[i-1])+" ") {
				pattern.Target = strings.ToLower(fields[i-1])
			}
		case strings.HasPrefix(f, "&"):
			set := p.sets[f[1:]]
			if len(set) == 0 {
				p.skipped++
				return
			}
			pattern.Words = append(pattern.Words, set)
		default:
			for _, w := range strings.Split(strings.Trim(f, "_"), "_") {
				if w = strings.ToLower(w); w != "" {
					pattern.Words = append(pattern.Words, []string{w})
				}
			}
		}
	}
	for i := p.block; i < len(p.verbs); i++ {
		p.verbs[i].Patterns = append(p.verbs[i].Patterns, pattern)
	}
}
