package opml_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data/clean"
	"segue/data/opml"
)

func TestReadReturnsTheFeedsOfAList(t *testing.T) {
	const list = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- exported --><OPML version="1.0"><head><title>Mine</title><ownerName>x</ownerName></head><body>
<outline text="Caf` + "\xe9" + `&nbsp;&amp; Cups " type="rss" xmlUrl=" https://example.com/feed?a=1&amp;b=2 " htmlUrl="https://example.com/"/>
<Outline TEXT="Food"><outline title="Crumb
 Radio" text="x" XMLURL="feed://crumb.example/feed" HTMLURL="javascript:x"/><outline text="Old"><outline xmlurl="http://old.example/"></outline></outline></Outline>
<outline text="again" xmlUrl="https://example.com/feed?a=1&amp;b=2"/><outline text="a file" xmlUrl="file:///etc/passwd"/><outline text="relative" xmlUrl="/feed"/>
<outline text="https://plain.example/feed" xmlUrl="https://plain.example/feed"/><outline text="feeds" xmlUrl="feed:https://two.example/"/></body></OPML>`
	want := []opml.Outline{
		{Title: "Café & Cups", URL: "https://example.com/feed?a=1&b=2", Site: "https://example.com/"},
		{Title: "Crumb Radio", URL: "https://crumb.example/feed", Folder: "Food"},
		{URL: "http://old.example/", Folder: "Food / Old"},
		{URL: "https://plain.example/feed"},
		{Title: "feeds", URL: "https://two.example/"},
	}
	got, err := opml.Read(strings.NewReader(list))
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("outlines, with the error %v (-want +got):\n%s", err, d)
	}
}

func TestReadRejectsOtherFiles(t *testing.T) {
	var many strings.Builder
	for i := range opml.MaxOutlines + 1 {
		fmt.Fprintf(&many, `<outline xmlUrl="https://e.example/%d"/>`, i)
	}
	for _, tt := range []struct{ name, list, want string }{
		{"an empty file", "", "it has no XML root <opml>; export the subscriptions as OPML"},
		{"text", "https://example.com/feed", "it has no XML root <opml>; export the subscriptions as OPML"},
		{"a feed", "<rss/>", "its root is <rss>, not <opml>; export the subscriptions as OPML"},
		{"no feeds", "<opml><body><outline text='a'/></body></opml>", "it has no feeds; each needs an <outline> with the address as xmlUrl"},
		{"a truncated list", "<opml><body><outline xmlUrl='https://e.example/'/>", "it is truncated after 1 feeds; export it again"},
		{"a broken list", "<opml><body><outline xmlUrl=<", "it is not valid XML: syntax error on line 1: expected attribute name in element; export it again"},
		{"deep folders", "<opml>" + strings.Repeat("<outline>", 1e5), "its folders are more than 50 levels deep; use fewer levels"},
		{"many feeds", "<opml><body>" + many.String() + "</body></opml>", "it has more than 50000 feeds; split it"},
		{"a large file", strings.Repeat(" ", opml.MaxBody+1), "it has more than 16 MB; split it"},
		{"UTF-32", "\xff\xfe\x00\x00", "its text is encoded as UTF-32, which is not supported; save it as UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := opml.Read(strings.NewReader(tt.list))
			if !errors.Is(err, opml.ErrInvalid) || err.Error() != "invalid list of subscriptions: "+tt.want || got != nil {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := opml.Read(iotest.ErrReader(errDisk)); !errors.Is(err, errDisk) || errors.Is(err, opml.ErrInvalid) {
		t.Errorf("error = %v, want the error of the reader", err)
	}
}

var errDisk = errors.New("disk on fire")

func TestWriteWritesOPML(t *testing.T) {
	var out strings.Builder
	err := opml.Write(&out, "Segue", []opml.Outline{{Title: "Q&A <1>", URL: "https://example.com/?a=1&b=2", Site: "https://example.com/"}, {URL: "https://b.example/", Folder: "Food"}, {Title: "C", URL: "https://c.example/", Folder: "Food"}, {Title: "D", URL: "https://d.example/"}})
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
	<head>
		<title>Segue</title>
	</head>
	<body>
		<outline type="rss" text="Q&amp;A &lt;1&gt;" title="Q&amp;A &lt;1&gt;" xmlUrl="https://example.com/?a=1&amp;b=2" htmlUrl="https://example.com/"></outline>
		<outline text="Food">
			<outline type="rss" text="https://b.example/" xmlUrl="https://b.example/"></outline>
			<outline type="rss" text="C" title="C" xmlUrl="https://c.example/"></outline>
		</outline>
		<outline type="rss" text="D" title="D" xmlUrl="https://d.example/"></outline>
	</body>
</opml>
`
	if d := cmp.Diff(want, out.String()); d != "" || err != nil {
		t.Errorf("list, with the error %v (-want +got):\n%s", err, d)
	}
}

