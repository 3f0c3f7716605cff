package feed

import (
	"fmt"

	"segue/data"
)

// Kind is the kind of an [Error].
type Kind string

// All kinds of an [Error].
const (
	// Empty means that a body has no text.
	Empty Kind = "empty"
	// HTMLPage means that a body is a web page. [Discover] may find its feeds.
	HTMLPage Kind = "html-page"
	// NotAFeed means that a body is text, XML or JSON of another format.
	NotAFeed Kind = "not-a-feed"
	// Malformed means that a feed is truncated or damaged.
	Malformed Kind = "malformed"
	// TooLarge means that a feed exceeds the limit of bytes or names.
	TooLarge Kind = "too-large"
	// TooDeep means that XML exceeds [MaxDepth].
	TooDeep Kind = "too-deep"
	// EntityBomb means that entities in XML refer to other entities.
	EntityBomb Kind = "entity-bomb"
	// TooSlow means that parsing exceeds [MaxTime].
	TooSlow Kind = "too-slow"
)

// Error is the reason why a body has no episodes. [errors.Is] matches [data.ErrBadFeed].
type Error struct {
	Kind Kind
	// Reason describes the mistake and how to correct it.
	Reason string
}

func (e *Error) Error() string { return e.Reason }

// Is reports whether target is [data.ErrBadFeed].
func (e *Error) Is(target error) bool { return target == data.ErrBadFeed }

func newError(kind Kind, format string, args ...any) error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}
