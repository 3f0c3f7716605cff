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
	key     Key
	guesses *guesses
}

// NewGate returns a gate that admits requests with key. Without a key it admits none.
func NewGate(key Key) *Gate {
	return &Gate{key: key, guesses: newGuesses()}
}

// Admit returns the problem of a request that is not admitted, or nil. Client is the
// address of the client, authorization the header Authorization of the request.
func (g *Gate) Admit(client, authorization string) *respond.Problem {
	if !g.key.IsSet() {
		return respond.NewProblem(respond.AdminDisabled, "the server has no admin key, so nobody may do this")
	}
	scheme, given, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if given = strings.TrimSpace(given); given == "" || !strings.EqualFold(scheme, "Bearer") {
		return refused("the request has no admin key")
	}
	attempt := g.guesses.begin(client, time.Now())
	if attempt.wait > 0 {
		return respond.NewProblem(respond.TooManyAttempts, "too many wrong keys came from this address").
			With("Retry-After", strconv.Itoa(int(math.Ceil(attempt.wait.Seconds()))))
	}
	if !g.key.same(given) {
		return refused("the key is not the server's admin key")
	}
	attempt.forget()
	return nil
}

func refused(detail string) *respond.Problem {
	return respond.NewProblem(respond.Unauthorized, "%s", detail).With("WWW-Authenticate", "Bearer")
}
