package feed

import (
	"fmt"

	"segue/data"
)

// Kind says in which way a body is no feed that can be read.
type Kind string

// The kinds of an [Error].
const (
	// Empty is a body without any text.
	Empty Kind = "empty"
	// HTMLPage is a web page; [Discover] may find its feeds.
	HTMLPage Kind = "html-page"
	// NotAFeed is text, XML or JSON of another kind.
	NotAFeed Kind = "not-a-feed"
	// Malformed is a feed that is cut off or broken.
	Malformed Kind = "malformed"
	// TooLarge is a feed of more bytes or names than is read.
	TooLarge Kind = "too-large"
	// TooDeep is XML with more elements within each other than is read.
	TooDeep Kind = "too-deep"
	// EntityBomb is XML whose entities are made of other entities.
	EntityBomb Kind = "entity-bomb"
	// TooSlow is a feed that takes longer than [MaxTime].
	TooSlow Kind = "too-slow"
)

// Error says why a body gives no episodes. It is [data.ErrBadFeed] by [errors.Is].
type Error struct {
	Kind Kind
	// Reason says what was wrong and how to correct it.
	Reason string
}

func (e *Error) Error() string { return e.Reason }

// Is reports whether target is [data.ErrBadFeed], which every Error is.
func (e *Error) Is(target error) bool { return target == data.ErrBadFeed }

func bad(kind Kind, format string, args ...any) error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}
