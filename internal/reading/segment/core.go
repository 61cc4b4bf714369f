package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// whole is the length of the address, handle, hashtag or listed form that
// s[a:b] begins with and that is one token, or 0.
func (sc *scanner) whole(a, b int) int {
	s := sc.text[a:b]
	switch {
	case s[0] == '@' || s[0] == '#':
		if r, _ := utf8.DecodeRuneInString(s[1:]); !unicode.IsLetter(r) && r != '_' {
			return 0
		}
		n := 1
		for n < len(s) {
			r, size := decode(s, n)
			if !isWord(r) && r != '_' {
				break
			}
			n += size
		}
		return n
	case sc.listed(s) || sc.broken(a, b):
		return len(s)
	case address(s):
		return trimAddress(s)
	}
	return sc.face(s)
}

// broken reports whether s[a:b] is a word that a speaker broke off: "th-".
func (sc *scanner) broken(a, b int) bool {
	return b-a <= 4 && b-a > 1 && sc.text[b-1] == '-' && letters(sc.text[a:b-1]) && (a == 0 || isSpace(before(sc.text, a)))
}

// face is the length of the emoticon that s begins with, or 0. No letter or
// digit follows it.
func (sc *scanner) face(s string) int {
	if len(s) < 2 || isWord(rune(s[0])) && s[0] != 'x' {
		return 0
	}
	n := 0
	for _, f := range sc.faces {
		if len(f) > n && strings.HasPrefix(s, f) {
			n = len(f)
		}
	}
	if n > 0 && n < len(s) {
		if r, _ := decode(s, n); isWord(r) {
			return 0
		}
	}
	return n
}

// faceBehind is the length of the smiling or sad face that s ends with, or 0.
func (sc *scanner) faceBehind(s string) int {
	n := 0
	for _, f := range sc.faces {
		if len(f) > n && (f[0] == ':' || f[0] == ';') && !isWord(rune(f[len(f)-1])) && strings.HasSuffix(s, f) {
			n = len(f)
		}
	}
	return n
}

// listed reports whether s is of the forms that are never split.
func (sc *scanner) listed(s string) bool {
	return len(s) <= 14 && sc.tables.whole[strings.ReplaceAll(strings.ToLower(s), "’", "'")]
}

// longestHost is how far into a chunk, in bytes, marks of an address are
// sought, so that no chunk however long takes more than linear time.
const longestHost = 128

// address reports whether s begins as a web or mail address does.
func address(s string) bool {
	if !isWord(rune(s[0])) {
		return false
	}
	s = s[:min(len(s), longestHost)]
	if i := strings.Index(s, "://"); i > 1 && i < 8 && letters(s[:i]) {
		return true
	}
	s = strings.TrimPrefix(s, "mailto:")
	if len(s) > 4 && (strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "WWW.")) {
		return true
	}
	if i := strings.IndexByte(s, '@'); i > 0 {
		dot := strings.IndexByte(s[i:], '.')
		return dot > 1 && i+dot+1 < len(s) && isWord(rune(s[i+dot+1])) && !strings.ContainsAny(s[:i], "(,;:\"<>")
	}
	return domain(s)
}

// domain reports whether s begins with a bare host name under a common top
// level domain: "example.org/news", not "end.Next".
func domain(s string) bool {
	host := s
	if i := strings.IndexAny(s, "/,;:!?)\"'’”"); i >= 0 {
		host = s[:i]
	}
	host = strings.TrimRight(host, ".")
	dot := strings.LastIndexByte(host, '.')
	if dot < 2 || dot+2 >= len(host) {
		return false
	}
	for i := 0; i < len(host); i++ {
		if c := host[i]; !isWord(rune(c)) && c != '-' && c != '.' {
			return false
		}
	}
	switch strings.ToLower(host[dot+1:]) {
	case "com", "org", "net", "gov", "edu", "int", "info", "mil", "co", "uk", "de", "fr", "ru", "ua", "by", "cz", "pl", "eu", "io", "tv", "doc", "xls", "pdf", "jpg", "html":
		return host[dot+1] == host[dot+2]|(host[dot+1]&0x20) || unicode.IsLower(rune(host[dot+1])) || strings.ToUpper(host) == host
	}
	return false
}

