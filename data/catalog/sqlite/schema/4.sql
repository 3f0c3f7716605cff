-- The last change of each episode, the deleted episodes, and data computed from texts.

-- The revision after which all changes are recorded. The earlier ones are unknown.
ALTER TABLE state ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0;
UPDATE state SET recorded = revision;

-- The revision of the last change of an episode. An episode that has not changed since
-- state.recorded may have no row.
CREATE TABLE changes (
  episode  INTEGER PRIMARY KEY REFERENCES episodes ON DELETE CASCADE,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX changes_revision ON changes (revision);

-- The deleted episodes that were not added again, and the revisions that deleted them.
CREATE TABLE deletions (
  id       TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deletions_revision ON deletions (revision);

-- Triggers record the changes, so that no writer can forget it. A transaction raises the
-- revision by one, after it has written, so its changes belong to the next revision.
CREATE TRIGGER episode_added AFTER INSERT ON episodes BEGIN
  DELETE FROM deletions WHERE id = new.id;
  INSERT INTO changes VALUES (new.n, (SELECT revision + 1 FROM state));
END;

-- The digest covers the whole content, also that in other tables.
CREATE TRIGGER episode_changed AFTER UPDATE OF digest ON episodes WHEN old.digest <> new.digest BEGIN
  INSERT INTO changes VALUES (new.n, (SELECT revision + 1 FROM state))
    ON CONFLICT DO UPDATE SET revision = excluded.revision;
END;

CREATE TRIGGER episode_deleted AFTER DELETE ON episodes BEGIN
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
