-- Columns for filters, the links of an episode, and settings.

ALTER TABLE episodes ADD COLUMN language TEXT NOT NULL DEFAULT '';   -- BCP 47; empty if unknown
ALTER TABLE episodes ADD COLUMN type     TEXT NOT NULL DEFAULT '';   -- full, trailer, bonus; empty if unknown
ALTER TABLE episodes ADD COLUMN explicit TEXT NOT NULL DEFAULT '';   -- explicit, clean; empty if unknown
ALTER TABLE episodes ADD COLUMN season   INTEGER NOT NULL DEFAULT 0; -- 0 if unknown
ALTER TABLE episodes ADD COLUMN number   INTEGER NOT NULL DEFAULT 0; -- 0 if unknown
ALTER TABLE episodes ADD COLUMN links    TEXT NOT NULL DEFAULT '[]'; -- JSON: [address, …]

-- The last columns also answer the new filters, without reading the table.
DROP INDEX episodes_newest;
DROP INDEX episodes_oldest;
DROP INDEX episodes_show;
CREATE INDEX episodes_newest ON episodes (newest, id, duration, show_id, language, type, explicit);
CREATE INDEX episodes_oldest ON episodes (oldest, id, duration, show_id, language, type, explicit);
CREATE INDEX episodes_show ON episodes (show_id, newest, duration, language, type, explicit);

-- Settings of this catalogue, such as measured ranking weights.
CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
