package main

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"slices"
	"strings"

	"annals/internal/correction"
	"annals/internal/ledger"
	"annals/internal/render"
)

// correctCmd corrects what the program read.
type correctCmd struct {
	ledgerFlags
	Action string   `arg:"" enum:"set,drop,join,part,copy,independent,retract,merge,split,rename,delete,pin" help:"What to do; see above."`
	Of     []string `arg:"" help:"Rows, reports or actors, and values."`
	Who    string   `help:"Who corrects (default: the name you are logged in by)." placeholder:"NAME"`
	Why    string   `help:"Why. Needed." placeholder:"REASON"`
}

// Help is the long help of the command.
func (c *correctCmd) Help() string {
	return `A correction is an entry of its own beside what the program read: who made it, when and why. It stays when
a later engine reads the report anew, and annals undo takes it back. annals corrections lists them.

Rows (E event, S statement, F figure, A actor):
  correct set 3f2a91c0d4/E3 status=planned when=2024-05-17   other values; an empty one means: not known
  correct drop 3f2a91c0d4/E3                                 the row is wrong and goes
Events over reports:
  correct join 3f2a91c0d4/E3 77be01aa21/E1                   these are one
  correct part 3f2a91c0d4/E3 77be01aa21/E1                   these are not one
  correct part 3f2a91c0d4/E3                                 this one is no other
Reports:
  correct copy 3f2a91c0d4 77be01aa21                         these go back to one writing
  correct independent 3f2a91c0d4 77be01aa21                  these do not
  correct retract 3f2a91c0d4                                 the outlet took it back
Actors over reports, by name, key or row:
  correct merge "A. Miller" "Ann Miller"                     the first is the second
  correct rename "Ann Miller" "Ann Miller-Oak"
  correct delete "Early Harvest"                             this is no actor
  correct split 3f2a91c0d4/A2                                this one is not who bears the name elsewhere
  correct pin 3f2a91c0d4/A2 "Ann Miller"                     this one is that actor, whatever is read later

Fields of set: events type, mode, cameo, quad, status, when, until, where, country; statements act, source;
figures value, low, high, bound, unit, counts; actors name, kind, country, sectors, cameo.

Examples:
  annals correct set 3f2a91c0d4/E3 status=planned --why "the report says that it will happen"
  annals correct merge "A. Miller" "Ann Miller" --why "one minister" --who ann

Exit codes: 0 it was stored, 1 there is no such row, or fault of the ledger, 2 the command line is wrong.`
}

// Run stores the correction.
func (c *correctCmd) Run(ctx context.Context, std streams) error {
	if strings.TrimSpace(c.Why) == "" {
		fmt.Fprintln(std.err, `annals: correct: say why, with --why "…"`)
		return exitError(2)
	}
	if n := arguments(correction.Action(c.Action)); len(c.Of) < n[0] || len(c.Of) > n[1] {
		fmt.Fprintf(std.err, "annals: correct %s: wrong number of rows, reports or actors (see annals correct --help)\n", c.Action)
		return exitError(2)
	}
	l, err := openToCorrect(ctx, c.ledgerFlags)
	if err != nil {
		return err
	}
	defer l.Close()
	entry := correction.Correction{Action: correction.Action(c.Action), Who: whoIs(c.Who), Why: c.Why}
	if err := c.fill(ctx, l, &entry); err != nil {
		return err
	}
	stored, err := l.Correct(ctx, entry)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "correction %d: %s\n", stored.ID, describe(stored))
	return nil
}

// arguments are the least and the most arguments of an action.
func arguments(a correction.Action) [2]int {
	switch a {
	case correction.Set:
		return [2]int{2, 20}
	case correction.Part:
		return [2]int{1, 2}
	case correction.Join, correction.Copy, correction.Independent, correction.Merge, correction.Rename, correction.Pin:
		return [2]int{2, 2}
	}
	return [2]int{1, 1}
}

// openToCorrect opens a ledger that exists for writing.
func openToCorrect(ctx context.Context, f ledgerFlags) (*ledger.Ledger, error) {
	path, err := f.path()
	if err != nil {
		return nil, err
	}
	if err := ledger.Exists(path); err != nil {
		return nil, err
	}
	return ledger.Open(ctx, path)
}

