package eval

import (
	"slices"
	"strings"
)

// functionWord reports whether a word in small letters says nothing of who a
// source is.
func functionWord(w string) bool {
	switch w {
	case "the", "a", "an", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "as", "who",
		"that", "which", "'s", "’s", "his", "her", "their", "its", "is", "was":
		return true
	}
	return false
}

// speechVerbs are the verbs whose forms make an attribution one of speech or
// belief, as against support, wish and the like.
const speechVerbs = `say tell add write ask note tweet argue explain insist declare continue conclude claim suggest warn announce
 acknowledge recall reply respond state charge admit complain predict observe joke testify confirm deny report believe think
 describe call contend assert allege maintain stress emphasize reveal disclose mention remark concede agree promise vow pledge
 propose recommend urge advise demand caution boast lament inform assure reiterate accuse criticize cite quote according`

// saysOrThinks reports whether a word in small letters is a form of one of
// speechVerbs, by the same spelling rules as the set's scorer: some forms that
// they allow do not exist.
func saysOrThinks(w string) bool {
	switch w {
	case "said", "told", "wrote", "written", "thought", "saying", "admitted", "admitting":
		return true
	}
	verbs := strings.Fields(speechVerbs)
	isVerb := func(base string) bool { return slices.Contains(verbs, base) }
	if isVerb(w) {
		return true
	}
	if base, ok := strings.CutSuffix(w, "s"); ok && isVerb(base) {
		return true
	}
	for _, ending := range []string{"ing", "ed"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && (isVerb(stem) && !strings.HasSuffix(stem, "e") || isVerb(stem+"e")) {
			return true
		}
	}
	for _, ending := range []string{"ies", "ied"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && isVerb(stem+"y") && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeo") {
			return true
		}
	}
	// The scorer makes forms in -es and -ed of any other word by the same rule.
	for _, ending := range []string{"es", "ed"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && isVerb(stem) {
			return true
		}
	}
	return false
}
