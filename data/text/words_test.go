package text

import (
	"iter"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/google/go-cmp/cmp"
)

// collect joins the ranges of a text with "|".
func collect(s string, ranges iter.Seq2[int, int]) string {
	var list []string
	for start, end := range ranges {
		list = append(list, s[start:end])
	}
	return strings.Join(list, "|")
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ name, text, words, parts string }{
		{"an empty text has no words", "", "", ""},
		{"signs and spaces are not words", " —… (!) _ ++ ", "", ""},
		{"an apostrophe joins letters", "It's the developers' turn, isn’t it?", "It's|the|developers|turn|isn’t|it", "It's|the|developers|turn|isn’t|it"},
		{"a hyphen separates", "state-of-the-art e‑mail", "state|of|the|art|e|mail", "state|of|the|art|e|mail"},
		{"a dot between letters joins words and separates parts", "node.js U.S. end.Next", "node.js|U.S|end.Next", "node|js|U|S|end|Next"},
		{"a decimal sign joins digits", "3.14 v1.2 1,000;2 a,b", "3.14|v1.2|1,000;2|a|b", "3.14|v1.2|1,000;2|a|b"},
		{"a colon joins letters only in words, not in parts", "Note:this 12:30 注：x", "Note:this|12|30|注|x", "Note|this|12|30|注|x"},
		{"underscores join words and separate parts", "snake_case __init__ 1_2", "snake_case|__init__|1_2", "snake|case|init|1|2"},
		{"letters and digits are one word", "k8s GPT4 web3", "k8s|GPT4|web3", "k8s|GPT4|web3"},
		{"German", "Größe über Straßen-Café", "Größe|über|Straßen|Café", "Größe|über|Straßen|Café"},
		{"French with narrow spaces", "« Quoi\u202f? » l’été", "Quoi|l’été", "Quoi|l’été"},
		{"a letter with a combining accent", "cafe\u0301 x", "cafe\u0301|x", "cafe\u0301|x"},
		{"Russian", "Ёлка и чай.", "Ёлка|и|чай", "Ёлка|и|чай"},
		{"Arabic with vowel signs", "مَرْحَبًا بكم", "مَرْحَبًا|بكم", "مَرْحَبًا|بكم"},
		{"Hebrew with a double quote", `צה"ל כאן`, `צה"ל|כאן`, `צה"ל|כאן`},
		{"Hindi", "हिन्दी में", "हिन्दी|में", "हिन्दी|में"},
		{"Chinese has a word for each character", "我爱北京 hello", "我|爱|北|京|hello", "我|爱|北|京|hello"},
		{"katakana is one word", "コーヒーが好き", "コーヒー|が|好|き", "コーヒー|が|好|き"},
		{"Korean", "한국어 팟캐스트", "한국어|팟캐스트", "한국어|팟캐스트"},
		{"Thai has a word for each syllable", "สวัสดี", "ส|วั|ส|ดี", "ส|วั|ส|ดี"},
		{"emoji are not words", "👩‍💻 code 🎙️", "code", "code"},
		{"a symbol that looks like a mark separates", "a\u00b8b", "a|b", "a|b"},
		{"invalid bytes separate", "a\xffb \xf0 c\xe2\x82", "a|b|c", "a|b|c"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.words, collect(tt.text, Words(tt.text))); d != "" {
				t.Errorf("Words(%q) (-want +got):\n%s", tt.text, d)
			}
			if d := cmp.Diff(tt.parts, collect(tt.text, Parts(tt.text))); d != "" {
				t.Errorf("Parts(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestWordsStopAfterBreak(t *testing.T) {
	for start := range Words("one two") {
		if start > 0 {
			t.Fatal("the iteration continues after break")
		}
		break
	}
	for start := range Parts("one.two") {
		if start > 0 {
			t.Fatal("the iteration continues after break")
		}
		break
	}
}

func TestSigns(t *testing.T) {
	for _, tt := range []struct{ name, word, rest, want string }{
		{"two pluses belong to letters", "C", "++17", "++"},
		{"two pluses belong to a longer name", "Notepad", "++", "++"},
		{"one plus does not", "Google", "+ ", ""},
		{"pluses after a digit do not", "3", "++", ""},
		{"a number sign belongs to one letter", "F", "#/C#", "#"},
		{"a number sign before a letter does not", "C", "#sharp", ""},
		{"a number sign after a word does not", "Folge", "#12", ""},
		{"other signs do not", "C", " ++", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Signs(tt.word, tt.rest); got != tt.want {
				t.Errorf("Signs(%q, %q) = %q, want %q", tt.word, tt.rest, got, tt.want)
			}
		})
	}
}

// unicodeWords returns the words by the Unicode rules alone.
func unicodeWords(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for w := words.FromString(s); w.Next(); {
			if strings.ContainsFunc(w.Value(), isLetterOrDigit) && !yield(w.Start(), w.End()) {
				return
			}
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "It's node.js, v1.2: 1,000; a_b__ 'x' a.'b a..b", "a\u0301b 3.\u0301c don’t c.é", "我爱 コーヒー 한국어 สวัสดี",
		`צה"ל`, "a\u202fb\u202f", "a\xffb \xf0", "\u200d👩‍💻 1️⃣", "_:._", "a:b:c 1:2", "x.́y", "🇩🇪🇫🇷a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		covered := 0
		for start, end := range Words(s) {
			if start < covered || end <= start || end > len(s) {
				t.Fatalf("a word is at %d to %d of %d bytes, after %d", start, end, len(s), covered)
			}
			if strings.ContainsFunc(s[covered:start], isLetterOrDigit) || !strings.ContainsFunc(s[start:end], isLetterOrDigit) {
				t.Fatalf("the words of %q skip letters at %d, or have none up to %d", s, covered, end)
			}
			covered = end
		}
		if strings.ContainsFunc(s[covered:], isLetterOrDigit) {
			t.Fatalf("the words of %q skip letters at the end", s)
		}
		if strings.ContainsFunc(s, separates) {
			return
		}
		if d := cmp.Diff(collect(s, unicodeWords(s)), collect(s, Words(s))); d != "" {
			t.Fatalf("the words of %q differ from the Unicode rules (-Unicode +got):\n%s", s, d)
		}
	})
}

func FuzzParts(f *testing.F) {
	for _, s := range []string{"", "node.js a_b 3.14 _._ :x: U.S.", "注：x﹕y", "a\u0301.b", "\xff.a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		covered := 0
		for start, end := range Parts(s) {
			if start < covered || end <= start || end > len(s) {
				t.Fatalf("a part is at %d to %d of %d bytes, after %d", start, end, len(s), covered)
			}
			if strings.ContainsFunc(s[covered:start], isLetterOrDigit) || strings.ContainsAny(s[start:end], "_:") {
				t.Fatalf("the parts of %q skip letters at %d, or are not split up to %d", s, covered, end)
			}
			covered = end
		}
		if strings.ContainsFunc(s[covered:], isLetterOrDigit) {
			t.Fatalf("the parts of %q skip letters at the end", s)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"English", "The quick brown fox isn't new; it jumps over node.js 3.14 times, again. "},
		{"German", "Für größere Überraschungen sorgt der kühne Fuchs im Gebüsch nicht allein. "},
		{"Japanese", "これはポッドキャストの説明文です。コーヒーが好きな人のための番組。"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			s := strings.Repeat(bb.text, 100)
			b.SetBytes(int64(len(s)))
			n := 0
			for b.Loop() {
				for start, end := range Words(s) {
					n += end - start
				}
			}
			if n == 0 || !utf8.ValidString(s) {
				b.Fatal("there are no words")
			}
		})
	}
}
