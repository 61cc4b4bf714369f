-- +goose Up

-- What a new report of a matter that thousands of reports tell of needs to
-- find its place without looking at all of them.

-- The smallest report of those whose text it is a copy of, as they were when
-- it came.
ALTER TABLE shape ADD COLUMN twin INTEGER NOT NULL DEFAULT 0;
DROP INDEX shape_origin;
CREATE INDEX shape_origin ON shape (origin, moment = '', moment, report);
CREATE INDEX shape_credit ON shape (origin, moment, report) WHERE credit <> '';

ALTER TABLE feature ADD COLUMN position INTEGER NOT NULL DEFAULT 0; -- code point where the trigger begins
ALTER TABLE feature ADD COLUMN head TEXT NOT NULL DEFAULT '';       -- stem of the trigger
ALTER TABLE feature ADD COLUMN sign INTEGER NOT NULL DEFAULT 0;     -- events of one sign are kept apart from the same others
ALTER TABLE feature ADD COLUMN backs TEXT NOT NULL DEFAULT '';      -- what of it is in backing
DROP INDEX feature_situation;
CREATE INDEX feature_situation ON feature (situation, sign);

-- How many events it has, and the lowest score of the links that hold it
-- together, 9 for a single event; it may be lower than need be.
ALTER TABLE situation ADD COLUMN members INTEGER NOT NULL DEFAULT 0;
ALTER TABLE situation ADD COLUMN least REAL NOT NULL DEFAULT 0;

-- Who stands behind a situation of many events: reports, outlets, origins,
-- claimants, figures, and how many of its events add each.
CREATE TABLE backing (
    situation INTEGER NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (situation, kind, key)
) STRICT, WITHOUT ROWID;

-- The key by name of an actor that is known by another.
ALTER TABLE party ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
CREATE INDEX party_by_name ON party (by_name) WHERE by_name <> '';
