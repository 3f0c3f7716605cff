package openai

import "strings"

// maxTextBytes is where a text is cut. OpenAI refuses texts of more than 8,192
// tokens, and a token is at least one byte. The number belongs to the preparation
// of texts: changing it must change the name in Info.
const maxTextBytes = 8192

// cut returns texts as they are sent: no longer than maxTextBytes, in UTF-8.
func cut(texts []string) []string {
	short := make([]string, len(texts))
	for i, text := range texts {
		short[i] = strings.ToValidUTF8(text, "\uFFFD")
		if len(short[i]) > maxTextBytes {
			short[i] = strings.TrimSpace(short[i]) // or nothing but space may be left
		}
		if len(short[i]) > maxTextBytes {
			short[i] = strings.ToValidUTF8(short[i][:maxTextBytes], "") // drops half a character
		}
	}
	return short
}
