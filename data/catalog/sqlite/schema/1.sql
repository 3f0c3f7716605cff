-- The first schema. PRAGMA user_version has the number of the newest schema.

-- Episodes without their transcripts. An unknown text is empty.
CREATE TABLE episodes (
  n          INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  identity   TEXT NOT NULL UNIQUE,  -- data.Episode.Identity
  digest     BLOB NOT NULL,         -- SHA-256 of the content
  published  INTEGER,               -- microseconds since 1970, UTC; NULL if unknown
  duration   INTEGER NOT NULL,      -- seconds; 0 if unknown
  show_id    TEXT NOT NULL,
  show_title TEXT NOT NULL,
  guid       TEXT NOT NULL,
  url        TEXT NOT NULL,
  page       TEXT NOT NULL,         -- data.PageKey of url
  title      TEXT NOT NULL,
  image      TEXT NOT NULL,
  audio      TEXT NOT NULL,
  people     TEXT NOT NULL,         -- JSON: [[name, role], …]
  tags       TEXT NOT NULL,         -- JSON: [tag, …]
  removed    TEXT NOT NULL,         -- JSON: [[text, rule], …]
  description TEXT NOT NULL,
  -- The sort columns of listings. In both, an episode without a date is last.
  newest     INTEGER NOT NULL AS (coalesce(-published, 9223372036854775807)) VIRTUAL,
  oldest     INTEGER NOT NULL AS (coalesce(published, 9223372036854775807)) VIRTUAL
) STRICT;

-- One index for each order, and one for shows. Their last columns answer filters, so
-- that SQLite does not have to read the table.
CREATE INDEX episodes_newest ON episodes (newest, id, duration, show_id);
CREATE INDEX episodes_oldest ON episodes (oldest, id, duration, show_id);
CREATE INDEX episodes_show ON episodes (show_id, newest, duration);
CREATE INDEX episodes_guid ON episodes (guid) WHERE guid <> '';
CREATE INDEX episodes_page ON episodes (page) WHERE page <> '';

-- The names for filters by people and tags, case-folded.
CREATE TABLE people (
  name    TEXT NOT NULL,
  episode INTEGER NOT NULL REFERENCES episodes ON DELETE CASCADE,
  PRIMARY KEY (name, episode)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_episode ON people (episode);

CREATE TABLE tags (
  name    TEXT NOT NULL,
  episode INTEGER NOT NULL REFERENCES episodes ON DELETE CASCADE,
  PRIMARY KEY (name, episode)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_episode ON tags (episode);

-- A transcript can be a hundred times as long as the rest of its episode.
CREATE TABLE transcripts (
  episode INTEGER PRIMARY KEY REFERENCES episodes ON DELETE CASCADE,
  text    TEXT NOT NULL
) STRICT;

CREATE TABLE models (
  n    INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Rows with a separate index, because SQLite moves a long row of a table
-- WITHOUT ROWID to a page of its own.
CREATE TABLE vectors (
  n      INTEGER PRIMARY KEY,
  model  INTEGER NOT NULL REFERENCES models,
  text   BLOB NOT NULL,             -- SHA-256 of the text
  vector BLOB NOT NULL,             -- float32, little-endian
  UNIQUE (model, text)
) STRICT;

-- The revision, in one row.
CREATE TABLE state (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0);
