package respond

import (
	"regexp"
	"testing"
)

const traceID = "4bf92f3577b34da6a3ce929d0e0e4736"

func TestTheTraceIDIsReadFromTraceparent(t *testing.T) {
	for _, tt := range []struct{ name, header, want string }{
		{"a header of version 00", "00-" + traceID + "-00f067aa0ba902b7-01", traceID},
		{"white space around it", " 00-" + traceID + "-00f067aa0ba902b7-00 ", traceID},
		{"a later version with more parts", "cc-" + traceID + "-00f067aa0ba902b7-01-what-the-future-brings", traceID},
		{"no header", "", ""},
		{"more parts in version 00", "00-" + traceID + "-00f067aa0ba902b7-01-more", ""},
		{"the forbidden version", "ff-" + traceID + "-00f067aa0ba902b7-01", ""},
		{"upper case", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", ""},
		{"a trace id of zeros", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", ""},
		{"a parent id of zeros", "00-" + traceID + "-0000000000000000-01", ""},
		{"a short trace id", "00-" + traceID[1:] + "-00f067aa0ba902b7-01", ""},
		{"no flags", "00-" + traceID + "-00f067aa0ba902b7", ""},
		{"a line break", "00-" + traceID + "-00f067aa0ba902b7-01\nlevel=ERROR", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := TraceID(tt.header); got != tt.want {
				t.Errorf("TraceID(%q) = %q, want %q", tt.header, got, tt.want)
			}
		})
	}
}

func FuzzTraceID(f *testing.F) {
	f.Add("00-" + traceID + "-00f067aa0ba902b7-01")
	f.Add("cc-" + traceID + "-00f067aa0ba902b7-01-more")
	safe := regexp.MustCompile("^([0-9a-f]{32})?$")
	f.Fuzz(func(t *testing.T, header string) {
		if got := TraceID(header); !safe.MatchString(got) {
			t.Errorf("TraceID(%q) = %q", header, got)
		}
	})
}
