-- +goose Up

-- The tables river_* of the migration before this one are the work queue. What
-- follows is what its jobs work on; nothing of it is part of the record.

-- Reports that wait to be read, or whose reading failed.
CREATE TABLE waiting (
    id         INTEGER PRIMARY KEY,
    content_id TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL, -- as messages name it
    report     TEXT NOT NULL, -- the report as one line of JSON
    added_at   TEXT NOT NULL
) STRICT;

-- Where those reports were met, to be kept with their readings.
CREATE TABLE waiting_sighting (
    content_id  TEXT NOT NULL,
    bytes       TEXT NOT NULL,
    url         TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    feed_source TEXT NOT NULL,
    PRIMARY KEY (content_id, bytes, url, publisher, feed_source)
) STRICT, WITHOUT ROWID;

-- Sources that gave no report, with why: a page in another language, one that
-- holds no article.
CREATE TABLE refusal (
    source     TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    refused_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far files of many reports have been read. A file is known by its path
-- and what its bytes are known by.
CREATE TABLE archive (
    path     TEXT PRIMARY KEY,
    size     INTEGER NOT NULL, -- bytes
    mark     TEXT NOT NULL,    -- hash of its beginning
    position INTEGER NOT NULL, -- all before it is in the ledger or waits
    whole    INTEGER NOT NULL, -- 1: it was read to its end
    read_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The feeds that are watched.
CREATE TABLE feed (
    id            INTEGER PRIMARY KEY,
    url           TEXT NOT NULL UNIQUE, -- as the user named it
    address       TEXT NOT NULL,        -- where the feed is found now
    title         TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    checked_at    TEXT,                 -- NULL: never
    due_at        TEXT NOT NULL,
    failures      INTEGER NOT NULL,     -- in a row
    error         TEXT NOT NULL,        -- of the last check, or empty
    items         INTEGER NOT NULL      -- seen so far
) STRICT;

CREATE INDEX feed_due ON feed (due_at);

-- The items seen in a feed, with a hash of what the feed said of each, so that
-- an item that has changed is fetched again.
CREATE TABLE feed_item (
    feed    INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key     TEXT NOT NULL, -- its id, or its address
    hash    TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
