package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/query"
	"annals/internal/render"
)

// alertCmd keeps queries and tells what is new in them.
type alertCmd struct {
	Add  alertAddCmd  `cmd:"" help:"Keep a query under a name, and say where to tell what it finds."`
	List alertListCmd `cmd:"" help:"List what is kept."`
	Drop alertDropCmd `cmd:"" help:"Forget one."`
	Run  alertRunCmd  `cmd:"" help:"Tell what is new, each row once."`
}

// Help is the long help of the command.
func (c *alertCmd) Help() string {
	return `A query that is kept under a name can be asked again (annals query --saved NAME). With --to it is an alert:
annals alert run, from time to time, tells each new row once.

Examples:
  annals alert add strikes type:PROTEST mode:strike country:MDA
  annals alert add strikes --to file:strikes.jsonl type:PROTEST mode:strike
  annals alert add denials --to rss:denials.xml is:denied
  annals alert run
  annals alert list
  annals alert drop strikes

Exit codes: 0 done, 1 there is no such alert, some could not be told, or fault of the ledger, 2 the command line
is wrong.`
}

// channels are where an alert can tell.
func channels() []string { return []string{"file", "command", "webhook", "rss"} }

// alertAddCmd keeps a query.
type alertAddCmd struct {
	ledgerFlags
	Name  string   `arg:"" help:"A name for it: letters, digits, - and _."`
	Terms []string `arg:"" optional:"" help:"The query, as for annals query." placeholder:"TERM"`
	Kind  []string `enum:"events,statements,figures,reports" default:"events,statements" help:"What it lists."`
	To    string   `help:"file:PATH, command:LINE, webhook:ADDRESS or rss:PATH; without it the query is only kept." placeholder:"WHERE"`
	Old   bool     `help:"Tell what is in the ledger already, too."`
}

var alertName = regexp.MustCompile(`^[\p{L}\p{N}_-]+$`)

// Run keeps the alert.
func (c *alertAddCmd) Run(ctx context.Context, std streams) error {
	wrong := func(format string, args ...any) error {
		fmt.Fprintf(std.err, "annals: alert: "+format+"\n", args...)
		return exitError(2)
	}
	if !alertName.MatchString(c.Name) {
		return wrong("%q is no name for an alert: letters, digits, - and _", c.Name)
	}
	tree, err := query.Parse(query.FromArguments(c.Terms))
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v\n", err)
		return exitError(2)
	}
	a := ledger.Alert{Name: c.Name, Query: query.String(tree)}
	for _, k := range c.Kind {
		a.Kinds = append(a.Kinds, ledger.Kind(k))
	}
	if c.To != "" {
		var ok bool
		a.Channel, a.Target, ok = strings.Cut(c.To, ":")
		if !ok || a.Target == "" || !strings.Contains(" "+strings.Join(channels(), " ")+" ", " "+a.Channel+" ") {
			return wrong("--to takes file:PATH, command:LINE, webhook:ADDRESS or rss:PATH, not %q", c.To)
		}
		if u, err := url.Parse(a.Target); a.Channel == "webhook" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			return wrong("a webhook needs an http or https address, not %q", a.Target)
		}
		if a.Channel == "file" || a.Channel == "rss" {
			if a.Target, err = filepath.Abs(a.Target); err != nil {
				return err
			}
		}
	}
	l, err := openToCorrect(ctx, c.ledgerFlags)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.SaveAlert(ctx, a); err != nil {
		return err
	}
	if c.Old || a.Channel == "" {
		return nil
	}
	matches, err := matchesOf(ctx, l, a)
	if err != nil {
		return err
	}
	return l.Told(ctx, a.Name, matches)
}

// Help is the long help of the command.
func (c *alertAddCmd) Help() string {
	return `file: appends rows as JSON Lines; command: runs a line of the shell with them on its standard input and
the alert's name in ANNALS_ALERT; webhook: posts them as one JSON object; rss: writes a feed of the newest
rows, which any feed reader can follow. An alert of the same name is replaced; what it told stays told.

Examples:
  annals alert add strikes type:PROTEST mode:strike country:MDA
  annals alert add strikes --to file:strikes.jsonl type:PROTEST mode:strike
  annals alert add talks --to 'command:mail -s "$ANNALS_ALERT" desk@example.org' type:CONSULT
  annals alert add talks --to webhook:https://example.org/hook --kind events type:CONSULT
  annals alert add denials --to rss:denials.xml is:denied`
}

// alertListCmd lists the alerts.
type alertListCmd struct {
	ledgerFlags
	Format string `enum:"text,jsonl" default:"text" help:"text or jsonl."`
}

