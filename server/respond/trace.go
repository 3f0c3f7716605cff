package respond

import "strings"

// The parts of a traceparent header: version, trace id, parent id and flags, in hexadecimal
// digits. See https://www.w3.org/TR/trace-context/.
const (
	versionLength = 2
	traceLength   = 32
	parentLength  = 16
	flagsLength   = 2
)

// TraceID returns the trace id of a traceparent header (W3C Trace Context), or "" if the header
// is invalid. A version after 00 may have more parts, which are ignored.
func TraceID(traceparent string) string {
	parts := strings.SplitN(strings.TrimSpace(traceparent), "-", 5)
	if len(parts) < 4 || !isHex(parts[0], versionLength) || parts[0] == "ff" {
		return ""
	}
	if parts[0] == "00" && len(parts) != 4 {
		return ""
	}
	if !isHex(parts[1], traceLength) || !isHex(parts[2], parentLength) || !isHex(parts[3], flagsLength) {
		return ""
	}
	if strings.Trim(parts[1], "0") == "" || strings.Trim(parts[2], "0") == "" {
		return "" // only zeros mean no id
	}
	return parts[1]
}

// isHex reports whether text has this number of lower-case hexadecimal digits.
func isHex(text string, length int) bool {
	return len(text) == length && strings.Trim(text, "0123456789abcdef") == ""
}
