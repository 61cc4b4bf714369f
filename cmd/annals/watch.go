package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"annals/internal/feed"
	"annals/internal/fetch"
	"annals/internal/ingest"
	"annals/internal/ledger"
	"annals/internal/queue"
	"annals/internal/render"
	"annals/internal/watch"
)

// watchCmd follows feeds.
type watchCmd struct {
	Feeds []string `arg:"" optional:"" name:"feed" help:"Lists of feeds (OPML), feeds, or sites that name their feed. They stay watched; without any, those named before are."`
	ledgerFlags
	fetchFlags
	Once    bool          `help:"Look into every feed that is due, read what is new, and end."`
	Every   time.Duration `help:"Least time between two looks into a feed (default ${default})." default:"15m" placeholder:"TIME"`
	Delay   time.Duration `help:"Least time between two requests to a host (default ${default})." default:"1s" placeholder:"TIME"`
	Timeout time.Duration `help:"Longest time that one request may take (default ${default})." default:"30s" placeholder:"TIME"`
	MaxMB   int64         `name:"max-mb" help:"Largest feed or page to read, in megabytes (default ${default})." default:"16" placeholder:"N"`
	List    bool          `help:"List the feeds that are watched, and how they do, and end."`
	Format  string        `enum:"text,jsonl" default:"text" help:"Of the list: text or jsonl."`
	Remove  bool          `help:"Watch the named feeds no longer; what was read of them stays."`
	Revisit bool          `help:"Fetch pages again after an hour, six hours, a day and three days, to see what was edited or taken back." default:"true" negatable:""`
	Quiet   bool          `short:"q" help:"Print only what goes wrong."`
}

// Help is the long help of the command.
func (c *watchCmd) Help() string {
	return `New and changed items of the feeds (RSS, Atom, JSON Feed) are fetched and read. A feed is asked for what
has changed since, no more often than --every and than it asks for itself; one that fails is asked later
each time, up to once a day. A host is asked one thing at a time, and its robots.txt is heeded for the
pages of items. What can't be fetched for now is tried again; annals jobs shows what waits and what
failed. Edits and retractions seldom show in feeds: pages are fetched again some hours and days later, and
a changed one is kept as another version. An item that the feed gives only as text, or whose page can't be had, is read as the feed has it.
A page that two feeds lead to is fetched once, and a feed that has two addresses is looked into once.
After an interruption, annals watch goes on where it ended.

Examples:
  annals watch feeds.opml
  annals watch https://example.org/news
  annals watch --once
  annals watch --list
  annals watch --remove https://example.org/news

Exit codes: 0 it was ended, or all that was due was looked into, whatever became of single feeds, 1 fault of the
ledger, or no feed is watched, 2 the command line or a list of feeds is wrong, 130 interrupted.`
}

// Run watches until it is interrupted.
func (c *watchCmd) Run(ctx context.Context, std streams) error {
	if c.List {
		return c.list(ctx, std)
	}
	subscriptions, err := readSubscriptions(c.Feeds)
	if err != nil {
		fmt.Fprintln(std.err, "annals:", err)
		return exitError(2)
	}
	l, err := c.toWrite(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	if c.Remove {
		return c.remove(ctx, std, l, subscriptions)
	}
	client := fetch.New(fetch.Config{MaxBytes: c.MaxMB << 20, AllowPrivate: c.Private, AllowHosts: c.Hosts, Delay: c.Delay, Timeout: c.Timeout})
	defer client.Close()
	w, err := newWorker(ctx, l, std, c.Quiet, queue.Config{Client: client, Robots: true, Revisit: c.Revisit,
		Ingest: ingest.Options{MaxBytes: c.MaxMB << 20, AllowPrivate: c.Private, AllowHosts: c.Hosts}})
	if err != nil {
		return err
	}
	w.follow = true
	watcher := watch.New(l, watch.Config{Client: client, Queue: w.queue, Every: c.Every, Looked: w.looked})
	if _, err := watcher.Subscribe(ctx, subscriptions); err != nil {
		return err
	}
	if feeds, err := watch.Feeds(ctx, l); err != nil || len(feeds) == 0 {
		if err == nil {
			err = errors.New("no feed is watched: name a list of feeds or a feed (see annals watch --help)")
		}
		return err
	}
	if err := w.queue.Start(ctx); err != nil {
		return err
	}
	err = c.watch(ctx, w, watcher)
	return cmp.Or(w.stop(ctx), err)
}

// watch looks into feeds as they come due.
func (c *watchCmd) watch(ctx context.Context, w *worker, watcher *watch.Watcher) error {
	for {
		next, err := watcher.LookDue(ctx)
		if err != nil {
			return err
		}
		if c.Once {
			w.nothingDue(next)
			return w.idle(ctx)
		}
		if err := w.pause(ctx, min(max(time.Until(next), time.Second), time.Minute)); err != nil {
			return err
		}
	}
}

// nothingDue says so if no feed was looked into.
func (w *worker) nothingDue(next time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.looks == 0 && !w.quiet {
		fmt.Fprintf(w.err, "annals: no feed is due; the next is %s (annals watch --list shows when each is)\n", at(next))
	}
}

// pause waits, or gives the ledger's fault that ends the run.
func (w *worker) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fault
}

