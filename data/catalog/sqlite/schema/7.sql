-- Leases, so that processes that share a catalogue do not do the same work.
CREATE TABLE leases (
  purpose TEXT NOT NULL,
  key     BLOB NOT NULL,             -- SHA-256 of what is worked on
  holder  TEXT NOT NULL,
  until   INTEGER NOT NULL,          -- microseconds since 1970
  PRIMARY KEY (purpose, key)
) STRICT, WITHOUT ROWID;
