package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/ledger"
	"annals/internal/record"
)

func open(t testing.TB, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func report(n int) Report {
	text := fmt.Sprintf("The minister said that %d people were hurt.", n)
	return Report{Source: fmt.Sprintf("%d.txt", n), Report: record.Report{ID: record.ContentID(text, ""), Text: text}}
}

// understand is a reader that finds nothing, panics at 13 and fails at 14.
func understand(r record.Report, kept []byte, _ Stage) (Reading, error) {
	switch {
	case strings.Contains(r.Text, " 13 "):
		panic("thirteen")
	case strings.Contains(r.Text, " 14 "):
		return Reading{}, errors.New("fourteen")
	}
	rec := &record.Record{Report: r}
	rec.Settle()
	return Reading{rec, append(kept, 'x')}, nil
}

// outcomes collects what a queue tells.
type outcomes struct {
	mu   sync.Mutex
	list []Outcome
}

func (o *outcomes) add(x Outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, x)
}

func (o *outcomes) wait(t testing.TB, n int) []Outcome {
	t.Helper()
	for range 1000 {
		o.mu.Lock()
		list := append([]Outcome(nil), o.list...)
		o.mu.Unlock()
		if len(list) >= n {
			return list
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%d outcomes did not come, only %+v", n, o.list)
	return nil
}

func add(t testing.TB, q *Queue, reports ...Report) []int64 {
	t.Helper()
	var jobs []int64
	err := q.ledger.InTx(context.Background(), func(tx *sql.Tx) (err error) {
		jobs, err = q.AddTx(context.Background(), tx, reports)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func start(t testing.TB, l *ledger.Ledger, c Config) *Queue {
	t.Helper()
	if c.Engine == "" {
		c.Engine = "test-1"
	}
	q, err := New(l, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Stop(context.Background()) })
	return q
}

func TestReadAndKeep(t *testing.T) {
	l, out := open(t, filepath.Join(t.TempDir(), "a.db")), &outcomes{}
	q := start(t, l, Config{Read: understand, Done: out.add})
	jobs := add(t, q, report(1), report(2), report(1), report(13), report(14), report(3))
	if jobs[0] != jobs[2] {
		t.Errorf("one content has the jobs %v", jobs)
	}
	failed := 0
	for _, o := range out.wait(t, 5) {
		if o.Err != nil {
			failed++
			if !o.Final || !strings.Contains(o.Err.Error(), "teen") {
				t.Errorf("got %+v", o)
			}
		} else if !o.Added || o.Record == nil || !strings.HasSuffix(o.Source, ".txt") {
			t.Errorf("got %+v", o)
		}
	}
	stats, err := l.Stats(context.Background())
	if failed != 2 || stats.Reports != 3 || err != nil {
		t.Errorf("%d failed, %d kept, %v", failed, stats.Reports, err)
	}
	if err := q.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	state, err := Look(context.Background(), l)
	if err != nil || state.Failed != 2 || state.Waiting+state.Working+state.Retrying != 0 || state.Done != 3 {
		t.Errorf("got %+v, %v", state, err)
	}
	letters, err := DeadLetters(context.Background(), l, 10)
	if err != nil || len(letters) != 2 || letters[0].Source != "14.txt" && letters[1].Source != "14.txt" || !strings.Contains(letters[0].Reason, "teen") {
		t.Errorf("got %+v, %v", letters, err)
	}
	// What is in the ledger is read, not kept again.
	q = start(t, l, Config{Read: understand, Done: out.add})
	add(t, q, report(2))
	if last := out.wait(t, 6)[5]; last.Added || last.Err != nil {
		t.Errorf("got %+v", last)
	}
}

func TestRetryAndDiscard(t *testing.T) {
	path, out := filepath.Join(t.TempDir(), "a.db"), &outcomes{}
	l := open(t, path)
	q := start(t, l, Config{Read: understand, Done: out.add})
	add(t, q, report(13), report(14))
	out.wait(t, 2)
	if err := q.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	// Another version of the program does better.
	better := &outcomes{}
	q = start(t, l, Config{Read: func(r record.Report, _ []byte, _ Stage) (Reading, error) {
		if strings.Contains(r.Text, " 14 ") {
			return Reading{}, errors.New("still")
		}
		rec := &record.Record{Report: r}
		rec.Settle()
		return Reading{Record: rec}, nil
	}, Done: better.add})
	n, err := q.Retry(context.Background(), nil)
	if n != 2 || err != nil {
		t.Fatalf("%d retried, %v", n, err)
	}
	better.wait(t, 2)
	q.Stop(context.Background())
	letters, err := DeadLetters(context.Background(), l, 10)
	if err != nil || len(letters) != 1 || letters[0].Source != "14.txt" || letters[0].Attempts != 2 || !strings.Contains(letters[0].Reason, "still") {
		t.Errorf("got %+v, %v", letters, err)
	}
	if n, err := q.Discard(context.Background(), []int64{letters[0].Job}); n != 1 || err != nil {
		t.Errorf("%d discarded, %v", n, err)
	}
	state, err := Look(context.Background(), l)
	var left int
	l.Reading().QueryRow(`SELECT count(*) FROM waiting`).Scan(&left)
	if state.Failed != 0 || left != 0 || err != nil {
		t.Errorf("got %+v, %d left, %v", state, left, err)
	}
	if _, err := q.Retry(context.Background(), []int64{99999}); err == nil {
		t.Error("a job that is not there was retried")
	}
}

// TestDeadProcess: jobs that a killed process was in the middle of begin again
// at once, and end as dead letters when the program dies of them.
func TestDeadProcess(t *testing.T) {
	l, out := open(t, filepath.Join(t.TempDir(), "a.db")), &outcomes{}
	q, err := New(l, Config{Engine: "test-1"})
	if err != nil {
		t.Fatal(err)
	}
	jobs := add(t, q, report(1), report(2), report(3))
	host, _, _ := strings.Cut(processID(), " ")
	db, _ := l.Writing()
	for i, attempt := range []int{1, mostDeaths, 1} {
		by := host + " 999999999 1"
		if i == 2 {
			by = "elsewhere 5 1"
		}
		_, err := db.Exec(`UPDATE river_job SET state = 'running', attempt = ?, attempted_at = strftime('%Y-%m-%d %H:%M:%f', 'now'), attempted_by = jsonb_array(?) WHERE id = ?`, attempt, by, jobs[i])
		if err != nil {
			t.Fatal(err)
		}
	}
	start(t, l, Config{Read: understand, Done: out.add})
	if o := out.wait(t, 1)[0]; o.Job != jobs[0] || !o.Added {
		t.Errorf("got %+v", o)
	}
	letters, err := DeadLetters(context.Background(), l, 10)
	if err != nil || len(letters) != 1 || letters[0].Job != jobs[1] || !strings.Contains(letters[0].Reason, "3 times") {
		t.Errorf("got %+v, %v", letters, err)
	}
	if state, err := Look(context.Background(), l); err != nil || state.Working != 1 {
		t.Errorf("another machine's job: got %+v, %v", state, err)
	}
}

// TestDueAgain: what failed for now and has come due is begun at once.
func TestDueAgain(t *testing.T) {
	l, out := open(t, filepath.Join(t.TempDir(), "a.db")), &outcomes{}
	q, err := New(l, Config{Engine: "test-1"})
	if err != nil {
		t.Fatal(err)
	}
	jobs := add(t, q, report(1), report(2))
	db, _ := l.Writing()
	for i, when := range []string{"-1 second", "+1 hour"} {
		if _, err := db.Exec(`UPDATE river_job SET state = 'retryable', scheduled_at = strftime('%Y-%m-%d %H:%M:%f', 'now', ?) WHERE id = ?`, when, jobs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := Look(context.Background(), l); err != nil || s.Waiting != 1 || s.Retrying != 1 {
		t.Errorf("got %+v, %v", s, err)
	}
	start(t, l, Config{Read: understand, Done: out.add})
	if o := out.wait(t, 1)[0]; o.Job != jobs[0] {
		t.Errorf("got %+v", o)
	}
}

func TestReread(t *testing.T) {
	l, out := open(t, filepath.Join(t.TempDir(), "a.db")), &outcomes{}
	q := start(t, l, Config{Read: understand, Done: out.add})
	add(t, q, report(1), report(2))
	out.wait(t, 2)
	q.Stop(context.Background())
	q = start(t, l, Config{Read: understand, Done: out.add, Engine: "test-2"})
	ids, _, err := l.Unread(context.Background(), "test-2", 0, 10)
	if err != nil || len(ids) != 2 {
		t.Fatalf("unread: %v, %v", ids, err)
	}
	if _, err := q.Reread(context.Background(), ids, FromNewest); err != nil {
		t.Fatal(err)
	}
	for _, o := range out.wait(t, 4)[2:] {
		if !o.Added || o.Err != nil {
			t.Errorf("got %+v", o)
		}
	}
	if kept, err := l.Analysis(context.Background(), ids[0]); string(kept) != "xx" || err != nil {
		t.Errorf("kept %q, %v", kept, err)
	}
	if ids, _, _ := l.Unread(context.Background(), "test-2", 0, 10); len(ids) != 0 {
		t.Errorf("still unread: %v", ids)
	}
}

// TestSlowReaderDoesNotStall: one report that takes long lets the others pass.
func TestSlowReaderDoesNotStall(t *testing.T) {
	l, out := open(t, filepath.Join(t.TempDir(), "a.db")), &outcomes{}
	hang := make(chan struct{})
	defer close(hang)
	q := start(t, l, Config{Workers: 2, Done: out.add, Read: func(r record.Report, kept []byte, from Stage) (Reading, error) {
		if strings.Contains(r.Text, " 1 ") {
			<-hang
		}
		return understand(r, kept, from)
	}})
	var reports []Report
	for i := range 12 {
		reports = append(reports, report(i+1))
	}
	add(t, q, reports...)
	out.wait(t, 11)
}

func BenchmarkQueue(b *testing.B) {
	l, out := open(b, filepath.Join(b.TempDir(), "a.db")), &outcomes{}
	q := start(b, l, Config{Read: understand, Done: out.add})
	n := 1000
	for b.Loop() {
		for end := n + 100; n < end; n++ {
			add(b, q, report(n))
		}
		out.wait(b, n-1000)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n-1000), "µs/job")
}
