package jsonl

import (
	"encoding/json"
	"fmt"
	"math"

	"segue/data"
)

// countBounds says what a season or an episode's number can be.
var countBounds = fmt.Sprintf("a season or an episode's number is 1 to %d", data.MaxNumber)

func readLanguage(d *draft, key string, raw json.RawMessage) error {
	s, err := text(key, raw)
	if err != nil {
		return err
	}
	if d.Language, err = data.ParseLanguage(s); err != nil {
		return bad(key, "%v", err)
	}
	return nil
}

func readType(d *draft, key string, raw json.RawMessage) error {
	s, err := text(key, raw)
	if err != nil {
		return err
	}
	if d.Type, err = data.ParseEpisodeType(s); err != nil {
		return bad(key, "%v", err)
	}
	return nil
}

func readExplicit(d *draft, key string, raw json.RawMessage) error {
	var marked bool
	if err := json.Unmarshal(raw, &marked); err != nil {
		return bad(key, "must be true or false, is %s", kind(raw))
	}
	d.Explicit = data.ExplicitOf(marked)
	return nil
}

// countField reads a whole number; 0 stands for an unknown one, as in some feeds.
func countField(of func(*draft) *int) fieldReader {
	return func(d *draft, key string, raw json.RawMessage) error {
		var n float64
		if err := json.Unmarshal(raw, &n); err != nil || n != math.Trunc(n) {
			return bad(key, "%.40s is no whole number: %s", raw, countBounds)
		}
		if n < 0 || n > data.MaxNumber {
			return bad(key, "%.40s: %s", raw, countBounds)
		}
		*of(d) = int(n)
		return nil
	}
}

func readLinks(d *draft, key string, raw json.RawMessage) (err error) {
	d.Links, err = list(key, raw, line)
	d.linked = true
	return err
}
