package sqlite_test

import (
	"encoding/base64"
	"errors"
	"regexp"
	"testing"

	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

func TestListRefusesInvalidCursors(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		catalogtest.Upsert(t, c, catalogtest.Titled("A"), catalogtest.Titled("B"))
		page, err := c.List(t.Context(), catalog.Query{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(page.Next) {
			t.Errorf("cursor %q is not URL-safe", page.Next)
		}
		raw, err := base64.RawURLEncoding.DecodeString(page.Next)
		if err != nil {
			t.Fatal(err)
		}
		changed := append([]byte{}, raw...)
		changed[5] ^= 1
		for name, q := range map[string]catalog.Query{
			"of another order":  {Cursor: page.Next, Sort: catalog.OldestFirst},
			"truncated":         {Cursor: page.Next[:len(page.Next)-2]},
			"with more text":    {Cursor: page.Next + "AA"},
			"with a line break": {Cursor: page.Next + "\n"},
			"changed":           {Cursor: base64.RawURLEncoding.EncodeToString(changed)},
			"that is a word":    {Cursor: "next"},
			"without base64":    {Cursor: "ä%"},
		} {
			if got, err := c.List(t.Context(), q); !errors.Is(err, catalog.ErrBadCursor) {
				t.Errorf("a cursor %s: page %v, error %v; want ErrBadCursor", name, got, err)
			}
		}
	})
}

func FuzzListCursor(f *testing.F) {
	c := openMemory(f)
	catalogtest.Upsert(f, c, catalogtest.Titled("A"), catalogtest.Titled("B"), catalogtest.Titled("C"))
	page, err := c.List(f.Context(), catalog.Query{Limit: 1})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", page.Next, "AQAA", "AQE", "=", "AQB__________w"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		page, err := c.List(t.Context(), catalog.Query{Cursor: text})
		if err == nil && page.Total != 3 || err != nil && !errors.Is(err, catalog.ErrBadCursor) {
			t.Errorf("page %v, error %v; want a page of three or ErrBadCursor", page, err)
		}
	})
}
