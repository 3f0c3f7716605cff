package page

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var colour = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6}|[0-9a-f]{3});`)

// schemes reads the colours of both schemes from the style sheet.
func schemes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	css, err := assetFiles.ReadFile("assets/base.css")
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(css), "prefers-color-scheme: dark")
	if !found {
		t.Fatal("no dark scheme")
	}
	read := func(text string) map[string]string {
		found := map[string]string{}
		for _, m := range colour.FindAllStringSubmatch(text, -1) {
			found[m[1]] = m[2]
		}
		return found
	}
	return read(before), read(after)
}

// luminance is the relative luminance of WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = fmt.Sprintf("%[1]c%[1]c%[2]c%[2]c%[3]c%[3]c", hex[0], hex[1], hex[2])
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", hex, err)
	}
	linear := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*linear(16) + .7152*linear(8) + .0722*linear(0)
}

// TestTextColoursHaveEnoughContrast checks the contrast of WCAG 2 at level AA: 4.5 for text,
// 3 for the border of a field.
func TestTextColoursHaveEnoughContrast(t *testing.T) {
	light, dark := schemes(t)
	for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, tt := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 4.5}, {"ink", "raised", 4.5}, {"ink", "mark", 4.5},
			{"quiet", "paper", 4.5}, {"quiet", "raised", 4.5},
			{"accent", "paper", 4.5}, {"on-accent", "accent", 4.5}, {"edge", "paper", 3}, {"edge", "raised", 3},
		} {
			a, b := luminance(t, scheme[tt.front]), luminance(t, scheme[tt.back])
			if got := (max(a, b) + .05) / (min(a, b) + .05); got < tt.least {
				t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", name, tt.front, tt.back, got, tt.least)
			}
		}
	}
}

// TestMapColoursAreDistinguishable checks the contrast of WCAG 2 for
// graphics against both backgrounds.
func TestMapColoursAreDistinguishable(t *testing.T) {
	css, err := assetFiles.ReadFile("assets/map.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark := schemes(t)
	before, after, _ := strings.Cut(string(css), "prefers-color-scheme: dark")
	for name, scheme := range map[string]struct {
		css     string
		grounds map[string]string
	}{"light": {before, light}, "dark": {after, dark}} {
		found := colour.FindAllStringSubmatch(scheme.css, -1)
		if len(found) != hues {
			t.Errorf("%s: %d hues, want %d", name, len(found), hues)
		}
		for _, m := range found {
			for _, ground := range []string{"raised", "paper"} {
				a, b := luminance(t, m[2]), luminance(t, scheme.grounds[ground])
				if got := (max(a, b) + .05) / (min(a, b) + .05); got < 3 {
					t.Errorf("%s: %s on %s has contrast %.2f, want 3", name, m[1], ground, got)
				}
			}
		}
	}
}

func TestAssetsLoadNoOtherFiles(t *testing.T) {
	files, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range files.byName {
		bans := []string{"url(", "@import", "//"}
		if strings.HasSuffix(name, ".js") { // their comments begin with two slashes
			bans = []string{"://", "import", "innerHTML", "eval(", "document.cookie", "Storage"}
		}
		for _, ban := range bans {
			if strings.Contains(strings.ReplaceAll(string(file.content), `xmlns="http://www.w3.org/2000/svg"`, ""), ban) {
				t.Errorf("%s holds %q", name, ban)
			}
		}
	}
}
