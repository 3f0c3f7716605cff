package openai

import "strings"

// maxTextBytes is the maximum length of a text. OpenAI rejects texts of more than 8,192
// tokens, and a token has at least one byte. Another number gives other vectors, so it
// needs another name in Info.
const maxTextBytes = 8192

// truncate returns texts in valid UTF-8 with at most maxTextBytes each.
func truncate(texts []string) []string {
	short := make([]string, len(texts))
	for i, text := range texts {
		short[i] = strings.ToValidUTF8(text, "\uFFFD")
		if len(short[i]) > maxTextBytes {
			short[i] = strings.TrimSpace(short[i]) // otherwise only white space may be left
		}
		if len(short[i]) > maxTextBytes {
			short[i] = strings.ToValidUTF8(short[i][:maxTextBytes], "") // removes an incomplete character
		}
	}
	return short
}
