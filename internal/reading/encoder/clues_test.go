package encoder

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"testing"

	"annals/internal/reading/clue"
	"annals/internal/text"
)

// sameRows is the hash of the rows of the passage in TestRowsStay. The embedded
// weights were trained on these numbers: where it changes, they are void.
const sameRows = 0xa368be1224053290

// TestRowsStay holds the rows that forms and clues stand for.
func TestRowsStay(t *testing.T) {
	d := document(
		"KELO PORT CLOSED AS TALKS FAIL",
		"Dockers Leave the Table in Kelo Harbour",
		"“ We will wait , ” President Ana al-Ruvo said in Kelo on 3 May 2022 .",
		"The Port Union of Eastern Galen , the PUEG , met Mr. O’Connor-Šimić near Kelo ; Ruvo told reporters nothing .",
		"the union had left the harbour by then , she said",
	)
	d.Blocks = []text.Block{
		{Span: text.Span{End: d.Sentences[0].End}, Kind: text.Heading, Last: 1},
		{Span: text.Span{Start: d.Sentences[1].Start, End: d.Sentences[1].End}, Kind: text.Bullet, First: 1, Last: 2},
		{Span: text.Span{Start: d.Sentences[2].Start, End: len(d.Text)}, First: 2, Last: 5},
	}
	for i := range d.Sentences {
		d.Sentences[i].Block = min(i, 2)
	}
	opening, closing := d.Sentences[2].First, d.Sentences[2].First+5
	d.Quotations = []text.Quotation{{Span: text.Span{Start: d.Tokens[opening].Start, End: d.Tokens[closing].End}, Closed: true}}
	var c clue.Clues
	var rows ClueRows
	clue.New(nil).Find(d, &c)
	v := Vocabulary{WordHash("kelo"), WordHash("said")}
	slices.Sort(v)
	rows.Set(v, d, &c)
	h := fnv.New64a()
	for i, clues := range rows.Of {
		f := v.Form(d.Form(i))
		for _, numbers := range [][]int32{{f.Shape}, f.Pieces, clues} {
			binary.Write(h, binary.LittleEndian, numbers)
		}
	}
	if got := h.Sum64(); got != sameRows {
		t.Errorf("the hash of the rows is %#x, want %#x", got, uint64(sameRows))
	}
}
