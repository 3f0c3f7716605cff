package archive

import (
	"testing"
	"time"
)

func TestParseHead(t *testing.T) {
	day := time.Date(2018, time.August, 13, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		line    string
		minutes int
	}{
		{"Aug 13, 2018 • 42min", 42},
		{"Aug 13, 2018 • 1h 5min", 65},
		{"Aug 13, 2018 • 65 min", 65},
		{"Aug 13, 2018 • 1hr", 60},
		{"Aug 13, 2018 • 1 hr 5 mins", 65},
		{"Aug 13, 2018 • 2 hours and 3 minutes", 123},
		{"Aug 13, 2018 • 1h5m", 65},
		{"Aug 13, 2018 • 42:00", 42},
		{"Aug 13, 2018 • 1:02:00", 62},
		{"Aug 13, 2018 • 42 Min.", 42},
		{"Aug 13, 2018 • 41 min 60 sec", 42},
		{"Aug 13, 2018 · 42min", 42},
		{"Aug 13, 2018•42min", 42},
		{"Aug 13, 2018 | 42min", 42},
		{"Aug 13, 2018 - 42min", 42},
		{"Aug 13, 2018 — 42min", 42},
		{"Aug 13, 2018–42min", 42},
		{"Aug 13, 2018 42min", 42},
		{"Aug 13, 2018, 42 min", 42},
		{"August 13, 2018 • 42min", 42},
		{"AUG 13, 2018 • 42MIN", 42},
		{"Aug. 13, 2018 • 42min", 42},
		{"Aug 13th, 2018 • 42min", 42},
		{"Aug 13 2018 • 42min", 42},
		{"13 Aug 2018 • 42min", 42},
		{"13. August 2018 • 42min", 42},
		{"Mon, Aug 13, 2018 • 42min", 42},
		{"Monday, 13 August 2018 • 42min", 42},
		{"2018-08-13 • 42min", 42},
		{"2018-08-13 - 42min", 42},
		{"2018-08-13 42min", 42},
		{"2018/08/13 • 42min", 42},
		{"42min • Aug 13, 2018", 42},
		{"Aug 13, 2018", 0},
		{"2018-08-13", 0},
	} {
		t.Run(tt.line, func(t *testing.T) {
			want := head{date: day, duration: time.Duration(tt.minutes) * time.Minute}
			if got, ok := parseHead(tt.line, true); !ok || got != want {
				t.Errorf("parseHead = %+v, %v, want %+v", got, ok, want)
			}
		})
	}
	sept := time.Date(2018, time.September, 1, 0, 0, 0, 0, time.UTC)
	if got, ok := parseHead("Sept 1st, 2018 • 1min", false); !ok || got.date != sept {
		t.Errorf("parseHead of Sept = %+v, %v, want %v", got, ok, sept)
	}
}

func TestParseHeadRejectsOtherLines(t *testing.T) {
	for _, line := range []string{
		"", "Tea", "42min", "Tea • Coffee", "Tea - Coffee", "We talked for 42min",
		"On Aug 13, 2018 • 42min we met", "Aug 13, 2018 - the day the tea ran out",
		"Aug 13, 2018 was a day of tea", "Running time - 42min", "2018", "13", "•", "• •", " - ",
	} {
		if got, ok := parseHead(line, true); ok {
			t.Errorf("parseHead(%q) = %+v, want none", line, got)
		}
	}
	if got, ok := parseHead("Aug 13, 2018", false); ok {
		t.Errorf("parseHead of a date within a paragraph = %+v, want none", got)
	}
}

func TestParseHeadReportsProblems(t *testing.T) {
	for line, want := range map[string]string{
		"Feb 30, 2018 • 42min":      `invalid date "Feb 30, 2018"; write it like "Aug 13, 2018" or "2018-08-13"`,
		"8/13/2018 • 42min":         `invalid date "8/13/2018"; write it like "Aug 13, 2018" or "2018-08-13"`,
		"Aogust 13, 2018 - 42min":   `invalid date "Aogust 13, 2018"; write it like "Aug 13, 2018" or "2018-08-13"`,
		"Aug 13, 2018 • soon":       `invalid playing time "soon"; write it like "42min" or "1h 5min", or write only the date, after an empty line`,
		"Aug 13, 2018 - 4 quarters": `invalid playing time "4 quarters"; write it like "42min" or "1h 5min", or write only the date, after an empty line`,
	} {
		if got, ok := parseHead(line, false); !ok || got.problem != want {
			t.Errorf("parseHead(%q) = %+v, %v, want the problem %s", line, got, ok, want)
		}
	}
}
