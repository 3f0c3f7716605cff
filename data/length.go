package data

import "time"

// Minutes returns a playing time in whole minutes: the nearest minute, a half rounded
// up, and at least 1. 2,480 s are 41 minutes. It returns 0 where the time is unknown.
//
// The command line, the pages, the HTML fragment and the widget all show a length by
// this rule. The widget repeats it in widget/src/view.js, and a test compares both.
func Minutes(d time.Duration) int {
	seconds := int(d / time.Second)
	if seconds <= 0 {
		return 0
	}
	return max(1, (seconds+30)/60)
}
