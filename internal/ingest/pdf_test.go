package ingest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// pdfFile makes a PDF file of objects; the first is the catalogue.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// stream is a stream object, compressed as often as asked for.
func stream(dict, content string, deflated int) string {
	filters := ""
	for range deflated {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write([]byte(content))
		w.Close()
		content = z.String()
		filters += "/FlateDecode "
	}
	if deflated > 0 {
		dict += " /Filter [" + filters + "]"
	}
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(content), dict, content)
}

// onePage is a file of one page with that program.
func onePage(program string, deflated int, more ...string) []byte {
	return pdfFile(append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> >>",
		stream("", program, deflated),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 /Widths [" +
			strings.Repeat("500 ", 95) + "] >>",
	}, more...)...)
}

func TestReadPDF(t *testing.T) {
	form := stream("/Type /XObject /Subtype /Form /Matrix [1 0 0 1 0 -40]", "BT /F1 10 Tf 50 700 Td (Inside a form.) Tj ET", 1)
	loop := stream("/Type /XObject /Subtype /Form", "/X1 Do BT /F1 10 Tf 50 700 Td (Again.) Tj ET", 0)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"lines are joined, divided words whole": {onePage("BT /F1 10 Tf 50 700 Td 12 TL (The port autho-) Tj T* (rity denied the) Tj T* (claim.) Tj ET", 1),
			"The port authority denied the claim."},
		"a gap begins a paragraph": {onePage("BT /F1 10 Tf 12 TL 50 700 Td (One.) Tj T* (Two.) Tj T* (Three.) Tj 0 -30 Td (Four.) Tj ET", 0),
			"One. Two. Three.\n\nFour."},
		"larger letters stand alone": {onePage("BT /F1 20 Tf 50 700 Td (Headline) Tj /F1 10 Tf 0 -14 Td (Body of it.) Tj ET", 0), "Headline\n\nBody of it."},
		"gaps between words":         {onePage("BT /F1 10 Tf 50 700 Td [(said)-400(Irena)-20(Voss)] TJ ET", 0), "said IrenaVoss"},
		"quotation marks":            {onePage("BT /F1 10 Tf 50 700 Td (\x93No,\x94 he said \x96 twice.) Tj ET", 0), "“No,” he said – twice."},
		"form":                       {onePage("BT /F1 10 Tf 50 700 Td (Page.) Tj ET /X1 Do", 0, form), "Page.\n\nInside a form."},
		"form that draws itself":     {onePage("/X1 Do", 0, loop), strings.Repeat("Again.", pdfFormDepth)},
		"page number":                {onePage("BT /F1 10 Tf 50 700 Td (Text.) Tj 0 -600 Td (- 12 -) Tj ET", 0), "Text."},
		"broken operators":           {onePage("Q Q ET 1 cm [ Tf BT /F1 10 Tf 50 700 Td (Text.) Tj T* Tj TJ Do ET", 0), "Text."},
	} {
		if m, err := readPDF(c.data); err != nil || m.text != c.want {
			t.Errorf("%s: got %q, %v", name, m.text, err)
		}
	}
}

func TestReadPDFLeavesFurnitureOut(t *testing.T) {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	for i, body := range []string{"The talks went on until the", "evening. A second round is", "planned."} {
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i),
			stream("", fmt.Sprintf("BT /F1 9 Tf 50 780 Td (Monthly Bulletin %d) Tj /F1 10 Tf 0 -80 Td (%s) Tj ET", i+1, body), 1))
	}
	if m, err := readPDF(pdfFile(objects...)); err != nil || m.text != "The talks went on until the evening. A second round is planned." {
		t.Errorf("got %q, %v", m.text, err)
	}
}

