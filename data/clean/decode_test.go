package clean_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"segue/data/clean"
)

func TestDecodePrefersTheBytesToDeclarations(t *testing.T) {
	for _, tt := range []struct{ name, body, contentType, want string }{
		{"UTF-8", "Café", "text/plain; charset=iso-8859-1", "Café"},
		{"a byte order mark", "\xef\xbb\xbfCaf\xc3", "", "Caf\ufffd"},
		{"UTF-16", "\xff\xfeT\x00e\x00a\x00", "", "Tea"},
		{"the XML declaration", "<?xml version='1.0' encoding='koi8-r'?>\xfe", "text/xml; charset=utf-8", "<?xml version='1.0' encoding='koi8-r'?>Ч"},
		{"the HTTP header", "\xfe", "text/plain; charset=koi8-r", "Ч"},
		{"windows-1252 if all declarations are wrong", "Caf\xe9 \x96", "text/plain; charset=utf-8", "Café –"},
		{"control characters of ISO 8859 as windows-1252", "<?xml version='1.0' encoding='iso-8859-15'?>\x93Caf\xe9\x94 \x96 5 \xa4", "", "<?xml version='1.0' encoding='iso-8859-15'?>“Café” – 5 €"},
		{"the same in another part", "\xb1\x92", "text/xml; charset=ISO-8859-2", "ą’"},
		{"the declaration after warnings", "Warning: line 3\n<?xml version='1.0' encoding='koi8-r'?>\xfe", "", "Warning: line 3\n<?xml version='1.0' encoding='koi8-r'?>Ч"},
		{"more UTF-8 than invalid bytes", "Café – thé\xff", "", "Café – thé\ufffd"},
		{"control characters", "a\x00\x1b\tb\n\ufffe", "", "a\tb\n"},
		{"an empty text", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := clean.Decode([]byte(tt.body), tt.contentType); err != nil || string(got) != tt.want {
				t.Errorf("Decode = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
	if _, err := clean.Decode([]byte("\xff\xfe\x00\x00T\x00\x00\x00"), ""); !errors.Is(err, clean.ErrUTF32) {
		t.Errorf("error = %v, want ErrUTF32", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<?xml encoding='utf-16'?>\xe9"), "x; charset=replacement")
	f.Add([]byte("\x00<\x00a"), "text/plain; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, err := clean.Decode(body, contentType)
		if !utf8.Valid(text) || err != nil && !errors.Is(err, clean.ErrUTF32) {
			t.Errorf("Decode = %q, %v", text, err)
		}
	})
}
