package encoder

import "annals/internal/reading/clue"

// form is what is remembered of a word form.
type form struct {
	text      [longForm]byte
	size      uint8 // of text; 0 where there is none
	irregular []irregular
	embedding []float32
}

// Bounds of the memory of forms: how many, and the longest, in bytes.
const (
	formSlots = 1 << 12
	longForm  = 47
)

// formMemory is the forms that one goroutine has seen lately, each in the
// place that its hash gives it.
type formMemory struct {
	forms    []form
	spelling spelling
}

func newFormMemory(width int) *formMemory {
	m := &formMemory{forms: make([]form, formSlots)}
	embeddings := make([]float32, formSlots*width)
	for i := range m.forms {
		m.forms[i].embedding = embeddings[i*width:][:width:width]
	}
	return m
}

// form is what there is to know of a form, remembered or found. It holds until
// the next one is asked for.
func (e *Encoder) form(m *formMemory, s string) *form {
	f := &m.forms[clue.Hash(0, s)%formSlots]
	if f.size > 0 && string(f.text[:f.size]) == s {
		return f
	}
	f.size = uint8(copy(f.text[:], s))
	if len(s) > longForm {
		f.size = 0 // not to be found again
	}
	rows := e.vocabulary.find(s, &m.spelling)
	f.irregular = e.irregular[string(m.spelling.folded())]
	e.network.setForm(f.embedding, rows)
	return f
}
