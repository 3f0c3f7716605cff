package wordpiece

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// pieces is a small vocabulary. The ID of a piece is its index.
var pieces = []string{
	"[UNK]", "[CLS]", "[SEP]", "a", "b", "##b", "##bc", "cafe", "!", "c", "日", "i", "##s", "straße", "[", "]", "cls", "##a",
	"\u1112", "##\u1161", "##\u11ab",
}

func newVocabulary(tb testing.TB) *Vocabulary {
	tb.Helper()
	v, err := NewVocabulary(strings.Join(pieces, "\n") + "\n")
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func TestTokensOfTexts(t *testing.T) {
	v := newVocabulary(t)
	for name, c := range map[string]struct{ text, want string }{
		"an empty text has two pieces":                 {"", "[CLS] [SEP]"},
		"the longest piece comes first":                {"abc", "[CLS] a ##bc [SEP]"},
		"shorter pieces follow":                        {"abb", "[CLS] a ##b ##b [SEP]"},
		"a word that cannot be split is unknown":       {"abx a", "[CLS] [UNK] a [SEP]"},
		"case is ignored":                              {"ABC", "[CLS] a ##bc [SEP]"},
		"accents are ignored":                          {"café CAFE\u0301", "[CLS] cafe cafe [SEP]"},
		"the dot of a Turkish capital I is ignored":    {"İ", "[CLS] i [SEP]"},
		"a sharp s is kept":                            {"Straße", "[CLS] straße [SEP]"},
		"punctuation is a word":                        {"a!b", "[CLS] a ! b [SEP]"},
		"each Chinese character is a word":             {"a日日b", "[CLS] a 日 日 b [SEP]"},
		"a Korean syllable is split into letters":      {"한", "[CLS] \u1112 ##\u1161 ##\u11ab [SEP]"},
		"every kind of space ends a word":              {"a\tb\nc\u00a0a\u3000b", "[CLS] a b c a b [SEP]"},
		"control runes are dropped":                    {"a\x00b\u200bb\u0085b", "[CLS] a ##b ##b ##b [SEP]"},
		"bytes that are not UTF-8 are dropped":         {"a\xffb", "[CLS] a ##b [SEP]"},
		"a special piece in the text is ordinary text": {"[CLS]", "[CLS] [ cls ] [SEP]"},
		"a word of 100 runes is split":                 {"a" + strings.Repeat("b", 99), "[CLS] a" + strings.Repeat(" ##b", 99) + " [SEP]"},
		"a word of 101 runes is unknown":               {"a" + strings.Repeat("b", 100), "[CLS] [UNK] [SEP]"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, pieceNames(v.Tokens(nil, c.text, 256))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func pieceNames(ids []uint16) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = pieces[id]
	}
	return strings.Join(words, " ")
}

func TestALongTextIsTruncated(t *testing.T) {
	v := newVocabulary(t)
	for limit, want := range map[int]string{
		2: "[CLS] [SEP]",
		3: "[CLS] a [SEP]",
		4: "[CLS] a ##bc [SEP]",
		5: "[CLS] a ##bc b [SEP]",
	} {
		if got := pieceNames(v.Tokens(nil, "abc b b b", limit)); got != want {
			t.Errorf("limit %d: %q, want %q", limit, got, want)
		}
	}
}

func TestTokensAreAppended(t *testing.T) {
	v := newVocabulary(t)
	got := v.Tokens(v.Tokens(nil, "a b c", 4), "b c a", 4)
	if diff := cmp.Diff("[CLS] a b [SEP] [CLS] b c [SEP]", pieceNames(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnInvalidVocabularyIsRejected(t *testing.T) {
	for text, want := range map[string]string{
		"[CLS]\n[SEP]\n":                   `vocabulary has no piece "[UNK]"`,
		strings.Repeat("a\n", maxPieces+1): "vocabulary has 65537 pieces, want at most 65536",
	} {
		if _, err := NewVocabulary(text); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func FuzzTokensFitTheLimit(f *testing.F) {
	f.Add("abc", 7)
	f.Add("日한!\xff", 2)
	f.Add(strings.Repeat("a", 101), 3)
	v := newVocabulary(f)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 2 + int(uint(limit)%300)
		got := v.Tokens(nil, text, limit)
		if len(got) < 2 || len(got) > limit || got[0] != v.beginning || got[len(got)-1] != v.end {
			t.Errorf("%q, limit %d: %v", text, limit, got)
		}
		if runes := utf8.RuneCountInString(text); len(got) > 4*runes+2 {
			t.Errorf("%d tokens of %d runes", len(got), runes)
		}
	})
}
