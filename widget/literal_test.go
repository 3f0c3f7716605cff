package widget

import (
	"encoding/json"
	"testing"
)

func TestLiteralJSON(t *testing.T) {
	for _, tt := range []struct{ name, code, want string }{
		{"names get quotation marks", `var e={a:"b",$_1:"c"};export{e}`, `{"a":"b","$_1":"c"}`},
		{"an object in an object", `{found:{one:"x"},b:"y"}`, `{"found":{"one":"x"},"b":"y"}`},
		{"spaces and lines", "{\n  a: \"b\"\n}", `{"a":"b"}`},
		{"the other quotation marks", `{a:'say "b" and it\'s \\ done'}`, `{"a":"say \"b\" and it's \\ done"}`},
		{"signs in a text", `{a:"},{:\""}`, `{"a":"},{:\""}`},
		{"an expression", `{a:1+1}`, ""},
		{"a template", "{a:`b`}", ""},
		{"no end", `{a:"b"`, ""},
		{"a text without an end", `{a:"b`, ""},
		{"nothing", ``, ""},
	} {
		got, err := literalJSON(tt.code)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s: %s, %v", tt.name, got, err)
		}
	}
}

func FuzzReadWords(f *testing.F) {
	f.Add(`var e={a:"b",found:{one:'x\''}};`)
	f.Add(`{a:"\u00e9"}`)
	f.Fuzz(func(t *testing.T, code string) {
		words, err := readWords(code)
		if _, encoding := json.Marshal(words); err == nil && encoding != nil {
			t.Errorf("%q gives %v", code, words)
		}
	})
}
