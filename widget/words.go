package widget

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"strings"
	"sync"
)

// languageTag matches the supported languages with an optional region of two letters, as
// in src/words.js.
var languageTag = regexp.MustCompile(`(?i)^\s*(ar|de|en|es|fr|ja)(?:([-_][a-z]{2})\b|[^a-z]|$)`)

// Words returns the texts of the widget in a language and the language's tag, such as
// "de-AT". The keys are listed in docs/widget.md; the texts contain the placeholders
// "{n}", "{q}" and "{text}". Unknown languages give English. The plural forms of the number
// of results are left out. The source is src/lang, so servers and the script use the same
// texts.
func Words(language string) (tag string, words map[string]string) {
	match := languageTag.FindStringSubmatch(language)
	if match == nil {
		match = []string{"", "en", ""}
	}
	name := strings.ToLower(match[1])
	return name + strings.Replace(match[2], "_", "-", 1), maps.Clone(allWords()[name])
}

// allWords are the texts by language, read from the output of esbuild. A test reads all of
// them, so an error can only come from a broken build.
var allWords = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	files, _ := fs.Glob(dist, "dist/parts/??.js") // the pattern is well formed
	for _, file := range files {
		code, err := dist.ReadFile(file)
		if err == nil {
			all[strings.TrimSuffix(path.Base(file), ".js")], err = readWords(string(code))
		}
		if err != nil {
			panic(fmt.Sprintf("widget: %s: %v; run \"make widget\"", file, err))
		}
	}
	return all
})

// readWords returns the strings of the first object literal in a script.
func readWords(code string) (map[string]string, error) {
	object, err := literalJSON(code)
	if err != nil {
		return nil, err
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(object), &members); err != nil {
		return nil, err
	}
	words := map[string]string{}
	for name, value := range members {
		if text, ok := value.(string); ok {
			words[name] = text
		}
	}
	return words, nil
}

var (
	errUnended = errors.New("unterminated object or string")
	// token matches a token of an object literal in the output of esbuild: a string, a
	// name or a punctuation mark.
	token = regexp.MustCompile(`^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$]*|[{}:,]|\s+)`)
)

// literalJSON converts the first object literal in a script to JSON. It supports names,
// strings and nested objects.
func literalJSON(code string) (string, error) {
	start := max(0, strings.IndexByte(code, '{'))
	var out strings.Builder
	depth := 0
	for rest := code[start:]; rest != ""; {
		t := token.FindString(rest)
		if t == "" {
			return "", fmt.Errorf("unexpected %.20q; want a string, a name or an object", rest)
		}
		rest = rest[len(t):]
		out.WriteString(tokenJSON(t))
		switch t {
		case "{":
			depth++
		case "}":
			depth--
		}
		if depth == 0 {
			return out.String(), nil
		}
	}
	return "", errUnended
}

func tokenJSON(token string) string {
	switch first := token[0]; {
	case first == '\'':
		return `"` + strings.NewReplacer(`\'`, `'`, `"`, `\"`, `\\`, `\\`).Replace(token[1:len(token)-1]) + `"`
	case first == '_' || first == '$' || 'A' <= first&^0x20 && first&^0x20 <= 'Z':
		return `"` + token + `"`
	}
	return strings.TrimSpace(token)
}
