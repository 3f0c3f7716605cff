// Package text has the rules for written language that every part shares: words,
// sentences, the folding of case and accents, and the distance between two
// spellings. It knows neither episodes nor models.
//
// Two parts have rules of their own. The WordPiece tokenizer cuts text as BERT does,
// and the static index of words cuts it as the script in the browser does.
package text

import "unicode/utf8"

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
