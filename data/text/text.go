// Package text has the rules for written language that all packages share: words,
// sentences, folding of case and accents, and edit distance. It does not depend on
// episodes or models.
//
// Two packages have their own rules: the WordPiece tokenizer splits text as BERT does,
// and the static word index splits it as its script in the browser does.
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
