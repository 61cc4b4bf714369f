package quote

import (
	"slices"

	"annals/internal/text"
)

// words is a set of token ranges, in order and apart: a content in the making.
type words [][2]int

// add puts a range into the set.
func (w words) add(first, last int) words {
	if first >= last {
		return w
	}
	w = append(slices.Clone(w), [2]int{first, last})
	slices.SortFunc(w, func(a, b [2]int) int { return a[0] - b[0] })
	out := w[:1]
	for _, r := range w[1:] {
		if top := &out[len(out)-1]; r[0] <= top[1] {
			top[1] = max(top[1], r[1])
		} else {
			out = append(out, r)
		}
	}
	return out
}

// without takes a range out of the set.
func (w words) without(first, last int) words {
	var out words
	for _, r := range w {
		if r[0] < first {
			out = append(out, [2]int{r[0], min(r[1], first)})
		}
		if r[1] > last {
			out = append(out, [2]int{max(r[0], last), r[1]})
		}
	}
	return out
}

func (w words) holds(i int) bool {
	for _, r := range w {
		if r[0] <= i && i < r[1] {
			return true
		}
	}
	return false
}

func (w words) size() int {
	n := 0
	for _, r := range w {
		n += r[1] - r[0]
	}
	return n
}

// tidy trims each range and drops those without a word.
func (p *page) tidy(w words) words {
	var out words
	for _, r := range w {
		f, l := p.paired(p.trim(r[0], r[1]))
		if f < l && !p.wordless(f, l) {
			out = append(out, [2]int{f, l})
		}
	}
	return out
}

// paired takes the mark of a quotation into the range whose other mark is in
// it.
func (p *page) paired(first, last int) (int, int) {
	for first < last {
		start, end := p.Tokens[first].Start, p.Tokens[last-1].End
		if last < len(p.Tokens) {
			if q, ok := p.closes[p.Tokens[last].Start]; ok && start <= p.Quotations[q].Start && p.Quotations[q].Start < end {
				last++
				continue
			}
		}
		if first > 0 {
			if q, ok := p.ends[end]; ok && p.Quotations[q].Start < start && p.Tokens[first-1].Start == p.Quotations[q].Start {
				first--
				continue
			}
		}
		break
	}
	return first, last
}

// whole extends each range that reaches into a quotation over the whole
// quotation, which may begin or end sentences away. A quotation that the cue
// stands in belongs to somebody else.
func (p *page) whole(w words, cue int) words {
	out := w
	for _, r := range w {
		for i := r[0]; i < r[1]; {
			q := p.quoted[i]
			if q < 0 || q == p.quoted[cue] {
				i++
				continue
			}
			first, last := p.extent(q)
			if p.Sentences[p.Tokens[first].Sentence].Block == p.sentence(cue).Block {
				out = out.add(first, last)
			}
			i = max(last, i+1)
		}
	}
	return out
}

// longestSpeech is how many quotations may follow one cue.
const longestSpeech = 40

// following lists the quotations that carry on after sentence s without
// another cue: sentences wholly in quotation marks, further on in the block
// and in the paragraphs after it.
func (p *page) following(s int) words {
	var out words
	end := p.Sentences[s].Last
	block := p.Sentences[s].Block
	for end < len(p.Tokens) && len(out) < longestSpeech {
		q := p.quoted[end]
		if q < 0 || !p.startsQuotation(end, q) {
			return out
		}
		first, last := p.extent(q)
		if p.cuedAfter(last) {
			return out
		}
		b := p.sentence(first).Block
		if b != block && p.Quotations[q].Continues < 0 && !p.adjacent(block, b) {
			return out
		}
		block = b
		out = append(out, [2]int{first, last})
		end = last
		for end < len(p.Tokens) && p.loose(end) && p.sentence(end).Block == b {
			end++
		}
	}
	return out
}

// startsQuotation reports whether the quotation q opens at token i.
func (p *page) startsQuotation(i, q int) bool {
	return p.Tokens[i].Start <= p.Quotations[q].Start+len("“")
}

// adjacent reports whether nothing but separators stands between the blocks.
func (p *page) adjacent(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if p.Blocks[i].Kind != text.Separator {
			return false
		}
	}
	return p.Blocks[b].Kind == text.Paragraph || p.Blocks[b].Kind == text.Bullet
}

// cuedAfter reports whether the sentence goes on after token i-1, the end of a
// quotation: then its cue comes after it.
func (p *page) cuedAfter(i int) bool {
	if i >= len(p.Tokens) || i == 0 || p.Tokens[i].Sentence != p.Tokens[i-1].Sentence {
		return i < len(p.Tokens) && i > 0 && p.sentence(i).Block == p.sentence(i-1).Block && p.smallStart(i)
	}
	s := p.sentence(i - 1)
	return !p.wordless(i, s.Last)
}

