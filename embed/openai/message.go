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

// maxMessage is the maximum number of characters of the provider's message in an error:
// about two sentences.
const maxMessage = 200

// quote returns the provider's message in parentheses and quotes, or "".
func (d *Driver) quote(err error) string {
	text := d.sanitize(message(err))
	if text == "" {
		return ""
	}
	return ` ("` + text + `")`
}

// message returns the provider's message in an error of go-openai.
func message(err error) string {
	var api *openai.APIError
	var other *openai.RequestError
	switch {
	case errors.As(err, &other): // first, since it may wrap an APIError without a message
		return bodyMessage(other.Body)
	case errors.As(err, &api):
		return api.Message
	}
	return ""
}

// bodyMessage returns the message in a body with another format than OpenAI's. The
// content of a web page does not help.
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
		if text := textOf(shape[name]); text != "" {
			return text
		}
	}
	return ""
}

// textOf returns the message in a JSON value: a string, the first item of a list, or a
// field of an object.
func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return textOf(v[0])
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

// sanitize prepares foreign text for an error: on one line, without the key and control
// characters, and at most maxMessage characters long.
func (d *Driver) sanitize(text string) string {
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

// contentKind describes the content type of a response without vectors.
func (d *Driver) contentKind(header http.Header) string {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil:
		return "an unknown content type"
	case media == "text/html":
		return "a web page"
	case media == "application/json":
		return "unusable JSON"
	}
	return d.sanitize(media)
}
