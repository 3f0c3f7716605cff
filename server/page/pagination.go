package page

import (
	"net/url"
	"strconv"
)

// pages is the position within a paginated list. The address of a missing page is empty.
type pages struct {
	Number, Last          int
	First, Previous, Next string
}

// newPages returns the position of page number in a list of total items, with size items
// per page. path returns the address of a page.
func newPages(path func(number int) string, number, total, size int) pages {
	last := max(1, (total+size-1)/size)
	p := pages{Number: number, Last: last, First: path(1)}
	if number > 1 {
		p.Previous = path(min(number-1, last))
	}
	if number < last {
		p.Next = path(number + 1)
	}
	return p
}

// withPage adds a page number to the parameters of an address, except for page 1.
func withPage(v url.Values, number int) url.Values {
	if number > 1 {
		v.Set("page", strconv.Itoa(number))
	}
	return v
}