// smallStart reports whether the sentence that begins at token i begins with a
// small letter: a reporting clause that was cut off its quotation.
func (p *page) smallStart(i int) bool {
	c := p.Form(i)[0]
	return c >= 'a' && c <= 'z'
}

// spans are the byte spans of the set.
func (p *page) spans(w words) []text.Span {
	out := make([]text.Span, len(w))
	for i, r := range w {
		out[i] = p.TokenSpan(r[0], r[1])
	}
	return out
}

// clean is the content of a reading behind its cue without what says when or
// where it was said: "said Tuesday the road was open", "says on its site that …".
func (p *page) clean(c *candidate) words {
	c.content = p.withoutComment(c)
	from := c.content[0][0]
	if c.part != "verb" || from != c.last || p.quoted[from] >= 0 || !p.clauseLike(c) {
		return c.content
	}
	start := from
	if k := p.behindTime(from); k > from && k < c.content[0][1]-1 && !p.anyWord(words{{from, k}}, func(i int) bool { return p.is(i, "nsubj") || p.Tokens[i].UPOS == "DET" }) && !p.loose(k) && p.Tokens[k].XPOS != "POS" {
		start = k
	}
	if that := p.behindPhrase(start); that > start && that < c.content[0][1]-1 {
		start = that
	} else if p.tellsOrAsks(c.cue) {
		start = p.behindListener(start, c.content[0][1])
	}
	return c.content.without(from, start)
}

// withoutComment ends a content where the report goes on about it: ", an accusation that
// the government rejected".
func (p *page) withoutComment(c *candidate) words {
	last := c.content[len(c.content)-1]
	until := func(i int) words {
		if cut := p.tidy(c.content.without(i, last[1])); len(cut) > 0 {
			return cut
		}
		return c.content
	}
	for i := last[0] + 1; i+3 < last[1]; i++ {
		if p.lower[i] != "," || p.quoted[i] >= 0 || p.lower[i+1] != "an" && p.lower[i+1] != "a" {
			continue
		}
		switch p.lower[i+2] {
		case "remark", "comment":
			return until(i) // "a remark his office said was a joke"
		case "accusation", "claim", "allegation", "charge", "assertion", "suggestion", "statement":
			if p.lower[i+3] == "that" || p.lower[i+3] == "which" || p.relative(i+3) {
				return until(i)
			}
		}
	}
	return c.content
}

// behindListener is the "that" behind a noun phrase at the head of a content from
// token first to last, whom something is told; or first where there is none.
func (p *page) behindListener(first, last int) int {
	for i := first; i < min(last-1, first+longestPhrase); i++ {
		if p.lower[i] == "that" && i > first && p.nominal(i-1) && p.Tokens[i].UPOS == "SCONJ" {
			return i
		}
		if p.finite(i) || p.loose(i) || p.Tokens[i].UPOS == "ADP" {
			break
		}
	}
	return first
}

// contrasted takes from what somebody says the clause that sets what others say
// against it: "police say he fled, while neighbours say he was taken".
func (p *page) contrasted(list []finding) []finding {
	for n := range list {
		f := &list[n]
		for _, r := range f.content {
			for i := r[0] + 1; i < r[1]; i++ {
				if p.quoted[i] < 0 && (p.lower[i-1] == "," && (p.lower[i] == "while" || p.lower[i] == "whereas") && p.othersSay(p.Tokens[i].Head, i, f.speaker) ||
					p.lower[i-1] == ";" && p.othersSay(p.verbBehind(i, r[1]), i, f.speaker)) {
					f.content = p.tidy(f.content.without(i, r[1]))
					break
				}
			}
		}
	}
	return list
}

// verbBehind is the verb of the subject that begins at token i, before token end, or
// -1.
func (p *page) verbBehind(i, end int) int {
	for j := i; j < end && !p.finite(j); j++ {
		if p.is(j, "nsubj") {
			return p.Tokens[j].Head
		}
	}
	return -1
}

// othersSay reports whether verb v, behind token i, tells what somebody else than
// the speaker says.
func (p *page) othersSay(v, i int, s speaker) bool {
	if v < i || !p.finite(v) || !p.saying(v) {
		return false
	}
	who := p.Child(v, "nsubj")
	return who >= i && who != s.head && p.nominal(who) && p.Tokens[who].UPOS != "PRON"
}
