package weights

import "testing"

func FuzzFilesAreReadOrRejected(f *testing.F) {
	f.Add("")
	f.Add(magic)
	f.Add(magic + "\xff\xff\xff\xff")
	f.Add(magic + "\x02\x00\x00\x00ab")
	f.Fuzz(func(t *testing.T, file string) {
		if m, err := Read(file); err == nil && len(m.Words) != Pieces*Width {
			t.Errorf("%d word numbers", len(m.Words))
		}
	})
}
