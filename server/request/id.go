package request

import (
	"crypto/rand"
	"strings"
)

const (
	// maxID is the longest id that is taken from a client: room for a UUID or a
	// trace id with a prefix, and still one word in a log line.
	maxID = 64
	// newID is the length of an id that is made here: 16 characters of base 32
	// are 80 bits, enough to never meet twice in one log.
	newID = 16
)

// ID returns the id that a client proposed if it is sane, and a new one if not.
// Sane is 1 to 64 ASCII letters, digits, ".", "_" and "-": nothing that could
// break a line of a log or a header.
func ID(proposed string) string {
	if sane(proposed) {
		return proposed
	}
	return strings.ToLower(rand.Text()[:newID])
}

func sane(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return false
		}
		return true
	})
}
