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
// one mention count on neither side. Rows: documents of the genre news, all, and all
// again without the speakers that the file names; with the program's own mentions,
// exact or told by their heads, and with gold mentions that take the entity of the
// program's mention with the same head. The program's things and abstract matters
// count too, though records leave them out.
func Coreference(e *reading.Engine, o Options) ([]*Table, error) {
	s := corefScorer{engine: e, scores: map[string]*corefScore{}, joins: joinTally{}}
	for _, path := range o.Gold {
		docs, err := corpus.Treebank(path)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		for _, t := range docs {
			if err := s.add(t); err != nil {
				return nil, fmt.Errorf("eval: %s: %w", path, err)
			}
		}
	}
	table := &Table{Title: "coreference", Columns: []string{"mentions", "MUC", "B3", "CEAFe", "LEA", "CoNLL"}}
	for _, way := range []string{"", ", by heads", ", gold mentions"} {
		for _, name := range []string{"news", "all", hidden} {
			if n := s.scores[name+way]; n != nil {
				table.Rows = append(table.Rows, Row{name + way, n.values()})
			}
		}
	}
	table.Notes = []string{
		"Chains of one mention are left out on both sides.",
		"Who speaks is given as the file names it (conversations, interviews, court, speeches), as in CoNLL-2012; where it is hidden, nothing says so.",
	}
	return []*Table{table, s.joins.table()}, nil
}

// Names of rows of documents read without their speakers end with withoutSpeakers;
// hidden is that of all of them.
const (
	withoutSpeakers = ", speakers hidden"
	hidden          = "all" + withoutSpeakers
)

// corefScorer sums scores over documents, by row.
type corefScorer struct {
	engine *reading.Engine
	scores map[string]*corefScore
	joins  joinTally
}

// add reads and scores a document, with its speakers and without.
func (s *corefScorer) add(t *corpus.TreebankDoc) error {
	spans, err := t.Chains()
	if err != nil {
		return err
	}
	gold := make([]chain, len(spans))
	for i, c := range spans {
		gold[i] = c
	}
	d := t.Plain()
	quotemark.Mark(d)
	s.engine.Analyser().Analyse(d)
	rows := []string{"all"}
	if t.Genre == "news" {
		rows = append(rows, "news")
	}
	heads := spanHeads(t.Doc, gold)
	s.score(d, gold, heads, rows)
	s.score(d.WithoutSpeakers(), gold, heads, []string{hidden})
	return nil
}

// score adds the scores of an analysed document, which stays as it is, to rows.
func (s *corefScorer) score(d *text.Document, gold []chain, heads map[text.Span]int, rows []string) {
	record, all := *d, *d
	record.Mentions, all.Mentions = slices.Clone(d.Mentions), slices.Clone(d.Mentions)
	s.engine.Corefer().Corefer(&record)
	s.joins.add(&record, gold, heads, rows)
	system := s.engine.Corefer().Chains(&all)
	own, given := several(systemChains(system)), several(projectedChains(system, gold, heads))
	gold = several(gold)
	headed := headedChains(own, gold, d, heads)
	for _, row := range rows {
		for way, chains := range map[string][]chain{"": own, ", by heads": headed, ", gold mentions": given} {
			if s.scores[row+way] == nil {
				s.scores[row+way] = &corefScore{}
			}
			s.scores[row+way].add(gold, chains)
		}
	}
}

// joinTally counts the joins of a record's mentions, by kind: mentions with an
// earlier one in their entity (made), those of them whose last one before is
// of their gold entity too (right), and mentions with an earlier one of their
// gold entity (possible). Mentions are told by their heads.
type joinTally map[string]*struct{ made, right, possible float64 }

// joinKinds are the rows of the table of joins.
var joinKinds = []string{"all", "news", hidden, "names", "descriptions", "he, she", "it", "they", "I", "we", "you", "I" + withoutSpeakers, "we" + withoutSpeakers, "you" + withoutSpeakers}

// joinKind is the row of a mention.
func joinKind(d *text.Document, m text.Mention) string {
	switch m.Kind {
	case text.Name:
		return "names"
	case text.Nominal:
		return "descriptions"
	}
	switch strings.ToLower(d.Form(m.Head)) {
	case "he", "him", "his", "himself", "she", "her", "hers", "herself":
		return "he, she"
	case "it", "its", "itself":
		return "it"
	case "they", "them", "their", "theirs", "themselves", "em", "'em", "’em":
		return "they"
	case "i", "me", "my", "mine", "myself":
		return "I"
	case "you", "your", "yours", "yourself", "yourselves":
		return "you"
	}
	return "we"
}

