// Package logging makes the log of the program. It applies the rules that all log lines share:
// durations are in seconds, and keys in addresses are hidden.
package logging

import (
	"fmt"
	"io"
	"log/slog"
	"time"
)

// New returns a logger that writes to w in a format, "text" or "json". It writes lines of the
// minimum level and above, which may change while the logger is used.
func New(w io.Writer, format string, minimum slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: minimum, ReplaceAttr: replace}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// replace turns a duration into seconds, and hides keys in texts and errors.
func replace(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value; v.Kind() {
	case slog.KindDuration:
		a.Value = slog.Float64Value(v.Duration().Seconds())
	case slog.KindString:
		a.Value = slog.StringValue(HideKeys(v.String()))
	case slog.KindAny:
		a.Value = replaceAny(v)
	}
	return a
}

func replaceAny(v slog.Value) slog.Value {
	switch value := v.Any().(type) {
	case error:
		return slog.StringValue(HideKeys(value.Error()))
	case time.Duration:
		return slog.Float64Value(value.Seconds())
	case fmt.Stringer:
		return slog.StringValue(HideKeys(value.String()))
	}
	return v
}