// trimAddress is the length of the address at the start of s without the
// marks of the sentence around it.
func trimAddress(s string) int {
	if i := strings.IndexAny(s, "<>\"”“"); i > 0 {
		s = s[:i]
	}
	if i := strings.Index(s, ")("); i > 0 {
		s = s[:i]
	}
	for {
		t := strings.TrimRight(s, ".,;:!?'’*…")
		if strings.HasSuffix(t, ")") && strings.Count(t, ")") > strings.Count(t, "(") || strings.HasSuffix(t, "]") && !strings.Contains(t, "[") {
			t = t[:len(t)-1]
		}
		t = strings.TrimSuffix(strings.TrimSuffix(t, "'s"), "’s")
		if t == s || t == "" {
			return len(s)
		}
		s = t
	}
}

func letters(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// core splits a chunk without marks at its ends where marks stand inside it.
func (sc *scanner) core(a, b, limit int) {
	s := sc.text
	if numeric(s[a:b]) {
		sc.emit(a, b)
		return
	}
	start := a
	for i := a; i < b; {
		r, size := decode(s, i)
		if isWord(r) || i == a && (r == '-' || r == '+' || r == '.') {
			i += size
			continue
		}
		n := sc.inner(start, i, b)
		if n == 0 {
			i += size
			continue
		}
		sc.word(start, i)
		if n > 0 {
			sc.emit(i, i+n)
			i += n
		} else {
			i += size
		}
		start = i
		if i < b {
			if n := sc.whole(i, b); n > 0 && n < b-a {
				sc.emit(i, i+n)
				i += n
				start = i
			}
		}
	}
	sc.word(start, b)
}

// inner is the length of the mark at i inside a chunk that goes on to b and
// whose current word began at start; 0 if the mark is part of the word.
func (sc *scanner) inner(start, i, b int) int {
	s := sc.text
	r, size := decode(s, i)
	prev, next := rune(0), rune(0)
	if i > start {
		prev = before(s, i)
	}
	if i+size < b {
		next, _ = decode(s, i+size)
	}
	digits := unicode.IsDigit(prev) && unicode.IsDigit(next)
	switch r {
	case '.', '…':
		n := dots(s, i, b)
		if n > 1 || prev == 0 {
			return n
		}
		if digits || !unicode.IsUpper(next) || !isWord(prev) {
			return 0
		}
		if sc.glued(start, i, b) {
			return 1
		}
		return 0
	case ',':
		if digits && threes(s[i+1:b]) {
			return 0
		}
		return 1
	case ':', '·', '٫', '٬':
		if digits {
			return 0
		}
		return size
	case '\'', '’', '`', '´', 'ʼ', '‘':
		if prev != 0 && isWord(next) {
			return 0
		}
		return size
	case '-', '‐', '‑':
		if n := run(s[i:b], '-'); n > 1 {
			return n
		}
		prefix := strings.ToLower(s[start:i])
		if sc.prefixes[prefix] && unicode.IsLetter(next) || prefix == "mid" && unicode.IsDigit(next) {
			return 0
		}
		return size
	case '&':
		if i-start <= 3 && unicode.IsUpper(prev) && unicode.IsUpper(next) {
			return 0
		}
		return 1
	case '/':
		if digits && (i-start <= 2 || b-start <= 32 && numeric(s[start:b])) {
			return 0
		}
		return 1
	case '_', '@':
		if prev != 0 && next != 0 {
			return 0
		}
		return run(s[i:b], r)
	case '!', '?':
		return marks(s[i:b])
	case '$':
		if i-start <= 3 && unicode.IsUpper(prev) {
			return 0 // "US$": word cuts after it
		}
		return 1
	case '\u00ad', '\u200c', '\u200d':
		return 0
	}
	if unicode.Is(unicode.M, r) && prev != 0 {
		return 0
	}
	return cluster(s, i, b)
}

// glued reports whether the full stop at i ends a sentence that the next one
// follows without a space ("left.He"): at least two small letters before it,
// a capital and a small letter after it, and no abbreviation.
func (sc *scanner) glued(start, i, b int) bool {
	s := sc.text
	last, size := utf8.DecodeLastRuneInString(s[start:i])
	if i-start-size < 1 || !unicode.IsLower(last) || sc.abbreviation(s[start:i]) != notAbbreviation {
		return false
	}
	_, n := decode(s, i+1)
	if i+1+n >= b {
		return s[i+1] == 'I' || s[i+1] == 'A'
	}
	r, _ := decode(s, i+1+n)
	return unicode.IsLower(r) || r == '\'' || r == '’'
}

// threes reports whether s begins with three digits and no fourth.
func threes(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// numeric reports whether s is a number or numbers that are one token: "1,200",
// "9/11", "10-12-2004", "713-555-0147", "2021-03-05", "12:30".
func numeric(s string) bool {
	if s[0] < '0' || s[0] > '9' {
		return false
	}
	groups, commas, slashes, hyphens := []int{0}, 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			groups[len(groups)-1]++
			continue
		case c == ',' && threes(s[i+1:]):
			commas++
		case c == '/':
			slashes++
		case c == '-':
			hyphens++
		case c == '.' || c == ':':
		default:
			return false
		}
		groups = append(groups, 0)
	}
	for _, n := range groups {
		if n == 0 {
			return false
		}
	}
	last := groups[len(groups)-1]
	switch {
	case hyphens == 0:
		return slashes == 0 || slashes <= 2 && commas == 0
	case slashes == 1 && hyphens == 1:
		return len(groups) == 3 && groups[0] == 3 && groups[1] == 3 && last == 4 // "713/555-0147"
	case slashes > 0 || commas > 0:
		return false
	case hyphens == 1:
		return (groups[0] == 3 || groups[0] == 5) && last == 4 && len(groups) == 2
	}
	return hyphens <= 3
}

