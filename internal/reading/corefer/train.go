package corefer

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/text"

	"golang.org/x/sync/errgroup"
)

// Gold is a report as the program reads it, up to its names, and the chains
// of mentions that people found in it, as ranges of tokens.
type Gold struct {
	Document *text.Document
	Chains   [][]text.Span
	// Silver is true where a program found the chains.
	Silver bool
}

// TrainOptions are the settings of training; zero values stand for defaults.
type TrainOptions struct {
	Width                        int     // hidden units of a network
	Members                      int     // networks, whose mean is the ranker
	Epochs                       int     // passes over the reports
	Forced                       int     // passes whose entities are those of the gold
	Rate                         float64 // of AdaGrad
	L2                           float64
	Views                        int     // numbers of a view
	ViewRate                     float64 // of Adam
	ViewDrop                     float64 // share of a view's numbers left out at each step
	Drop                         float64 // share of features left out at each step
	Cutoff                       int     // times that a feature must occur
	Seed                         uint64
	NewCost, LinkCost, WrongCost float64 // of a false new entity, a false link, a wrong link
	SilverFresh                  float64 // what it counts in silver reports that a mention begins an entity
	SilverBonus                  float64 // what a link in silver reports adds to the score when they are read again
}

func (o *TrainOptions) defaults() {
	o.Width, o.Members, o.Epochs = cmp.Or(o.Width, 16), cmp.Or(o.Members, 4), cmp.Or(o.Epochs, 6)
	o.Forced, o.Cutoff = cmp.Or(o.Forced, o.Epochs/2), cmp.Or(o.Cutoff, 10)
	o.Views, o.ViewRate, o.ViewDrop = cmp.Or(o.Views, 32), cmp.Or(o.ViewRate, 0.002), cmp.Or(o.ViewDrop, 0.3)
	o.SilverFresh, o.SilverBonus = cmp.Or(o.SilverFresh, 0.3), cmp.Or(o.SilverBonus, 2)
	o.Rate, o.Drop = cmp.Or(o.Rate, 0.08), cmp.Or(o.Drop, 0.5)
	o.NewCost, o.LinkCost, o.WrongCost = cmp.Or(o.NewCost, 3), cmp.Or(o.LinkCost, 0.6), cmp.Or(o.WrongCost, 1)
}

// trainer is the state of training.
type trainer struct {
	TrainOptions
	corefer *Corefer
	network *network
	view    *viewTrainer
	lessons []*lesson
	log     func(string)
	squares []float32 // of the gradients of the rows
	dense   [4][]float32
	random  *rand.Rand
	loss    float64
	fresh   float64 // what mentions that begin entities count

	newRows  []int32
	pairRows [][]int32
	hidden   [][]float32

	sums      []float64
	collected int
}

// Train trains the ranker on the reports and gives the weight file. Each
// mention's loss is the softmax-margin likelihood of the entities that hold
// its gold (Durrett and Klein 2013). In the first passes earlier mentions
// stand in the entities of the gold, later in those that the network chose, as
// they will. Talks are seen with and without their speakers. Where there are silver reports, networks see them once before the
// others; then these networks read the silver reports again, minding the
// silver chains, and new networks begin with both readings; and once more.
// Log, unless nil, is told of each network.
func Train(w *world.World, reports []Gold, o TrainOptions, log func(string)) ([]byte, error) {
	o.defaults()
	c, err := withoutNetwork(w)
	if err != nil {
		return nil, err
	}
	t := &trainer{TrainOptions: o, corefer: c, log: log}
	var silver, hidden []*lesson
	for k := range reports {
		l := t.prepare(&reports[k])
		if l.silver {
			silver = append(silver, l)
			continue
		}
		t.lessons = append(t.lessons, l)
		if l.reader.talk.speakers() > 0 {
			l.hidden = t.prepare(&Gold{Document: reports[k].Document.WithoutSpeakers(), Chains: reports[k].Chains})
			hidden = append(hidden, l.hidden)
		}
	}
	keys := t.count()
	known := newNetwork(1, keys)
	each(slices.Concat(t.lessons, hidden, silver), func(_ int, l *lesson) { l.lookUp(known) })
	all := merged(t.networks(keys, silver))
	if len(silver) == 0 {
		return all.bytes()
	}
	for _, margins := range []linkMargins{firstMargins(), chainMargins()} {
		again, err := t.readAgain(all, silver, margins)
		if err != nil {
			return nil, err
		}
		all = merged(t.networks(keys, slices.Concat(silver, again)))
	}
	return all.bytes()
}

