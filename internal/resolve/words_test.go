package resolve

import (
	"strings"
	"testing"
)

// TestWordsClasses holds the table to one line for each class: a second would
// take the place of the first.
func TestWordsClasses(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(wordsTable) {
		class, _, found := strings.Cut(line, "\t")
		if !found || strings.HasPrefix(class, "#") {
			continue
		}
		if seen[class] {
			t.Errorf("class %q is given twice", class)
		}
		seen[class] = true
	}
}
