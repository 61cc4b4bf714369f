package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"strings"
	"time"

	"github.com/klauspost/compress/zlib"
	"github.com/ledongthuc/pdf"
)

// Limits on what a PDF file may make the reader do.
const (
	pdfTime        = 20 * time.Second
	pdfStream      = 64 << 20  // bytes of one stream, decompressed
	pdfStreams     = 1 << 30   // bytes of all streams, decompressed
	pdfGlyphs      = 2_000_000 // of the whole file
	pdfPages       = 2000
	pdfFormDepth   = 8
	pdfNestedFlate = 3
	pdfBrackets    = 200_000 // in one stream; the library calls itself for each
)

// readPDF reads the text layer of a PDF file, page by page in the order in
// which it was set, put together to paragraphs. Title and date that the file
// has of itself are those of the file, not of the report, and are left alone.
// pdf.go is all that knows of ledongthuc/pdf, which follows ISO 32000-1.
func readPDF(data []byte) (m metadata, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			m, err = metadata{}, pdfFault(fault)
		}
	}()
	if err := checkStreams(data); err != nil {
		return metadata{}, err
	}
	s := &pdfScanner{deadline: time.Now().Add(pdfTime)}
	r, err := pdf.NewReader(&timedReader{bytes.NewReader(data), s}, int64(len(data)))
	if err != nil {
		if errors.Is(err, pdf.ErrInvalidPassword) {
			return metadata{}, &fault{ErrUnreadable, "the PDF file is encrypted; save it without a password", err}
		}
		return metadata{}, pdfFault(err)
	}
	if r.NumPage() > pdfPages {
		return metadata{}, &fault{ErrTooLarge, fmt.Sprintf("it has more than %d pages", pdfPages), nil}
	}
	broken := 0
	for i := 1; i <= r.NumPage(); i++ {
		if !s.page(r, i) {
			broken++
		}
		s.pages = append(s.pages, s.lines)
		s.lines = nil
	}
	t := layPages(s.pages)
	if t == "" && broken > 0 {
		return metadata{}, &fault{ErrUnreadable, "the PDF file is damaged", nil}
	}
	if t == "" {
		return metadata{}, &fault{ErrEmpty, "the PDF file has no text layer; it may be a scan: run it through OCR first", nil}
	}
	return metadata{text: t}, nil
}

// errPDFLimit ends the reading of a file that takes too long.
var errPDFLimit = errors.New("the PDF file takes too long to read")

func pdfFault(cause any) error {
	err, ok := cause.(error)
	if !ok {
		err = fmt.Errorf("%v", cause)
	}
	if errors.Is(err, errPDFLimit) {
		return &fault{ErrTooLarge, errPDFLimit.Error(), err}
	}
	return &fault{ErrUnreadable, "the PDF file is damaged: " + err.Error(), err}
}

// timedReader gives the file's bytes until the time is up. The library comes
// back to the file for every object, so that no loop in it goes on for ever.
type timedReader struct {
	*bytes.Reader
	scanner *pdfScanner
}

func (r *timedReader) ReadAt(b []byte, at int64) (int, error) {
	r.scanner.check()
	return r.Reader.ReadAt(b, at)
}

// checkStreams decompresses every stream of the file once, and fails where one
// is larger than any that holds text: the library has no limit of its own.
func checkStreams(data []byte) error {
	left := int64(pdfStreams)
	if brackets(data) > pdfBrackets {
		return &fault{ErrTooLarge, "the PDF file is nested too deeply", nil}
	}
	for rest := data; ; {
		i := bytes.Index(rest, []byte("stream"))
		if i < 0 {
			return nil
		}
		rest = rest[i+len("stream"):]
		body := bytes.TrimLeft(rest[:min(len(rest), 2)], "\r\n")
		at := min(len(rest), 2) - len(body)
		n, ok := inflated(bytes.NewReader(rest[at:]), pdfNestedFlate)
		if left -= n; !ok || left < 0 {
			return &fault{ErrTooLarge, "a stream in the PDF file is over the limit of " + size(pdfStream) + " or nested too deeply", nil}
		}
	}
}

// inflated is the size of a stream of zlib, or of what is compressed in it
// again, and whether it stays below the limit. What is no stream of zlib has
// the size 0.
func inflated(r io.Reader, depth int) (int64, bool) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return 0, true
	}
	defer z.Close()
	var head [2]byte
	n, err := io.ReadFull(z, head[:])
	if err != nil {
		return int64(n), true
	}
	limited := &io.LimitedReader{R: z, N: pdfStream}
	inner := int64(0)
	if depth > 0 && head[0] == 0x78 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		var ok bool
		if inner, ok = inflated(io.MultiReader(bytes.NewReader(head[:]), limited), depth-1); !ok {
			return inner, false
		}
	}
	var nested bracketCounter
	rest, _ := io.Copy(&nested, limited)
	return rest + inner, limited.N > 0 && nested <= pdfBrackets
}

