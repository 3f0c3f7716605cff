package embed_test

import (
	"crypto/sha256"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestTextsAreSentAndCachedWithTheirPrefix(t *testing.T) {
	var cache embedtest.Cache
	driver := newRecorder()
	client := embed.NewClient(driver, &cache, embed.WithPrepare(embed.Prepare{Query: "query: ", Passage: "passage: "}))
	if _, err := client.Query(t.Context(), "bread"); err != nil {
		t.Fatal(err)
	}
	vectors, err := client.Passages(t.Context(), []string{"bread", "wine"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"query: bread"}, {"passage: bread", "passage: wine"}}, driver.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	cached, err := client.Cached(t.Context(), []string{"wine", "passage: wine"})
	if diff := cmp.Diff([][]float32{vectors[1], nil}, cached); diff != "" || err != nil {
		t.Errorf("Cached, error %v (-want +got):\n%s", err, diff)
	}
	hash := sha256.Sum256([]byte("passage: wine"))
	stored, err := cache.Vectors(t.Context(), client.Info().Model, []embed.TextHash{hash})
	if diff := cmp.Diff(map[embed.TextHash][]float32{hash: vectors[1]}, stored); diff != "" || err != nil {
		t.Errorf("cache entry of the text with its prefix, error %v (-want +got):\n%s", err, diff)
	}
}

func TestInfoIdentifiesThePrefixes(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    embed.Prepare
		want string
	}{
		{"no prefix", embed.Prepare{}, "test-hashing@8"},
		{"both", embed.Prepare{Query: "query: ", Passage: "passage: "}, "test-hashing@8+b353c180"},
		{"only a query prefix", embed.Prepare{Query: "query: "}, "test-hashing@8+58a87526"},
		{"only a passage prefix", embed.Prepare{Passage: "query: "}, "test-hashing@8+85ee1e81"},
		{"both in the query prefix", embed.Prepare{Query: "query: passage: "}, "test-hashing@8+d4622126"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := embed.NewClient(embedtest.NewHashing(8), embed.NoCache{}, embed.WithPrepare(tt.p))
			if diff := cmp.Diff(embed.Info{Model: tt.want, Dimensions: 8, MaxBatch: 16}, client.Info()); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestABlankTextWithAPrefixIsBlank(t *testing.T) {
	client := embed.NewClient(newRecorder(), embed.NoCache{}, embed.WithPrepare(embed.Prepare{Query: "query: ", Passage: "passage: "}))
	_, err := client.Query(t.Context(), " ")
	checkError(t, err, embed.ErrBlankText, `embed: "test-hashing@64+b353c180": query: text is blank`)
	_, err = client.Passages(t.Context(), []string{"\n"})
	checkError(t, err, embed.ErrBlankText, `embed: "test-hashing@64+b353c180": text 0 of 1: text is blank`)
}
