package eval

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/reading"
	"annals/internal/reading/quotemark"
	"annals/internal/text"
)

// chain is the mentions of one entity, as ranges of tokens.
type chain []text.Span

// Coreference scores chains of mentions against the Entity= annotation of
// CoNLL-U files (Universal Anaphora, as GUM has it), on gold tokens with the
// program's own tags and trees. Columns are the F1 of mentions, of MUC, B³,
// CEAFe and LEA, and the CoNLL score, the mean of MUC, B³ and CEAFe. Chains of
// one mention count on neither side. Rows: documents of the genre news, and
// all; with the program's own mentions, and with gold mentions that take the
// entity of the program's mention with the same head. The program's things and
// abstract matters count too, though records leave them out.
func Coreference(e *reading.Engine, o Options) (*Table, error) {
	names := []string{"news", "all", "news, gold mentions", "all, gold mentions"}
	scores := map[string]*corefScore{}
	for _, n := range names {
		scores[n] = &corefScore{}
	}
	for _, path := range o.Gold {
		docs, err := corpus.Treebank(path)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		for _, t := range docs {
			gold, err := entityChains(t.Misc)
			if err != nil {
				return nil, fmt.Errorf("eval: %s, document %s: %w", path, t.ID, err)
			}
			heads := spanHeads(t.Doc, gold)
			d := plainDocument(t.Doc)
			quotemark.Mark(d)
			e.Analyser().Analyse(d)
			system := e.Corefer().Chains(d)
			own, given := systemChains(d, system), projectedChains(system, gold, heads)
			gold = several(gold)
			for _, n := range names {
				if strings.HasPrefix(n, "news") && t.Genre != "news" {
					continue
				}
				if strings.HasSuffix(n, "gold mentions") {
					scores[n].add(gold, several(given))
				} else {
					scores[n].add(gold, several(own))
				}
			}
		}
	}
	table := &Table{Title: "coreference", Columns: []string{"mentions", "MUC", "B3", "CEAFe", "LEA", "CoNLL"}}
	for _, n := range names {
		table.Rows = append(table.Rows, Row{n, scores[n].values()})
	}
	table.Notes = []string{"Chains of one mention are left out on both sides."}
	return table, nil
}

// plainDocument is the document with its gold blocks, sentences and tokens
// but none of the gold tags and trees.
func plainDocument(gold *text.Document) *text.Document {
	d := &text.Document{Text: gold.Text, Blocks: slices.Clone(gold.Blocks), Sentences: slices.Clone(gold.Sentences)}
	for _, t := range gold.Tokens {
		d.Tokens = append(d.Tokens, text.Token{Span: t.Span, Sentence: t.Sentence, Head: -1})
	}
	return d
}

// several leaves out chains of one mention.
func several(chains []chain) []chain {
	return slices.DeleteFunc(slices.Clone(chains), func(c chain) bool { return len(c) < 2 })
}

// entityChains reads the Entity= annotation of a document's MISC columns:
// "(7-person-…" opens a mention of entity 7, "7)" closes the latest one still
// open, "(7-person)" is a mention of one token. A mention in two pieces
// ("7[1/2]") counts from its first piece on as a mention of its own each.
func entityChains(misc []string) ([]chain, error) {
	open := map[string][]int{}
	index := map[string]int{}
	var chains []chain
	add := func(id string, s text.Span) {
		k, ok := index[id]
		if !ok {
			k = len(chains)
			index[id] = k
			chains = append(chains, nil)
		}
		if !slices.Contains(chains[k], s) {
			chains[k] = append(chains[k], s)
		}
	}
	for i, m := range misc {
		for field := range strings.SplitSeq(m, "|") {
			value, ok := strings.CutPrefix(field, "Entity=")
			if !ok {
				continue
			}
			for value != "" {
				if value[0] == '(' {
					end := strings.IndexAny(value[1:], "()") + 1
					if end == 0 {
						end = len(value)
					}
					id := entityID(value[1:end])
					if end < len(value) && value[end] == ')' {
						add(id, text.Span{Start: i, End: i + 1})
						end++
					} else {
						open[id] = append(open[id], i)
					}
					value = value[end:]
					continue
				}
				end := strings.IndexByte(value, ')')
				if end < 0 {
					return nil, fmt.Errorf("token %d: malformed Entity=%s", i+1, value)
				}
				id := entityID(value[:end])
				starts := open[id]
				if len(starts) == 0 {
					return nil, fmt.Errorf("token %d: entity %s closes but was not open", i+1, id)
				}
				add(id, text.Span{Start: starts[len(starts)-1], End: i + 1})
				open[id] = starts[:len(starts)-1]
				value = value[end+1:]
			}
		}
	}
	return chains, nil
}

