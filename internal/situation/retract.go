package situation

import "regexp"

// retraction is how an outlet says that it takes a report back.
var retraction = regexp.MustCompile(`(?i)\b(?:retract(?:s|ed|ing|ion)?|withdraw(?:s|n|ing)?|withdrew|kill notice|mandatory kill|taken down|has deleted|removed)\b`)

// takenBack names what is taken back: a report, not a bill or troops.
var takenBack = regexp.MustCompile(`(?i)\b(?:its|our|this|the|an?|earlier|above|previous)\s+(?:[\w-]+\s+){0,2}?(?:report|story|article|item|dispatch|news alert)\b|\b(?:report|story|article|item) (?:of|headed|titled|headlined|published|was|has been|above)\b|(?i)^retraction\b|\bkill\b`)

// IsRetraction says whether a report does nothing but take a report back: it
// is short, and its title or its beginning says so.
func IsRetraction(title, text string) bool {
	if len(text) > 1500 {
		return false
	}
	head := text[:min(len(text), 400)]
	if regexp.MustCompile(`(?i)^\s*(?:retraction|retracted|withdrawn|kill notice|mandatory kill)\b`).MatchString(title) {
		return true
	}
	return retraction.MatchString(head) && takenBack.MatchString(head)
}
