package vectorfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/philippgille/chromem-go"
	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend/vectors"
)

var header = Header{Model: "m", Dimensions: 2, PassagePrefix: "passage: "}

// rye is an episode with all values of the metadata.
var rye = data.Episode{
	ID: "rye", Show: data.Show{ID: "crumb-radio", Title: "Crumb Radio"}, Language: "de-AT",
	Published: time.Date(2019, 3, 5, 6, 0, 0, 0, time.FixedZone("", 3600)),
}

// samples are documents of an episode with all values, and of one with few.
func samples() []Document {
	return []Document{
		header.NewDocument(rye, 1, "Rye. Dark bread.", []float32{0.6, -0.8}),
		header.NewDocument(rye, 2, "Rye. Sour dough.", []float32{1, 0}),
		header.NewDocument(data.Episode{ID: "wheat", Show: rye.Show}, 1, "Wheat", []float32{0, 1}),
	}
}

// file returns a file with the documents.
func file(t testing.TB, h Header, compress bool, documents ...Document) []byte {
	t.Helper()
	c, err := NewCollection(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if err := c.Add(context.Background(), d); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := c.Write(context.Background(), &b, compress, ignore); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ignore receives the progress of tests that do not check it.
func ignore(int, int) {}

// content is everything that a file contains.
type content struct {
	Header    Header
	Count     int
	Documents []Document
}

// read returns the content of a file, with documents in the order of their ids.
func read(r io.Reader) (c content, err error) {
	err = Read(context.Background(), r, func(h Header, n int) (Each, error) {
		c.Header, c.Count = h, n
		return func(d Document) error {
			c.Documents = append(c.Documents, d)
			return nil
		}, nil
	})
	slices.SortStableFunc(c.Documents, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	return c, err
}

func TestReadReturnsWhatWasWritten(t *testing.T) {
	for _, compress := range []bool{false, true} {
		b := file(t, header, compress, samples()...)
		for name, r := range map[string]io.Reader{"at once": bytes.NewReader(b), "byte by byte": iotest.OneByteReader(bytes.NewReader(b))} {
			got, err := read(r)
			if err != nil {
				t.Fatalf("%s, compressed %v: %v", name, compress, err)
			}
			if d := cmp.Diff(content{header, 3, samples()}, got); d != "" {
				t.Errorf("%s, compressed %v (-want +got):\n%s", name, compress, d)
			}
		}
	}
}

func TestADocumentHasThePrefixAndTheKnownValues(t *testing.T) {
	want := []map[string]string{
		{"episode": "rye", "show": "crumb-radio", "language": "de-AT", "published": "2019-03-05T05:00:00Z", "passage": "2", "model": "m", "dimensions": "2"},
		{"episode": "wheat", "show": "crumb-radio", "passage": "1", "model": "m", "dimensions": "2"},
	}
	got := []map[string]string{samples()[1].Metadata, samples()[2].Metadata}
	if text := samples()[0].Text; text != "passage: Rye. Dark bread." {
		t.Errorf("the text is %q", text)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// documentsOf returns the only collection of a file that chromem-go has read.
func documentsOf(t testing.TB, b []byte, name string, n int) []Document {
	t.Helper()
	db := chromem.NewDB()
	if err := db.ImportFromReader(bytes.NewReader(b), ""); err != nil {
		t.Fatal(err)
	}
	c := db.GetCollection(name, vectors.NoEmbedding)
	if c == nil {
		t.Fatalf("chromem-go has the collections %v", slices.Collect(maps.Keys(db.ListCollections())))
	}
	query := make([]float32, header.Dimensions)
	query[0] = 1
	found, err := c.QueryEmbedding(t.Context(), query, n, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []Document
	for _, f := range found {
		all = append(all, Document{f.ID, f.Content, f.Embedding, f.Metadata})
	}
	slices.SortFunc(all, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func TestChromemGoReadsTheFile(t *testing.T) {
	for _, compress := range []bool{false, true} {
		if d := cmp.Diff(samples(), documentsOf(t, file(t, header, compress, samples()...), "m", 3)); d != "" {
			t.Errorf("compressed %v (-want +got):\n%s", compress, d)
		}
	}
}

// TestAFileThatChromemGoWritesAgainIsTheSame exports an imported file with chromem-go.
func TestAFileThatChromemGoWritesAgainIsTheSame(t *testing.T) {
	db := chromem.NewDB()
	if err := db.ImportFromReader(bytes.NewReader(file(t, header, true, samples()...)), ""); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := db.ExportToWriter(&b, false, ""); err != nil {
		t.Fatal(err)
	}
	got, err := read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(content{header, 3, samples()}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadReturnsAnyUnitVectorsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Header{Model: rapid.StringMatching(`[a-zä:@+\-]{1,40}`).Draw(t, "model"), Dimensions: rapid.IntRange(1, 40).Draw(t, "dimensions")}
		c, err := NewCollection(h)
		if err != nil {
			t.Fatal(err)
		}
		want := content{Header: h}
		for i := range rapid.IntRange(0, 5).Draw(t, "documents") {
			d := h.NewDocument(data.Episode{ID: "e"}, i, rapid.StringMatching(`[a-zä].{0,200}`).Draw(t, "text"), unitVector(t, h.Dimensions))
			if err := c.Add(context.Background(), d); err != nil {
				t.Fatal(err)
			}
			want.Documents, want.Count = append(want.Documents, d), want.Count+1
		}
		var b bytes.Buffer
		if err := c.Write(context.Background(), &b, rapid.Bool().Draw(t, "compress"), ignore); err != nil {
			t.Fatal(err)
		}
		got, err := read(&b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

// unitVector draws a vector. Like the vectors of a catalogue it has length one, up to
// rounding.
func unitVector(t *rapid.T, dimensions int) []float32 {
	v := make([]float32, dimensions)
	v[0] = 1e-3 // the length is not zero
	for i := range v {
		v[i] += rapid.Float32Range(0, 1).Draw(t, "number") * float32(1-2*(i%2))
	}
	return scaled(v)
}

// scaled scales v to length one in place and returns it.
func scaled(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / math.Sqrt(sum))
	}
	return v
}

func TestAddRefusesDocumentsThatReadRefuses(t *testing.T) {
	for name, tt := range invalidDocuments() {
		t.Run(name, func(t *testing.T) {
			c, err := NewCollection(header)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Add(t.Context(), tt.document); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Add returns %v, want %q", err, tt.want)
			}
		})
	}
}

func TestACollectionRefusesAnInvalidHeader(t *testing.T) {
	for _, tt := range []struct {
		name string
		Header
		want string
	}{
		{"no name", Header{Dimensions: 2}, "the collection has no name"},
		{"a name with an escape sequence", Header{Model: "\x1b[2J", Dimensions: 2}, "cannot be printed"},
		{"a name that is too long", Header{Model: strings.Repeat("m", maxName+1), Dimensions: 2}, "1025 bytes"},
		{"no dimensions", Header{Model: "m"}, "0 dimensions, want 1 to 16384"},
		{"too many dimensions", Header{Model: "m", Dimensions: MaxDimensions + 1}, "16385 dimensions"},
		{"a prefix that is too long", Header{Model: "m", Dimensions: 2, PassagePrefix: strings.Repeat("p", maxValue+1)}, "4097 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewCollection(tt.Header); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewCollection returns %v, want %q", err, tt.want)
			}
		})
	}
}

func TestWritingAndReadingStopWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, err := NewCollection(header)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range samples() {
		if err := c.Add(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	for _, compress := range []bool{false, true} {
		if err := c.Write(ctx, io.Discard, compress, ignore); !errors.Is(err, context.Canceled) {
			t.Errorf("Write returns %v, compressed %v", err, compress)
		}
	}
	err = Read(ctx, bytes.NewReader(file(t, header, false, samples()...)), func(Header, int) (Each, error) {
		return func(Document) error { return nil }, nil
	})
	if !errors.Is(err, context.Canceled) || errors.Is(err, ErrInvalid) {
		t.Errorf("Read returns %v", err)
	}
}

func TestWriteReportsItsProgress(t *testing.T) {
	c, err := NewCollection(Header{Model: "m", Dimensions: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 { // of 60 KB
		d := c.header.NewDocument(rye, i, strings.Repeat("t", 60_000), []float32{1})
		if err := c.Add(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	var seen [][2]int
	if err := c.Write(t.Context(), io.Discard, true, func(done, total int) { seen = append(seen, [2]int{done, total}) }); err != nil {
		t.Fatal(err)
	}
	total := seen[len(seen)-1][1]
	want := [][2]int{{writeSize, total}, {2 * writeSize, total}, {total, total}}
	if d := cmp.Diff(want, seen); d != "" || total < 40*60_000 {
		t.Errorf("of %d bytes (-want +got):\n%s", total, d)
	}
}

func TestReadReturnsOtherErrorsUnchanged(t *testing.T) {
	broken := errors.New("broken")
	valid := file(t, header, false, samples()...)
	for _, tt := range []struct {
		name  string
		r     io.Reader
		begin func(Header, int) (Each, error)
	}{
		{"an error of the reader at the start", iotest.ErrReader(broken), nil},
		{"an error of the reader in a text", io.MultiReader(bytes.NewReader(valid[:len(valid)-10]), iotest.ErrReader(broken)),
			func(Header, int) (Each, error) { return func(Document) error { return nil }, nil }},
		{"an error of begin", bytes.NewReader(valid), func(Header, int) (Each, error) { return nil, broken }},
		{"an error of Each", bytes.NewReader(valid), func(Header, int) (Each, error) { return func(Document) error { return broken }, nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := Read(t.Context(), tt.r, tt.begin); !errors.Is(err, broken) || errors.Is(err, ErrInvalid) {
				t.Errorf("Read returns %v", err)
			}
		})
	}
}

// squeeze compresses a text.
func squeeze(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func ExampleHeader_NewDocument() {
	h := Header{Model: "m", Dimensions: 2}
	d := h.NewDocument(data.Episode{ID: "rye", Show: data.Show{ID: "crumb-radio"}}, 1, "Rye. Dark bread.", []float32{0, 1})
	fmt.Println(d.ID, d.Metadata)
	// Output: rye#1 map[dimensions:2 episode:rye model:m passage:1 show:crumb-radio]
}
