package static

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
)

// loadedIndex is an index as the script reads it.
type loadedIndex struct {
	manifest
	files map[string][]byte
}

func load(t testing.TB, files map[string][]byte) loadedIndex {
	t.Helper()
	l := loadedIndex{files: files}
	if err := json.Unmarshal(files[Manifest], &l.manifest); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l loadedIndex) read(t testing.TB, name string, into any) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(l.files[l.Folder+"/"+name+".bin"]))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatal(err)
	}
}

// lookUp returns the documents of a word with their levels. stop is true for a stop
// word, and indexed if the word is in the index.
func (l loadedIndex) lookUp(t testing.TB, word string) (levels map[int]int, stop, indexed bool) {
	t.Helper()
	form := fold(word)
	n := sort.Search(len(l.Terms), func(i int) bool { return compareAsScript(l.Terms[i], form) > 0 }) - 1
	if n < 0 {
		return nil, false, false
	}
	var forms string
	var stems, scales []int
	var documents [][]int
	var digits []string
	l.read(t, fmt.Sprintf("t%d", n), &[]any{&forms, &stems, &scales, &documents, &digits})
	i := slices.Index(strings.Split(forms, "\n"), form)
	if i < 0 {
		return nil, false, false
	}
	levels = map[int]int{}
	if number := stems[i] / 2; number > 0 {
		document := 0
		for j, distance := range documents[number-1] {
			document += distance
			levels[document] = strings.IndexByte("0123456789abcdef", digits[number-1][j])
		}
	}
	return levels, stems[i]%2 == 1, true
}

func buildIndex(t testing.TB, episodes ...data.Episode) loadedIndex {
	t.Helper()
	b := NewBuilder()
	for _, e := range episodes {
		b.Add(e, e.ID)
	}
	files, err := b.Files()
	if err != nil {
		t.Fatal(err)
	}
	return load(t, files)
}

func TestWords(t *testing.T) {
	l := buildIndex(t,
		data.Episode{ID: "a", Title: "Deploying the Café", Description: "It deploys what was deployed. The IT of it.", Tags: []string{"IT"}, Language: "en"},
		data.Episode{ID: "b", Title: "Häuser", Description: "Das Haus und die Häuser.", Language: "de"},
		data.Episode{ID: "c", Title: "東京タワー", Description: "C++ and C#", People: []data.Person{{Name: "Ada Miller"}}},
	)
	for _, tt := range []struct {
		name, word string
		documents  []int
		stop       bool
	}{
		{"a word", "deployed", []int{0}, false},
		{"another form of a word", "Deploying", []int{0}, false},
		{"accents and case", "CAFÉ", []int{0}, false},
		{"no accents", "cafe", []int{0}, false},
		{"a word of another language", "haus", []int{1}, false},
		{"a plural of another language", "häuser", []int{1}, false},
		{"a pair of characters", "東京", []int{2}, false},
		{"a name", "miller", []int{2}, false},
		{"a programming language", "c++", []int{2}, false},
		{"a stop word", "the", nil, true},
		{"a stop word that is also a tag", "it", []int{0}, true},
	} {
		levels, stop, indexed := l.lookUp(t, tt.word)
		if got := slices.Sorted(maps.Keys(levels)); !slices.Equal(got, tt.documents) || stop != tt.stop || !indexed {
			t.Errorf("%s: %q is in %v (stop: %v, indexed: %v), want %v", tt.name, tt.word, got, stop, indexed, tt.documents)
		}
	}
	if _, _, indexed := l.lookUp(t, "zebra"); indexed {
		t.Error("a word without episodes is indexed")
	}
}

func TestTitleWeighsMoreThanDescription(t *testing.T) {
	l := buildIndex(t,
		data.Episode{ID: "a", Title: "On bread", Description: "Of this and that in a kitchen."},
		data.Episode{ID: "b", Title: "On cake", Description: "Of bread and that in a kitchen."},
	)
	if levels, _, _ := l.lookUp(t, "bread"); levels[0] != 15 || levels[1] >= 15 || levels[1] < 1 {
		t.Errorf("levels = %v, want 15 for the title and 1 to 14 for the description", levels)
	}
}

