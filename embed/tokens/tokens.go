// Package tokens guesses how many tokens a model makes of a text, without the
// model's own vocabulary.
//
// The guess is meant for money and for limits, so it is rather too high than too
// low. Against the vocabulary of BERT, with which all-MiniLM, bge, e5, gte, nomic
// and arctic read, it is too high by 15 % on 653 English titles and descriptions of
// one podcast, by 28 % on 28,000 of conference talks and by 40 % on abstracts of
// papers. That vocabulary knows other languages badly: single sentences come to
// between 0.75 (Polish) and 1.8 (Vietnamese) times the truth, and to far more where
// a script is unknown to it and a word is one token. Vocabularies of many languages
// make fewer tokens of them, so that the guess is too high. What a provider counts
// itself is always preferred.
package tokens

import "unicode"

// framing is the tokens that begin and end a text in most models.
const framing = 2

// Estimate returns about how many tokens text is, at least 2. It reads text once
// and keeps nothing.
func Estimate(text string) int {
	c := counter{tokens: framing}
	for _, r := range text {
		c.add(r)
	}
	c.endRun()
	return c.tokens
}

// Total returns the sum of the estimates of texts.
func Total(texts []string) int64 {
	var total int64
	for _, text := range texts {
		total += int64(Estimate(text))
	}
	return total
}

// class is how vocabularies cut a rune.
type class int

const (
	nothing class = iota // white space, of which little is kept
	latin                // letters of ASCII, joined to words
	digit                // joined to short groups
	alone                // everything else, seldom joined
)

func classify(r rune) class {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		return latin
	case '0' <= r && r <= '9':
		return digit
	case unicode.IsSpace(r):
		return nothing
	}
	return alone
}

const (
	// wordLetters is how many letters of a word its first token covers on average,
	// and pieceLetters how many each further one does.
	wordLetters, pieceLetters = 5, 3
	// groupDigits is how many digits a token holds.
	groupDigits = 2
	// farRune begins the planes of emoji and rare characters, which vocabularies of
	// bytes spell out in up to farTokens.
	farRune, farTokens = 0x10000, 3
	// syllableTokens is for Korean, whose syllables are two or three letters, which
	// vocabularies take apart.
	syllableTokens = 2
)

// counter adds up runs of one class.
type counter struct {
	tokens int
	class  class
	length int
}

func (c *counter) add(r rune) {
	kind := classify(r)
	if kind == c.class && kind != alone {
		c.length++
		return
	}
	c.endRun()
	c.class, c.length = kind, 1
	if kind == alone {
		c.length = weight(r)
	}
}

func (c *counter) endRun() {
	switch c.class {
	case latin:
		c.tokens += 1 + pieces(max(0, c.length-wordLetters), pieceLetters)
	case digit:
		c.tokens += pieces(c.length, groupDigits)
	case alone:
		c.tokens += c.length
	}
	c.class, c.length = nothing, 0
}

// weight is how many tokens a rune that stands alone is.
func weight(r rune) int {
	switch {
	case r >= farRune:
		return farTokens
	case unicode.Is(unicode.Hangul, r):
		return syllableTokens
	}
	return 1
}

// pieces is n/size, rounded up.
func pieces(n, size int) int { return (n + size - 1) / size }
