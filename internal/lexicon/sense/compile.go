package sense

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"annals/internal/lexicon/packed"
)

// The most senses that are kept of a verb and of a noun.
const (
	verbSenses = 7
	nounSenses = 4
)

// synset is a sense of WordNet.
type synset struct {
	words []string
	above string              // the first sense that it is a kind of
	forms map[string][]string // of a word of its: senses of verbs that it is derived from
}

// Compile makes the table from the files of WordNet (Miller 1995) in a folder,
// "data.verb", "index.noun" and so on, for the words that keep says. A noun
// that is derived from a verb has the verb's senses as well, after its own
// first one.
func Compile(files fs.FS, keep func(word string) bool) ([]byte, error) {
	c := &compiler{synsets: map[string]*synset{}, senses: map[string][]string{}, keep: keep}
	for _, part := range []string{"verb", "noun"} {
		if err := c.lines(files, "data."+part, c.synset); err != nil {
			return nil, err
		}
		if err := c.lines(files, "index."+part, c.word); err != nil {
			return nil, err
		}
	}
	return c.write()
}

type compiler struct {
	synsets map[string]*synset  // by part of speech and offset: "v01124768"
	senses  map[string][]string // of each word
	keep    func(word string) bool
}

// lines reads a file of WordNet, whose first lines, its licence, begin with
// spaces.
func (c *compiler) lines(files fs.FS, name string, each func(f []string) error) error {
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("sense: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "  ") {
			continue
		}
		if err := each(strings.Fields(lines.Text())); err != nil {
			return fmt.Errorf("sense: %s, line %d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("sense: %s: %w", name, err)
	}
	return nil
}

// synset reads a line of a data file: offset, file, part, the number of words,
// the words each with a number, the number of pointers, the pointers: sign,
// offset, part, and the words of this sense and of the other that it ties.
func (c *compiler) synset(f []string) error {
	if len(f) < 6 {
		return fmt.Errorf("%d fields", len(f))
	}
	n, err := strconv.ParseUint(f[3], 16, 16)
	if err != nil || len(f) < 5+2*int(n) {
		return fmt.Errorf("%q words", f[3])
	}
	ties, err := strconv.Atoi(f[4+2*n])
	if err != nil || len(f) < 5+2*int(n)+4*ties {
		return fmt.Errorf("%q pointers", f[4+2*n])
	}
	s := &synset{forms: map[string][]string{}}
	for i := range int(n) {
		s.words = append(s.words, strings.ToLower(f[4+2*i]))
	}
	for p := range slices.Chunk(f[5+2*int(n):5+2*int(n)+4*ties], 4) {
		other := p[2] + p[1]
		switch p[0] {
		case "@":
			if s.above == "" {
				s.above = other
			}
		case "+":
			words, err := strconv.ParseUint(p[3], 16, 16) // of this sense, and of the other
			source := int(words >> 8)
			if err != nil || source > len(s.words) {
				return fmt.Errorf("pointer %q", p[3])
			}
			if p[2] == "v" && source > 0 {
				w := s.words[source-1]
				s.forms[w] = append(s.forms[w], other)
			}
		}
	}
	c.synsets[f[2]+f[0]] = s
	return nil
}

// word reads a line of an index file: word, part, the number of senses, the
// number of signs, the signs, two numbers, and the offsets of the senses.
func (c *compiler) word(f []string) error {
	if len(f) < 6 {
		return fmt.Errorf("%d fields", len(f))
	}
	word, part := f[0], f[1]
	signs, err := strconv.Atoi(f[3])
	if err != nil || len(f) < 6+signs {
		return fmt.Errorf("%q signs", f[3])
	}
	if !c.keep(word) {
		return nil
	}
	most := verbSenses
	if part == "n" {
		most = nounSenses
	}
	for i, offset := range f[6+signs:] {
		if i == most {
			break
		}
		id := part + offset
		c.add(word, id)
		if part == "n" {
			for _, verb := range c.synsets[id].forms[word] {
				c.add(word, verb)
			}
		}
	}
	return nil
}

func (c *compiler) add(word, id string) {
	if !slices.Contains(c.senses[word], id) {
		c.senses[word] = append(c.senses[word], id)
	}
}

// write writes the senses that words have and those above them: those of verbs
// and then those of nouns, the ones of most words first.
func (c *compiler) write() ([]byte, error) {
	uses := map[string]int{}
	for _, list := range c.senses {
		for _, id := range list {
			uses[id]++
			if up := c.synsets[id].above; up != "" {
				uses[up]++
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(uses), func(x, y string) int {
		return cmp.Or(-cmp.Compare(x[0], y[0]), cmp.Compare(uses[y], uses[x]), cmp.Compare(x, y)) // "v…" before "n…"
	})
	number := map[string]uint64{}
	verbs := 0
	for i, id := range order {
		number[id] = uint64(i)
		if id[0] == 'v' {
			verbs++
		}
	}
	b := binary.AppendUvarint(nil, uint64(len(order)))
	b = binary.AppendUvarint(b, uint64(verbs))
	for _, id := range order {
		up, ok := number[c.synsets[id].above]
		if !ok {
			b = binary.AppendUvarint(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, up+1)
	}
	byKey := map[uint32]string{}
	for _, w := range slices.Sorted(maps.Keys(c.senses)) {
		byKey[key(w)] = w
	}
	b = binary.AppendUvarint(b, uint64(len(byKey)))
	last := uint32(0)
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		list := c.senses[byKey[k]]
		b = binary.AppendUvarint(b, uint64(k-last))
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, id := range list {
			b = binary.AppendUvarint(b, number[id])
		}
		last = k
	}
	out, err := packed.Pack(magic, b)
	if err != nil {
		return nil, fmt.Errorf("sense: %w", err)
	}
	return out, nil
}
