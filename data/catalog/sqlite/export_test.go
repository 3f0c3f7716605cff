package sqlite

import (
	"context"
	"fmt"
)

// LimitPages limits the number of pages of a file. Further pages fail as on a full disk.
func LimitPages(ctx context.Context, c *Catalog, most int) error {
	_, err := c.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", most))
	return err
}
