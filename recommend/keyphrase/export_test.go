package keyphrase

// Equal reports whether the counts of two catalogues are equal.
func (c *Counts) Equal(other *Counts) bool {
	for n := range c.pages {
		a, b := c.pages[n], other.pages[n]
		if a == nil {
			a = new(page)
		}
		if b == nil {
			b = new(page)
		}
		if *a != *b {
			return false
		}
	}
	return c.texts == other.texts && c.sum == other.sum
}
