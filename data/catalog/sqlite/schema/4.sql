-- The last change of each episode, the deleted episodes, and data computed from texts.

-- The revision after which all changes are recorded. The earlier ones are unknown.
ALTER TABLE state ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0;
UPDATE state SET recorded = revision;

-- The revision of the last change of an episode. An episode that has not changed since
-- state.recorded may have no row. With a foreign key, or with episode as the rowid, each
-- write of an episode would take a fifth longer: SQLite would copy all pages that it
-- changes, to restore them after an error.
CREATE TABLE changes (
  episode  INTEGER PRIMARY KEY,     -- episodes.n
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_revision ON changes (revision);

-- The deleted episodes that were not added again, and the revisions that deleted them.
CREATE TABLE deletions (
  id       TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deletions_revision ON deletions (revision);

-- Triggers record the changes, so that no writer can forget it. A transaction writes
-- first and then raises the revision by one, so its changes belong to the next revision.
-- The statements have no ON CONFLICT clause: that of the writer's statement replaces it.
CREATE TRIGGER episode_added AFTER INSERT ON episodes BEGIN
  DELETE FROM deletions WHERE id = new.id;
  INSERT INTO changes VALUES (new.n, (SELECT revision + 1 FROM state));
END;

-- The digest covers the whole content, also that in other tables.
CREATE TRIGGER episode_changed AFTER UPDATE OF digest ON episodes WHEN old.digest <> new.digest BEGIN
  DELETE FROM changes WHERE episode = new.n;
  INSERT INTO changes VALUES (new.n, (SELECT revision + 1 FROM state));
END;

CREATE TRIGGER episode_deleted AFTER DELETE ON episodes BEGIN
  DELETE FROM changes WHERE episode = old.n;
  INSERT INTO deletions VALUES (old.id, (SELECT revision + 1 FROM state));
END;

-- Data computed from texts. A kind is the name and version of a computation.
CREATE TABLE kinds (
  n    INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Rows with a separate index, as in the table vectors.
CREATE TABLE derived (
  n     INTEGER PRIMARY KEY,
  kind  INTEGER NOT NULL REFERENCES kinds,
  input BLOB NOT NULL,              -- SHA-256 of the input
  value BLOB NOT NULL,
  UNIQUE (kind, input)
) STRICT;
