package segment

// Two tables of features steer the learnt decision: conjunctions, each with a
// weight of its own (wide), and single values, each with a row of weights of
// the hidden layer (deep), as in Cheng et al. 2016, "Wide & Deep Learning for
// Recommender Systems".
const (
	wideBits = 20
	deepBits = 14
)

// hash is a feature: a template's number and its values.
type hash uint32

func template(n uint32) hash { return hash(n*0x85EBCA6B ^ 0x1234567) }

func (h hash) with(v uint32) hash {
	h = (h ^ hash(v)) * 0x9E3779B1
	return h ^ h>>15
}

func (h hash) wide() uint32 { return uint32(h) >> (32 - wideBits) }

func (h hash) deep() uint32 { return uint32(h) >> (32 - deepBits) }

// features sets b.wide and b.deep to what is known of the place after token i
// where the sentence began with token start.
func (b *stretch) features(i, start int) {
	g := b.signs[i+pad-3 : i+pad+5] // three tokens more on either side
	ruled := uint32(0)
	if b.ruled[i] {
		ruled = 1
	}
	b.wide = b.wide[:0]
	b.around(g, ruled)
	b.across(g, ruled, i, start)
	b.single(g, ruled, i, start)
}

// around adds conjunctions of the tokens on both sides.
func (b *stretch) around(g []sign, ruled uint32) {
	l2, l1, l0, r0, r1, r2 := g[1], g[2], g[3], g[4], g[5], g[6]
	L2, L1, L0, R0, R1, R2 := l2.look(), l1.look(), l0.look(), r0.look(), r1.look(), r2.look()
	of := func(n uint32) hash { return template(n).with(ruled) }
	side := template(40).with(L0).with(R0)
	f := append(b.wide,
		of(1).wide(),
		of(2).with(L0).with(R0).wide(),
		of(3).with(L1).with(L0).with(R0).wide(),
		of(4).with(L0).with(R0).with(R1).wide(),
		of(5).with(L1).with(L0).with(R0).with(R1).wide(),
		side.with(L2).with(L1).wide(),
		side.with(R1).with(R2).with(1).wide(),
		side.with(L2).with(L1).with(R1).with(R2).wide(),
		side.with(g[0].look()).with(L2).with(L1).with(R1).with(R2).with(g[7].look()).wide(),
		of(6).with(l0.word).wide(),
		of(7).with(r0.word).wide(),
		of(8).with(r0.word).with(R0).wide(),
		of(9).with(l0.word).with(L0).wide(),
		of(10).with(l0.word).with(R0).wide(),
		of(11).with(r0.word).with(L0).wide(),
		template(12).with(l0.word).with(r0.word).wide(),
		of(13).with(l1.word).with(L0).with(R0).wide(),
		of(14).with(r1.word).with(L0).with(R0).wide(),
		template(15).with(l1.word).with(l0.word).wide(),
		template(16).with(r0.word).with(r1.word).wide(),
		of(17).with(l1.word).with(L1).wide(),
		of(18).with(r1.word).with(R1).wide(),
		template(19).with(l2.word).with(L1).with(L0).with(R0).wide(),
		template(20).with(r2.word).with(L0).with(R0).with(R1).wide(),
		template(21).with(r0.word).with(L0).with(L1).with(R1).wide(),
		template(22).with(l0.word).with(R0).with(L1).with(R1).wide(),
		of(23).with(L0).with(uint32(l0.size)).with(R0).wide(),
		of(24).with(R0).with(uint32(r0.size)).with(L0).wide(),
	)
	b.wide = f
}

// across adds conjunctions of what stands further away: the sentence so far,
// the way to the next end by rule, the block, the document.
func (b *stretch) across(g []sign, ruled uint32, i, start int) {
	l1, l0, r0, r1 := g[2], g[3], g[4], g[5]
	L0, R0 := l0.look(), r0.look()
	n := rough(i + 1 - start)
	first, second, third := b.signs[start+pad], b.signs[start+pad+1], b.signs[start+pad+2]
	end := b.next[i+1]
	ahead := rough(end - i)
	behind := rough(b.smalls[i+1] - b.smalls[start])
	coming := rough(b.smalls[end+1] - b.smalls[i+1])
	alike := b.style.closes.has(pair(l1, l0)) | b.style.begins.has(pair(r0, r1))<<1
	same := uint32(0)
	if first.word == r0.word {
		same = 1
	}
	if first.shape == r0.shape {
		same |= 2
	}
	of := func(k uint32) hash { return template(k).with(ruled) }
	at := func(k uint32) hash { return template(k).with(ruled).with(L0).with(R0) }
	f := append(b.wide,
		at(50).with(n).wide(),
		template(51).with(n).with(first.word).wide(),
		at(52).with(n).with(first.look()).wide(),
		at(53).with(n).with(first.look()).with(second.look()).with(third.look()).wide(),
		template(54).with(first.word).with(L0).with(R0).wide(),
		at(55).with(rough(len(b.ruled)-i-1)).wide(),
		at(56).with(rough(i+1)).wide(),
		at(57).with(b.block&^endsStopped).wide(),
		at(58).with(uint32(b.within[i])).wide(),
		at(59).with(uint32(b.within[i])).with(r1.look()).wide(),
		at(60).with(same).wide(),
		at(61).with(alike).wide(),
		of(62).with(alike).with(b.style.kind).wide(),
		at(63).with(b.style.kind).wide(),
		of(64).with(b.style.kind).with(r0.word).wide(),
		of(65).with(b.style.kind).with(l0.word).wide(),
		at(66).with(ahead).with(n).wide(),
		at(67).with(coming).with(behind).wide(),
		of(68).with(ahead).with(coming).with(R0).with(r1.look()).wide(),
		of(69).with(n).with(behind).with(L0).with(first.look()).wide(),
		of(70).with(coming).with(r0.word).wide(),
		of(71).with(behind).with(l0.word).wide(),
		at(72).with(b.signs[end+pad].look()).wide(),
		at(73).with(n).with(rough(b.calm[i])).wide(),
	)
	b.wide = f
}

// single adds the values that the hidden layer combines.
func (b *stretch) single(g []sign, ruled uint32, i, start int) {
	f := b.deep[:0]
	for k, s := range g {
		at := template(uint32(k))
		f = append(f, at.with(s.look()).deep(), at.with(uint32(s.size)|256).deep())
		if k > 0 && k < len(g)-1 {
			f = append(f, at.with(s.word).with(1).deep())
		}
	}
	first, end := b.signs[start+pad], b.next[i+1]
	ruled |= uint32(b.within[i]) << 1
	same := uint32(0)
	if first.word == g[4].word {
		same = 1
	}
	of := func(k, v uint32) uint32 { return template(k).with(v).deep() }
	b.deep = append(f,
		of(10, ruled&1),
		of(11, first.word),
		of(12, uint32(first.shape)),
		of(13, uint32(b.signs[start+pad+1].shape)),
		of(14, rough(i+1-start)),
		of(15, rough(len(b.ruled)-i-1)),
		of(16, rough(i)),
		of(17, b.block),
		of(18, ruled>>1),
		of(19, b.style.kind),
		of(20, b.style.closes.has(pair(g[2], g[3]))),
		of(21, b.style.begins.has(pair(g[4], g[5]))),
		of(22, rough(end-i)),
		of(23, rough(b.smalls[i+1]-b.smalls[start])),
		of(24, rough(b.smalls[end+1]-b.smalls[i+1])),
		of(25, uint32(b.signs[end+pad].shape)),
		of(26, rough(b.calm[i])),
		of(27, same),
	)
}
