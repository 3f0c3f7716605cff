package server

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"

	"segue/server/respond"
)

// compression compresses answers of a kilobyte and more by zstd or gzip. A
// compressed answer gets an entity tag of its own, made from that of the
// uncompressed one; package entity takes it apart again. Nothing secret is in an
// answer, so its length gives nothing away; what admins are shown is asked for with a
// key that no other page can make a browser send.
func compression() (layer, error) {
	around, err := gzhttp.NewWrapper(gzhttp.SuffixETag(respond.GzipSuffix))
	if err != nil {
		return nil, err
	}
	return func(next http.Handler) http.Handler { return around(next) }, nil
}
