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

// spoken is how src/words.js reads a language: one that there are words for, and
// perhaps a region of two letters.
var spoken = regexp.MustCompile(`(?i)^\s*(ar|de|en|es|fr|ja)(?:([-_][a-z]{2})\b|[^a-z]|$)`)

// Words returns what the widget says in a language, by the names that docs/widget.md
// gives, with "{n}", "{q}" and "{text}" where something is put in, and the tag of
// that language, such as "de-AT". For any other language, and for none, both are
// English. The forms of a number of results are left out. The source is src/lang,
// so that what a server writes reads as what the script shows.
func Words(language string) (tag string, words map[string]string) {
	said := spoken.FindStringSubmatch(language)
	if said == nil {
		said = []string{"", "en", ""}
	}
	name := strings.ToLower(said[1])
	return name + strings.Replace(said[2], "_", "-", 1), maps.Clone(allWords()[name])
}

// allWords are the words by language. They are read of what esbuild made of
// src/lang, and a test reads all of them, so that an error is one of the build.
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

// readWords reads the texts of the first object of a script.
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
	errUnended = errors.New("an object or a text in it has no end")
	// token is a piece of an object as esbuild writes one: a text in either of the
	// quotation marks, a name, or a sign.
	token = regexp.MustCompile(`^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$]*|[{}:,]|\s+)`)
)

// literalJSON returns the first object of a script as JSON. It knows names, texts
// and objects in objects, which is all that words are made of.
func literalJSON(code string) (string, error) {
	start := max(0, strings.IndexByte(code, '{'))
	var out strings.Builder
	depth := 0
	for rest := code[start:]; rest != ""; {
		t := token.FindString(rest)
		if t == "" {
			return "", fmt.Errorf("%.20q cannot be read; words are texts in quotation marks", rest)
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