// TestReadPDFOfTwoPages: what a browser prints at the edges of pages is left
// out, and a running head does not cut a sentence in two.
func TestReadPDFOfTwoPages(t *testing.T) {
	file := func(pages ...string) []byte {
		objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
		for i, p := range pages {
			objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i), stream("", "BT /F1 10 Tf 12 TL "+p+" ET", 1))
		}
		return pdfFile(objects...)
	}
	printed := func(n int, body string) string {
		return fmt.Sprintf("50 820 Td (3/11/24, 7:10 AM) Tj 0 -60 Td %s 1 0 0 1 50 20 Tm (https://a.example/news %d/2) Tj", body, n)
	}
	talks := "(The port authority said on Monday that the talks with the union) Tj T* (of dockers in Constanta would go on until) Tj"
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"printed": {file(printed(1, "(The talks went on until the) Tj T* (evening.) Tj"), printed(2, "(A second round is planned.) Tj T* (It is open.) Tj")),
			"The talks went on until the evening.\n\nA second round is planned. It is open."},
		"running head": {file("50 760 Td "+talks, "50 800 Td (The Danube Herald) Tj 0 -40 Td (Friday evening.) Tj T* (They) Tj T* (failed.) Tj"),
			"The port authority said on Monday that the talks with the union of dockers in Constanta would go on until Friday evening. They failed.\n\nThe Danube Herald"},
		"a heading": {file("50 760 Td (Two reports) Tj", "50 800 Td (The Danube Herald) Tj 0 -40 Td (Talks failed.) Tj T* (They) Tj T* (did.) Tj"),
			"Two reports\n\nThe Danube Herald\n\nTalks failed. They did."},
	} {
		if m, err := readPDF(c.data); err != nil || m.text != c.want {
			t.Errorf("%s: got %q, %v", name, m.text, err)
		}
	}
}

func TestReadPDFOfDrawnLetters(t *testing.T) {
	data := bytes.Replace(onePage("BT /F1 10 Tf 50 700 Td (An o\x1ece co\x1crms: \x10No\x11 \x15 a\x0bairs.) Tj ET", 0), []byte("/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"),
		[]byte("/Subtype /Type3 /FontMatrix [.01 0 0 .01 0 0] /A 1             "), 1)
	if m, err := readPDF(data); err != nil || m.text != "An office cofirms: “No” – affairs." {
		t.Errorf("got %q, %v", m.text, err)
	}
}

func TestReadPDFRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want Kind
		say  string
	}{
		"scan":         {onePage("1 0 0 1 0 0 cm", 0), ErrEmpty, "OCR"},
		"nothing":      {[]byte("%PDF-1.4\n"), ErrUnreadable, "damaged"},
		"cut":          {onePage("BT /F1 10 Tf (Text.) Tj ET", 0)[:200], ErrUnreadable, "damaged"},
		"bomb":         {onePage("("+strings.Repeat(" ", pdfStream)+")", 1), ErrTooLarge, "64 MB"},
		"bomb in bomb": {onePage("("+strings.Repeat(" ", pdfStream)+")", 2), ErrTooLarge, "64 MB"},
		"nested":       {onePage(strings.Repeat("[", pdfBrackets+10), 1), ErrTooLarge, "nested"},
		"nested plain": {onePage(strings.Repeat("<<", pdfBrackets+10), 0), ErrTooLarge, "nested"},
	} {
		_, err := readPDF(c.data)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	// As deep as is let through, reading must come back.
	if _, err := readPDF(onePage(strings.Repeat("[", pdfBrackets-1000), 1)); err == nil {
		t.Error("a page of brackets was read")
	}
}

func TestPDFTimeLimit(t *testing.T) {
	defer func() {
		if fault := recover(); fault != errPDFLimit {
			t.Errorf("got %v", fault)
		}
	}()
	s := &pdfScanner{deadline: time.Now().Add(-time.Second)}
	for range 1 << 9 {
		s.check()
	}
}

func FuzzReadPDF(f *testing.F) {
	f.Add(onePage("BT /F1 10 Tf 50 700 Td (Text.) Tj ET /X1 Do", 0, stream("/Subtype /Form", "q Q", 0)))
	f.Add(onePage("BT /F1 10 Tf 50 700 Td [(a)-200(b)] TJ T* (c) ' ET", 1))
	f.Add([]byte("%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Length 9>>stream\n1 0 [[[[\nendstream\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := readPDF(data); err != nil && !isKind(err) || err == nil && m.text == "" {
			t.Errorf("got %q, %v", m.text, err)
		}
	})
}
