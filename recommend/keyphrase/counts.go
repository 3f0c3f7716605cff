package keyphrase

// Counts has the number of texts in which a phrase occurs. Phrases share cells, so a count may be
// too high, and never too low: it is a count-min sketch with one row (Cormode and Muthukrishnan,
// "An improved data stream summary", 2005). It does not depend on the order of changes.
type Counts struct {
	pages [pageCount]*page
	// owned are the pages that no copy has.
	owned map[uint32]bool
	// texts is the number of texts, sum the sum of all cells.
	texts, sum int
}

// page is a part of the cells. Copies share the pages that do not change.
type page [1 << pageBits]uint32

const (
	// cellBits is the logarithm of the number of cells: with 2,000 transcripts of an hour a cell
	// has about five phrases, far below a fifth of the texts.
	cellBits = 20
	pageBits = 8
	// pageCount is the number of pages.
	pageCount = 1 << (cellBits - pageBits)
)

// cellOf returns the cell of a phrase.
func cellOf(k key) uint32 { return uint32(k>>(64-cellBits)) ^ uint32(k)&(1<<cellBits-1) }

// verbCell returns the cell that counts the texts in which a verb's position has the word of a cell.
func verbCell(word uint32) uint32 { return word ^ 0x5a5a5 }

// noise is a number of texts that phrases of the same cell rarely exceed together: four times the
// mean.
func (c *Counts) noise() int { return 4 * c.sum >> cellBits }

// Clone returns a copy.
func (c *Counts) Clone() *Counts { return &Counts{pages: c.pages, texts: c.texts, sum: c.sum} }

// Texts returns the number of texts.
func (c *Counts) Texts() int { return c.texts }

// Add counts a text.
func (c *Counts) Add(p *Phrases) { c.change(p, 1) }

// Remove takes back a text.
func (c *Counts) Remove(p *Phrases) { c.change(p, -1) }

func (c *Counts) change(p *Phrases, by int) {
	if p == nil {
		return
	}
	for cell := range p.eachCell() {
		c.writable(cell >> pageBits)[cell&(1<<pageBits-1)] += uint32(by)
		c.sum += by
	}
	c.texts += by
}

// writable returns a page that no copy has.
func (c *Counts) writable(n uint32) *page {
	if c.owned[n] {
		return c.pages[n]
	}
	if c.owned == nil {
		c.owned = map[uint32]bool{}
	}
	next := new(page)
	if before := c.pages[n]; before != nil {
		*next = *before
	}
	c.pages[n], c.owned[n] = next, true
	return next
}

// of returns the number of texts that have a phrase.
func (c *Counts) of(k key) int { return c.ofCell(cellOf(k)) }

func (c *Counts) ofCell(cell uint32) int {
	if p := c.pages[cell>>pageBits]; p != nil {
		return int(p[cell&(1<<pageBits-1)])
	}
	return 0
}
