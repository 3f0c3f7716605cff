package admin

import (
	"strconv"
	"strings"
	"time"

	"segue/server/limit"
	"segue/server/respond"
)

// wrongKeys is the number of wrong keys that a client may send in a time. It is enough for an
// admin who mistypes the key. It does not protect the key, because the correct key is always
// accepted; the length of the key does, see [CheckLength]. It tells a wrongly configured
// program to stop.
var wrongKeys = limit.Rate{Requests: 10, Per: time.Minute}

// Gate admits requests with the admin key. It is safe for concurrent use.
type Gate struct {
	key      Key
	attempts *limit.Rates
}

// NewGate returns a gate that admits requests with key. Without a key it admits none.
func NewGate(key Key) *Gate {
	return &Gate{key: key, attempts: limit.NewRates(wrongKeys)}
}

// Admit returns nil for a request with the admin key, and a problem for any other. Client
// is the address of the client, authorization is the value of the header Authorization.
func (g *Gate) Admit(client, authorization string) *respond.Problem {
	if !g.key.IsSet() {
		return respond.NewProblem(respond.AdminDisabled, "the server has no admin key, so it refuses all changes")
	}
	scheme, given, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if given = strings.TrimSpace(given); given == "" || !strings.EqualFold(scheme, "Bearer") {
		return refused("the request has no admin key")
	}
	if g.key.matches(given) { // also after wrong keys: another program behind the same address must not lock an admin out
		return nil
	}
	if wait := g.attempts.Take(limit.Network(client), time.Now()).Wait; wait > 0 {
		return respond.NewProblem(respond.TooManyAttempts, "too many wrong keys from this address").
			With("Retry-After", strconv.Itoa(limit.Seconds(wait)))
	}
	return refused("wrong admin key")
}

func refused(detail string) *respond.Problem {
	return respond.NewProblem(respond.Unauthorized, "%s", detail).With("WWW-Authenticate", "Bearer")
}
