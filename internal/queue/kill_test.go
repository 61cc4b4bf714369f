//go:build unix

package queue

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"modernc.org/sqlite"

	"annals/internal/ingest"
	"annals/internal/ledger"
)

const pages = 7

// TestMain lets this program be the child of TestKilledAtEveryCommit.
func TestMain(m *testing.M) {
	if n := os.Getenv("QUEUE_TEST_DIE"); n != "" {
		at, _ := strconv.Atoi(n)
		child(os.Getenv("QUEUE_TEST_DIR"), at)
	}
	os.Exit(m.Run())
}

// child fills the ledger of a folder from its archive, and dies as if by
// kill -9 just before the commit of a number; 0 is never.
func child(dir string, at int) {
	ctx := context.Background()
	armed, commits := false, 0
	sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, _ string) error {
		c.(sqlite.HookRegisterer).RegisterCommitHook(func() int32 {
			if armed {
				if commits++; commits == at {
					syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {}
				}
			}
			return 0
		})
		return nil
	})
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	l, err := ledger.Open(ctx, filepath.Join(dir, "a.db"))
	must(err)
	q, err := New(l, Config{Engine: "test-1", Read: understand, Workers: 2})
	must(err)
	armed = true
	must(q.Start(ctx))
	must(q.Fill(ctx, []ingest.Source{{Name: filepath.Join(dir, "a.jsonl")}}, ingest.Options{}, func(Filled) {}))
	for {
		n, err := q.Outstanding(ctx)
		must(err)
		if n == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	must(q.Stop(ctx))
	os.Exit(0)
}

// TestKilledAtEveryCommit kills the program before each of its commits in turn
// and lets it begin again: nothing is lost, and nothing is kept twice.
func TestKilledAtEveryCommit(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a program many times")
	}
	for at, died := 1, true; died; at++ {
		dir := t.TempDir()
		var lines strings.Builder
		for i := range pages {
			fmt.Fprintf(&lines, "{\"text\":%q}\n", report(20+i).Report.Text)
		}
		if err := os.WriteFile(filepath.Join(dir, "a.jsonl"), []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		died = runChild(t, dir, at)
		if died && runChild(t, dir, 0) {
			t.Fatal("a child died by itself")
		}
		check(t, dir, at)
		if !died {
			t.Logf("killed before each of %d commits", at-1)
		}
	}
}

func runChild(t *testing.T, dir string, at int) (died bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprint("QUEUE_TEST_DIE=", at), "QUEUE_TEST_DIR="+dir)
	out, err := cmd.CombinedOutput()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
		return true
	}
	if err != nil {
		t.Fatalf("commit %d: %v: %s", at, err, out)
	}
	return false
}

func check(t *testing.T, dir string, at int) {
	t.Helper()
	l := open(t, filepath.Join(dir, "a.db"))
	defer l.Close()
	for query, want := range map[string]string{
		`SELECT count(*) FROM report`:                               fmt.Sprint(pages),
		`SELECT count(*) FROM reading`:                              fmt.Sprint(pages),
		`SELECT count(*) FROM sighting`:                             fmt.Sprint(pages),
		`SELECT count(*) FROM waiting`:                              "0",
		`SELECT count(*) FROM waiting_sighting`:                     "0",
		`SELECT count(*) FROM river_job WHERE state <> 'completed'`: "0",
		`SELECT count(*) FROM archive WHERE whole = 1`:              "1",
		`PRAGMA integrity_check`:                                    "ok",
		`SELECT count(*) FROM entry WHERE kind = 'reports'`:         fmt.Sprint(pages),
		`SELECT count(*) FROM pragma_foreign_key_check`:             "0",
	} {
		var got string
		if err := l.Reading().QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("killed before commit %d: %s: got %s, want %s (%v)", at, query, got, want, err)
		}
	}
}
