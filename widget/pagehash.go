package widget

import (
	"fmt"
	"hash/fnv"
)

// PageHash returns the name of the file with the related episodes of a page on a static
// site. The key is data.PageKey of the page's address. The name is "u_" and the 64-bit
// FNV-1a hash in sixteen hexadecimal digits. The probability of a collision among 10,000
// pages is 1 in 370 billion. Ids have no underscore, so a hash never equals an id. The
// script has the same function (src/address.js).
func PageHash(key string) string {
	sum := fnv.New64a()
	sum.Write([]byte(key))
	return fmt.Sprintf("u_%016x", sum.Sum64())
}
