-- +goose Up

-- What reading found in a report, before anything was extracted from it: so
-- that a new version of the extraction need not read all reports again. It may
-- be thrown away at any time.
CREATE TABLE analysis (
    report INTEGER PRIMARY KEY REFERENCES report (id),
    packed BLOB NOT NULL -- package pipeline packs and unpacks it
) STRICT;