// each calls do for each of a list, on all processors.
func each[T any](list []T, do func(int, T)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, v := range list {
		g.Go(func() error { do(i, v); return nil })
	}
	_ = g.Wait() // nothing gives an error
}

// networks trains as many networks as are wanted, each from other first
// weights.
func (t *trainer) networks(keys []uint32, silver []*lesson) []*network {
	list := make([]*network, t.Members)
	each(list, func(m int, _ *network) {
		one := &trainer{TrainOptions: t.TrainOptions, corefer: t.corefer, lessons: t.lessons}
		one.start(keys, t.Seed+uint64(m))
		for _, i := range one.random.Perm(len(silver)) {
			one.report(silver[i], true)
		}
		for epoch := range one.Epochs {
			one.pass(epoch)
		}
		one.average()
		list[m] = one.network
		if t.log != nil {
			t.log(fmt.Sprintf("network %d: loss %.0f after %d passes, %d features", m+1, one.loss, one.Epochs, len(keys)))
		}
	})
	return list
}

// firstMargins are those of networks that have seen each silver report once, set
// by cross-validation: they link less than those that come after.
func firstMargins() linkMargins {
	return linkMargins{name: -1, description: -2, indefinite: -1, chained: -1.5, it: -0.5, demonstrative: 0.5, third: -1}
}

// readAgain gives the silver reports with the chains that the network finds in
// them where a link of the silver chains adds to the score.
func (t *trainer) readAgain(n *network, silver []*lesson, margins linkMargins) ([]*lesson, error) {
	b, err := n.bytes()
	if err != nil {
		return nil, err
	}
	if n, err = loadNetwork(b); err != nil {
		return nil, err
	}
	list := make([]*lesson, len(silver))
	each(silver, func(k int, l *lesson) {
		a := l.ranker(n)
		a.run(func(i int, options []option) int {
			if len(options) == 0 {
				return -1
			}
			_, right := a.right(i, options, l.gold)
			least := a.rate(i, options) + margins.of(&a.reader.mentions[i])
			for k := range options {
				if right[k] {
					options[k].score += float32(t.SilverBonus)
				}
			}
			return highest(options, least)
		})
		again := *l
		again.silver = false
		again.gold = slices.Clone(a.of)
		for i, e := range again.gold {
			if len(a.entities[e].members) < 2 {
				again.gold[i] = -1
			}
		}
		list[k] = &again
	})
	return list, nil
}

// pass goes over the reports once. Who speaks in a report is known in one pass and
// hidden in the next, so that texts that don't say it are read as well.
func (t *trainer) pass(epoch int) {
	t.loss = 0
	for k, i := range t.random.Perm(len(t.lessons)) {
		l := t.lessons[i]
		if l.hidden != nil && (epoch+i)%2 == 1 {
			l = l.hidden
		}
		t.report(l, epoch < t.Forced)
		if 2*epoch >= t.Epochs && k%collectEach == 0 {
			t.collect()
		}
	}
}

// collectEach is after how many reports weights go into their mean.
const collectEach = 4

// collect adds the weights as they are to their mean.
func (t *trainer) collect() {
	if t.sums == nil {
		n := 0
		for _, v := range t.network.vectors() {
			n += len(v)
		}
		t.sums = make([]float64, n)
	}
	t.collected++
	at := 0
	for _, v := range t.network.vectors() {
		for k, x := range v {
			t.sums[at+k] += float64(x)
		}
		at += len(v)
	}
}

