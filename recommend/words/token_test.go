package words

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// tokensOf returns the tokens of a text, separated by spaces. A "*" marks a compound
// whose parts follow.
func tokensOf(text string) string {
	var out []string
	for _, t := range tokenize(text) {
		s := t.text
		if t.whole {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTokenize(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"an empty text has no tokens", "", ""},
		{"punctuation is not a word", "—… (!) +1 ++ # .", "1"},
		{"an apostrophe is part of a word", "It's Kubernetes' turn, isn’t it?", "It's Kubernetes turn isn’t it"},
		{"C++ is not C", "C++, C++17 and g++", "C++ C++ 17 and g++"},
		{"Notepad++ is also found as Notepad", "Notepad++", "Notepad++* Notepad"},
		{"C# is not C", "C#, F#/C# and C#sharp", "C# F# C# and C sharp"},
		{"a hashtag is a word", "#Go C #1", "Go C 1"},
		{"a leading dot belongs to a name", ".NET (.net) end.Next", ".NET* NET .net* net end.Next* end Next"},
		{"dots within a word make a compound", "node.js ASP.NET", "node.js* node js ASP.NET* ASP NET"},
		{"initials are one word", "U.S. A.I. e.g. J.R.R. Tolkien", "US AI eg JRR Tolkien"},
		{"dots belong to numbers", "3.14 v1.2 2.5.1", "3.14 v1.2 2.5.1"},
		{"letters and digits make one word", "k8s GPT4 web3", "k8s GPT4 web3"},
		{"a model name is a compound", "GPT-4 GPT-3.5 COVID-19 GPT-4-turbo", "GPT4* GPT 4 GPT3.5* GPT 3.5 COVID19* COVID 19 GPT4* GPT 4 turbo"},
		{"a hyphen separates words", "open-source state-of-the-art 30-year", "open source state of the art 30 year"},
		{"a short prefix makes a compound", "e-mail start-up", "email* e mail startup* start up"},
		{"other hyphens are equivalent", "open‑source e‐mail", "open source email* e mail"},
		{"slashes join short words", "CI/CD TCP/IP I/O 24/7 and/or", "CI/CD* CI CD TCP/IP* TCP IP I/O 24/7* 24 7 and/or* and or"},
		{"slashes of addresses separate words", "https://example.com/about/people", "https example.com* example com about people"},
		{"ampersands join short words", "AT&T R&D Q&A Johnson&Johnson rock & roll", "AT&T R&D Q&A Johnson Johnson rock roll"},
		{"underscores make a compound", "snake_case __init__ ___", "snake_case* snake case __init__* init"},
		{"colons separate words", "Note:this 12:30", "Note this 12 30"},
		{"Chinese is split into pairs", "我爱北京 hello", "我爱 爱北 北京 hello"},
		{"a single character is a token", "a 京 b", "a 京 b"},
		{"Japanese is split into pairs", "コンピューターの", "コン ンピ ピュ ュー ータ ター ーの"},
		{"Korean is split into pairs", "한국어 팟캐스트", "한국 국어 팟캐 캐스 스트"},
		{"a long run is not a word", strings.Repeat("x", 65) + " y", "y"},
		{"invalid UTF-8 separates words", "a\xffb \xf0 c", "a b c"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, tokensOf(tt.text)); d != "" {
				t.Errorf("tokenize(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"C++ C# .NET node.js GPT-4 CI/CD AT&T U.S. start-up", "我爱北京 ー한국어", "a\xff-b_c..d::e", "..._._", "C#\u0301", "İ-ﬁ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		position := 0
		for i, token := range tokenize(text) {
			if token.start < 0 || token.start >= token.end || token.end > len(text) {
				t.Fatalf("token %d is %+v of %d bytes", i, token, len(text))
			}
			if token.pos < position || token.text == "" || utf8.RuneCountInString(token.text) > maxWord {
				t.Fatalf("token %d is %+v after position %d", i, token, position)
			}
			position = token.pos
		}
	})
}

func TestForms(t *testing.T) {
	for _, tt := range []struct {
		language, word string
		want           form
	}{
		{"en", "Kubernetes", form{key: "kubernetes", stem: "kubernet"}},
		{"en-US", "Amazon's", form{key: "amazon", stem: "amazon"}},
		{"en", "Amazon’s", form{key: "amazon", stem: "amazon"}},
		{"", "learning", form{key: "learning", stem: "learn"}},
		{"en", "The", form{key: "the", stem: "the", stop: true}},
		{"en", "don’t", form{key: "don't", stem: "don't", stop: true}},
		{"en", "Résumés", form{key: "resumes", stem: "resum"}},
		{"en", "C++", form{key: "c++", stem: "c++"}},
		{"en", "k8s", form{key: "k8s", stem: "k8s"}},
		{"en", "ＦＵＬＬ", form{key: "full", stem: "full"}},
		{"de", "Häuser", form{key: "hauser", stem: "haus"}},
		{"de", "Straße", form{key: "strasse", stem: "strass"}},
		{"de", "und", form{key: "und", stem: "und", stop: true}},
		{"fr", "l’école", form{key: "ecole", stem: "ecol"}},
		{"fr", "été", form{key: "ete", stem: "ete", stop: true}},
		{"es", "canciones", form{key: "canciones", stem: "cancion"}},
		{"es", "canción", form{key: "cancion", stem: "cancion"}},
		{"pt-BR", "nações", form{key: "nacoes", stem: "naca"}},
		{"pt", "nação", form{key: "nacao", stem: "naca"}},
		{"ru", "машины", form{key: "машины", stem: "машин"}},
		{"nb", "bilene", form{key: "bilene", stem: "bil"}},
		{"zh-Hant", "北京", form{key: "北京", stem: "北京"}},
		{"xx", "Words", form{key: "words", stem: "words"}},
	} {
		t.Run(tt.language+" "+tt.word, func(t *testing.T) {
			if got := languageFor(tt.language).form(tt.word); got != tt.want {
				t.Errorf("form = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestEveryLanguageHasAnAnalyser(t *testing.T) {
	for code := range analyzers {
		if l := languageFor(code); len(l.filters) < 3 {
			t.Errorf("%s has %d filters", code, len(l.filters))
		}
	}
	for code := range affixes {
		if languageFor(code).affixes == nil {
			t.Errorf("%s has no affix filter", code)
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add("en", "Amazon’s")
	f.Add("fr", "l'")
	f.Add("tr", "'İ")
	f.Fuzz(func(t *testing.T, code, word string) {
		l := newLanguage(code) // not cached, because the number of codes is unlimited
		if got := l.form(word); got != l.form(word) {
			t.Errorf("form(%q) changes", word)
		}
	})
}