// Run lists them.
func (c *alertListCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	list, err := l.Alerts(ctx)
	if err != nil {
		return err
	}
	rows := &valueWriter{w: std.out}
	for _, a := range list {
		if c.Format == "jsonl" {
			if err := rows.write(map[string]any{"name": a.Name, "query": a.Query, "kinds": a.Kinds, "channel": a.Channel, "target": a.Target, "at": a.At}); err != nil {
				return err
			}
			continue
		}
		where := "only kept"
		if a.Channel != "" {
			where = a.Channel + ":" + a.Target
		}
		fmt.Fprintf(std.out, "%-20s  %s\n                      %s\n", a.Name, a.Query, where)
	}
	if len(list) == 0 && c.Format == "text" {
		fmt.Fprintln(std.err, "Nothing is kept.")
	}
	return nil
}

// alertDropCmd forgets an alert.
type alertDropCmd struct {
	ledgerFlags
	Name string `arg:"" help:"Its name."`
}

// Run forgets it.
func (c *alertDropCmd) Run(ctx context.Context) error {
	l, err := openToCorrect(ctx, c.ledgerFlags)
	if err != nil {
		return err
	}
	defer l.Close()
	return l.DropAlert(ctx, c.Name)
}

// alertRunCmd tells what is new.
type alertRunCmd struct {
	ledgerFlags
	Names   []string `arg:"" optional:"" help:"Which ones (default: all)." placeholder:"NAME"`
	Timeout int      `default:"30" help:"Seconds that a command or a webhook may take."`
}

// Help is the long help of the command.
func (c *alertRunCmd) Help() string {
	return `A row is told once; where telling fails it is told with the next run. Run it after annals add, or by cron.

Examples:
  annals alert run
  annals alert run strikes talks
  annals watch --once -q && annals alert run

Exit codes: 0 all was told, 1 some could not be told, there is no such alert, or fault of the ledger, 2 the command
line is wrong.`
}

// Run tells what is new.
func (c *alertRunCmd) Run(ctx context.Context, std streams) error {
	l, err := openToCorrect(ctx, c.ledgerFlags)
	if err != nil {
		return err
	}
	defer l.Close()
	list, err := l.Alerts(ctx)
	if err != nil {
		return err
	}
	for _, n := range c.Names {
		i := slices.IndexFunc(list, func(a ledger.Alert) bool { return a.Name == n })
		switch {
		case i < 0:
			return fmt.Errorf("alert: nothing is kept as %q; annals alert list shows what is", n)
		case list[i].Channel == "":
			return fmt.Errorf("alert: %q is only kept; annals alert add %s --to … says where to tell what it finds", n, n)
		}
	}
	failed := false
	for _, a := range list {
		if a.Channel == "" || len(c.Names) > 0 && !slices.Contains(c.Names, a.Name) {
			continue
		}
		n, err := c.tell(ctx, l, a)
		if err != nil {
			fmt.Fprintf(std.err, "annals: alert %s: %v; it will be told with the next run\n", a.Name, err)
			failed = true
			continue
		}
		fmt.Fprintf(std.out, "%s: %s\n", a.Name, count(n, "new row"))
	}
	if failed {
		return exitError(1)
	}
	return nil
}

func matchesOf(ctx context.Context, l *ledger.Ledger, a ledger.Alert) ([]ledger.Match, error) {
	tree, err := query.Parse(a.Query)
	if err != nil {
		return nil, err
	}
	var matches []ledger.Match
	for m, err := range l.Search(ctx, tree, ledger.Options{Kinds: a.Kinds}) {
		if err != nil {
			return nil, err
		}
		matches = append(matches, m)
	}
	return matches, nil
}

// tell tells the rows that an alert has not told, and notes that it did.
func (c *alertRunCmd) tell(ctx context.Context, l *ledger.Ledger, a ledger.Alert) (int, error) {
	matches, err := matchesOf(ctx, l, a)
	if err != nil {
		return 0, err
	}
	fresh, err := l.Untold(ctx, a.Name, matches)
	if err != nil {
		return 0, err
	}
	if len(fresh) == 0 && (a.Channel != "rss" || exists(a.Target)) { // readers of a feed look for it from the first day
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(c.Timeout)*time.Second)
	defer cancel()
	switch a.Channel {
	case "file":
		err = tellFile(a, fresh)
	case "command":
		err = tellCommand(ctx, a, fresh)
	case "webhook":
		err = tellWebhook(ctx, a, fresh)
	case "rss":
		err = tellRSS(a, matches)
	}
	if err != nil {
		return 0, err
	}
	return len(fresh), l.Told(context.WithoutCancel(ctx), a.Name, fresh)
}

