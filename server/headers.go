package server

import "github.com/gin-gonic/gin"

// setDefaultHeaders sets headers that are safe for any answer: caches must not store it,
// and a browser must not load or run anything in it. A handler overwrites a header if its
// answer needs another value.
func setDefaultHeaders(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	c.Header("Cross-Origin-Opener-Policy", "same-origin")
	c.Header("Cross-Origin-Resource-Policy", "same-origin")
	c.Header("Referrer-Policy", "strict-origin-when-cross-origin")
	c.Header("X-Content-Type-Options", "nosniff")
}
