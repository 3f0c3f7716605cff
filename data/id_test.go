package data

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data/text"
)

func TestSlug(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for _, tt := range []struct{ name, title, want string }{
		{"lowers letters and joins words", "GitOps with Alexis Richardson", "gitops-with-alexis-richardson"},
		{"replaces other characters with one hyphen", "  C++ / Go:  what -- next?! ", "c-go-what-next"},
		{"spells out letters without a decomposition", "Straße Œuvre Łódź Smørrebrød Ærø", "strasse-oeuvre-lodz-smorrebrod-aero"},
		{"keeps digits", "Episode 042", "episode-042"},
		{"removes accents", "Crème Brûlée à la Škoda", "creme-brulee-a-la-skoda"},
		{"removes combining accents", "Cre\u0300me", "creme"},
		{"removes apostrophes within words", "What's Klarna’s plan", "whats-klarnas-plan"},
		{"splits ligatures and fractions", "ﬁne Ⅷ ½", "fine-viii-1-2"},
		{"is empty without a Latin letter or a digit", "日本語 — Ωμέγα", ""},
		{"is empty for an empty text", "", ""},
		{"separates words at invalid UTF-8", "a\xffb", "a-b"},
		{"cuts a long title between words", long, strings.TrimSuffix(strings.Repeat("word-", 24), "-")},
		{"cuts a long word anywhere", strings.Repeat("a", 200), strings.Repeat("a", MaxIDLength)},
		{"keeps a title that just fits", strings.Repeat("ab-", 39) + "abc", strings.Repeat("ab-", 39) + "abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Slug(tt.title)); d != "" {
				t.Errorf("Slug(%q) (-want +got):\n%s", tt.title, d)
			}
		})
	}
}

// Every slug is a valid id or empty, and is its own slug.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"", "GitOps with Alexis", "a\xff\u0301b", "-a--b-", "ﬁ’ſ", strings.Repeat("a b", 60), strings.Repeat("x", 121), "İıK"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) {
		slug := Slug(title)
		if slug == "" {
			return
		}
		if err := ValidateID(slug); err != nil {
			t.Errorf("Slug(%q): %v", title, err)
		}
		e := Episode{Title: title, Show: Show{Title: title}}
		for _, id := range []EpisodeID{e.NewID(false), e.NewID(true)} {
			if err := ValidateID(string(id)); err != nil {
				t.Errorf("id of the title %q: %v", title, err)
			}
		}
	})
}

func TestIdentity(t *testing.T) {
	day := time.Date(2018, 8, 13, 23, 0, 0, 0, time.UTC)
	base := Episode{Show: Show{ID: "show"}, Title: "A  Title", Published: day}
	guid := Episode{Show: Show{ID: "show"}, Title: "A Title", Published: day, GUID: "1"}
	change := func(e Episode, f func(*Episode)) Episode { f(&e); return e }
	for _, tt := range []struct {
		name string
		a, b Episode
		same bool
	}{
		{"without a GUID, ignores case, space, hour and text", base,
			change(base, func(e *Episode) {
				e.Title, e.Published, e.Description, e.URL, e.ID = "a title ", day.Add(-time.Hour), "text", "https://example.com", "id"
			}), true},
		{"uses the day in UTC", base, change(base, func(e *Episode) { e.Published = day.In(time.FixedZone("", 5*3600)) }), true},
		{"differs by title", base, change(base, func(e *Episode) { e.Title = "Another" }), false},
		{"differs by day", base, change(base, func(e *Episode) { e.Published = day.Add(time.Hour) }), false},
		{"differs without a day", base, change(base, func(e *Episode) { e.Published = time.Time{} }), false},
		{"differs by show", base, change(base, func(e *Episode) { e.Show.ID = "other" }), false},
		{"with a GUID, depends only on the GUID and the show", guid,
			change(guid, func(e *Episode) { e.Title, e.Published, e.Show.Title = "Renamed", time.Time{}, "Renamed" }), true},
		{"differs by GUID", guid, change(guid, func(e *Episode) { e.GUID = "2" }), false},
		{"differs by show with equal GUIDs", guid, change(guid, func(e *Episode) { e.Show.ID = "other" }), false},
		{"distinguishes a GUID from a title", Episode{GUID: "x"}, Episode{Title: "x"}, false},
		{"distinguishes texts with equal concatenations", Episode{Show: Show{ID: "a"}, GUID: "1b"}, Episode{Show: Show{ID: "a1"}, GUID: "b"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if same := tt.a.Identity() == tt.b.Identity(); same != tt.same {
				t.Errorf("same is %t for %+v and %+v", same, tt.a, tt.b)
			}
		})
	}
}

