package data

import "time"

// Minutes returns a playing time in whole minutes, rounded to nearest and at least 1:
// 2,480 s are 41 minutes. It returns 0 if the time is unknown.
//
// The command line, the pages, the HTML fragment and the widget use this rule. The
// widget has a copy in widget/src/view.js; a test compares both.
func Minutes(d time.Duration) int {
	seconds := int(d / time.Second)
	if seconds <= 0 {
		return 0
	}
	return max(1, (seconds+30)/60)
}
