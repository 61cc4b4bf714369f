package quote

import "annals/internal/record"

// form says whether the content's words stand in quotation marks: all of them,
// some, none. Scare quotes count here: the words are marked as the source's.
func (p *page) form(w words) string {
	in, out := 0, 0
	for _, r := range w {
		for i := r[0]; i < r[1]; i++ {
			switch {
			case p.wordless(i, i+1):
			case p.marked[i]:
				in++
			default:
				out++
			}
		}
	}
	switch {
	case out == 0 && in > 0:
		return record.Direct
	case in > 0:
		return record.Mixed
	}
	return record.Indirect
}
