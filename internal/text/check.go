package text

import "fmt"

// Check says what is wrong with the document's positions and tree, or nil. It
// holds every reading step to its promises: blocks, sentences and tokens in
// order and inside one another, heads and their rivals inside their sentence,
// heads without cycles, mentions and quotations within bounds.
func (d *Document) Check() error {
	end := 0
	for i, b := range d.Blocks {
		if b.Start < end || b.End < b.Start || b.End > len(d.Text) {
			return fmt.Errorf("text: block %d at %d–%d is out of order or out of bounds", i, b.Start, b.End)
		}
		end = b.End
		if b.Label.Len() < 0 || b.Label.Len() > 0 && !b.Covers(b.Label) {
			return fmt.Errorf("text: block %d has its label at %d–%d, outside", i, b.Label.Start, b.Label.End)
		}
		if b.First < 0 || b.Last < b.First || b.Last > len(d.Sentences) {
			return fmt.Errorf("text: block %d has sentences %d–%d of %d", i, b.First, b.Last, len(d.Sentences))
		}
	}
	end = 0
	for i, s := range d.Sentences {
		if s.Start < end || s.End <= s.Start || s.End > len(d.Text) {
			return fmt.Errorf("text: sentence %d at %d–%d is out of order or out of bounds", i, s.Start, s.End)
		}
		end = s.End
		if s.First >= s.Last || s.First < 0 || s.Last > len(d.Tokens) {
			return fmt.Errorf("text: sentence %d has tokens %d–%d of %d", i, s.First, s.Last, len(d.Tokens))
		}
		if s.Block < 0 || s.Block >= len(d.Blocks) || !d.Blocks[s.Block].Covers(s.Span) {
			return fmt.Errorf("text: sentence %d is not inside its block %d", i, s.Block)
		}
	}
	end = 0
	for i, t := range d.Tokens {
		if t.Start < end || t.End <= t.Start || t.End > len(d.Text) {
			return fmt.Errorf("text: token %d at %d–%d is out of order or out of bounds", i, t.Start, t.End)
		}
		end = t.End
		if t.Sentence < 0 || t.Sentence >= len(d.Sentences) {
			return fmt.Errorf("text: token %d names sentence %d of %d", i, t.Sentence, len(d.Sentences))
		}
		s := d.Sentences[t.Sentence]
		if i < s.First || i >= s.Last {
			return fmt.Errorf("text: token %d lies outside its sentence %d", i, t.Sentence)
		}
		if t.Doubt < 0 || t.Doubt > 1 || t.Doubt > 0 && (t.Rival < s.First || t.Rival >= s.Last || t.Rival == i) {
			return fmt.Errorf("text: token %d has token %d as rival of its head, with probability %g", i, t.Rival, t.Doubt)
		}
		if err := d.checkHead(i); err != nil {
			return err
		}
	}
	if n := len(d.Vectors); n != 0 && n != len(d.Tokens)*VectorWidth {
		return fmt.Errorf("text: vectors of %d numbers for %d tokens", n, len(d.Tokens))
	}
	for i, q := range d.Quotations {
		if !q.Covers(q.Inner) || q.Start < 0 || q.End > len(d.Text) || q.Continues >= i {
			return fmt.Errorf("text: quotation %d at %d–%d is malformed", i, q.Start, q.End)
		}
	}
	for i, m := range d.Mentions {
		if m.First < 0 || m.First >= m.Last || m.Last > len(d.Tokens) || m.Head < m.First || m.Head >= m.Last {
			return fmt.Errorf("text: mention %d at tokens %d–%d with head %d is malformed", i, m.First, m.Last, m.Head)
		}
		if m.Entity < -1 || m.Entity >= len(d.Entities) {
			return fmt.Errorf("text: mention %d names entity %d of %d", i, m.Entity, len(d.Entities))
		}
	}
	for i, e := range d.Entities {
		for _, m := range e.Mentions {
			if m < 0 || m >= len(d.Mentions) || d.Mentions[m].Entity != i {
				return fmt.Errorf("text: entity %d and mention %d do not name each other", i, m)
			}
		}
	}
	return nil
}

// checkHead says what is wrong with the way from token i to the root of its
// sentence, or nil.
func (d *Document) checkHead(i int) error {
	s := d.Sentences[d.Tokens[i].Sentence]
	steps := 0
	for h := d.Tokens[i].Head; h >= 0; h = d.Tokens[h].Head {
		if h < s.First || h >= s.Last {
			return fmt.Errorf("text: token %d has a head outside its sentence", i)
		}
		if steps++; steps > s.Last-s.First {
			return fmt.Errorf("text: the tree of sentence %d has a cycle at token %d", d.Tokens[i].Sentence, i)
		}
	}
	return nil
}

// KeepTrees is for steps that change heads one by one: it puts back the tokens
// of every sentence that is no tree any more from a copy made before the change.
func (d *Document) KeepTrees(before []Token) {
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			if d.checkHead(i) != nil {
				copy(d.Tokens[s.First:s.Last], before[s.First:s.Last])
				break
			}
		}
	}
}