// brackets counts what opens lists and tables.
func brackets(b []byte) int { return bytes.Count(b, []byte("[")) + bytes.Count(b, []byte("<<")) }

// bracketCounter counts the brackets in what is written to it.
type bracketCounter int

func (n *bracketCounter) Write(b []byte) (int, error) {
	*n += bracketCounter(brackets(b))
	return len(b), nil
}

// pdfScanner runs the programs that draw pages and notes the text they show.
type pdfScanner struct {
	deadline time.Time
	steps    int
	glyphs   int
	pages    [][]pdfLine
	lines    []pdfLine // of the current page
}

// pdfLine is a line of text. Units are points; y grows upwards.
type pdfLine struct {
	text  strings.Builder
	x, y  float64 // where it begins
	end   float64 // where it ends so far
	size  float64 // of the letters
	fixed bool    // the widths of its letters are known
}

// check panics with errPDFLimit when the time is up.
func (s *pdfScanner) check() {
	if s.steps++; s.steps&0xff == 0 && time.Now().After(s.deadline) {
		panic(errPDFLimit)
	}
}

// page scans a page and reports whether all of it could be read.
func (s *pdfScanner) page(r *pdf.Reader, number int) (ok bool) {
	defer func() {
		if fault := recover(); fault != nil {
			if fault == errPDFLimit {
				panic(fault)
			}
			ok = false
		}
	}()
	p := r.Page(number)
	if p.V.IsNull() {
		return false
	}
	in := &pdfProgram{scanner: s, resources: p.Resources(), state: newPDFState()}
	contents := p.V.Key("Contents")
	if contents.Kind() == pdf.Array {
		for i := range contents.Len() {
			in.run(contents.Index(i))
		}
		return true
	}
	in.run(contents)
	return true
}

// show adds letters that stand at a place to the lines.
func (s *pdfScanner) show(letters string, x, y, width, size float64) {
	if s.glyphs++; s.glyphs > pdfGlyphs {
		panic(errPDFLimit)
	}
	size = math.Abs(size)
	n := len(s.lines)
	if n == 0 || math.Abs(s.lines[n-1].y-y) > 0.4*max(size, s.lines[n-1].size, 1) || x < s.lines[n-1].x-size {
		s.lines = append(s.lines, pdfLine{x: x, y: y, end: x, size: size, fixed: true})
		n++
	}
	l := &s.lines[n-1]
	gap := x - l.end
	if l.fixed && (gap > 0.18*size || gap < -3*size) && l.text.Len() > 0 && letters != " " && !strings.HasSuffix(l.text.String(), " ") {
		l.text.WriteByte(' ')
	}
	l.text.WriteString(letters)
	l.end, l.fixed = x+width, width > 0
	l.size = max(l.size, size)
}

// pdfMatrix is an affine map [a b c d e f] (ISO 32000-1, 8.3.3).
type pdfMatrix [6]float64

// times is the map that does m first and then n.
func (m pdfMatrix) times(n pdfMatrix) pdfMatrix {
	return pdfMatrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func unitMatrix() pdfMatrix { return pdfMatrix{1, 0, 0, 1, 0, 0} }

// pdfState is the graphics state as far as text needs it (8.4, 9.3).
type pdfState struct {
	ctm                pdfMatrix
	font               *pdfFont
	size, leading      float64
	charGap, wordGap   float64
	scale, rise        float64
	textMatrix, lineAt pdfMatrix
}

func newPDFState() pdfState {
	return pdfState{ctm: unitMatrix(), scale: 1, textMatrix: unitMatrix(), lineAt: unitMatrix()}
}

// pdfProgram is a content stream that is run, of a page or of a form in it.
type pdfProgram struct {
	scanner   *pdfScanner
	resources pdf.Value
	state     pdfState
	saved     []pdfState
	fonts     map[string]*pdfFont
	depth     int
}

func (p *pdfProgram) run(stream pdf.Value) {
	if stream.Kind() != pdf.Stream {
		return
	}
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		p.scanner.check()
		p.do(op, operands(stack))
	})
}

// operands takes all operands from the stack.
func operands(stack *pdf.Stack) []pdf.Value {
	args := make([]pdf.Value, stack.Len())
	for i := len(args) - 1; i >= 0; i-- {
		args[i] = stack.Pop()
	}
	return args
}

