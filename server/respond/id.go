package respond

import (
	"crypto/rand"
	"strings"
)

const (
	// maxID is the length of the longest request id that a client may propose. A UUID
	// or a trace id with a prefix fits.
	maxID = 64
	// newID is the length of a new id. 16 characters of base 32 are 80 random bits, so
	// two requests practically never have the same id.
	newID = 16
)

// RequestID returns the proposed id if it is safe, otherwise a new one. A safe id has 1
// to 64 ASCII letters, digits, ".", "_" and "-", so it cannot break a log line or a
// header.
func RequestID(proposed string) string {
	if isSafe(proposed) {
		return proposed
	}
	return strings.ToLower(rand.Text()[:newID])
}

func isSafe(id string) bool {
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
