-- +goose Up

-- "anls": marks the file as a ledger for those who find it.
PRAGMA application_id = 1634626675;

-- A report is known by the hash of its text and date. Title and the like are
-- those of its newest reading.
CREATE TABLE report (
    id         INTEGER PRIMARY KEY,
    content_id TEXT NOT NULL UNIQUE,
    title      TEXT,
    url        TEXT,
    publisher  TEXT,
    published  TEXT, -- RFC 3339 date or date-time
    day        TEXT, -- the day of it
    language   TEXT,
    added_at   TEXT NOT NULL
) STRICT;

CREATE INDEX report_day ON report (day);

-- What one version of the engine read in a report: the record as one line of
-- JSON. Rows are never changed; the one with the highest id is current.
CREATE TABLE reading (
    id      INTEGER PRIMARY KEY,
    report  INTEGER NOT NULL REFERENCES report (id),
    engine  TEXT NOT NULL,
    read_at TEXT NOT NULL,
    record  TEXT NOT NULL,
    UNIQUE (report, engine)
) STRICT;

-- All below is an index over the current readings: it can be made anew from
-- them at any time.

-- An entry is an event, statement or figure of a record, or the report itself.
CREATE TABLE entry (
    id         INTEGER PRIMARY KEY,
    reading    INTEGER NOT NULL REFERENCES reading (id),
    report     INTEGER NOT NULL REFERENCES report (id),
    kind       TEXT NOT NULL,    -- events, statements, figures, reports
    record_id  TEXT NOT NULL,    -- "E3"; empty for the report
    position   INTEGER NOT NULL, -- code point where its words begin
    first_day  TEXT,             -- its own days, or the report's where it has none
    end_day    TEXT,             -- the day after the last
    plover     TEXT,
    mode       TEXT,
    cameo      TEXT,
    quad       INTEGER,
    contexts   TEXT NOT NULL,    -- " election repression "
    status     TEXT,
    act        TEXT,
    form       TEXT,
    country    TEXT,             -- where it is
    confidence REAL,
    words      TEXT NOT NULL     -- of the evidence, to be shown
) STRICT;

CREATE INDEX entry_report ON entry (report);
CREATE INDEX entry_reading ON entry (reading);
CREATE INDEX entry_plover ON entry (plover) WHERE plover IS NOT NULL;
CREATE INDEX entry_day ON entry (first_day);

-- Everyone in an entry.
CREATE TABLE party (
    id      INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    role    TEXT NOT NULL, -- actor, recipient, speaker, source, via, named
    country TEXT,
    sectors TEXT NOT NULL  -- " GOV OPP "
) STRICT;

CREATE INDEX party_entry ON party (entry);
CREATE INDEX party_country ON party (country) WHERE country IS NOT NULL;

-- The figures of an entry.
CREATE TABLE number (
    id    INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    low   REAL,
    high  REAL,
    unit  TEXT
) STRICT;

CREATE INDEX number_entry ON number (entry);

-- Words are stemmed, names are not; neither keeps a copy of the text.
CREATE VIRTUAL TABLE entry_words USING fts5 (
    words, said, counts,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE entry_names USING fts5 (
    place,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE party_names USING fts5 (
    name,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE report_names USING fts5 (
    title, publisher,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- +goose StatementBegin
CREATE TRIGGER entry_gone AFTER DELETE ON entry BEGIN
    DELETE FROM entry_words WHERE rowid = old.id;
    DELETE FROM entry_names WHERE rowid = old.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER party_gone AFTER DELETE ON party BEGIN
    DELETE FROM party_names WHERE rowid = old.id;
END;
-- +goose StatementEnd
