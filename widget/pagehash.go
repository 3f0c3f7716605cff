package widget

import (
	"fmt"
	"hash/fnv"
)

// PageHash names the file in which a site without a server keeps what is related
// to the page with the given key, that is data.PageKey of its address: "u_" and
// the 64-bit FNV-1a hash in sixteen hexadecimal digits. Among 10,000 pages two
// have the same hash once in 370 billion catalogues. An id never has an
// underscore, so a hash is never taken for one. The script has the same function
// (src/static.js).
func PageHash(key string) string {
	sum := fnv.New64a()
	sum.Write([]byte(key))
	return fmt.Sprintf("u_%016x", sum.Sum64())
}
