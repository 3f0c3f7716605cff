package data

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// ParseLanguage returns the canonical form of a BCP 47 tag: "EN_us" becomes "en-US",
// and a replaced code, such as "iw", becomes the current one, "he". An empty tag and
// "und" (undetermined) give an empty string. It returns an error if the tag is
// malformed or has unregistered parts. ParseLanguage is idempotent.
func ParseLanguage(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	tag, err := language.Parse(s)
	if err != nil {
		return "", fmt.Errorf("unknown language %.40q; use a BCP 47 tag such as \"en\" or \"de-AT\"", s)
	}
	if tag == language.Und {
		return "", nil
	}
	return tag.String(), nil
}
