package spelling

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed costs.tsv
var costTable string

//go:embed given_names.tsv
var givenTable string

//go:embed surname_first.txt
var surnameFirstTable string

//go:embed scripts.tsv
var scriptTable string

// Table is what is known of spellings.
type Table struct {
	pieces       map[uint32]uint32 // packed piece → its number, from 1 on
	costs        map[uint32]uint16 // numbers of two pieces → cost
	given        map[string]Given  // by romanised form
	surnameFirst map[string]bool
	scripts      map[rune]string
}

// Given is a given name.
type Given struct {
	Group  string // the form that stands for the name in all languages: "alexander"
	Gender string // "m", "f" or ""
}

// Load parses the embedded tables. An error means that one is malformed,
// which the tests of this package rule out.
func Load() (*Table, error) {
	t := &Table{pieces: map[uint32]uint32{}, costs: map[uint32]uint16{}, given: map[string]Given{}, surnameFirst: map[string]bool{}, scripts: map[rune]string{}}
	for _, load := range []struct {
		name, text string
		columns    int
		row        func(c []string) error
	}{
		{"scripts.tsv", scriptTable, 2, t.addScript},
		{"costs.tsv", costTable, 3, t.addCost},
		{"given_names.tsv", givenTable, 2, t.addGiven},
		{"surname_first.txt", surnameFirstTable, 1, t.addSurnames},
	} {
		line := 0
		for s := range strings.Lines(load.text) {
			line++
			s = strings.TrimRight(s, "\n")
			if s == "" || s[0] == '#' {
				continue
			}
			c := strings.Split(s, "\t")
			if len(c) != load.columns {
				return nil, fmt.Errorf("spelling: %s line %d: want %d columns", load.name, line, load.columns)
			}
			if err := load.row(c); err != nil {
				return nil, fmt.Errorf("spelling: %s line %d: %w", load.name, line, err)
			}
		}
	}
	return t, nil
}

func (t *Table) addScript(c []string) error {
	r, n := utf8.DecodeRuneInString(c[0])
	if n != len(c[0]) || n == 0 {
		return fmt.Errorf("%q is not one letter", c[0])
	}
	t.scripts[r] = c[1]
	return nil
}

// addCost reads a piece, what it is rewritten as, and the cost of either way
// in hundredths of a nat; ^ and $ are the edges of a word.
func (t *Table) addCost(c []string) error {
	cost, err := strconv.ParseUint(c[2], 10, 16)
	if err != nil {
		return fmt.Errorf("cost: %w", err)
	}
	a, b := pieceOf(c[0]), pieceOf(c[1])
	if len(a) > maxPiece || len(b) > maxPiece {
		return fmt.Errorf("piece of more than %d letters", maxPiece)
	}
	x, y := t.number(a), t.number(b)
	t.costs[x<<16|y], t.costs[y<<16|x] = uint16(cost), uint16(cost)
	return nil
}

// number is the piece's number, given if need be.
func (t *Table) number(piece []byte) uint32 {
	key := packed(piece)
	if t.pieces[key] == 0 {
		t.pieces[key] = uint32(len(t.pieces) + 1)
	}
	return t.pieces[key]
}

func pieceOf(s string) []byte {
	var code []byte
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '^':
			code = append(code, edgeFirst)
		case '$':
			code = append(code, edgeLast)
		default:
			code = append(code, s[i]-'a'+1)
		}
	}
	return code
}

func (t *Table) addGiven(c []string) error {
	forms := strings.Fields(c[1])
	for _, f := range forms {
		key := t.Romanise(f)
		if c[0] == "either" {
			g, ok := t.given[key]
			if !ok {
				return fmt.Errorf("%s is in no row before", f)
			}
			t.given[key] = Given{Group: g.Group}
			continue
		}
		if _, twice := t.given[key]; twice {
			return fmt.Errorf("%s stands twice", f)
		}
		t.given[key] = Given{forms[0], c[0]}
	}
	return nil
}

func (t *Table) addSurnames(c []string) error {
	for _, s := range strings.Fields(c[0]) {
		t.surnameFirst[s] = true
	}
	return nil
}

// Given is what the table says of a given name, in any script, and whether it
// has it.
func (t *Table) Given(name string) (Given, bool) {
	var memory [64]byte
	g, ok := t.given[string(t.appendRomanised(memory[:0], name))]
	return g, ok
}
