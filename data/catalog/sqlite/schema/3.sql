-- Feeds, and the extra resources of an episode.

ALTER TABLE episodes ADD COLUMN beside TEXT NOT NULL DEFAULT '{}'; -- JSON: transcripts, chapters, soundbites, location

-- Times are microseconds since 1970, UTC; NULL if it has not happened.
CREATE TABLE feeds (
  n             INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  url           TEXT NOT NULL UNIQUE,
  show_id       TEXT NOT NULL,
  show_title    TEXT NOT NULL,
  guid          TEXT NOT NULL,
  state         TEXT NOT NULL,         -- active, ended, blocked
  gone          TEXT NOT NULL,         -- keep, remove
  transcripts   INTEGER NOT NULL,      -- 1 if they are fetched
  added         INTEGER,
  checked       INTEGER,
  changed       INTEGER,
  next          INTEGER,
  failures      INTEGER NOT NULL,
  error         TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  digest        BLOB NOT NULL,         -- SHA-256 of the body; empty before the first update
  ttl           INTEGER NOT NULL,      -- seconds
  archive       TEXT NOT NULL,         -- next page to read; empty at the end
  hub           TEXT NOT NULL,
  topic         TEXT NOT NULL,
  hub_until     INTEGER
) STRICT;

-- The episode of each item. If an episode is deleted, its item stays, so that the feed
-- does not add the episode again.
CREATE TABLE feed_items (
  feed    INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
  key     TEXT NOT NULL,
  episode INTEGER REFERENCES episodes ON DELETE SET NULL,
  digest  BLOB NOT NULL,               -- SHA-256 of the item
  listed  INTEGER NOT NULL,            -- 1 if the last update found it
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_episode ON feed_items (episode);