// entityID is the identifier at the start of an annotation, without the
// number of a piece.
func entityID(s string) string {
	s, _, _ = strings.Cut(s, "-")
	s, _, _ = strings.Cut(s, "[")
	return s
}

// spanHeads finds the head of every gold mention in the gold trees.
func spanHeads(d *text.Document, chains []chain) map[text.Span]int {
	heads := map[text.Span]int{}
	for _, c := range chains {
		for _, s := range c {
			heads[s] = spanHead(d, s)
		}
	}
	return heads
}

func spanHead(d *text.Document, s text.Span) int {
	for i := s.Start; i < s.End; i++ {
		if h := d.Tokens[i].Head; h < s.Start || h >= s.End {
			return i
		}
	}
	return s.End - 1
}

// systemChains are the chains of the program's mentions, each stretched to
// the whole noun phrase around its head, as the gold has them.
func systemChains(d *text.Document, system [][]text.Mention) []chain {
	chains := make([]chain, len(system))
	seen := map[text.Span]bool{}
	for k, mentions := range system {
		for _, m := range mentions {
			s := text.Span{Start: m.First, End: m.Last}
			if m.Kind != text.Pronoun {
				s = nounPhrase(d, m)
			}
			if !seen[s] {
				seen[s] = true
				chains[k] = append(chains[k], s)
			}
		}
	}
	return chains
}

// nounPhrase is the mention's range with all dependents of its head but
// conjuncts, appositions, and what belongs to the clause.
func nounPhrase(d *text.Document, m text.Mention) text.Span {
	s := text.Span{Start: m.First, End: m.Last}
	head := m.Head
	// A title heads the name in some trees: "President Smith".
	if h := d.Tokens[head].Head; h >= 0 && h == m.First-1 && text.IsRelation(d.Tokens[head].Deprel, "flat") {
		head = h
		s.Start = h
	}
	for _, c := range d.Children(head) {
		base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":")
		switch base {
		case "det", "amod", "compound", "nmod", "nummod", "flat", "acl", "fixed":
			first, last := d.Subtree(c)
			s.Start, s.End = min(s.Start, first), max(s.End, last)
		case "advmod":
			if c < head {
				first, _ := d.Subtree(c)
				s.Start = min(s.Start, first)
			}
		}
	}
	for s.Start < head && d.Tokens[s.Start].UPOS == "PUNCT" {
		s.Start++
	}
	for s.End > head+1 && d.Tokens[s.End-1].UPOS == "PUNCT" && d.Form(s.End-1) != ")" {
		s.End--
	}
	return s
}

// projectedChains are the gold mentions, each in the chain of the program's
// mention with the same head; the others are left out.
func projectedChains(system [][]text.Mention, gold []chain, heads map[text.Span]int) []chain {
	place := map[int]int{}
	for k, mentions := range system {
		for _, m := range mentions {
			place[m.Head] = k
		}
	}
	chains := make([]chain, len(system))
	for _, c := range gold {
		for _, s := range c {
			if k, ok := place[heads[s]]; ok {
				chains[k] = append(chains[k], s)
			}
		}
	}
	return chains
}

// ratio is a sum of numerators and one of denominators.
type ratio struct{ over, under float64 }

func (r *ratio) add(over, under float64) { r.over += over; r.under += under }

func (r ratio) value() float64 {
	if r.under == 0 {
		return 0
	}
	return r.over / r.under
}

// harmonic is F1 in percent.
func harmonic(recall, precision ratio) float64 {
	r, p := recall.value(), precision.value()
	if r+p == 0 {
		return 0
	}
	return 200 * r * p / (r + p)
}

// corefScore sums the measures over documents, recall and precision each.
type corefScore struct {
	mentions, muc, b3, ceaf, lea [2]ratio
}

