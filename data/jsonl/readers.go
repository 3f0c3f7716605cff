package jsonl

import (
	"encoding/json"
	"fmt"
	"math"

	"segue/data"
)

// numberRange is the valid range of a season or episode number, for messages.
var numberRange = fmt.Sprintf("want 1 to %d", data.MaxNumber)

func readLanguage(d *draft, key string, raw json.RawMessage) error {
	s, err := text(key, raw)
	if err != nil {
		return err
	}
	if d.Language, err = data.ParseLanguage(s); err != nil {
		return fieldError(key, "%v", err)
	}
	return nil
}

func readType(d *draft, key string, raw json.RawMessage) error {
	s, err := text(key, raw)
	if err != nil {
		return err
	}
	if d.Type, err = data.ParseEpisodeType(s); err != nil {
		return fieldError(key, "%v", err)
	}
	return nil
}

func readExplicit(d *draft, key string, raw json.RawMessage) error {
	var marked bool
	if err := json.Unmarshal(raw, &marked); err != nil {
		return fieldError(key, "must be true or false, not %s", kind(raw))
	}
	d.Explicit = data.ExplicitOf(marked)
	return nil
}

// countField reads a whole number. 0 means unknown, as in some feeds.
func countField(of func(*draft) *int) fieldReader {
	return func(d *draft, key string, raw json.RawMessage) error {
		var n float64
		if err := json.Unmarshal(raw, &n); err != nil || n != math.Trunc(n) {
			return fieldError(key, "%.40s is not a whole number: %s", raw, numberRange)
		}
		if n < 0 || n > data.MaxNumber {
			return fieldError(key, "%.40s is out of range: %s", raw, numberRange)
		}
		*of(d) = int(n)
		return nil
	}
}

func readLinks(d *draft, key string, raw json.RawMessage) (err error) {
	d.Links, err = list(key, raw, line)
	d.hasLinks = true
	return err
}