// whoIs is the name given, or that of the user who runs the program.
func whoIs(name string) string {
	if name = strings.TrimSpace(name); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

// fill finds what the correction speaks of.
func (c *correctCmd) fill(ctx context.Context, l *ledger.Ledger, entry *correction.Correction) error {
	var err error
	switch entry.Action {
	case correction.Set:
		entry.Row, err = c.row(ctx, l, c.Of[0], "ESFA")
		if err == nil {
			err = c.values(ctx, l, entry)
		}
	case correction.Drop:
		entry.Row, err = c.row(ctx, l, c.Of[0], "ESF")
	case correction.Split:
		entry.Row, err = c.row(ctx, l, c.Of[0], "A")
	case correction.Join, correction.Part:
		entry.Row, err = c.row(ctx, l, c.Of[0], "E")
		if err == nil && len(c.Of) > 1 {
			entry.Other, err = c.row(ctx, l, c.Of[1], "E")
		}
	case correction.Copy, correction.Independent, correction.Retract:
		entry.Row, _, err = l.Anchor(ctx, c.Of[0], "")
		if err == nil && len(c.Of) > 1 {
			entry.Other, _, err = l.Anchor(ctx, c.Of[1], "")
		}
	case correction.Pin:
		entry.Row, err = c.row(ctx, l, c.Of[0], "A")
		if err == nil {
			var to ledger.Actor
			to, err = theActor(ctx, l, c.Of[1])
			entry.Into = to.Key
		}
	case correction.Merge:
		var from, to ledger.Actor
		from, err = theActor(ctx, l, c.Of[0])
		if err == nil {
			to, err = theActor(ctx, l, c.Of[1])
		}
		if err == nil && from.Key == to.Key {
			err = errors.New("correct merge: these are one already")
		}
		if err == nil {
			entry.Actor, entry.Into, entry.Values = from.Key, to.Key, map[string]string{"name": to.Names[0]}
		}
	case correction.Rename, correction.Delete:
		var a ledger.Actor
		a, err = theActor(ctx, l, c.Of[0])
		entry.Actor = a.Key
		if err == nil && entry.Action == correction.Rename {
			entry.Into = strings.TrimSpace(c.Of[1])
			entry.Was = map[string]string{"name": a.Names[0]}
		}
	}
	return err
}

// row is the anchor of a row whose id begins with one of the letters.
func (c *correctCmd) row(ctx context.Context, l *ledger.Ledger, id, letters string) (*correction.Anchor, error) {
	report, row, ok := strings.Cut(id, "/")
	row = strings.ToUpper(row)
	if !ok || row == "" || !strings.Contains(letters, row[:1]) {
		return nil, fmt.Errorf("correct %s: %q is no row that this can be done to: write a report's id, a slash and the row, such as 3f2a91c0d4/%c1", c.Action, id, letters[0])
	}
	a, _, err := l.Anchor(ctx, report, row)
	return a, err
}

// values reads field=value, and notes what stood there.
func (c *correctCmd) values(ctx context.Context, l *ledger.Ledger, entry *correction.Correction) error {
	entry.Values, entry.Was = map[string]string{}, map[string]string{}
	rec, err := l.Get(ctx, entry.Row.Report)
	if err != nil {
		return err
	}
	for _, arg := range c.Of[1:] {
		field, value, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("correct set: write field=value, not %q", arg)
		}
		field, value = strings.ToLower(field), strings.TrimSpace(value)
		if err := correction.CheckValue(entry.Row.Row, field, value); err != nil {
			return err
		}
		entry.Values[field] = value
		entry.Was[field] = correction.Value(rec, entry.Row.Row, field)
	}
	return nil
}

// theActor is the one actor that a name, key or row means.
func theActor(ctx context.Context, l *ledger.Ledger, name string) (ledger.Actor, error) {
	list, err := l.Actors(ctx, name)
	if err != nil {
		return ledger.Actor{}, err
	}
	// Of several that have these words in their name, the one that is called so.
	exact := slices.DeleteFunc(slices.Clone(list), func(a ledger.Actor) bool {
		return !slices.ContainsFunc(a.Names, func(n string) bool { return strings.EqualFold(n, name) })
	})
	if len(exact) == 1 {
		list = exact
	}
	switch len(list) {
	case 0:
		return ledger.Actor{}, fmt.Errorf("no actor over reports is called %q; annals show actor finds them", name)
	case 1:
		return list[0], nil
	}
	var keys []string
	for _, a := range list {
		keys = append(keys, fmt.Sprintf("%s (%s)", a.Key, a.Names[0]))
	}
	return ledger.Actor{}, fmt.Errorf("%q may be several actors; name one by its key: %s", name, strings.Join(keys, ", "))
}