// average sets the weights to the mean of those collected (Polyak and Juditsky
// 1992).
func (t *trainer) average() {
	if t.collected == 0 {
		return
	}
	at := 0
	for _, v := range t.network.vectors() {
		for k := range v {
			v[k] = float32(t.sums[at+k] / float64(t.collected))
		}
		at += len(v)
	}
}

// lesson is a report read as far as the ranker, to be ranked again and again.
type lesson struct {
	document text.Document
	reader   *reader
	mentions []mention // as the sieves left them
	profiles []profile
	gold     []int // by mention: its chain, or -1
	silver   bool
	hidden   *lesson      // the report read as if nobody said who speaks, or nil
	inputs   [][]int8     // what views see, by mention
	unary    [2][][]int32 // rows of the features by role and mention: as it looks for an antecedent, and as one
}

// prepare reads a report as far as the ranker and aligns its mentions with the
// gold.
func (t *trainer) prepare(g *Gold) *lesson {
	l := &lesson{silver: g.Silver, document: *g.Document}
	d := &l.document
	d.Mentions = slices.Clone(g.Document.Mentions)
	l.reader = t.corefer.sieves(d, true)
	l.mentions, l.profiles = l.reader.mentions, l.reader.profiles()
	ranges, heads := map[text.Span]int{}, map[int]int{}
	for i := range l.mentions {
		ranges[l.mentions[i].whole] = i
		if !l.mentions[i].several {
			heads[l.mentions[i].Head] = i
		}
	}
	l.gold = unset(len(l.mentions))
	for k, c := range g.Chains {
		for _, s := range c {
			if i, ok := ranges[s]; ok {
				l.gold[i] = k
			}
		}
	}
	for k, c := range g.Chains {
		for _, s := range c {
			if _, ok := ranges[s]; ok {
				continue
			}
			if i, ok := heads[spanHead(d, s)]; ok && l.gold[i] < 0 {
				l.gold[i] = k
			}
		}
	}
	return l
}

// ranker is a ranker that has not begun.
func (l *lesson) ranker(n *network) *ranker {
	r := *l.reader
	r.mentions = slices.Clone(l.mentions)
	for i := range r.mentions {
		r.mentions[i].members = slices.Clone(r.mentions[i].members)
	}
	return newRanker(&r, l.profiles, n)
}

// spanHead is the token of a range whose head stands outside.
func spanHead(d *text.Document, s text.Span) int {
	for i := s.Start; i < s.End; i++ {
		if h := d.Tokens[i].Head; h < s.Start || h >= s.End {
			return i
		}
	}
	return s.End - 1
}

// count lists the features that occur often enough, in order. Counts are kept
// by part of the key: of features that share a count, one is listed.
func (t *trainer) count() []uint32 {
	const size = 1 << 24
	counts := make([]uint8, size)
	var keys []uint32
	seen := func(f model.Feature) {
		key := uint32(f >> 32)
		c := &counts[key%size]
		if *c < math.MaxUint8 {
			*c++
			if int(*c) == t.Cutoff {
				keys = append(keys, key)
			}
		}
	}
	for _, l := range t.lessons {
		a := l.ranker(newNetwork(1, nil))
		a.set.seen = seen
		a.run(func(i int, options []option) int {
			a.unary(&a.set, i, roleNew)
			a.unary(&a.set, i, roleMention)
			a.unary(&a.set, i, roleAntecedent)
			for _, o := range options {
				a.pair(&a.set, i, a.entities[o.entity], &o)
			}
			right, _ := a.right(i, options, l.gold)
			return right
		})
	}
	slices.Sort(keys)
	return keys
}

// right is the first option that is right for mention i by the gold, or -1 if
// it begins an entity, and which options are right.
func (a *ranker) right(i int, options []option, gold []int) (first int, all []bool) {
	first, all = -1, make([]bool, len(options))
	if gold[i] < 0 {
		return first, all
	}
	share := make([]float64, len(options))
	top := 0.0
	for k, o := range options {
		members := a.entities[o.entity].members
		for _, j := range members {
			if gold[j] == gold[i] {
				share[k]++
			}
		}
		share[k] /= float64(len(members))
		top = max(top, share[k])
	}
	for k := range options {
		// What holds a stray mention of the chain is right only where nothing
		// else is.
		if share[k] > 0 && (share[k] >= 0.5 || top < 0.5) {
			all[k] = true
			if first < 0 || share[k] > share[first] {
				first = k
			}
		}
	}
	return first, all
}

