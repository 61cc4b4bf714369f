package text

import (
	"slices"
	"strings"
)

// Document is one report's text together with what reading found in it. The
// steps of package reading fill it in order; each step's comment says which
// fields it needs and which it sets.
//
// A Document is used by one goroutine at a time.
type Document struct {
	// Text is valid UTF-8 and never changes after the Document is made.
	Text string
	// Published is the report's date as an RFC 3339 date or date-time, or ""
	// if it is unknown. Nothing may stand in for it.
	Published string
	// Publisher is the outlet that publishes the report, or "".
	Publisher string

	Blocks     []Block     // set by segment: cover the text without overlap, in order
	Sentences  []Sentence  // set by segment: in order, inside their blocks
	Tokens     []Token     // set by segment: in order; tagged by tag, headed by parse
	Quotations []Quotation // set by quotemark: in order of their opening
	Mentions   []Mention   // set by name (names), extended by corefer (descriptions, pronouns)
	Entities   []Entity    // set by corefer

	// Vectors are VectorWidth numbers for each token, set by the encoder with
	// the trees: what it makes of the token, in multiples of 1/VectorUnit. They
	// are empty where something else has read the document.
	Vectors []int8

	// Dependents of each token, set by LinkChildren: those of token i are
	// children[childrenAt[i]:childrenAt[i+1]].
	children, childrenAt []int
}

// Sizes of [Document.Vectors].
const (
	// VectorWidth is how many numbers a token has: VectorPart each of its form,
	// of what its side of the sentence tells, and of what the whole one does.
	VectorWidth = 3 * VectorPart
	VectorPart  = 64
	// VectorUnit is what 1 stands as.
	VectorUnit = 24
)

// Vector is the vector of token i, or nil.
func (d *Document) Vector(i int) []int8 {
	if len(d.Vectors) == 0 {
		return nil
	}
	return d.Vectors[i*VectorWidth:][:VectorWidth]
}

// Span is a half-open range of bytes in [Document.Text].
type Span struct{ Start, End int }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Covers reports whether t lies wholly inside s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// BlockKind says what a block of the page is.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	Heading             // a title or cross-heading: sentences, but nobody's
	Bullet              // an item of a list, without its mark
	Separator           // a line of dashes, stars and the like: holds no sentence
	Byline              // "By Jane Doe", "Reporting by …": holds no statement
	Caption             // a caption of a picture, a credit line
)

// Block is a stretch of text that the page sets apart: a paragraph, a heading,
// a separator line.
type Block struct {
	Span
	Kind BlockKind
	// Dateline is the part of the block before the dash in
	// "MINSK (Agency) — …", or the time of day before an entry of a running
	// report ("14:05 — …"), dash included; empty where there is none. It has
	// no tokens and lies in no sentence.
	Dateline Span
	// Speaker is who says the block where the report is a talk, by the fullest
	// of the labels that it gives this speaker's turns ("Daniel Hale", though
	// this turn's says "MR. HALE"): one speaker has one. It is "" where nobody
	// is known to speak.
	Speaker string
	// Label is the label that opens a turn, up to and with its colon; empty
	// where none does. It has tokens: with marks before it, a sentence of its own.
	Label Span
	// First and Last are the half-open range of the block's sentences.
	First, Last int
}

// Sentence is a range of tokens.
type Sentence struct {
	Span
	// First and Last are the half-open range of the sentence's tokens.
	First, Last int
	Block       int // index into Document.Blocks
}

// Token is one word in the sense of Universal Dependencies: "don't" is two
// tokens, and each is a stretch of the text ("do", "n't").
type Token struct {
	Span
	Sentence int    // index into Document.Sentences
	UPOS     string // universal part of speech, "" before tagging
	XPOS     string // Penn Treebank tag, "" before tagging
	Feats    string // UD features "Number=Sing|Person=3", "" for none
	Lemma    string // "" before tagging
	Head     int    // index into Document.Tokens; -1 for a root, and before parsing
	Deprel   string // UD relation, "" before parsing
	// Rival is the token that is likeliest to be the head instead, by index, and
	// Doubt the probability that it is; 0 where there is no such token.
	Rival int
	Doubt float32
}

// Plural reports whether the token's features say that it is plural.
func (t *Token) Plural() bool { return strings.Contains(t.Feats, "Number=Plur") }

// Quotation is a stretch of text between quotation marks as the report prints
// them, broken marks included.
type Quotation struct {
	Span        // with its marks
	Inner  Span // without its marks
	Closed bool // false where the closing mark is missing: Inner ends with the block
	// Continues is the index of the quotation that this one carries on (a
	// quotation that reopens at each paragraph), or -1.
	Continues int
	// Scare is true for single words and short phrases that stand in the
	// syntax of the report's own sentence: titles, nicknames, scare quotes.
	Scare bool
}

// MentionKind says how a mention names its entity.
type MentionKind uint8

const (
	Name    MentionKind = iota // "Alexander Lukashenko", "the Kremlin"
	Nominal                    // "the Belarusian president"
	Pronoun                    // "he", "their"
)

