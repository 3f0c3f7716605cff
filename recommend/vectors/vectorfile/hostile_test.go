package vectorfile

import (
	"bytes"
	"encoding/gob"
	"errors"
	"maps"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/philippgille/chromem-go"
)

// collectionOf and fileOf are the types that chromem-go writes.
type collectionOf[D any] struct {
	Name      string
	Metadata  map[string]string
	Documents map[string]D
}

type fileOf[C any] struct{ Collections map[string]C }

// encoded returns a file with any content.
func encoded(t testing.TB, value any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// raw returns a file with documents that [Collection.Add] may refuse.
func raw(t testing.TB, h Header, documents ...Document) []byte {
	t.Helper()
	c := collectionOf[chromem.Document]{h.Model, h.metadata(), map[string]chromem.Document{}}
	for _, d := range documents {
		c.Documents[d.ID] = chromem.Document{ID: d.ID, Content: d.Text, Embedding: d.Vector, Metadata: d.Metadata}
	}
	return encoded(t, fileOf[collectionOf[chromem.Document]]{map[string]collectionOf[chromem.Document]{h.Model: c}})
}

type invalidDocument struct {
	document Document
	want     string
}

// invalidDocuments are documents that do not belong in a file with header.
func invalidDocuments() map[string]invalidDocument {
	all := map[string]invalidDocument{}
	add := func(name, want string, change func(*Document)) {
		d := samples()[0]
		d.Metadata = maps.Clone(d.Metadata)
		change(&d)
		all[name] = invalidDocument{d, want}
	}
	add("without an id", "the id is missing", func(d *Document) { d.ID = "" })
	add("with a long id", "1025 bytes", func(d *Document) { d.ID = strings.Repeat("i", maxName+1) })
	add("without a text", "the text is missing", func(d *Document) { d.Text = "" })
	add("with a blank text", "the text is missing", func(d *Document) { d.Text = " \n" })
	add("with a long text", "65545 bytes", func(d *Document) { d.Text = header.PassagePrefix + strings.Repeat("t", MaxText) })
	add("without the prefix", `the text does not begin with the passage prefix "passage: "`, func(d *Document) { d.Text = "Rye" })
	add("of another model", `the model is "other", but the collection has "m"`, func(d *Document) { d.Metadata[KeyModel] = "other" })
	add("with other dimensions in the metadata", `the metadata has "3" dimensions, but the collection has 2`, func(d *Document) { d.Metadata[KeyDimensions] = "3" })
	add("without metadata", `the model is ""`, func(d *Document) { d.Metadata = nil })
	add("without a vector", "the vector has 0 dimensions, but the collection has 2", func(d *Document) { d.Vector = nil })
	add("with a longer vector", "vector has 3 dimensions, but the collection has 2", func(d *Document) { d.Vector = []float32{0, 0, 1} })
	add("with a vector of zeros", "length one", func(d *Document) { d.Vector = []float32{0, 0} })
	add("with a vector that is too long", "length one", func(d *Document) { d.Vector = []float32{3, 4} })
	add("with a number that is not a number", "not finite", func(d *Document) { d.Vector = []float32{float32(math.NaN()), 1} })
	add("with an infinite number", "not finite", func(d *Document) { d.Vector = []float32{float32(math.Inf(1)), 0} })
	return all
}

func TestReadRefusesInvalidDocuments(t *testing.T) {
	for name, tt := range invalidDocuments() {
		t.Run(name, func(t *testing.T) {
			_, err := read(bytes.NewReader(raw(t, header, samples()[1], tt.document)))
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read returns %v, want %q", err, tt.want)
			}
		})
	}
}

// replaced returns b with new in place of the only old, which has the same length.
func replaced(t testing.TB, b []byte, old, new string) []byte {
	t.Helper()
	if bytes.Count(b, []byte(old)) != 1 || len(old) != len(new) {
		t.Fatalf("cannot replace %q by %q in %q", old, new, b)
	}
	return bytes.Replace(b, []byte(old), []byte(new), 1)
}

type damagedFile struct {
	content []byte
	want    string
}

