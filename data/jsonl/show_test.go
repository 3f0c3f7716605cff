package jsonl_test

import (
	"strings"
	"testing"

	"segue/data"
)

func TestShowWithoutAnIDGetsOneFromItsTitle(t *testing.T) {
	for title, want := range map[string]data.ShowID{
		"Daily Cups":   "daily-cups",
		"daily   cups": "daily-cups",
		"Café Olé":     "cafe-ole",
		"お茶の時間":        "show-f82f6f3c", // a hash, since a title without ASCII letters has no slug
		"Чай":          "show-14badbfa",
		"ЧАЙ":          "show-14badbfa",
	} {
		got, problems := read(t, strings.NewReader(`{"title":"Tea","show":"`+title+`"}`))
		if len(got) != 1 || got[0].Show.ID != want || data.ValidateID(string(want)) != nil {
			t.Errorf("show %q: %+v with problems %q, want the id %s", title, got, problems, want)
		}
	}
}
