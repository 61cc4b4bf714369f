-- +goose Up

-- What was written stays as it was.

-- Where and when a report was met: a report that comes again, from another
-- outlet or address, is stored once and sighted twice.
CREATE TABLE sighting (
    id          INTEGER PRIMARY KEY,
    report      INTEGER NOT NULL REFERENCES report (id),
    at          TEXT NOT NULL,
    bytes       TEXT NOT NULL, -- hex SHA-256 of the bytes as they came, "" if not known
    url         TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    feed_source TEXT NOT NULL, -- whom the feed names as origin
    UNIQUE (report, bytes, url, publisher, feed_source)
) STRICT;

CREATE INDEX sighting_bytes ON sighting (bytes) WHERE bytes <> '';

-- What people change: a line of JSON each (package correction). An undo is an
-- entry of its own.
CREATE TABLE correction (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    at    TEXT NOT NULL,
    entry TEXT NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER reading_kept BEFORE UPDATE ON reading BEGIN SELECT RAISE (ABORT, 'readings are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reading_not_gone BEFORE DELETE ON reading BEGIN SELECT RAISE (ABORT, 'readings are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER correction_kept BEFORE UPDATE ON correction BEGIN SELECT RAISE (ABORT, 'corrections are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER correction_not_gone BEFORE DELETE ON correction BEGIN SELECT RAISE (ABORT, 'corrections are never deleted'); END;
-- +goose StatementEnd

-- Queries that people keep, and where what they find is told.
CREATE TABLE alert (
    name    TEXT PRIMARY KEY,
    query   TEXT NOT NULL,
    kinds   TEXT NOT NULL, -- "events,statements"
    channel TEXT NOT NULL, -- "", file, command, webhook, rss
    target  TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;

CREATE TABLE told (
    alert TEXT NOT NULL REFERENCES alert (name) ON DELETE CASCADE,
    row   TEXT NOT NULL, -- report, kind and position: ids may change when a report is read anew
    at    TEXT NOT NULL,
    PRIMARY KEY (alert, row)
) STRICT, WITHOUT ROWID;

-- All below is made from the above and can be made anew.

-- What a report is like. It follows from its first reading and never changes,
-- but for the columns after feed.
CREATE TABLE shape (
    report    INTEGER PRIMARY KEY REFERENCES report (id),
    text_hash TEXT NOT NULL,
    url_key   TEXT NOT NULL,
    outlet    TEXT NOT NULL, -- key of the publisher's name
    day       TEXT NOT NULL, -- "" if not known
    moment    TEXT NOT NULL, -- RFC 3339 in UTC, or the day
    title     TEXT NOT NULL,
    print     BLOB NOT NULL, -- hashes of its shingles
    terms     BLOB NOT NULL, -- its strongest terms
    credit    TEXT NOT NULL, -- the agency it credits
    why       TEXT NOT NULL, -- how: dateline, byline, credit line, feed
    retracts  INTEGER NOT NULL, -- 1: it takes a report back
    origin    INTEGER NOT NULL, -- smallest report of those with one origin
    story     INTEGER NOT NULL, -- smallest report of those that tell one story
    edition   INTEGER NOT NULL, -- smallest report of those that are versions of one
    later     INTEGER,          -- the next version
    retracted INTEGER           -- the report that took it back; itself if a person did
) STRICT;

CREATE INDEX shape_text ON shape (text_hash);
CREATE INDEX shape_url ON shape (url_key) WHERE url_key <> '';
CREATE INDEX shape_origin ON shape (origin);
CREATE INDEX shape_story ON shape (story);
CREATE INDEX shape_edition ON shape (edition);

-- Hashes by which copies find each other.
CREATE TABLE sketch (hash INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (hash, report)) STRICT, WITHOUT ROWID;

-- Terms by which reports on one matter find each other.
CREATE TABLE term (hash INTEGER NOT NULL, day TEXT NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (hash, day, report)) STRICT, WITHOUT ROWID;

-- Pairs of reports, a < b: copies of each other, or credited to one agency.
CREATE TABLE copy (
    a INTEGER NOT NULL, b INTEGER NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_b ON copy (b);

-- Pairs of reports, a < b, whose terms are alike.
CREATE TABLE near (
    a INTEGER NOT NULL, b INTEGER NOT NULL,
    similarity REAL NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_b ON near (b);

-- What is compared of an event (package situation), and the situation it is
-- part of: the entry of its first event.
CREATE TABLE feature (
    entry     INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    report    INTEGER NOT NULL,
    data      TEXT NOT NULL,
    situation INTEGER NOT NULL
) STRICT;
CREATE INDEX feature_report ON feature (report);
CREATE INDEX feature_situation ON feature (situation);

-- Pairs of events that are probably one. Score 2: a person says so.
CREATE TABLE link (
    a INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    b INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link (b);

-- One thing over all reports that tell of it. Counts leave out reports that
-- have a later version or were taken back.
CREATE TABLE situation (
    id       INTEGER PRIMARY KEY,
    plover   TEXT NOT NULL,
    first    TEXT NOT NULL, -- days, "" if not known
    last     TEXT NOT NULL, -- day of the newest report
    reports  INTEGER NOT NULL,
    outlets  INTEGER NOT NULL,
    origins  INTEGER NOT NULL,
    claimants INTEGER NOT NULL,
    denied   INTEGER NOT NULL, -- 1: somebody says that it is not so, somebody that it is
    figures  INTEGER NOT NULL  -- 1: figures of it can't all be right
) STRICT;
CREATE INDEX situation_origins ON situation (origins);
CREATE INDEX situation_reports ON situation (reports);

-- The figures of a report, to be compared over reports.
CREATE TABLE tally (
    entry  INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    report INTEGER NOT NULL,
    counts TEXT NOT NULL,
    data   TEXT NOT NULL
) STRICT;
CREATE INDEX tally_report ON tally (report);

-- Actors over reports: the key of each party and of each actor of a report.
ALTER TABLE party ADD COLUMN identity TEXT NOT NULL DEFAULT '';
CREATE INDEX party_identity ON party (identity) WHERE identity <> '';
ALTER TABLE party ADD COLUMN read_as TEXT NOT NULL DEFAULT ''; -- key before corrections
ALTER TABLE party ADD COLUMN shown TEXT NOT NULL DEFAULT '';   -- its name
CREATE INDEX party_read_as ON party (read_as) WHERE read_as <> '';

-- 1: a correction made it what it is.
ALTER TABLE entry ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- How the index was made: a program that makes it otherwise makes it anew.
CREATE TABLE index_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
