package text

import "strings"

// OneLine replaces each run of white space by one space, and removes it at both ends.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