func (t joinTally) add(d *text.Document, gold []chain, heads map[text.Span]int, rows []string) {
	entity := map[int]int{} // by head, from 1
	for k, c := range gold {
		if len(c) < 2 {
			continue
		}
		for _, s := range c {
			entity[heads[s]] = k + 1
		}
	}
	seen, last := map[int]bool{}, map[int]int{}
	for i, m := range d.Mentions {
		kind := joinKind(d, m)
		if slices.Contains(rows, hidden) {
			kind += withoutSpeakers
		}
		g := entity[m.Head]
		before, joined := last[m.Entity]
		for _, row := range append(rows[:len(rows):len(rows)], kind) {
			if t[row] == nil {
				t[row] = &struct{ made, right, possible float64 }{}
			}
			if joined {
				t[row].made++
				if g != 0 && entity[d.Mentions[before].Head] == g {
					t[row].right++
				}
			}
			if g != 0 && seen[g] {
				t[row].possible++
			}
		}
		seen[g] = true
		last[m.Entity] = i
	}
}

func (t joinTally) table() *Table {
	table := &Table{Title: "joins in records", Columns: []string{"P", "R", "F1", "possible (number)"}}
	for _, kind := range joinKinds {
		if n := t[kind]; n != nil {
			p, r, f := F1(n.right, n.made, n.possible)
			table.Rows = append(table.Rows, Row{kind, []float64{p, r, f, n.possible}})
		}
	}
	table.Notes = []string{"A join is right where the last mention before it in its entity is of the same gold entity; persons, groups, bodies and places only."}
	return table
}

// several leaves out chains of one mention.
func several(chains []chain) []chain {
	return slices.DeleteFunc(slices.Clone(chains), func(c chain) bool { return len(c) < 2 })
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

// systemChains are the chains of the program's mentions; of mentions with one
// range the first counts.
func systemChains(system [][]text.Mention) []chain {
	chains := make([]chain, len(system))
	seen := map[text.Span]bool{}
	for k, mentions := range system {
		for _, m := range mentions {
			if s := (text.Span{Start: m.First, End: m.Last}); !seen[s] {
				seen[s] = true
				chains[k] = append(chains[k], s)
			}
		}
	}
	return chains
}

// headedChains are the program's mentions with the ranges of the gold mentions
// of the same head, where no range is the same, as the shared tasks on CorefUD
// match them (Žabokrtský et al. 2022, "head match"): each gold mention is matched
// once, with the mention that overlaps it most. Heads of the program's mentions
// are those of its own trees.
func headedChains(own, gold []chain, d *text.Document, heads map[text.Span]int) []chain {
	free := map[int][]text.Span{} // gold mentions without a match, by head
	taken := map[text.Span]bool{}
	for _, c := range own {
		for _, s := range c {
			taken[s] = true
		}
	}
	exact := map[text.Span]bool{}
	for _, c := range gold {
		for _, s := range c {
			if exact[s] = taken[s]; !taken[s] {
				free[heads[s]] = append(free[heads[s]], s)
			}
		}
	}
	out := make([]chain, len(own))
	for k, c := range own {
		for _, s := range c {
			out[k] = append(out[k], s)
			h := spanHead(d, s)
			if exact[s] || len(free[h]) == 0 {
				continue
			}
			best := slices.MaxFunc(free[h], func(a, b text.Span) int { return sharedTokens(a, s) - sharedTokens(b, s) })
			free[h] = slices.DeleteFunc(free[h], func(f text.Span) bool { return f == best })
			out[k][len(out[k])-1] = best
		}
	}
	return out
}

// sharedTokens is how many tokens two ranges share.
func sharedTokens(a, b text.Span) int { return max(min(a.End, b.End)-max(a.Start, b.Start), 0) }

// projectedChains are the gold mentions, each in the chain of the program's
// mention of the same range or, failing that, the same head; the others are
// left out.
func projectedChains(system [][]text.Mention, gold []chain, heads map[text.Span]int) []chain {
	headed, place := map[int]int{}, map[text.Span]int{}
	for k, mentions := range system {
		for _, m := range mentions {
			if _, ok := headed[m.Head]; !ok {
				headed[m.Head] = k
			}
			place[text.Span{Start: m.First, End: m.Last}] = k
		}
	}
	chains := make([]chain, len(system))
	for _, c := range gold {
		for _, s := range c {
			if k, ok := place[s]; ok {
				chains[k] = append(chains[k], s)
			} else if k, ok := headed[heads[s]]; ok {
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
