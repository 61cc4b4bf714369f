package crossdoc

import (
	"math"
	"math/rand/v2"
)

// Topic is a set of reports with the gold's groups.
type Topic struct {
	Reports  []*Report
	Stories  []string // of each report, the story that it tells
	Events   Gold
	Entities Gold
}

// Gold is mentions with the chain of each.
type Gold struct {
	Mentions []*Mention
	Chains   []string
}

// Score says how well groups of mentions agree with the gold, topic by topic;
// more is better.
type Score func(topics []Gold, groups [][]int) float64

// How much is grown.
const (
	folds        = 4
	reportTrees  = 140
	reportDepth  = 3
	mentionTrees = 260
	mentionDepth = 4
	// negatives: one in so many pairs of different things is learnt from, and
	// counts for as many.
	negatives = 3
)

// mentionObservations is how many are made of two mentions.
const mentionObservations = 51

// Train fits the model to topics. How alike the reports of a topic are is
// told by trees that were grown on other topics, as it will be for new
// reports; and thresholds are those that score best on topics that the trees
// were not grown on. The same topics give the same model.
func Train(topics []Topic, score Score) *Model {
	m := &Model{}
	near := m.trainReports(topics)
	for _, entities := range []bool{false, true} {
		m.trainMentions(topics, near, entities, score)
	}
	return m
}

// trainReports fits the trees that say which reports tell one story, and gives
// how alike the reports of each topic are by trees grown on others.
func (m *Model) trainReports(topics []Topic) []map[[2]*Report]*likeness {
	near := make([]map[[2]*Report]*likeness, len(topics))
	for t := range topics {
		near[t] = likenesses(topics[t].Reports)
	}
	scores := make([][][]float64, len(topics))
	eachFold(len(topics), func(in, out []int) {
		part := &Part{Trees: growReports(pick(topics, in), pick(near, in))}
		for _, t := range out {
			scores[t] = part.score(topics[t].Reports, near[t])
		}
	})
	best := -1.
	for step := range 17 {
		least := .35 + .025*float64(step)
		var hits, joined, one float64
		for t := range topics {
			group := groups(scores[t], least)
			for i := range group {
				for j := range i {
					same, group := yes(topics[t].Stories[i] == topics[t].Stories[j]), yes(group[i] == group[j])
					hits, joined, one = hits+same*group, joined+group, one+same
				}
			}
		}
		if f := 2 * hits / (joined + one); f > best {
			best, m.Reports.Least = f, least
		}
	}
	for t := range topics {
		stories(topics[t].Reports, near[t], scores[t], m.Reports.Least)
	}
	m.Reports.Trees = growReports(topics, near)
	return near
}

func (m *Model) trainMentions(topics []Topic, near []map[[2]*Report]*likeness, entities bool, score Score) {
	gold := make([]Gold, len(topics))
	observed := make([][][]float32, len(topics)) // of each pair, the later mention's first
	examples := make([][]Example, len(topics))
	for t := range topics {
		gold[t] = topics[t].gold(entities)
		eachPair(near[t], gold[t].Mentions, func(_, _ int, p *pair) { observed[t] = append(observed[t], p.observations()) })
		examples[t] = gold[t].examples(observed[t], uint64(t))
	}
	scores := make([][][]float64, len(topics))
	eachFold(len(topics), func(in, out []int) {
		trees := grow(flatten(pick(examples, in)), mentionTrees, mentionDepth)
		for _, t := range out {
			scores[t] = scored(trees, observed[t], len(gold[t].Mentions))
		}
	})
	p := m.part(entities)
	best := math.Inf(-1)
	for step := range 17 {
		least := .1 + .025*float64(step)
		all := make([][]int, len(topics))
		for t := range topics {
			all[t] = groups(scores[t], least)
		}
		if s := score(gold, all); s > best {
			best, p.Least = s, least
		}
	}
	p.Trees = grow(flatten(examples), mentionTrees, mentionDepth)
}

// scored are how surely each two of n mentions are one.
func scored(trees *Trees, observed [][]float32, n int) [][]float64 {
	score := square(n)
	k := 0
	for i := range n {
		for j := range i {
			score[i][j] = trees.probability(observed[k])
			score[j][i] = score[i][j]
			k++
		}
	}
	return score
}

func (t *Topic) gold(entities bool) Gold {
	if entities {
		return t.Entities
	}
	return t.Events
}

// examples are the pairs of a topic's mentions: all that are one, and some of
// the others. Topics count by the root of their pairs, so that none drowns
// the others.
func (g Gold) examples(observed [][]float32, seed uint64) []Example {
	dice := rand.New(rand.NewPCG(seed, 1))
	var list []Example
	weight := 90 / math.Sqrt(max(1, float64(len(observed))))
	k := -1
	for i := range g.Mentions {
		for j := range i {
			k++
			e := Example{observed[k], g.Chains[i] == g.Chains[j], weight}
			if !e.yes {
				if dice.IntN(negatives) > 0 {
					continue
				}
				e.weight *= negatives
			}
			list = append(list, e)
		}
	}
	return list
}

func growReports(topics []Topic, near []map[[2]*Report]*likeness) *Trees {
	var examples []Example
	for k, t := range topics {
		for i, a := range t.Reports {
			for j, b := range t.Reports[:i] {
				examples = append(examples, Example{near[k][[2]*Report{a, b}].observed, t.Stories[i] == t.Stories[j], 1})
			}
		}
	}
	return grow(examples, reportTrees, reportDepth)
}

// eachFold hands over each fold with the others.
func eachFold(n int, each func(in, out []int)) {
	for f := range folds {
		var in, out []int
		for i := range n {
			if i%folds == f {
				out = append(out, i)
			} else {
				in = append(in, i)
			}
		}
		each(in, out)
	}
}

func pick[T any](list []T, at []int) []T {
	var out []T
	for _, i := range at {
		out = append(out, list[i])
	}
	return out
}

func flatten(lists [][]Example) []Example {
	var all []Example
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