// damagedFiles are files that Read must refuse.
func damagedFiles(t testing.TB) map[string]damagedFile {
	type document = chromem.Document
	type collection = collectionOf[document]
	short := Header{Model: "m", Dimensions: 1}
	one := short.NewDocument(rye, 1, "T", []float32{1})
	one.ID, one.Metadata = "i", map[string]string{KeyModel: "m", KeyDimensions: "1"}
	plain := raw(t, short, one)
	whole := file(t, header, false, samples()...)
	zipped := file(t, header, true, samples()...)
	metadata := map[string]string{KeyDimensions: "1"}
	many := map[string]string{}
	for i := range maxMetadata + 1 {
		many[strings.Repeat("k", i)] = ""
	}
	tooMany := one
	tooMany.Metadata = many
	var types []byte
	for i := range byte(maxTypes + 1) {
		types = append(types, 2, 2*i+1, 0) // the length, the negated number of the type, and nothing
	}
	flipped := bytes.Clone(zipped)
	flipped[len(flipped)-6]++ // of the checksum
	return map[string]damagedFile{
		"an empty file":                          {nil, "byte 0: unexpected EOF"},
		"a text":                                 {[]byte("What a day.\n"), "byte"},
		"JSON lines":                             {[]byte(`{"title":"Rye"}` + "\n" + `{"title":"Wheat"}`), "byte"},
		"zeros":                                  {make([]byte, 1000), "a message ends too early"},
		"a file without its end":                 {whole[:len(whole)-5], "unexpected EOF"},
		"a file with more bytes":                 {append(bytes.Clone(whole), 0), "more bytes after the end of the file"},
		"two files":                              {append(bytes.Clone(whole), whole...), "more bytes after the end of the file"},
		"half a compressed file":                 {zipped[:len(zipped)/2], "unexpected EOF"},
		"the start of gzip only":                 {gzipMagic, "unexpected EOF"},
		"gzip of a wrong version":                {append(bytes.Clone(gzipMagic), make([]byte, 30)...), "gzip: invalid header"},
		"a wrong checksum":                       {flipped, "gzip: invalid checksum"},
		"compressed with more bytes":             {append(bytes.Clone(zipped), 0), "more bytes after the end of the file"},
		"two compressed files in one":            {append(bytes.Clone(zipped), zipped...), "more bytes after the end of the file"},
		"a compressed archive of 10 MB of zeros": {squeeze(t, make([]byte, 10<<20)), "a message ends too early"},
		"a value of another type":                {encoded(t, "text"), "not a file of chromem-go: an unexpected type with the number 6"},
		"a single document":                      {encoded(t, document{ID: "i"}), "not a file of chromem-go: a type has 4 fields, want 1"},
		"a collection with another field":        {encoded(t, fileOf[map[string]string]{}), "not a file of chromem-go"},
		"numbers instead of vectors": {encoded(t, fileOf[collectionOf[struct {
			ID        string
			Metadata  map[string]string
			Embedding []int
			Content   string
		}]]{}), `field "Embedding": an unexpected type with the number 2`},
		"renamed fields": {encoded(t, fileOf[collectionOf[struct {
			ID        string
			Metadata  map[string]string
			Embedding []float32
			Text      string
		}]]{}), `a field is named "Text", want "Content"`},
		"no collections":           {encoded(t, fileOf[collection]{}), "the file has no collection"},
		"an empty map":             {encoded(t, fileOf[collection]{map[string]collection{}}), "the file has 0 collections, want 1"},
		"two collections":          {encoded(t, fileOf[collection]{map[string]collection{"a": {}, "b": {}}}), "the file has 2 collections, want 1"},
		"no documents":             {encoded(t, fileOf[collection]{map[string]collection{"m": {Name: "m", Metadata: metadata}}}), "the collection has no documents"},
		"no name":                  {encoded(t, fileOf[collection]{map[string]collection{"m": {Metadata: metadata, Documents: map[string]document{}}}}), "the collection has no name"},
		"no dimensions":            {encoded(t, fileOf[collection]{map[string]collection{"m": {Name: "m", Documents: map[string]document{}}}}), "the collection has no number of dimensions"},
		"too many dimensions":      {raw(t, Header{Model: "m", Dimensions: MaxDimensions + 1}), "16385 dimensions, want 1 to 16384"},
		"too many keys":            {raw(t, short, tooMany), "65 keys of metadata, want at most 64"},
		"a document with two ids":  {replaced(t, plain, "\x01i\x01\x01i", "\x01i\x01\x01j"), `a document has the ids "i" and "j"`},
		"more documents than fit":  {replaced(t, plain, "\x01\x01\x01i\x01\x01i", "\x01\x7f\x01i\x01\x01i"), "127 documents do not fit in the message"},
		"a huge number":            {[]byte("\x09\xf7\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "a number of 9 bytes, want at most 8"},
		"a message of 16 EB":       {[]byte("\xf8\xff\xff\xff\xff\xff\xff\xff\xff"), "a message of 18446744073709551615 bytes, want at most 8589934592"},
		"a message without bytes":  {[]byte("\x00"), "a message ends too early"},
		"a field of an array type": {[]byte("\x04\x7f\x01\x01\x00"), "an unexpected field"},
		"a field after the last":   {[]byte("\x05\x7f\xff\x7f\x01\x00"), "byte"},
		"a type in a long message": {[]byte("\x04\x7f\x00\x00\x00"), "2 bytes after the definition of a type"},
		"too many types":           {types, "more than 16 types"},
	}
}

func TestReadRefusesDamagedFiles(t *testing.T) {
	for name, tt := range damagedFiles(t) {
		t.Run(name, func(t *testing.T) {
			_, err := read(bytes.NewReader(tt.content))
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read returns %v, want %q", err, tt.want)
			}
		})
	}
}

func TestReadRefusesEveryBeginningOfAFile(t *testing.T) {
	for _, compress := range []bool{false, true} {
		whole := file(t, header, compress, samples()...)
		for n := range whole {
			if _, err := read(bytes.NewReader(whole[:n])); !errors.Is(err, ErrInvalid) {
				t.Errorf("the first %d of %d bytes, compressed %v: %v", n, len(whole), compress, err)
			}
		}
	}
}

// TestReadAllocatesNoMapOfAStatedSize reads a file that states two million documents but
// has few bytes. encoding/gob would allocate 50 MB or more.
func TestReadAllocatesNoMapOfAStatedSize(t *testing.T) {
	b := raw(t, Header{Model: "m", Dimensions: 1})
	if b[len(b)-3] != 0 { // the number of documents, before the ends of two structs
		t.Fatalf("unexpected end of %q", b)
	}
	b[bytes.Index(b, []byte("\xff\x80\x01\x01\x01m"))-1] += 3
	b = append(b[:len(b)-3], "\xfd\x1e\x84\x80\x00\x00"...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := read(bytes.NewReader(b))
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), "2000000 documents do not fit in the message") {
		t.Error(err)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 1<<20 {
		t.Errorf("allocated %d bytes for a file of %d bytes", allocated, len(b))
	}
}

// FuzzRead checks that Read returns valid documents or an error, and that chromem-go reads
// the same documents from a valid file.
func FuzzRead(f *testing.F) {
	for _, compress := range []bool{false, true} {
		f.Add(file(f, header, compress, samples()...))
	}
	for _, damaged := range damagedFiles(f) {
		if len(damaged.content) < 10<<10 {
			f.Add(damaged.content)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(bytes.NewReader(b))
		if err != nil {
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if len(got.Documents) != got.Count {
			t.Fatalf("%d documents, want %d", len(got.Documents), got.Count)
		}
		checkWithChromem(t, b, got)
	})
}

// checkWithChromem compares the documents with those that chromem-go reads. If an id
// occurs twice, chromem-go keeps the last document.
func checkWithChromem(t *testing.T, b []byte, c content) {
	t.Helper()
	db := chromem.NewDB()
	if err := db.ImportFromReader(bytes.NewReader(b), ""); err != nil {
		return // encoding/gob also checks types that the documents do not use
	}
	for i, d := range c.Documents {
		if i+1 < len(c.Documents) && c.Documents[i+1].ID == d.ID {
			continue
		}
		got, err := db.ListCollections()[c.Header.Model].GetByID(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, Document{got.ID, got.Content, got.Embedding, got.Metadata}); diff != "" {
			t.Errorf("chromem-go reads another document (-want +got):\n%s", diff)
		}
	}
}
