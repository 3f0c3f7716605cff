package logging

import (
	"net/url"
	"regexp"
	"strings"
)

// hidden replaces a key.
const hidden = "[hidden]"

var (
	// parameter is a parameter of an address: what precedes it, its name and its value.
	parameter = regexp.MustCompile(`([?&;#])([^=&;#\s"'<>?]+)=([^&;#\s"'<>]+)`)
	// login is the user and the password in an address.
	login = regexp.MustCompile(`(\b[a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#\s"'<>@]+@`)
	// authorization is the value of a header with a key.
	authorization = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}`)
)

// secretWords are the words in the names of parameters whose values are keys.
var secretWords = []string{"key", "token", "secret", "passw", "pwd", "signature", "auth", "credential", "session"}

// secretNames are the names of such parameters without these words.
var secretNames = []string{"sig", "pass", "pw", "jwt", "code", "hash", "hmac", "sid"}

// HideKeys returns a text in which the keys of addresses are replaced by "[hidden]": the values
// of parameters such as token, user names with passwords, and headers with a key.
func HideKeys(text string) string {
	if strings.Contains(text, "://") {
		text = login.ReplaceAllString(text, "${1}"+hidden+"@")
	}
	if strings.Contains(text, "=") {
		text = parameter.ReplaceAllStringFunc(text, hideParameter)
	}
	return authorization.ReplaceAllString(text, "${1} "+hidden)
}

// hideParameter hides the value of a parameter if its name says that it is a key.
func hideParameter(found string) string {
	parts := parameter.FindStringSubmatch(found)
	name := parts[2]
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	if !isSecret(strings.ToLower(name)) {
		return found
	}
	return parts[1] + parts[2] + "=" + hidden
}

func isSecret(name string) bool {
	for _, word := range secretWords {
		if strings.Contains(name, word) {
			return true
		}
	}
	for _, other := range secretNames {
		if name == other {
			return true
		}
	}
	return false
}
