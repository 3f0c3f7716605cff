package admin

import (
	"math"
	"strconv"
	"strings"
	"time"

	"segue/server/respond"
)

// Gate admits requests with the admin key. It is safe for concurrent use.
type Gate struct {
	key      Key
	attempts *attemptLimiter
}

// NewGate returns a gate that admits requests with key. Without a key it admits none.
func NewGate(key Key) *Gate {
	return &Gate{key: key, attempts: newAttemptLimiter()}
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
	attempt := g.attempts.begin(client, time.Now())
	if attempt.wait > 0 {
		return respond.NewProblem(respond.TooManyAttempts, "too many wrong keys from this address").
			With("Retry-After", strconv.Itoa(int(math.Ceil(attempt.wait.Seconds()))))
	}
	if !g.key.matches(given) {
		return refused("wrong admin key")
	}
	attempt.succeed()
	return nil
}

func refused(detail string) *respond.Problem {
	return respond.NewProblem(respond.Unauthorized, "%s", detail).With("WWW-Authenticate", "Bearer")
}
