package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
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
  annals alert drop strikes`
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

// alertListCmd lists the alerts.
type alertListCmd struct{ ledgerFlags }

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
	for _, a := range list {
		where := "only kept"
		if a.Channel != "" {
			where = a.Channel + ":" + a.Target
		}
		fmt.Fprintf(std.out, "%-20s  %s\n                      %s\n", a.Name, a.Query, where)
	}
	if len(list) == 0 {
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

Exit codes: 0 all was told, 1 some could not be told, or fault of the ledger, 2 the command line is wrong.`
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
	wanted := map[string]bool{}
	for _, n := range c.Names {
		wanted[n] = true
	}
	failed := false
	for _, a := range list {
		if a.Channel == "" || len(wanted) > 0 && !wanted[a.Name] {
			continue
		}
		n, err := c.tell(ctx, l, a)
		if err != nil {
			fmt.Fprintf(std.err, "annals: alert %s: %v\n", a.Name, err)
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
	if len(fresh) == 0 {
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
	if err != nil {
		return err
	}
	_, err = f.Write(rows)
	return errors.Join(err, f.Close())
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
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", a.Target, err, strings.TrimSpace(string(out[:min(len(out), 300)])))
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
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
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
	feed.Channel.Title, feed.Channel.Link, feed.Channel.Description = "Annals: "+a.Name, "https://www.rssboard.org/rss-specification", a.Query
	for _, m := range matches[:min(len(matches), rssItems)] {
		r := &m.Record.Report
		item := rssItem{Title: rowTitle(m), Description: m.Words, GUID: rssGUID{Value: strings.TrimSuffix(r.ID+"/"+m.ID, "/")}}
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
