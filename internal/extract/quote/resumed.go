package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// resumed gives a quotation that its reporting clause has broken off its second
// half: "“Every time you say that,” the senator said, leaning forward, “you lose.”"
// A participle between the halves that was read as a cue of its own is none.
func (p *page) resumed(list []finding) []finding {
	drop := map[int]bool{}
	for i := range list {
		f := &list[i]
		if f.part != "verb" || p.quoted[f.cue] >= 0 || !p.finite(f.cue) {
			continue
		}
		q := p.brokenOff(f)
		if q < 0 {
			continue
		}
		first, last := p.extent(q)
		taken := false
		a, b := p.cuesBeside(list, i)
		for j := a; j < b; j++ {
			o := &list[j]
			if j == i || !o.content.holds(first) || o.content.holds(f.cue) {
				continue
			}
			if o.cue > f.cue && o.cue < first && p.Tokens[o.cue].XPOS == "VBG" {
				drop[j] = true
				continue
			}
			taken = true
		}
		if !taken {
			f.content = f.content.add(first, last)
		}
	}
	return without(list, drop)
}

// brokenOff is the second half of the quotation that a finding's content ends
// with before its cue, or -1: the next quotation of the sentence, behind no other
// finite verb, which goes on in small letters after a comma.
func (p *page) brokenOff(f *finding) int {
	s := p.sentence(f.cue)
	end := 0 // of the content before the cue
	for _, r := range f.content {
		if r[1] <= f.cue {
			end = r[1]
		} else if p.Tokens[r[0]].Sentence == p.Tokens[f.cue].Sentence {
			return -1
		}
	}
	if end < 3 || p.quoted[end-1] < 0 || !strings.ContainsAny(p.Form(end-1)+p.Form(end-2), ",—–-") {
		return -1
	}
	for i := f.last; i < s.Last; i++ {
		switch q := p.quoted[i]; {
		case q >= 0:
			inner, _ := utf8.DecodeRuneInString(p.Text[p.Quotations[q].Inner.Start:])
			if p.lower[i-1] == "," && unicode.IsLower(inner) {
				return q
			}
			return -1
		case p.finite(i):
			return -1
		}
	}
	return -1
}