func TestEpisodesAreGroupedByShow(t *testing.T) {
	var list []data.Episode
	for i := range 50 {
		list = append(list, data.Episode{ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Title: "Talk", Show: data.Show{ID: data.ShowID(fmt.Sprintf("s%d", i%2))}})
	}
	l := buildIndex(t, list...)
	var shows map[string][2]int
	l.read(t, "shows", &shows)
	if d := cmp.Diff(map[string][2]int{"s0": {0, 25}, "s1": {25, 50}}, shows); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var ids []string
	for i := range 4 {
		var file []string
		l.read(t, fmt.Sprintf("d%d", i), &file)
		if len(file) > l.PerFile {
			t.Errorf("file %d has %d episodes", i, len(file))
		}
		ids = append(ids, file...)
	}
	if len(ids) != 50 || ids[0] != "e0" || ids[1] != "e2" || ids[25] != "e1" {
		t.Errorf("episodes = %q, want them grouped by show", ids)
	}
}

// Each word of each text is in the file that the script loads, with the episodes that
// contain it.
func TestEveryWordIsInItsFile(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcäé東𠀀z#'’s+")), 1, 7, -1)
		texts := rapid.SliceOfN(rapid.Map(rapid.SliceOfN(letters, 0, 30), func(words []string) string { return strings.Join(words, " ") }), 1, 12).Draw(rt, "texts")
		b := NewBuilder()
		for i, text := range texts {
			b.Add(data.Episode{ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Tags: []string{text}, Language: "xx"}, i)
		}
		files, err := b.Files()
		if err != nil {
			rt.Fatal(err)
		}
		l := load(t, files)
		for n, text := range texts {
			for _, word := range tokens(text) {
				if levels, _, indexed := l.lookUp(t, word); !indexed || levels[n] < 1 {
					rt.Fatalf("%q of %q: indexed %v, in %v", word, text, indexed, levels)
				}
			}
		}
	})
}

func TestLargeIndexIsSplitAndReproducible(t *testing.T) {
	index := func() map[string][]byte {
		random := rand.New(rand.NewPCG(1, 2))
		b := NewBuilder()
		for i := range 2000 {
			b.Add(randomEpisode(random, i), i)
		}
		files, err := b.Files()
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	first := index()
	if d := cmp.Diff(first, index()); d != "" {
		t.Errorf("the same episodes give different files (-first +second):\n%.500s", d)
	}
	l := load(t, first)
	if len(l.Terms) < 10 {
		t.Errorf("there are only %d files of words", len(l.Terms))
	}
	for path, content := range first {
		if len(content) > 30_000 {
			t.Errorf("%s has %d bytes", path, len(content))
		}
	}
}

func randomEpisode(random *rand.Rand, i int) data.Episode {
	words := make([]string, 100)
	for j := range words {
		words[j] = fmt.Sprintf("w%x", int(random.ExpFloat64()*4000)*2654435761%(1<<30))
	}
	return data.Episode{ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Title: strings.Join(words[:6], " "), Description: strings.Join(words, " ")}
}

func TestOnlyTermsWithHighestWeightsAreStored(t *testing.T) {
	words := make([]string, 1000)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", i)
	}
	e := data.Episode{ID: "a", Title: "Title", Transcript: strings.Join(words, " ")}
	b := NewBuilder()
	b.Add(e, 0)
	stored := 0
	for _, postings := range b.weigh() {
		stored += len(postings)
	}
	if stored != maxTerms {
		t.Errorf("%d terms are stored, want %d", stored, maxTerms)
	}
}

func FuzzForms(f *testing.F) {
	for _, text := range []string{"Hello, World's end", "C++ 東京タワー", "\xff\u0301x", "İ ﬁ ½"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range Forms(text) {
			if folded := fold(form); folded != form && fold(folded) != folded {
				t.Errorf("%q is folded to %q and %q", form, folded, fold(folded))
			}
		}
	})
}

// BenchmarkBuild measures an index of ten thousand episodes.
func BenchmarkBuild(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]data.Episode, 10_000)
	for i := range list {
		list[i] = randomEpisode(random, i)
	}
	var size int
	for b.Loop() {
		index := NewBuilder()
		for _, e := range list {
			index.Add(e, e.ID)
		}
		files, err := index.Files()
		if err != nil {
			b.Fatal(err)
		}
		size = 0
		for _, content := range files {
			size += len(content)
		}
	}
	b.ReportMetric(float64(size)/1e6, "MB")
}
