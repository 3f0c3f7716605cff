package page

import (
	"net/url"
	"strconv"
)

// pages is where one is among the pages of a list. An address is empty where
// there is no such page.
type pages struct {
	Number, Last          int
	First, Previous, Next string
}

// newPages places a page of a list that has per of total items on each; path
// gives the address of a page.
func newPages(path func(number int) string, number, total, per int) pages {
	last := max(1, (total+per-1)/per)
	p := pages{Number: number, Last: last, First: path(1)}
	if number > 1 {
		p.Previous = path(min(number-1, last))
	}
	if number < last {
		p.Next = path(number + 1)
	}
	return p
}

// withPage adds the number of a page to an address, but for the first.
func withPage(v url.Values, number int) url.Values {
	if number > 1 {
		v.Set("page", strconv.Itoa(number))
	}
	return v
}
