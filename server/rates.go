package server

import (
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"segue/server/limit"
	"segue/server/respond"
)

// Limits are optional limits of the requests of one client. A zero rate is no limit.
type Limits struct {
	// Address limits the public requests of an address, or of an IPv6 network.
	Address limit.Rate
	// Key limits the requests with a key.
	Key limit.Rate
}

// Names of the limits in the header RateLimit.
const (
	addressLimit = "address"
	keyLimit     = "key"
)

// limitRate returns middleware that refuses requests above a rate. nameOf returns the client
// of a request.
func limitRate(name string, rates *limit.Rates, nameOf func(*gin.Context) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		taken := rates.Take(nameOf(c), time.Now())
		policy, current := rates.Headers(name, taken)
		c.Header("RateLimit-Policy", policy)
		c.Header("RateLimit", current)
		if taken.Wait > 0 {
			respond.NewProblem(respond.RateLimited, "too many requests from this %s", name).
				With("Retry-After", strconv.Itoa(limit.Seconds(taken.Wait))).Write(c.Writer, c.Request)
			c.Abort()
		}
	}
}

// addressRates returns the middleware of the limit for addresses, none if there is no limit.
func addressRates(r limit.Rate) []gin.HandlerFunc {
	if !r.IsSet() {
		return nil
	}
	return []gin.HandlerFunc{limitRate(addressLimit, limit.NewRates(r), clientOf)}
}

// keyRates returns the middleware of the limit for keys. It runs after the key was checked.
func keyRates(r limit.Rate) []gin.HandlerFunc {
	if !r.IsSet() {
		return nil
	}
	return []gin.HandlerFunc{limitRate(keyLimit, limit.NewRates(r), func(*gin.Context) string { return "admin" })}
}
