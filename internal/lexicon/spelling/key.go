package spelling

// maxKeys is how many keys a word has at most.
const maxKeys = 8

// Keys are the coarse forms under which an index finds the spellings of a
// romanised word: two words that [Table.SameWord] joins nearly always share
// one. Vowels and what turns into them (v, w, j, h) go; dentals and sibilants
// are one, and so are k, g, q and kh; ch, which is either, gives both.
func (t *Table) Keys(word string) []string {
	keys := []string{""}
	add := func(classes ...byte) {
		var next []string
		for _, k := range keys {
			for _, c := range classes {
				if c == 0 || len(k) > 0 && k[len(k)-1] == c {
					next = append(next, k)
				} else {
					next = append(next, k+string(rune(c)))
				}
			}
		}
		if keys = next; len(keys) > maxKeys {
			keys = keys[:maxKeys]
		}
	}
	for i := 0; i < len(word); i++ {
		after := byte(0)
		if i+1 < len(word) {
			after = word[i+1]
		}
		switch c := word[i]; c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'v', 'w', 'f', 'h':
			if c == 'h' && i == 0 {
				add(0, 'k')
			}
		case 'j':
			add(0, 't')
		case 'b', 'p':
			add('b')
		case 'l', 'm', 'n', 'r':
			add(c)
		case 'k', 'q':
			add('k')
		case 'g':
			add('k')
		case 'x':
			add('k')
			add('t')
		case 'c':
			switch {
			case after == 'h':
				add('t', 'k')
				i++
			case after == 'k':
				add('k')
				i++
			case after == 'e' || after == 'i' || after == 'y' || after == 'z':
				add('t')
			default:
				add('t', 'k')
			}
		case 's':
			if i+2 < len(word) && after == 'c' && word[i+2] == 'h' {
				i += 2
			}
			add('t')
		case 'd', 't', 'z':
			add('t')
		default:
			add(c)
		}
	}
	return keys
}
