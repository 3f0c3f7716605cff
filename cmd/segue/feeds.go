package main

import "strings"

// userAgent says honestly who asks.
func userAgent() string { return "Segue/" + strings.TrimPrefix(version(), "v") }
