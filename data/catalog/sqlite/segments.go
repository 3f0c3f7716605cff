package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"segue/data"
)

// encodeSegments returns the stored form of segments, one line for each.
func encodeSegments(list []data.Segment) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%d\t%d\t%s\t%s\n", s.Start.Milliseconds(), s.End.Milliseconds(), s.Speaker, s.Text)
	}
	return b.String()
}

// decodeSegments is the inverse of encodeSegments. It returns nil for an empty text.
func decodeSegments(lines string) ([]data.Segment, error) {
	if lines == "" {
		return nil, nil
	}
	list := make([]data.Segment, 0, strings.Count(lines, "\n"))
	for line := range strings.Lines(lines) {
		start, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		end, rest, _ := strings.Cut(rest, "\t")
		speaker, text, found := strings.Cut(rest, "\t")
		from, err := strconv.ParseInt(start, 10, 64)
		to, errTo := strconv.ParseInt(end, 10, 64)
		if err != nil || errTo != nil || !found {
			return nil, fmt.Errorf("the segment %q is damaged; fetch the transcript again", data.Shorten(line, 80))
		}
		list = append(list, data.Segment{Start: time.Duration(from) * time.Millisecond, End: time.Duration(to) * time.Millisecond, Speaker: speaker, Text: text})
	}
	return list, nil
}

// segmentsDigest returns the digest of the stored form.
func segmentsDigest(lines string) []byte {
	sum := sha256.Sum256([]byte(lines))
	return sum[:]
}

// Segments implements [catalog.Reader].
func (c *Catalog) Segments(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]data.Segment, error) {
	found := map[data.EpisodeID][]data.Segment{}
	err := c.read(ctx, "segments", func(tx *sql.Tx) error {
		for part := range slices.Chunk(ids, maxKeys) {
			if err := segmentsOf(ctx, tx, part, found); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

func segmentsOf(ctx context.Context, tx *sql.Tx, ids []data.EpisodeID, found map[data.EpisodeID][]data.Segment) error {
	args := textArgs(ids, func(id data.EpisodeID) string { return string(id) })
	rows, err := tx.QueryContext(ctx, "SELECT id, lines FROM episodes JOIN segments ON episode = n WHERE id IN "+placeholders(len(ids)), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id data.EpisodeID
		var lines string
		if err := rows.Scan(&id, &lines); err != nil {
			return err
		}
		if found[id], err = decodeSegments(lines); err != nil {
			return fmt.Errorf("episode %q: %w", id, err)
		}
	}
	return rows.Err()
}