// start begins a network that knows the features of the keys: small random
// weights for the hidden units.
func (t *trainer) start(keys []uint32, seed uint64) {
	t.random = rand.New(rand.NewPCG(seed, 7))
	t.network = newNetwork(t.Width, keys)
	t.sums, t.collected = nil, 0
	n := t.network
	w := n.width + 1
	t.squares = make([]float32, len(n.rows))
	for i := w; i < len(n.rows); i++ {
		if i%w != n.width {
			n.rows[i] = float32(t.random.NormFloat64() * 0.05)
		}
	}
	for k := range n.width {
		n.pairOut[k] = float32(t.random.NormFloat64() / math.Sqrt(float64(n.width)))
		n.newOut[k] = float32(t.random.NormFloat64() / math.Sqrt(float64(n.width)))
	}
	for k := range t.dense {
		t.dense[k] = make([]float32, w)
	}
	t.startViews()
}

// report trains on one report.
func (t *trainer) report(l *lesson, forced bool) {
	a, gold := l.ranker(t.network), l.gold
	t.fresh = 1
	if l.silver {
		t.fresh = t.SilverFresh
	}
	t.view.open(l)
	defer t.view.close()
	a.run(func(i int, options []option) int {
		if len(options) == 0 {
			return -1
		}
		first, right := a.right(i, options, gold)
		choice := t.step(l, a, i, options, right, first < 0)
		if forced {
			return first
		}
		return choice
	})
}

// gather collects the rows of features that are not dropped.
func (t *trainer) gather(to []int32, rows []int32) []int32 {
	to = to[:0]
	limit := uint32(t.Drop * math.MaxUint32)
	for _, row := range rows {
		if t.random.Uint32() >= limit {
			to = append(to, row)
		}
	}
	return to
}

// step scores the options, moves the weights and gives the choice that the
// network made before.
func (t *trainer) step(l *lesson, a *ranker, i int, options []option, right []bool, fresh bool) int {
	n := t.network
	for len(t.hidden) <= len(options) {
		t.hidden = append(t.hidden, make([]float32, n.width+1))
		t.pairRows = append(t.pairRows, nil)
	}
	set := &a.set
	set.rows = set.rows[:0]
	a.unary(set, i, roleNew)
	t.newRows = t.gather(t.newRows, set.rows)
	last := len(options)
	h := t.hidden[last]
	copy(h, n.newBias)
	n.sum(h, t.newRows)
	t.beginView(i, len(options), h)
	scores := make([]float64, len(options)+1)
	scores[last] = float64(score(h, n.newOut))
	mention := l.unary[0][i]
	for k, o := range options {
		e := a.entities[o.entity]
		antecedent := l.unary[1][e.members[len(e.members)-1]]
		set.rows = append(append(set.rows[:0], mention...), antecedent...)
		a.pair(set, i, e, &o)
		t.pairRows[k] = t.gather(t.pairRows[k], set.rows)
		h := t.hidden[k]
		copy(h, n.pairBias)
		n.sum(h, t.pairRows[k])
		latest, noun := a.standing(i, e)
		t.view.addPair(k, latest, noun, h)
		scores[k] = float64(score(h, n.pairOut))
	}
	choice := -1
	for k := range options {
		if scores[k] > scores[last] && (choice < 0 || scores[k] > scores[choice]) {
			choice = k
		}
	}
	for k, ok := range right {
		switch {
		case ok:
		case fresh:
			scores[k] += t.LinkCost
		default:
			scores[k] += t.WrongCost
		}
	}
	if !fresh {
		scores[last] += t.NewCost
	}
	good := func(k int) bool { return k == last && fresh || k < last && right[k] }
	all, held := logSum(scores, func(int) bool { return true }), logSum(scores, good)
	t.loss += all - held
	for k := range scores {
		g := math.Exp(scores[k] - all)
		if good(k) {
			g -= math.Exp(scores[k] - held)
		}
		if fresh {
			g *= t.fresh
		}
		if g > -5e-3 && g < 5e-3 {
			continue
		}
		if k == last {
			t.view.backFresh(i, t.descend(float32(g), t.hidden[k], t.newRows, n.newBias, n.newOut, t.dense[0], t.dense[1]))
		} else {
			t.view.backPair(i, k, t.descend(float32(g), t.hidden[k], t.pairRows[k], n.pairBias, n.pairOut, t.dense[2], t.dense[3]))
		}
	}
	t.view.end()
	return choice
}

