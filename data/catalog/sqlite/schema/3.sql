-- Feeds that are followed, and what a publisher offers beside an episode's text.

ALTER TABLE episodes ADD COLUMN beside TEXT NOT NULL DEFAULT '{}'; -- JSON: transcripts, chapters, soundbites, location

-- Times are microseconds since 1970, UTC; NULL where it has not happened.
CREATE TABLE feeds (
  n             INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  url           TEXT NOT NULL UNIQUE,
  show_id       TEXT NOT NULL,
  show_title    TEXT NOT NULL,
  guid          TEXT NOT NULL,
  state         TEXT NOT NULL,         -- active, ended, blocked
  gone          TEXT NOT NULL,         -- keep, remove
  transcripts   INTEGER NOT NULL,      -- whether they are fetched
  added         INTEGER,
  checked       INTEGER,
  changed       INTEGER,
  next          INTEGER,
  failures      INTEGER NOT NULL,
  error         TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  digest        BLOB NOT NULL,         -- SHA-256 of the body; empty before the first
  ttl           INTEGER NOT NULL,      -- seconds
  archive       TEXT NOT NULL,         -- page at which reading goes on; empty at the end
  hub           TEXT NOT NULL,
  topic         TEXT NOT NULL,
  hub_until     INTEGER
) STRICT;

-- Which episode an item became. An episode that was deleted leaves its item
-- behind, so that the feed does not bring it back.
CREATE TABLE feed_items (
  feed    INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
  key     TEXT NOT NULL,
  episode INTEGER REFERENCES episodes ON DELETE SET NULL,
  digest  BLOB NOT NULL,               -- SHA-256 of what the feed said
  listed  INTEGER NOT NULL,            -- whether it was in the feed at last
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_episode ON feed_items (episode);