func TestWriteRejectsInvalidAddresses(t *testing.T) {
	var out bytes.Buffer
	const want = `write list of subscriptions: outline 1: "feed.xml" is not an absolute address: write it like "https://example.com/feed.xml"`
	if err := opml.Write(&out, "", []opml.Outline{{URL: "feed.xml"}}); err == nil || err.Error() != want || out.Len() > 0 {
		t.Errorf("error = %v, with %d bytes written, want %s", err, out.Len(), want)
	}
	if err := opml.Write(full{}, "", nil); !errors.Is(err, errDisk) {
		t.Errorf("error = %v, want the error of the writer", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errDisk }

func TestReadingAWrittenListReturnsTheSameOutlines(t *testing.T) {
	line := rapid.Map(rapid.String(), func(s string) string { // in the form that Read returns
		return clean.Line(strings.Map(func(r rune) rune {
			if clean.Forbidden(r) {
				return ' '
			}
			return r
		}, s))
	})
	rapid.Check(t, func(t *rapid.T) {
		outlines := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) opml.Outline {
			return opml.Outline{
				Title: line.Draw(t, "title"), Folder: rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{"Food", "Food / Old"}), line).Draw(t, "folder"),
				URL:  "https://e.example/?q=" + rapid.StringMatching(`[a-z&<>"'%20]{0,9}`).Draw(t, "address"),
				Site: rapid.SampledFrom([]string{"", "https://e.example/", "http://münchen.example:8080/a#b"}).Draw(t, "site"),
			}
		}), 1, 9, func(o opml.Outline) string { return o.URL }).Draw(t, "outlines")
		for _, o := range outlines {
			if strings.Contains(o.URL, "%") && !valid(o.URL) {
				t.Skip("no address")
			}
		}
		roundTrip(t, outlines)
	})
}

func valid(address string) bool {
	return opml.Write(&bytes.Buffer{}, "", []opml.Outline{{URL: address}}) == nil
}

func roundTrip(t rapid.TB, outlines []opml.Outline) {
	t.Helper()
	var out bytes.Buffer
	if err := opml.Write(&out, "List", outlines); err != nil {
		t.Fatal(err)
	}
	again, err := opml.Read(&out)
	if d := cmp.Diff(outlines, again, cmpopts.EquateEmpty()); d != "" || err != nil {
		t.Fatalf("read, with the error %v (-want +got):\n%s", err, d)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline TITLE="b&eacute;" xmlUrl="feed:https://e.example/"/></outline></body></opml>`))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Add([]byte(`<opml><outline xmlUrl="https://e.example/" title="&#1;" text=x></outline></opml>`))
	f.Fuzz(func(t *testing.T, list []byte) {
		got, err := opml.Read(bytes.NewReader(list))
		switch {
		case err == nil:
			roundTrip(t, got)
		case !errors.Is(err, opml.ErrInvalid) || got != nil:
			t.Errorf("error = %v with %d outlines", err, len(got))
		}
	})
}
