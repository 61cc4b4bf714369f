-- +goose Up

-- The page that an item leads to, and whom the feed names as its source: two
-- feeds of one outlet often tell of the same page, which is fetched once.
ALTER TABLE feed_item ADD COLUMN page TEXT NOT NULL DEFAULT '';
CREATE INDEX feed_item_page ON feed_item (page) WHERE page <> '';
CREATE INDEX feed_address ON feed (address);
