package quotemark

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// longest phrases that can be scare quotes and titles, in words.
const (
	scareWords = 3
	titleWords = 7
)

// scare reports whether a closed quotation is a word or a short phrase in the
// report's own sentence: a scare quote, a nickname, a title. What a reporting
// clause introduces (comma or colon before, comma or stop inside with a small
// letter after) is speech however short it is.
func scare(s string, start, end int, q text.Quotation) bool {
	inner := strings.TrimSpace(s[q.Inner.Start:q.Inner.End])
	words := strings.Fields(inner)
	if len(words) == 0 || len(words) > titleWords {
		return false
	}
	before := lastVisible(s[start:q.Start])
	if before == utf8.RuneError || strings.ContainsRune(":,.!?“”\"", before) {
		return before == utf8.RuneError && titled(words) && goesOn(s[q.End:end]) && !stops(inner)
	}
	if stops(inner) && !strings.HasSuffix(inner, ".") && !strings.HasSuffix(inner, ",") {
		return false
	}
	if strings.HasSuffix(inner, ",") && saysWho(s[q.End:end]) {
		return false
	}
	return len(words) <= scareWords && !clause(words) || titled(words)
}

// stops reports whether the words end like a sentence or a piece of one.
func stops(inner string) bool {
	last, _ := utf8.DecodeLastRuneInString(inner)
	return strings.ContainsRune(",.!?;…", last)
}

// goesOn reports whether the sentence goes on in small letters.
func goesOn(after string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	return unicode.IsLower(r)
}

// clause reports whether a short phrase has a subject of its own, as speech
// has: "I quit", "we won’t go".
func clause(words []string) bool {
	switch strings.ToLower(words[0]) {
	case "i", "we", "he", "she", "they", "you", "it", "it's", "it’s", "i'm", "i’m", "we're", "we’re", "yes", "no", "don't", "don’t":
		return true
	}
	return false
}

// titled reports whether all words but small ones begin with a capital.
func titled(words []string) bool {
	capitals := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			capitals++
		case utf8.RuneCountInString(w) > 4:
			return false
		}
	}
	return capitals > 0 && (len(words) > 1 || capitals == 1)
}