// word emits a word without marks, split into the words it stands for.
func (sc *scanner) word(a, b int) {
	if a >= b {
		return
	}
	s := sc.text
	if c := s[a]; c >= '0' && c <= '9' && unicode.IsLetter(rune(s[b-1])) {
		n := a
		for n < b && (s[n] >= '0' && s[n] <= '9' || s[n] == ',' || s[n] == '.' || s[n] == ':') {
			n++
		}
		if sc.units[strings.ToLower(s[n:b])] {
			sc.emit(a, n)
			a = n
		}
		sc.emit(a, b)
		return
	}
	if i := strings.IndexByte(s[a:b], '$'); i >= 0 && i+1 < b-a {
		sc.emit(a, a+i+1)
		a += i + 1
	}
	if b-a < 10 && s[a:b] != "IM" {
		if n, ok := sc.cuts[strings.ToLower(s[a:b])]; ok {
			sc.emit(a, a+n)
			sc.emit(a+n, b)
			return
		}
	}
	if b-a == 3 && sc.its(a, b) {
		sc.emit(a, a+2)
		a += 2
	}
	var held [3]int // lengths of clitics, the last first: "they'd've"
	clitics := held[:0]
	for len(clitics) < len(held) && !sc.listed(s[a:b]) {
		n := clitic(s[a:b])
		if n == 0 || n == b-a {
			break
		}
		b -= n
		clitics = append(clitics, n)
	}
	sc.emit(a, b)
	for i := len(clitics) - 1; i >= 0; i-- {
		sc.emit(b, b+clitics[i])
		b += clitics[i]
	}
}

// its reports whether s[a:b] is "its" where "it's" is meant.
func (sc *scanner) its(a, b int) bool {
	s := sc.text
	if s[a]|0x20 != 'i' || s[a+1]|0x20 != 't' || s[a+2]|0x20 != 's' || b+1 >= len(s) || s[b] != ' ' {
		return false
	}
	next := s[b+1 : min(len(s), b+12)]
	end := strings.IndexFunc(next, func(r rune) bool { return !unicode.IsLetter(r) })
	return end > 0 && next[end] == ' ' && sc.afterIts[next[:end]]
}

// clitic is the length of the clitic that s ends with: "'s", "'re", "n't" and
// so on with an apostrophe of any style; 0 for none.
func clitic(s string) int {
	for i := len(s) - 1; i >= 0 && i >= len(s)-5; i-- {
		if !utf8.RuneStart(s[i]) || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' {
			continue
		}
		r, size := decode(s, i)
		switch r {
		case '\'', '’', '`', '´', 'ʼ', '‘':
		default:
			return 0
		}
		switch rest := s[i+size:]; len(rest) {
		case 1:
			switch rest[0] | 0x20 {
			case 's', 'm', 'd':
				return len(s) - i
			case 't':
				if i > 1 && s[i-1]|0x20 == 'n' {
					return len(s) - i + 1
				}
			}
		case 2:
			switch strings.ToLower(rest) {
			case "re", "ve", "ll":
				return len(s) - i
			}
		}
		return 0
	}
	return 0
}
