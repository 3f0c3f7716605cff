package app

import (
	"runtime/debug"
	"strings"
)

// Version is the version of the module, or "development" if it was not built from a
// tagged one.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "development"
}

// userAgent names the program in its requests.
func userAgent() string { return "Segue/" + strings.TrimPrefix(Version(), "v") }