// rowsOf are rows as JSON Lines.
func rowsOf(matches []ledger.Match) ([]byte, error) {
	var b bytes.Buffer
	for _, m := range matches {
		if err := export.WriteLines(&b, m.Record, export.Kind(m.Kind), idOf(m)...); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// idOf is the row's id, none for a report.
func idOf(m ledger.Match) []string {
	if m.ID == "" {
		return nil
	}
	return []string{m.ID}
}

func tellFile(a ledger.Alert, fresh []ledger.Match) error {
	rows, err := rowsOf(fresh)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(a.Target, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s; make it", filepath.Dir(a.Target))
	}
	if err != nil {
		return err
	}
	_, err = f.Write(rows)
	return errors.Join(err, f.Close())
}

// exists says whether there is a file.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func tellCommand(ctx context.Context, a ledger.Alert, fresh []ledger.Match) error {
	rows, err := rowsOf(fresh)
	if err != nil {
		return err
	}
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	cmd := exec.CommandContext(ctx, shell[0], append(shell[1:], a.Target)...)
	cmd.Env = append(os.Environ(), "ANNALS_ALERT="+a.Name)
	cmd.Stdin = bytes.NewReader(rows)
	cmd.WaitDelay = time.Second // what it started itself may hold its output open
	out, err := cmd.CombinedOutput()
	switch said := strings.TrimSpace(string(out[:min(len(out), 300)])); {
	case ctx.Err() != nil:
		return fmt.Errorf("%q did not end in time (--timeout)", a.Target)
	case err != nil && said != "":
		return fmt.Errorf("%q failed with %w: %s", a.Target, err, said)
	case err != nil:
		return fmt.Errorf("%q failed with %w", a.Target, err)
	}
	return nil
}

// tellWebhook posts {"alert", "query", "rows": […]}.
func tellWebhook(ctx context.Context, a ledger.Alert, fresh []ledger.Match) error {
	lines, err := rowsOf(fresh)
	if err != nil {
		return err
	}
	rows := []json.RawMessage{}
	for line := range bytes.SplitSeq(bytes.TrimSpace(lines), []byte("\n")) {
		rows = append(rows, line)
	}
	body, err := json.Marshal(map[string]any{"alert": a.Name, "query": a.Query, "rows": rows})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Target, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	// A redirect would turn the post into a question, whose answer says nothing.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s did not answer in time (--timeout)", a.Target)
	case err != nil:
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", a.Target, resp.Status)
	}
	return nil
}

// rssItems is how many rows a feed holds.
const rssItems = 50

// rss is a feed in RSS 2.0.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Items       []rssItem `xml:"item"`
	} `xml:"channel"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link,omitempty"`
	Description string  `xml:"description"`
	GUID        rssGUID `xml:"guid"`
	Date        string  `xml:"pubDate,omitempty"`
}

type rssGUID struct {
	IsLink bool   `xml:"isPermaLink,attr"`
	Value  string `xml:",chardata"`
}

// tellRSS writes the newest rows as a feed, over the one that was there.
func tellRSS(a ledger.Alert, matches []ledger.Match) error {
	feed := rss{Version: "2.0"}
	feed.Channel.Title, feed.Channel.Link, feed.Channel.Description = "Annals: "+a.Name, (&url.URL{Scheme: "file", Path: filepath.ToSlash(a.Target)}).String(), cmp.Or(a.Query, "everything")
	for _, m := range matches[:min(len(matches), rssItems)] {
		r := &m.Record.Report
		item := rssItem{Title: rowTitle(m), Description: strings.TrimSpace(m.Words + "\n" + render.Behind(m.Record, m.ID)), GUID: rssGUID{Value: strings.TrimSuffix(r.ID+"/"+m.ID, "/")}}
		if r.URL != nil {
			item.Link = *r.URL
		}
		if r.Published != nil {
			for _, layout := range []string{time.RFC3339, time.DateOnly} {
				if t, err := time.Parse(layout, *r.Published); err == nil {
					item.Date = t.Format(time.RFC1123Z)
				}
			}
		}
		feed.Channel.Items = append(feed.Channel.Items, item)
	}
	body, err := xml.MarshalIndent(feed, "", "  ")
	if err != nil {
		return err
	}
	return toFile(a.Target, func(w io.Writer) error {
		_, err := w.Write(append([]byte(xml.Header), append(body, '\n')...))
		return err
	})
}

// rowTitle is a row in one line.
func rowTitle(m ledger.Match) string {
	if m.ID == "" {
		if m.Record.Report.Title != nil {
			return *m.Record.Report.Title
		}
		return render.ShortID(m.Record.Report.ID)
	}
	return render.Line(m.Record, m.ID)
}
