package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Error is a fault of the ledger's file, told in one line.
type Error struct {
	Path   string
	Reason string
	Err    error // what SQLite or the system said
}

func (e *Error) Error() string { return fmt.Sprintf("ledger: %s %s", e.Path, e.Reason) }
func (e *Error) Unwrap() error { return e.Err }

// missingPart is what SQLite says it does not find.
var missingPart = regexp.MustCompile(`no such (table|column): \S+`)

const full = "has no room left on its disk: free some and do it again; what was stored before is safe"

// explain turns an error of SQLite into one that says what to do.
func explain(path string, err error) error {
	var told *Error
	if err == nil || errors.As(err, &told) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	reason := err.Error()
	var system *fs.PathError
	if errors.As(err, &system) {
		reason = "can't be opened: " + system.Err.Error()
	}
	switch code(err) {
	case sqlite3.SQLITE_ERROR:
		if strings.Contains(reason, "no such table") || strings.Contains(reason, "no such column") {
			reason = "is damaged (" + missingPart.FindString(reason) + "): restore it from a copy, or move it away and add the reports again"
		}
	case sqlite3.SQLITE_NOTADB:
		reason = "is not a ledger: it is no SQLite database"
	case sqlite3.SQLITE_CORRUPT:
		reason = "is damaged: restore it from a copy, or move it away and add the reports again"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		reason = "is locked by another program: try again when that has finished"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		reason = "can't be written: it or its folder is read-only; allow writing, or name another file with --db"
	case sqlite3.SQLITE_CANTOPEN:
		reason = "can't be opened: it or its folder may not be read and written; allow it, or name another file with --db"
	case sqlite3.SQLITE_FULL:
		reason = full
	case sqlite3.SQLITE_IOERR:
		reason = "can't be read or written (" + strings.TrimSpace(err.Error()) + "): look after its disk"
		if noRoom(err) {
			reason = full
		}
	}
	return &Error{path, reason, err}
}

// code is SQLite's primary result code, or 0 for other errors.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// unwritable says whether SQLite could not make the files it keeps beside the
// ledger's.
func unwritable(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_READONLY || c == sqlite3.SQLITE_CANTOPEN || noRoom(err)
}

// noRoom says whether the disk had no room for the file that readers share.
func noRoom(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
}

// retriable says whether a migration may have failed because another process
// did the same at the same time.
func retriable(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED || c == sqlite3.SQLITE_SCHEMA ||
		c == sqlite3.SQLITE_CONSTRAINT || c == sqlite3.SQLITE_ERROR && (strings.Contains(err.Error(), "already exists") || strings.Contains(err.Error(), "duplicate column name"))
}
