package app

import (
	"runtime/debug"
	"strings"
)

// Version returns the version of the module, or "development" if it was not built from a
// tagged version.
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

// userAgent returns the User-Agent of outgoing requests.
func userAgent() string { return "Segue/" + strings.TrimPrefix(Version(), "v") }
