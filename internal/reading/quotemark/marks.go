package quotemark

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// family groups marks that can close one another.
type family uint8

const (
	double    family = iota // “ ” „ " `` ''
	guillemet               // « »
	single                  // ‘ ’ ' ‹ ›
)

// role is what a mark usually does.
type role uint8

const (
	either role = iota
	opens
	closes
)

type mark struct {
	form   string
	family family
	role   role
}

// marks lists the quotation marks; longer forms stand before their prefixes.
func marks() [14]mark {
	return [14]mark{
		{"``", double, opens}, {"''", double, either}, {"“", double, opens}, {"”", double, closes},
		{"„", double, opens}, {"‟", double, opens}, {"\"", double, either}, {"＂", double, either},
		{"«", guillemet, opens}, {"»", guillemet, closes},
		{"‘", single, opens}, {"‚", single, opens}, {"’", single, closes}, {"'", single, either},
	}
}

// markAt is the mark that s begins with.
func markAt(s string) (mark, bool) {
	if s[0] < utf8.RuneSelf && s[0] != '`' && s[0] != '\'' && s[0] != '"' {
		return mark{}, false
	}
	for _, m := range marks() {
		if strings.HasPrefix(s, m.form) {
			return m, true
		}
	}
	return mark{}, false
}

// looksOpening reports whether a mark between these characters can open:
// space, a bracket, a dash or another mark before it, a word after it.
func looksOpening(before, after rune) bool {
	return (unicode.IsSpace(before) || strings.ContainsRune("([{—–-/“‘«\"':", before)) &&
		!unicode.IsSpace(after) && !strings.ContainsRune(",.;:!?)]}", after)
}

// looksClosing reports whether a mark between these characters can close.
func looksClosing(before, after rune) bool {
	return !unicode.IsSpace(before) && !strings.ContainsRune("([{", before) &&
		!unicode.IsLetter(after) && !unicode.IsDigit(after)
}

func lastVisible(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, unicode.IsSpace))
	return r
}

// elision reports whether the text after a single mark is a word whose
// beginning is left out.
func elision(after string) bool {
	word := strings.ToLower(after[:wordEnd(after)])
	if word == "" || unicode.IsDigit(rune(word[0])) {
		return true
	}
	switch word {
	case "em", "til", "tis", "twas", "cause", "round", "n", "bout":
		return true
	}
	return false
}

func wordEnd(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return i
		}
	}
	return len(s)
}

// saysWho reports whether the text begins with a reporting clause: "she said",
// "said the minister", "Mr. Orlov added".
func saysWho(s string) bool {
	const reach = 200 // bytes: a few words
	s = s[:min(len(s), reach)]
	words := strings.FieldsFunc(s[:clauseEnd(s)], func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '’' && r != '\'' })
	for i, w := range words {
		if i == 7 {
			return false
		}
		if saying(w) {
			return true
		}
	}
	return false
}

// clauseEnd is where the first clause of s ends: at a comma, a colon, a
// closing full stop or another mark. The full stop of "Mr." ends nothing.
func clauseEnd(s string) int {
	for i, r := range s {
		if strings.ContainsRune(",;:!?“”\"\n", r) {
			return i
		}
		if r == '.' && i > 3 && strings.LastIndexAny(s[:i], " \u00a0") < i-4 {
			return i
		}
	}
	return len(s)
}

// saying reports whether the word is one that stands in the clause of a
// broken quotation.
func saying(word string) bool {
	switch strings.ToLower(word) {
	case "said", "says", "say", "added", "adds", "told", "tells", "wrote", "writes", "asked", "asks", "replied", "replies",
		"stated", "states", "stressed", "noted", "notes", "declared", "explained", "continued", "warned", "insisted",
		"announced", "emphasized", "emphasised", "recalled", "concluded", "claimed", "argued", "tweeted", "thanked",
		"admitted", "acknowledged", "complained", "commented", "answered", "shouted", "chanted", "according":
		return true
	}
	return false
}