// NameType is the class of a name.
type NameType string

const (
	Person       NameType = "PER"
	Organization NameType = "ORG"
	Location     NameType = "LOC"
	Misc         NameType = "MISC" // nationalities, religious and political groups, works, events
	NoType       NameType = ""
)

// Mention is a range of tokens that refers to an entity.
type Mention struct {
	// First and Last are the half-open range of tokens.
	First, Last int
	Head        int // index of the syntactic head token
	Kind        MentionKind
	Type        NameType
	Entity      int // index into Document.Entities, -1 before corefer
	// Why says which rule or model made the mention and joined it to its
	// entity, for explanations: "name model; same surname as «…»".
	Why string
}

// Entity is the mentions of one actor or place in the report.
type Entity struct {
	Mentions []int // indices into Document.Mentions, in text order
	Type     NameType
	// Known is the id of the entry of the lexicon that the names match, or "".
	Known string
	// Gender is "m", "f" or "" and Plural is true for groups of persons, as
	// far as the text or the lexicon says so.
	Gender string
	Plural bool
}

// Form is the token's text as printed.
func (d *Document) Form(i int) string { return d.Text[d.Tokens[i].Start:d.Tokens[i].End] }

// Slice is the text of a span.
func (d *Document) Slice(s Span) string { return d.Text[s.Start:s.End] }

// TokenSpan is the span from the start of token first to the end of token
// last-1; the range is half-open and must not be empty.
func (d *Document) TokenSpan(first, last int) Span {
	return Span{d.Tokens[first].Start, d.Tokens[last-1].End}
}

// LinkChildren records the dependents of every token. parse calls it after
// setting heads; whoever changes a head calls it again.
func (d *Document) LinkChildren() {
	n := len(d.Tokens)
	memory := make([]int, 2*n+1)
	d.childrenAt, d.children = memory[:n+1], memory[n+1:]
	d.link()
}

// RelinkChildren is LinkChildren for a document whose tokens are as many as when it was
// last called, in the same memory: no copy of the document may share it.
func (d *Document) RelinkChildren() {
	clear(d.childrenAt)
	d.link()
}

// link fills the lists of children.
func (d *Document) link() {
	n, at, list := len(d.Tokens), d.childrenAt, d.children
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			at[h]++
		}
	}
	end := 0
	for i, count := range at {
		end += count
		at[i] = end
	}
	for i := n - 1; i >= 0; i-- { // each list from its end
		if h := d.Tokens[i].Head; h >= 0 {
			at[h]--
			list[at[h]] = i
		}
	}
}

// Children lists the dependents of token i in text order. The caller must not
// change the list.
func (d *Document) Children(i int) []int {
	if i+1 >= len(d.childrenAt) {
		return nil
	}
	from, to := d.childrenAt[i], d.childrenAt[i+1]
	return d.children[from:to:to]
}

// Child is the first dependent of token i with one of the relations, or -1.
// A relation matches its subtypes: "nsubj" finds "nsubj:pass".
func (d *Document) Child(i int, relations ...string) int {
	for _, c := range d.Children(i) {
		for _, r := range relations {
			if IsRelation(d.Tokens[c].Deprel, r) {
				return c
			}
		}
	}
	return -1
}

// IsRelation reports whether deprel is the relation or a subtype of it.
func IsRelation(deprel, relation string) bool {
	return deprel == relation ||
		len(deprel) > len(relation) && deprel[:len(relation)] == relation && deprel[len(relation)] == ':'
}

// Subtree is the half-open range of tokens from the leftmost to the rightmost
// descendant of token i, itself included. In a projective tree that is the
// subtree itself.
func (d *Document) Subtree(i int) (first, last int) {
	first, last = i, i+1
	for _, c := range d.Children(i) {
		f, l := d.Subtree(c)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// TokenAt is the index of the token that holds byte offset b, or of the first
// token after it; len(Tokens) if there is none.
func (d *Document) TokenAt(b int) int {
	lo, hi := 0, len(d.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Tokens[mid].End <= b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// TokensIn is the half-open range of tokens that overlap the span.
func (d *Document) TokensIn(s Span) (first, last int) {
	first = d.TokenAt(s.Start)
	last = first
	for last < len(d.Tokens) && d.Tokens[last].Start < s.End {
		last++
	}
	return first, last
}

// WithoutSpeakers is the document as a text that says nowhere who speaks: its
// blocks are a copy, the rest is shared.
func (d *Document) WithoutSpeakers() *Document {
	hidden := *d
	hidden.Blocks = slices.Clone(d.Blocks)
	for i := range hidden.Blocks {
		hidden.Blocks[i].Speaker = ""
	}
	return &hidden
}

// InLabel reports whether token i stands in the label of a turn.
func (d *Document) InLabel(i int) bool { return d.BlockOf(i).Label.Covers(d.Tokens[i].Span) }

// BlockOf is the block of token i.
func (d *Document) BlockOf(i int) *Block {
	return &d.Blocks[d.Sentences[d.Tokens[i].Sentence].Block]
}
