package openai

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"
	"unicode"

	openai "github.com/sashabaranov/go-openai"
)

// maxMessage is the most characters of a provider's words that an error repeats:
// enough for two sentences.
const maxMessage = 200

// quote returns what the provider said, with a colon and in quotes, or nothing.
func (d *Driver) quote(err error) string {
	text := d.clean(message(err))
	if text == "" {
		return ""
	}
	return ` ("` + text + `")`
}

// message finds the provider's words in an error of go-openai.
func message(err error) string {
	var api *openai.APIError
	var other *openai.RequestError
	switch {
	case errors.As(err, &other): // first, for it may wrap an APIError without words
		return bodyMessage(other.Body)
	case errors.As(err, &api):
		return api.Message
	}
	return ""
}

// bodyMessage finds the words in a body of another shape than OpenAI's. A web
// page has none that help.
func bodyMessage(body []byte) string {
	if text := strings.TrimSpace(string(body)); !json.Valid(body) {
		if strings.HasPrefix(text, "<") {
			return "a web page"
		}
		return text
	}
	var shape map[string]any
	if json.Unmarshal(body, &shape) != nil {
		return ""
	}
	for _, name := range []string{"error", "message", "detail", "msg"} {
		if text := words(shape[name]); text != "" {
			return text
		}
	}
	return ""
}

// words returns a value that is text, or holds some under a known name or in the
// first place of a list.
func words(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return words(v[0])
		}
	case map[string]any:
		for _, name := range []string{"message", "msg"} {
			if text, ok := v[name].(string); ok {
				return text
			}
		}
	}
	return ""
}

// clean makes foreign text fit for one line of an error: without the key and
// without control characters, and short.
func (d *Driver) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, text)
	text = d.key.redact(strings.Join(strings.Fields(text), " "))
	if r := []rune(text); len(r) > maxMessage {
		return string(r[:maxMessage]) + "…"
	}
	return text
}

// kind names the form of an answer that holds no vectors.
func (d *Driver) kind(header http.Header) string {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil:
		return "something"
	case media == "text/html":
		return "a web page"
	case media == "application/json":
		return "unusable JSON"
	}
	return d.clean(media)
}