func TestNewID(t *testing.T) {
	suffix := func(e Episode) string { return "-" + e.Identity()[:8] }
	plain := Episode{Title: "A Title", Show: Show{Title: "Show"}}
	foreign := Episode{Title: "日本語", Show: Show{Title: "Kōhī Break"}}
	nameless := Episode{Title: "日本語", Show: Show{Title: "番組"}}
	long := Episode{Title: strings.Repeat("word ", 40)}
	for _, tt := range []struct {
		name     string
		episode  Episode
		distinct bool
		want     string
	}{
		{"is the title's slug", plain, false, "a-title"},
		{"has a suffix from the identity", plain, true, "a-title" + suffix(plain)},
		{"uses the show's title and a suffix for a title without a slug", foreign, false, "episode-kohi-break" + suffix(foreign)},
		{"works without any slug", nameless, false, "episode" + suffix(nameless)},
		{"leaves space for the suffix", long, true, strings.Repeat("word-", 22)[:109] + suffix(long)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.episode.NewID(tt.distinct)
			if d := cmp.Diff(EpisodeID(tt.want), got); d != "" {
				t.Errorf("NewID(%t) (-want +got):\n%s", tt.distinct, d)
			}
			if err := ValidateID(string(got)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPersonID(t *testing.T) {
	for _, tt := range []struct{ name, person, want string }{
		{"is the slug of the name", "Alexis Richardson", "alexis-richardson"},
		{"ignores case and spacing", " alexis  RICHARDSON\n", "alexis-richardson"},
		{"removes accents", "Marcus Granström", "marcus-granstrom"},
		{"removes apostrophes", "Conan O’Brien", "conan-obrien"},
		{"is a hash for a name in another script", "Γιώργος Σεφέρης", "person-c2c7dc49"},
		{"is the same hash in upper case", "ΓΙΏΡΓΟΣ ΣΕΦΈΡΗς", "person-c2c7dc49"},
		{"is empty for an empty text", " ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, PersonID(tt.person)); d != "" {
				t.Errorf("PersonID(%q) (-want +got):\n%s", tt.person, d)
			}
		})
	}
}

// An id is valid, and the same for all spellings that a filter treats as equal.
func FuzzPersonID(f *testing.F) {
	for _, seed := range []string{"", "Ann Lee", "\u212aim ſid", "Straße", "Ωmega ς", "İı", "ΑΙ\u0345", "\xff", "日本"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		id := PersonID(name)
		if id == "" {
			if strings.TrimSpace(name) != "" {
				t.Errorf("PersonID(%q) is empty", name)
			}
			return
		}
		if err := ValidateID(id); err != nil {
			t.Errorf("PersonID(%q): %v", name, err)
		}
		for _, other := range []string{strings.ToUpper(name), strings.ToLower(name), strings.ToTitle(name), text.Fold(name)} {
			if strings.EqualFold(name, other) && PersonID(other) != id {
				t.Errorf("PersonID(%q) is %q, but PersonID(%q) is %q", name, id, other, PersonID(other))
			}
		}
	})
}

func TestValidateID(t *testing.T) {
	for _, tt := range []struct {
		name, id, wants string // no error if wants is empty
	}{
		{"accepts a slug", "a-1-b", ""},
		{"accepts the maximum length", strings.Repeat("a", MaxIDLength), ""},
		{"rejects an empty id", "", "id is empty"},
		{"rejects a long id", strings.Repeat("a", MaxIDLength+1), "id has 121 bytes; the maximum is 120"},
		{"rejects capitals and suggests a slug", "A Title", `such as "a-title"`},
		{"rejects two hyphens and suggests a slug", "a--b", `such as "a-b"`},
		{"rejects hyphens at the ends and suggests a slug", "-a-", `such as "a"`},
		{"rejects an id without letters and suggests nothing", "/..", "has no letter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := ValidateID(tt.id)
			if tt.wants == "" && err != nil || tt.wants != "" && (err == nil || !strings.Contains(err.Error(), tt.wants)) {
				t.Errorf("error %v; want %q", err, tt.wants)
			}
		})
	}
}