// number is the operand at a place, 0 if it is missing.
func number(args []pdf.Value, i int) float64 {
	if i >= len(args) {
		return 0
	}
	return args[i].Float64()
}

func matrixOf(args []pdf.Value) pdfMatrix {
	var m pdfMatrix
	for i := range m {
		m[i] = number(args, i)
	}
	return m
}

// do runs one operator (ISO 32000-1, annex A); those that draw no text are
// nothing to it, and missing operands count as 0.
func (p *pdfProgram) do(op string, args []pdf.Value) {
	g := &p.state
	switch op {
	case "q":
		if len(p.saved) < 1000 {
			p.saved = append(p.saved, *g)
		}
	case "Q":
		if n := len(p.saved); n > 0 {
			*g, p.saved = p.saved[n-1], p.saved[:n-1]
		}
	case "cm":
		g.ctm = matrixOf(args).times(g.ctm)
	case "BT":
		g.textMatrix, g.lineAt = unitMatrix(), unitMatrix()
	case "Tm":
		g.textMatrix = matrixOf(args)
		g.lineAt = g.textMatrix
	case "TD", "Td":
		if op == "TD" {
			g.leading = -number(args, 1)
		}
		p.move(number(args, 0), number(args, 1))
	case "T*":
		p.move(0, -g.leading)
	case "Tc":
		g.charGap = number(args, 0)
	case "Tw":
		g.wordGap = number(args, 0)
	case "TL":
		g.leading = number(args, 0)
	case "Ts":
		g.rise = number(args, 0)
	case "Tz":
		g.scale = number(args, 0) / 100
	case "Tf":
		if len(args) == 2 {
			g.font, g.size = p.font(args[0].Name()), args[1].Float64()
		}
	case "Tj", "'", "\"":
		if op == "\"" {
			g.wordGap, g.charGap = number(args, 0), number(args, 1)
		}
		if op != "Tj" {
			p.move(0, -g.leading)
		}
		if len(args) > 0 {
			p.show(args[len(args)-1].RawString())
		}
	case "TJ":
		if len(args) == 1 {
			p.showAll(args[0])
		}
	case "Do":
		if len(args) == 1 {
			p.form(args[0].Name())
		}
	}
}

func (p *pdfProgram) move(x, y float64) {
	p.state.lineAt = pdfMatrix{1, 0, 0, 1, x, y}.times(p.state.lineAt)
	p.state.textMatrix = p.state.lineAt
}

// advance moves along the line, in units of text space.
func (p *pdfProgram) advance(x float64) {
	p.state.textMatrix = pdfMatrix{1, 0, 0, 1, x * p.state.scale, 0}.times(p.state.textMatrix)
}

// showAll shows strings with the gaps between them.
func (p *pdfProgram) showAll(list pdf.Value) {
	for i := range list.Len() {
		if v := list.Index(i); v.Kind() == pdf.String {
			p.show(v.RawString())
		} else {
			p.advance(-v.Float64() / 1000 * p.state.size)
		}
	}
}

// show shows one string in the current font.
func (p *pdfProgram) show(raw string) {
	g := &p.state
	if g.font == nil {
		return
	}
	for code := range g.font.codes(raw) {
		at := pdfMatrix{g.size * g.scale, 0, 0, g.size, 0, g.rise}.times(g.textMatrix).times(g.ctm)
		width := g.font.width(code) / 1000
		letters := g.font.decode(code)
		if letters != "" {
			p.scanner.show(letters, at[4], at[5], width*math.Hypot(at[0], at[1]), math.Hypot(at[2], at[3]))
		}
		step := width*g.size + g.charGap
		if code == " " {
			step += g.wordGap
		}
		p.advance(step)
	}
}

// form runs a form XObject (8.10), in which many programs put all text.
func (p *pdfProgram) form(name string) {
	x := p.resources.Key("XObject").Key(name)
	if x.Kind() != pdf.Stream || x.Key("Subtype").Name() != "Form" || p.depth >= pdfFormDepth {
		return
	}
	inner := &pdfProgram{scanner: p.scanner, resources: x.Key("Resources"), state: p.state, depth: p.depth + 1}
	if inner.resources.IsNull() {
		inner.resources = p.resources
	}
	if m := x.Key("Matrix"); m.Len() == 6 {
		var matrix pdfMatrix
		for i := range matrix {
			matrix[i] = m.Index(i).Float64()
		}
		inner.state.ctm = matrix.times(inner.state.ctm)
	}
	inner.run(x)
}
