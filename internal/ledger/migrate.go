package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a file as a ledger; the first migration writes it.
const applicationID = 1634626675

// newest is the version of the schema that this program knows: the number
// that the last of its migrations begins with. Numbers may have gaps.
func newest() int64 {
	files, _ := fs.Glob(migrations, "migrations/*.sql")
	var last int64
	for _, f := range files {
		if n, err := goose.NumericComponent(f); err == nil {
			last = max(last, n)
		}
	}
	return last
}

// probe looks at a file without changing it: the version of its schema, 0 if
// it is missing or empty, an error if it is no ledger or too new.
func probe(ctx context.Context, path string) (int64, error) {
	if empty, err := checkFile(path); empty || err != nil {
		return 0, err
	}
	db, err := openDB(ctx, path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var mark, tables, versioned, version int64
	err = db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), count(*),
		count(*) FILTER (WHERE name = 'goose_db_version') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`).Scan(&mark, &tables, &versioned)
	if err != nil {
		return 0, err
	}
	if mark != applicationID && tables > versioned {
		return 0, errors.New("is the database of another program, not a ledger")
	}
	if versioned == 0 {
		return 0, nil
	}
	err = db.QueryRowContext(ctx, `SELECT ifnull(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err != nil {
		return 0, err
	}
	if version > newest() {
		return 0, fmt.Errorf("was made by a newer annals: it has version %d of the tables, this program knows %d; update annals", version, newest())
	}
	return version, nil
}

// checkFile says whether the file is missing or empty, and fails if it is no
// SQLite database. SQLite itself takes a very short file for an empty one and
// would write over it.
func checkFile(path string) (empty bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if info.IsDir() {
		return false, errors.New("is a folder, not a ledger's file")
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	if n == 0 {
		return true, nil
	}
	if err != nil || string(head) != magic {
		return false, errors.New("is not a ledger: it is no SQLite database")
	}
	return false, nil
}

// migrate brings the tables up to date. Two processes may make a ledger at
// once: whoever comes second fails, and finds the work done when it looks
// again.
func migrate(ctx context.Context, db *sql.DB, version int64) error {
	if version == newest() {
		return db.PingContext(ctx)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	var failed error
	for range 20 {
		provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true), goose.WithGoMigrations(queueMigration()), goose.WithLogger(goose.NopLogger()))
		if err != nil {
			return err
		}
		if _, failed = provider.Up(ctx); failed == nil || !retriable(failed) {
			return failed
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return failed
}
