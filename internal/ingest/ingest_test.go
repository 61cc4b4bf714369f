package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"annals/internal/record"
)

// text that is English by its words.
const sample = "The mayor said that the bridge would be closed for a week, and that nobody was hurt."

func utf16Bytes(s string, big bool, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var b []byte
	for _, u := range units {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func TestDecode(t *testing.T) {
	quoted := "“" + sample + "” he wrote – at last."
	western := []byte("\x93" + sample + "\x94 he wrote \x96 at last, in Malm\xf6.")
	for name, c := range map[string]struct {
		data     []byte
		declared string
		want     string
		note     string
	}{
		"UTF-8":               {[]byte(quoted + "\r\nEnd.\r\n"), "", quoted + "\r\nEnd.\r\n", ""},
		"UTF-8 with mark":     {[]byte("\ufeff" + quoted), "", quoted, ""},
		"UTF-16 LE":           {utf16Bytes(quoted, false, true), "", quoted, "converted from UTF-16"},
		"UTF-16 BE":           {utf16Bytes(quoted, true, true), "", quoted, "converted from UTF-16"},
		"UTF-16 without mark": {utf16Bytes(quoted, false, false), "", quoted, "converted from UTF-16"},
		"Windows-1252":        {western, "", "“" + sample + "” he wrote – at last, in Malmö.", "converted from Windows-1252"},
		"Latin-1":             {[]byte(sample + " Caf\xe9."), "", sample + " Café.", "converted from Windows-1252"},
		"declared":            {[]byte("\xcc\xe8\xed\xf1\xea \xe8 \xcc\xee\xf1\xea\xe2\xe0"), "windows-1251", "Минск и Москва", "converted from Windows-1251"},
		"damaged UTF-8":       {append([]byte(quoted), 0xe2, 0x80), "", quoted + "\ufffd", "replaced by U+FFFD"},
	} {
		got, notes, err := decode(c.data, c.declared, false)
		if err != nil || got != c.want || !strings.Contains(strings.Join(notes, ";"), c.note) || c.note == "" && len(notes) > 0 {
			t.Errorf("%s: got %q, %q, %v", name, got, notes, err)
		}
	}
}

func TestDecodeFails(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want Kind
	}{
		"zip":     {[]byte("PK\x03\x04..."), ErrBinary},
		"zeros":   {append([]byte(sample), 0, 0, 0), ErrBinary},
		"control": {bytes.Repeat([]byte("\x01\x02ab"), 50), ErrBinary},
		"1251":    {[]byte("\xcc\xe8\xed\xf1\xea \xe8 \xcc\xee\xf1\xea\xe2\xe0 \xcc\xe8\xed\xf1\xea"), ErrEncoding},
	} {
		if got, _, err := decode(c.data, "", false); !errors.Is(err, c.want) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestIdentify(t *testing.T) {
	for in, want := range map[string]string{
		sample: "en",
		"Putin, Lukashenko, Zelenskyy, Macron and Scholz met in Minsk, Kyiv, Paris and Berlin, said Peskov.": "en",
		"Sviatlana Tsikhanouskaya, Maria Kalesnikava and Veranika Tsapkala met Linkevičius in Vilnius.":      "en",
		"Minsk": "",
		"2021":  "",
		"Abu Bakr al-Shishani, Nikola Gruevski, Recep Tayyip Erdoğan, Andrej Babiš, Robert Fico, Viktor Orbán, Mateusz Morawiecki, Zoran Zaev, Aleksandar Vučić, Milo Đukanović": "",
	} {
		if got, err := identify(in); err != nil || got != want {
			t.Errorf("%s: got %q, %v", in, got, err)
		}
	}
	for name, in := range map[string]string{
		"Spanish":    "El presidente anunció ayer que las tropas se retirarán de la frontera antes de que termine el mes, según dijo un portavoz del gobierno.",
		"French":     "Le ministre a déclaré mardi que les négociations reprendraient dans les prochains jours, mais que la situation restait très tendue.",
		"German":     "Der Minister sagte am Dienstag, dass die Verhandlungen in den nächsten Tagen weitergehen, die Lage aber sehr angespannt bleibt.",
		"Portuguese": "O presidente disse ontem que as tropas não vão deixar a fronteira antes do fim do mês, segundo um porta-voz do governo.",
		"Turkish":    "Bakan, görüşmelerin önümüzdeki günlerde yeniden başlayacağını ancak durumun hâlâ çok gergin olduğunu söyledi.",
		"Russian":    "Министр заявил во вторник, что переговоры продолжатся в ближайшие дни, однако обстановка остаётся очень напряжённой.",
		"Ukrainian":  "Міністр заявив у вівторок, що переговори триватимуть найближчими днями, однак ситуація залишається дуже напруженою.",
		"Arabic":     "قال الوزير يوم الثلاثاء إن المفاوضات ستستأنف في الأيام المقبلة لكن الوضع لا يزال متوترا للغاية.",
		"Chinese":    "部长星期二表示，谈判将在未来几天内恢复，但局势仍然非常紧张。政府发言人拒绝发表评论。",
		"Polish":     "Minister powiedział we wtorek, że rozmowy zostaną wznowione w najbliższych dniach, ale sytuacja pozostaje bardzo napięta.",
		"Dutch":      "De minister zei dinsdag dat de onderhandelingen in de komende dagen worden hervat, maar dat de situatie zeer gespannen blijft.",
		"Danish":     "Ministeren sagde tirsdag, at forhandlingerne fortsætter i de kommende dage, at situationen er anspændt, og at regeringen ikke har planer om at trække sig. Talsmanden ville ikke sige, hvornår parterne mødes igen, men han regner med et nyt møde inden ugen er omme.",
		"Swedish":    "Ministern sade på tisdagen att förhandlingarna fortsätter under de kommande dagarna, men att läget fortfarande är mycket spänt.",
		"Romanian":   "Ministrul a declarat marți că negocierile vor continua în zilele următoare, dar că situația rămâne foarte tensionată.",
		"Indonesian": "Menteri mengatakan pada hari Selasa bahwa perundingan akan dilanjutkan dalam beberapa hari mendatang, tetapi keadaan masih sangat tegang.",
		"Persian":    "وزیر روز سه\u200cشنبه گفت که گفتگوها در روزهای آینده از سر گرفته می\u200cشود اما اوضاع همچنان بسیار متشنج است.",
		"Belarusian": "Міністр заявіў у аўторак, што перамовы працягнуцца ў бліжэйшыя дні, аднак сітуацыя застаецца вельмі напружанай.",
		"Italian":    "Il ministro ha detto martedì che i negoziati riprenderanno nei prossimi giorni, ma che la situazione resta molto tesa.",
	} {
		_, err := identify(in)
		if !errors.Is(err, ErrLanguage) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestExpandAndRead(t *testing.T) {
	dir := t.TempDir()
	for path, content := range map[string]string{
		"b.txt": sample, "a.md": sample, "c.html": page("", "<article>"+paras()+"</article>"), "sub/d.TXT": sample,
		"x.json": "{}", ".hidden.txt": sample, ".git/e.txt": sample, "none/x.json": "{}", "empty.text": " \n\t",
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, s := range Expand([]string{dir}) {
		rel, _ := filepath.Rel(dir, s.Name)
		_, err := s.Read(context.Background(), Options{})
		got = append(got, fmt.Sprint(filepath.ToSlash(rel), " ", errors.Is(err, ErrEmpty)))
	}
	if want := []string{"a.md false", "b.txt false", "c.html false", "empty.text true", "sub/d.TXT false"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	if n := len(Expand([]string{link})); n != len(got) {
		t.Errorf("a link to the folder gives %d sources", n)
	}
	for arg, want := range map[string]Kind{
		filepath.Join(dir, "nothing.txt"): ErrNotFound,
		filepath.Join(dir, "none"):        ErrNoReports,
		"ftp://a.example/x":               ErrFetch,
	} {
		_, err := Expand([]string{arg})[0].Read(context.Background(), Options{})
		var e *Error
		if !errors.As(err, &e) || e.Kind != want || strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), arg+": ") {
			t.Errorf("%s: got %v", arg, err)
		}
	}
}

func TestStandardInput(t *testing.T) {
	in, err := Expand([]string{"-"})[0].Read(context.Background(), Options{Stdin: strings.NewReader(sample + "\r\n"), Publisher: "Selby Courier", Date: "2021-03-05"})
	if err != nil {
		t.Fatal(err)
	}
	r := in.Report
	if r.Text != sample+"\r\n" || *r.Publisher != "Selby Courier" || *r.Published != "2021-03-05" || r.Title != nil || r.URL != nil || r.ID != record.ContentID(r.Text, "2021-03-05") {
		t.Errorf("got %+v", r)
	}
	if _, err := Expand([]string{"-"})[0].Read(context.Background(), Options{Stdin: strings.NewReader(sample), MaxBytes: 10}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if _, err := Expand([]string{"-"})[0].Read(context.Background(), Options{Stdin: strings.NewReader(sample), Date: "May"}); err == nil {
		t.Error("a date that is none passed")
	}
}

func TestFetch(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "annals/") {
			t.Errorf("user agent %q", r.UserAgent())
		}
		w.Header().Set("Content-Type", "text/html; charset=windows-1252")
		io.WriteString(w, strings.ReplaceAll(page("<title>Dockers walk out</title>", "<article>"+paras()+"</article>"), "“", "\x93"))
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/text", http.StatusFound) })
	mux.HandleFunc("/text", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, sample) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/zip", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "application/zip") })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/plain")
		z := gzip.NewWriter(w)
		z.Write(bytes.Repeat([]byte("a "), 1<<20))
		z.Close()
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	read := func(path string, opt Options) (*Intake, error) {
		return Expand([]string{server.URL + path})[0].Read(context.Background(), opt)
	}
	open := Options{AllowPrivate: true}
	if in, err := read("/page", open); err != nil || *in.Report.URL != server.URL+"/page" || !strings.Contains(in.Report.Text, "“We asked") {
		t.Errorf("page: %+v, %v", in, err)
	}
	if in, err := read("/moved", open); err != nil || in.Report.Text != sample || *in.Report.URL != server.URL+"/text" {
		t.Errorf("moved: %+v, %v", in, err)
	}
	for path, c := range map[string]struct {
		opt  Options
		want Kind
		say  string
	}{
		"/text":    {Options{}, ErrFetch, "private network"},
		"/nothing": {open, ErrFetch, "404"},
		"/loop":    {open, ErrFetch, "too often"},
		"/away":    {open, ErrFetch, "no page"},
		"/zip":     {open, ErrBinary, "application/zip"},
		"/slow":    {Options{AllowPrivate: true, Timeout: 50 * time.Millisecond}, ErrFetch, "within"},
		"/bomb":    {Options{AllowPrivate: true, MaxBytes: 1 << 20}, ErrTooLarge, "1 MB"},
	} {
		if _, err := read(path, c.opt); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample), "", false)
	f.Add(utf16Bytes(sample, true, true), "", false)
	f.Add([]byte("Malm\xf6 \x93"), "windows-1252", true)
	f.Add([]byte("<meta charset=shift_jis>\x82\xa0"), "utf-16le", true)
	f.Fuzz(func(t *testing.T, data []byte, declared string, html bool) {
		s, _, err := decode(data, declared, html)
		if err != nil {
			if kindOf(err) != ErrBinary && kindOf(err) != ErrEncoding {
				t.Errorf("%q: %v", data, err)
			}
			return
		}
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			t.Errorf("%q: decoded to %q", data, s)
		}
		identify(s)
	})
}