// idle waits until nothing is left to be done now.
func (w *worker) idle(ctx context.Context) error {
	for {
		s, err := queue.Look(ctx, w.ledger)
		if err != nil || s.Waiting+s.Working == 0 {
			return err
		}
		if err := w.pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// looked tells of a look into a feed.
func (w *worker) looked(x watch.Look) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks++
	switch {
	case x.Err != nil:
		fmt.Fprintf(w.err, "annals: %s: %s; again %s\n", x.Feed.URL, render.OneLine(x.Err.Error()), at(x.Feed.Due))
	case x.New+x.Changed > 0 && !w.quiet:
		known := ""
		if x.Known > 0 {
			known = fmt.Sprintf(", %d of them told of by another feed", x.Known)
		}
		fmt.Fprintf(w.out, "%-13s  %s: %s, %d changed%s\n", "feed", x.Feed.URL, count(x.New, "new item"), x.Changed, known)
	}
}

// at is a moment as messages name it.
func at(t time.Time) string {
	switch d := time.Until(t); {
	case d < time.Minute:
		return "in less than a minute"
	case d < 2*time.Hour:
		return "in " + count(int(d.Minutes()), "minute")
	case d < 48*time.Hour:
		return "in " + count(int(d.Hours()), "hour")
	}
	return "on " + t.Local().Format(time.DateOnly)
}

// readSubscriptions reads what the user names: lists of feeds and addresses.
func readSubscriptions(args []string) ([]feed.Subscription, error) {
	var list []feed.Subscription
	for _, arg := range args {
		if u, err := url.Parse(arg); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			list = append(list, feed.Subscription{URL: arg})
			continue
		}
		data, err := os.ReadFile(arg)
		if err != nil {
			return nil, fmt.Errorf("%w: name an OPML file, or an address that begins with https://", err)
		}
		in, err := feed.ReadOPML(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		list = append(list, in...)
	}
	return list, nil
}

func (c *watchCmd) remove(ctx context.Context, std streams, l *ledger.Ledger, list []feed.Subscription) error {
	var urls []string
	for _, s := range list {
		urls = append(urls, s.URL)
	}
	n, err := watch.New(l, watch.Config{}).Unsubscribe(ctx, urls)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s no longer watched\n", count(n, "feed"))
	return nil
}

// list prints the feeds.
func (c *watchCmd) list(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	feeds, err := watch.Feeds(ctx, l)
	if err != nil {
		return err
	}
	if c.Format == "jsonl" {
		out := &valueWriter{w: std.out}
		for _, f := range feeds {
			row := map[string]any{"url": f.URL, "address": f.Address, "title": f.Title, "items": f.Items, "next": f.Due, "failures": f.Failures, "error": f.Error, "same_as": f.Same}
			if !f.Checked.IsZero() {
				row["checked"] = f.Checked
			}
			if err := out.write(row); err != nil {
				return err
			}
		}
		return nil
	}
	if len(feeds) == 0 {
		fmt.Fprintln(std.err, "No feed is watched")
		return nil
	}
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FEED\tITEMS\tLAST LOOK\tNEXT\tSTATE")
	for _, f := range feeds {
		last, state := "never", "good"
		if !f.Checked.IsZero() {
			last = f.Checked.Local().Format("2006-01-02 15:04")
		}
		if f.Same != "" {
			state = "found where " + f.Same + " is, which is looked into for both"
		} else if f.Error != "" {
			state = fmt.Sprintf("failed %s: %s", times(f.Failures), f.Error)
		} else if f.Checked.IsZero() {
			state = "new"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\n", f.URL, f.Items, last, f.Due.Local().Format("2006-01-02 15:04"), state)
	}
	t.Flush()
	width := 0
	if s := styleOf(std.out); s.Colour {
		width = s.Width
	}
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(std.out, cut(strings.TrimSuffix(line, "\n"), width))
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
