package main

import (
	"context"
	"fmt"
	"os"

	"github.com/adrg/xdg"

	"annals/internal/ledger"
)

// ledgerFlags say which ledger a command works on.
type ledgerFlags struct {
	DB string `name:"db" type:"path" env:"ANNALS_DB" placeholder:"FILE" help:"The ledger's file (default: annals/annals.db in the user's data folder)."`
}

// path is the ledger's file.
func (f ledgerFlags) path() (string, error) {
	if f.DB != "" {
		return f.DB, nil
	}
	path, err := xdg.DataFile("annals/annals.db")
	if err != nil {
		return "", fmt.Errorf("no place for the ledger: %w; name a file with --db", err)
	}
	return path, nil
}

// toWrite opens the ledger and makes it if there is none.
func (f ledgerFlags) toWrite(ctx context.Context) (*ledger.Ledger, error) {
	path, err := f.path()
	if err != nil {
		return nil, err
	}
	return ledger.Open(ctx, path)
}

// toRead opens a ledger that exists.
func (f ledgerFlags) toRead(ctx context.Context) (*ledger.Ledger, error) {
	path, err := f.path()
	if err != nil {
		return nil, err
	}
	return ledger.OpenToRead(ctx, path)
}

// there gives the ledger's file if there is one.
func (f ledgerFlags) there(ctx context.Context) (string, error) {
	path, err := f.path()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		l, err := ledger.OpenToRead(ctx, path) // which says what is wrong
		if err == nil {
			l.Close()
		}
		return path, err
	}
	return path, nil
}