// lookUp notes the rows of what single mentions say, and what views see of them.
func (l *lesson) lookUp(n *network) {
	a := l.ranker(n)
	l.inputs = make([][]int8, len(l.mentions))
	for i := range l.inputs {
		l.inputs[i] = make([]int8, viewInputs)
		a.reader.viewInput(l.inputs[i], i)
	}
	for k, as := range []role{roleMention, roleAntecedent} {
		l.unary[k] = make([][]int32, len(l.mentions))
		for i := range l.mentions {
			a.set.rows = a.set.rows[:0]
			a.unary(&a.set, i, as)
			l.unary[k][i] = slices.Clone(a.set.rows)
		}
	}
}

func logSum(scores []float64, in func(int) bool) float64 {
	top := math.Inf(-1)
	for k, s := range scores {
		if in(k) {
			top = max(top, s)
		}
	}
	sum := 0.0
	for k, s := range scores {
		if in(k) {
			sum += math.Exp(s - top)
		}
	}
	return top + math.Log(sum)
}

// descend moves weights against the gradient g of one score by AdaGrad and
// gives that of the hidden units.
func (t *trainer) descend(g float32, h []float32, rows []int32, bias, out, biasSquares, outSquares []float32) []float32 {
	n := t.network
	rate := float32(t.Rate)
	move := func(w, square *float32, d float32) {
		*square += d * d
		*w -= rate * d / float32(math.Sqrt(float64(*square+1e-6)))
	}
	grad := make([]float32, n.width+1)
	for k := range n.width {
		if h[k] > 0 {
			grad[k] = g * out[k]
			move(&out[k], &outSquares[k], g*h[k])
		}
	}
	grad[n.width] = g
	for k, d := range grad {
		if d != 0 {
			move(&bias[k], &biasSquares[k], d)
		}
	}
	w := n.width + 1
	l2 := float32(t.L2)
	for _, row := range rows {
		at := int(row) * w
		v, sq := n.rows[at:at+w], t.squares[at:at+w]
		for k, d := range grad {
			if d != 0 {
				move(&v[k], &sq[k], d+l2*v[k])
			}
		}
	}
	return grad
}

// merged is the mean of networks that know the same features, as one network:
// their hidden units side by side.
func merged(list []*network) *network {
	count := len(list)
	width := 0
	for _, n := range list {
		width += n.width
	}
	all := newNetwork(width, list[0].keys)
	for _, n := range list {
		all.views = append(all.views, n.views...)
	}
	gather := func(to []float32, from func(*network) []float32, rows int, share float32) {
		at := 0
		for _, n := range list {
			w := n.width + 1
			v := from(n)
			for r := range rows {
				for k := range n.width {
					to[r*(width+1)+at+k] = v[r*w+k] * share
				}
				to[r*(width+1)+width] += v[r*w+n.width] / float32(count)
			}
			at += n.width
		}
	}
	gather(all.rows, func(n *network) []float32 { return n.rows }, len(all.keys)+1, 1)
	gather(all.pairBias, func(n *network) []float32 { return n.pairBias }, 1, 1)
	gather(all.newBias, func(n *network) []float32 { return n.newBias }, 1, 1)
	gather(all.pairOut, func(n *network) []float32 { return n.pairOut }, 1, 1/float32(count))
	gather(all.newOut, func(n *network) []float32 { return n.newOut }, 1, 1/float32(count))
	return all
}
