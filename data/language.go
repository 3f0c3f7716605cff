package data

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// ParseLanguage brings a BCP 47 tag to its usual form: "EN_us" becomes "en-US", a
// code that was replaced, such as "iw", the one of today, "he". It returns an empty
// text for an empty one and for "und", undetermined. The error of a tag that is
// not well-formed, or whose parts are not in the registry of languages, says so.
// ParseLanguage of a tag that it returned is that tag.
func ParseLanguage(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	tag, err := language.Parse(s)
	if err != nil {
		return "", fmt.Errorf("language %.40q is no BCP 47 tag that is known, write one such as \"en\" or \"de-AT\"", s)
	}
	if tag == language.Und {
		return "", nil
	}
	return tag.String(), nil
}