// undoCmd takes a correction back.
type undoCmd struct {
	ledgerFlags
	ID  int64  `arg:"" help:"The correction's number, as annals corrections lists it."`
	Who string `help:"Who undoes it (default: the name you are logged in by)." placeholder:"NAME"`
	Why string `help:"Why (default: undone)." default:"undone" placeholder:"REASON"`
}

// Help is the long help of the command.
func (c *undoCmd) Help() string {
	return `The correction stays in the ledger, and so does its undoing, which can itself be undone.

Examples:
  annals undo 12
  annals undo 12 --why "the second report says otherwise"

Exit codes: 0 it was undone, 1 there is no such correction, or fault of the ledger, 2 the command line is wrong.`
}

// Run stores the undoing.
func (c *undoCmd) Run(ctx context.Context, std streams) error {
	l, err := openToCorrect(ctx, c.ledgerFlags)
	if err != nil {
		return err
	}
	defer l.Close()
	stored, err := l.Correct(ctx, correction.Correction{Action: correction.Undo, Who: whoIs(c.Who), Why: c.Why, Undoes: c.ID})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "correction %d: %s\n", stored.ID, describe(stored))
	return nil
}

// correctionsCmd lists the corrections.
type correctionsCmd struct {
	ledgerFlags
	All    bool   `help:"List undone ones and undos too."`
	Format string `enum:"text,jsonl" default:"text" help:"text or jsonl."`
}

// Help is the long help of the command.
func (c *correctionsCmd) Help() string {
	return `Each line: number, when, who, what, why.

Exit codes: 0 they were listed, 1 fault of the ledger, 2 the command line is wrong.`
}

// Run lists them.
func (c *correctionsCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	all, err := l.Corrections(ctx)
	if err != nil {
		return err
	}
	active := correction.Active(all)
	if !c.All {
		all = active
	}
	rows := &valueWriter{w: std.out}
	for _, k := range all {
		if c.Format == "jsonl" {
			if err := rows.write(k); err != nil {
				return err
			}
			continue
		}
		undone := ""
		if k.Action != correction.Undo && !slices.ContainsFunc(active, func(a correction.Correction) bool { return a.ID == k.ID }) {
			undone = " [undone]"
		}
		fmt.Fprintf(std.out, "%4d  %s  %s: %s%s\n      %s\n", k.ID, k.At, k.Who, describe(k), undone, k.Why)
	}
	if len(all) == 0 && c.Format == "text" {
		fmt.Fprintln(std.err, "Nothing is corrected.")
	}
	return nil
}

// describe puts a correction into words.
func describe(c correction.Correction) string {
	row := func(a *correction.Anchor) string {
		if a.Row == "" {
			return render.ShortID(a.Report)
		}
		return fmt.Sprintf("%s/%s “%s”", render.ShortID(a.Report), a.Row, a.Words)
	}
	// An actor of a report's own is known by that report.
	actor := func(key string) string {
		if own, ok := strings.CutPrefix(key, "own:"); ok {
			report, at, _ := strings.Cut(own, "/")
			return fmt.Sprintf("the actor split off in %s at %s", render.ShortID(report), at)
		}
		return key
	}
	switch c.Action {
	case correction.Set:
		var parts []string
		for _, f := range correction.Fields(c.Row.Row) {
			if v, ok := c.Values[f]; ok {
				was := c.Was[f]
				if was == "" {
					was = "not known"
				}
				if v == "" {
					v = "not known"
				}
				parts = append(parts, fmt.Sprintf("%s is %s (was %s)", f, v, was))
			}
		}
		return row(c.Row) + ": " + strings.Join(parts, ", ")
	case correction.Drop:
		return row(c.Row) + " dropped"
	case correction.Join:
		return row(c.Row) + " and " + row(c.Other) + " are one event"
	case correction.Part:
		if c.Other == nil {
			return row(c.Row) + " is one event with no other"
		}
		return row(c.Row) + " and " + row(c.Other) + " are two events"
	case correction.Copy:
		return row(c.Row) + " and " + row(c.Other) + " have one origin"
	case correction.Independent:
		return row(c.Row) + " and " + row(c.Other) + " have two origins"
	case correction.Retract:
		return row(c.Row) + " was taken back"
	case correction.Merge:
		return actor(c.Actor) + " is " + actor(c.Into)
	case correction.Rename:
		return fmt.Sprintf("%s is called %s", actor(c.Actor), c.Into)
	case correction.Delete:
		return actor(c.Actor) + " is no actor"
	case correction.Split:
		return row(c.Row) + " is an actor of its own"
	case correction.Pin:
		return row(c.Row) + " is " + actor(c.Into)
	}
	return fmt.Sprintf("correction %d undone", c.Undoes)
}
