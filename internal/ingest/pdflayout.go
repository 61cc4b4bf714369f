package ingest

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layPages puts the lines of a file's pages together to paragraphs, without
// the lines that number pages or head every one of them. A line that heads a
// page apart from all else, where a sentence of the page before is not at its
// end, comes behind that sentence.
func layPages(pages [][]pdfLine) string {
	furniture := pageFurniture(pages)
	var paragraphs []string
	open := false // the last paragraph of the page before has not ended
	for _, lines := range pages {
		kept := lines[:0:0]
		for i := range lines {
			if t := lineText(&lines[i]); t != "" && !furniture[furnitureKey(&lines[i])] && !pageNumber.MatchString(t) {
				kept = append(kept, lines[i])
			}
		}
		parts, headed := pageParagraphs(kept), runningHead(kept)
		for i, p := range parts {
			first, _ := utf8.DecodeRuneInString(p)
			switch n := len(paragraphs) - 1; {
			case i == 0 && open && unicode.IsLower(first):
				paragraphs[n] = joinLines(paragraphs[n], p)
			case i == 1 && open && headed && n > 0 && (unicode.IsLower(first) || len(paragraphs[n-1]) >= proseLength): // a name may go on in capitals
				paragraphs[n-1] = joinLines(paragraphs[n-1], p)
			default:
				paragraphs = append(paragraphs, p)
				if i == 0 && headed && open {
					continue // the sentence is still open
				}
			}
			open = !endsSentence(p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// pageNumber is a line that says nothing but which page it is on.
var pageNumber = regexp.MustCompile(`(?i)^[-–—| ]*(page )?\d{1,4}( ?(/|of) ?\d{1,4})?[-–—| ]*$`)

func lineText(l *pdfLine) string { return strings.Join(strings.Fields(l.text.String()), " ") }

// proseLength is how long a paragraph is, in bytes, that is no heading.
const proseLength = 80

// runningHead says whether the first line of a page stands apart above all
// others, as the name of a paper does.
func runningHead(lines []pdfLine) bool {
	if len(lines) < 3 || endsSentence(lineText(&lines[0])) {
		return false
	}
	top := lines[1].y
	for i := range lines[1:] {
		top = max(top, lines[1+i].y)
	}
	return lines[0].y-top > 1.6*max(lines[0].size, lines[1].size)
}

// furnitureKey is a line's text without its digits, with its height.
func furnitureKey(l *pdfLine) [2]string {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, lineText(l))
	return [2]string{bare, string(rune(0x10000 + int(math.Abs(math.Round(l.y)))%0x10000))}
}

// pageFurniture are the lines that stand at the same height of most pages, of
// two pages only what stands above or below all else on both: the head and foot
// that a browser prints.
func pageFurniture(pages [][]pdfLine) map[[2]string]bool {
	count := map[[2]string]int{}
	for _, lines := range pages {
		seen := map[[2]string]bool{}
		for i := range lines {
			if k := furnitureKey(&lines[i]); !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
	furniture := map[[2]string]bool{}
	for k, n := range count {
		furniture[k] = n >= 3 && 2*n > len(pages)
	}
	if len(pages) == 2 {
		for k := range outermost(pages[0]) {
			furniture[k] = furniture[k] || outermost(pages[1])[k]
		}
	}
	return furniture
}

// outermost are the lines of a page with no more than two others, on other
// heights, above or below them.
func outermost(lines []pdfLine) map[[2]string]bool {
	var heights []float64
	for i := range lines {
		heights = append(heights, math.Round(lines[i].y))
	}
	slices.Sort(heights)
	heights = slices.Compact(heights)
	keys := map[[2]string]bool{}
	for i := range lines {
		at, _ := slices.BinarySearch(heights, math.Round(lines[i].y))
		if at < 2 || at >= len(heights)-2 {
			keys[furnitureKey(&lines[i])] = true
		}
	}
	return keys
}

// pageParagraphs joins the lines of one page: a paragraph begins behind a gap
// wider than between most lines, where the size of the letters changes, at an
// indent, and where the column does.
func pageParagraphs(lines []pdfLine) []string {
	var steps []float64
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; d > 0 {
			steps = append(steps, d)
		}
	}
	step := 0.0
	if len(steps) > 0 {
		slices.Sort(steps)
		step = steps[len(steps)/2]
	}
	var out []string
	for i := range lines {
		t := lineText(&lines[i])
		if i == 0 || beginsParagraph(lines, i, step) {
			out = append(out, t)
			continue
		}
		out[len(out)-1] = joinLines(out[len(out)-1], t)
	}
	return out
}

func beginsParagraph(lines []pdfLine, i int, step float64) bool {
	l, before := &lines[i], &lines[i-1]
	d := before.y - l.y
	size := max(l.size, before.size, 1)
	switch {
	case math.Abs(l.size-before.size) > 0.15*size:
		return true
	case d < -0.5*size: // another column
		return endsSentence(lineText(before))
	case d > 1.35*max(step, 0.9*size):
		return true
	case step > 1.6*size && d > 1.25*size: // lines of one paragraph stand apart by less
		return endsSentence(lineText(before))
	}
	return l.x > before.x+0.8*size && endsSentence(lineText(before))
}

func endsSentence(t string) bool {
	t = strings.TrimRight(t, "\"'”’»)] ")
	return strings.HasSuffix(t, ".") || strings.HasSuffix(t, "!") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, "…") || strings.HasSuffix(t, ":")
}

// joinLines joins a line to those before; a word that was divided is whole
// again.
func joinLines(t, line string) string {
	if bare, ok := strings.CutSuffix(t, "-"); ok {
		last, _ := utf8.DecodeLastRuneInString(bare)
		first, _ := utf8.DecodeRuneInString(line)
		if unicode.IsLower(last) && unicode.IsLower(first) {
			return bare + line
		}
		if unicode.IsLetter(last) && unicode.IsLetter(first) {
			return t + line
		}
	}
	return t + " " + line
}
