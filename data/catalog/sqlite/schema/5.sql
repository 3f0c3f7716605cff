-- The keys of pages have a new form; updatePages in pages.go writes them.

-- A publication date more than a week in the future is a mistake and counts as unknown (see
-- data.MaxAhead). The items of these episodes are read again.
UPDATE feed_items SET digest = x'' WHERE episode IN (SELECT n FROM episodes WHERE published > (unixepoch() + 7 * 86400) * 1000000);
UPDATE episodes SET published = NULL WHERE published > (unixepoch() + 7 * 86400) * 1000000;
