-- Transcripts with times, beside the plain ones.

-- One line for each segment: start and end in milliseconds, the speaker and the text, separated by
-- tabs. The digest comes first, because reading it then reads no page of the long text.
CREATE TABLE segments (
  episode INTEGER PRIMARY KEY REFERENCES episodes ON DELETE CASCADE,
  digest  BLOB NOT NULL,            -- SHA-256 of lines
  lines   TEXT NOT NULL
) STRICT;
