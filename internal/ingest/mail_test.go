package ingest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// mailOf is a letter with a head of its own and one body.
func mailOf(head, body string) []byte {
	return []byte("From: Port Union Press <press@union.example>\r\nSubject: =?UTF-8?Q?Strike_=E2=80=93_day_three?=\r\n" +
		"Date: Mon, 4 Mar 2024 09:30:00 +0200\r\nMIME-Version: 1.0\r\n" + head + "\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n"))
}

func TestReadMail(t *testing.T) {
	alternative := "--b1\nContent-Type: text/plain; charset=utf-8\n\n" + sample + "\n--b1\nContent-Type: text/html\n\n<p>Other.</p>\n--b1--\n"
	mixed := "--b1\nContent-Type: text/html; charset=utf-8\n\n" + page("", "<article>"+paras()+"</article>") +
		"\n--b1\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nxx\n--b1--\n"
	for name, c := range map[string]struct {
		data            []byte
		text, publisher string
		note            string
	}{
		"plain":            {mailOf("Content-Type: text/plain; charset=utf-8", sample), sample, "", ""},
		"no type":          {mailOf("X-A: b", sample), sample, "", ""},
		"signature":        {mailOf("Content-Type: text/plain", sample+"\n-- \nPress office\n"), sample, "", ""},
		"quoted-printable": {mailOf("Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable", sample+" =93No=94.=\n Twice."), sample + " “No”. Twice.", "", ""},
		"base64":           {mailOf("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "VGhlIG1heW9yIHNhaWQgbm8u"), "The mayor said no.", "", ""},
		"flowed":           {mailOf("Content-Type: text/plain; format=flowed", "The mayor \nsaid that \nit was over.\nThe end."), "The mayor said that it was over.\nThe end.", "", ""},
		"alternative":      {mailOf("Content-Type: multipart/alternative; boundary=b1", alternative), sample, "", ""},
		"list":             {mailOf("List-Id: <press.union.example>\r\nContent-Type: text/plain", sample), sample, "Port Union Press", ""},
		"page with file":   {mailOf("Content-Type: multipart/mixed; boundary=b1", mixed), "…", "", "1 attached file or letter is not read"},
		"unknown charset":  {mailOf("Content-Type: text/plain; charset=x-none", sample), sample, "", ""},
	} {
		m, notes, err := readMail(c.data)
		switch {
		case err != nil || c.text != "…" && strings.TrimSpace(m.text) != c.text:
			t.Errorf("%s: got %q, %v", name, m.text, err)
		case m.title != "Strike – day three" || m.published != "2024-03-04T09:30:00+02:00" || m.publisher != c.publisher:
			t.Errorf("%s: got %+v", name, m)
		case !strings.Contains(strings.Join(notes, ";"), c.note):
			t.Errorf("%s: notes %q", name, notes)
		}
	}
}

func TestReadMailOfFilesOnly(t *testing.T) {
	_, _, err := readMail(mailOf("Content-Type: multipart/mixed; boundary=b1", "--b1\nContent-Type: text/plain\nContent-Disposition: attachment\n\nx\n--b1--\n"))
	if !errors.Is(err, ErrEmpty) || !strings.Contains(err.Error(), "1 attached file") {
		t.Errorf("got %v", err)
	}
}

func TestReadMailRefusesNesting(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	if _, _, err := readMail([]byte(b.String())); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func FuzzReadMail(f *testing.F) {
	f.Add(mailOf("Content-Type: text/plain; format=flowed", sample))
	f.Add(mailOf("Content-Type: multipart/mixed; boundary=b1", "--b1\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b1--"))
	f.Add(mailOf("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", "PHA+"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := readMail(data)
		if err != nil && !isKind(err) || err == nil && !utf8.ValidString(m.text) {
			t.Errorf("got %q, %v", m.text, err)
		}
	})
}
