package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"strings"

	"segue/data"
)

// pagesSchema is the schema with the present form of [data.PageKey].
const pagesSchema = 5

// updatePages writes the keys of the pages of all episodes.
func updatePages(ctx context.Context, tx *sql.Tx) error {
	pages, err := pagesOf(ctx, tx)
	if err != nil {
		return err
	}
	write, err := tx.PrepareContext(ctx, "UPDATE episodes SET page = ? WHERE n = ?")
	if err != nil {
		return err
	}
	defer write.Close()
	for n, address := range pages {
		if _, err := write.ExecContext(ctx, data.PageKey(address), n); err != nil {
			return err
		}
	}
	return nil
}

// pagesOf returns the addresses of the episodes by row number.
func pagesOf(ctx context.Context, tx *sql.Tx) (map[int64]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, url FROM episodes WHERE url <> ''")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	pages := map[int64]string{}
	for rows.Next() {
		var n int64
		var address string
		if err := rows.Scan(&n, &address); err != nil {
			return nil, err
		}
		pages[n] = address
	}
	return pages, rows.Err()
}

// digestPage returns the key of a page in the form of the first schema. It is a part of the
// digest of an episode and must not change, because all episodes would then count as changed.
func digestPage(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	key := host + strings.TrimRight(u.EscapedPath(), "/")
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return withQuery(key, strings.TrimSpace(u.RawQuery))
	}
	for name := range query {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "utm_") || lower == "fbclid" || lower == "gclid" {
			query.Del(name)
		}
	}
	return withQuery(key, query.Encode())
}

func withQuery(key, query string) string {
	if query == "" {
		return key
	}
	return key + "?" + query
}