// add counts a document. No mention may stand in two chains of one side.
func (s *corefScore) add(gold, system []chain) {
	g, y := placed(gold), placed(system)
	common := 0.0
	for m := range g {
		if _, ok := y[m]; ok {
			common++
		}
	}
	s.mentions[0].add(common, float64(len(g)))
	s.mentions[1].add(common, float64(len(y)))
	for side, sides := range [2]struct {
		chains, other []chain
		place         map[text.Span]int
	}{{gold, system, y}, {system, gold, g}} {
		muc(&s.muc[side], sides.chains, sides.place)
		bCubed(&s.b3[side], sides.chains, sides.place)
		lea(&s.lea[side], sides.chains, sides.place, sides.other)
	}
	similarity := ceafE(gold, system, y)
	s.ceaf[0].add(similarity, float64(len(gold)))
	s.ceaf[1].add(similarity, float64(len(system)))
}

// values are the columns of the table.
func (s *corefScore) values() []float64 {
	f := func(r [2]ratio) float64 { return harmonic(r[0], r[1]) }
	m, b, c := f(s.muc), f(s.b3), f(s.ceaf)
	return []float64{f(s.mentions), m, b, c, f(s.lea), (m + b + c) / 3}
}

// placed tells which chain each mention is in.
func placed(chains []chain) map[text.Span]int {
	place := map[text.Span]int{}
	for k, c := range chains {
		for _, m := range c {
			place[m] = k
		}
	}
	return place
}

// muc counts links kept (Vilain et al. 1995): a chain of n mentions that the
// other side splits into k parts keeps n-k of its n-1 links.
func muc(r *ratio, chains []chain, place map[text.Span]int) {
	for _, c := range chains {
		parts := map[int]bool{}
		alone := 0
		for _, m := range c {
			if k, ok := place[m]; ok {
				parts[k] = true
			} else {
				alone++
			}
		}
		r.add(float64(len(c)-len(parts)-alone), float64(len(c)-1))
	}
}

// bCubed averages over mentions the share of its chain that a mention keeps
// (Bagga and Baldwin 1998).
func bCubed(r *ratio, chains []chain, place map[text.Span]int) {
	for _, c := range chains {
		for _, n := range shared(c, place) {
			r.add(n*n/float64(len(c)), 0)
		}
		r.add(0, float64(len(c)))
	}
}

// shared counts the mentions of a chain in each chain of the other side.
func shared(c chain, place map[text.Span]int) map[int]float64 {
	n := map[int]float64{}
	for _, m := range c {
		if k, ok := place[m]; ok {
			n[k]++
		}
	}
	return n
}

// lea weighs each chain by its size, and counts the share of its links that
// the other side has (Moosavi and Strube 2016). A chain of one mention has a
// link to itself, which the other side has where it stands alone there too.
func lea(r *ratio, chains []chain, place map[text.Span]int, other []chain) {
	links := func(n float64) float64 { return n * (n - 1) / 2 }
	for _, c := range chains {
		kept := 0.0
		for _, n := range shared(c, place) {
			kept += links(n)
		}
		size := float64(len(c))
		if total := links(size); total > 0 {
			r.add(size*kept/total, size)
		} else {
			k, ok := place[c[0]]
			r.add(yes(ok && len(other[k]) == 1), size)
		}
	}
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// ceafE is the similarity of the best one-to-one alignment of chains, where
// two chains are alike by twice their common mentions over the sum of their
// sizes (Luo 2005, φ4).
func ceafE(gold, system []chain, place map[text.Span]int) float64 {
	if len(gold) == 0 || len(system) == 0 {
		return 0
	}
	n := max(len(gold), len(system))
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
	}
	for i, c := range gold {
		for k, common := range shared(c, place) {
			cost[i][k] = -2 * common / float64(len(c)+len(system[k]))
		}
	}
	return -assign(cost)
}

// assign is the least cost of a perfect matching of rows and columns (the
// Hungarian method with potentials, in cubic time).
func assign(cost [][]float64) float64 {
	n := len(cost)
	const infinite = 1e18
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		column := 0
		least := make([]float64, n+1)
		used := make([]bool, n+1)
		for j := range least {
			least[j] = infinite
		}
		for match[column] != 0 {
			used[column] = true
			row, delta, next := match[column], infinite, 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[row-1][j-1] - u[row] - v[j]; c < least[j] {
					least[j], way[j] = c, column
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := range n + 1 {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			column = next
		}
		for column != 0 {
			match[column] = match[way[column]]
			column = way[column]
		}
	}
	total := 0.0
	for j := 1; j <= n; j++ {
		total += cost[match[j]-1][j-1]
	}
	return total
}
