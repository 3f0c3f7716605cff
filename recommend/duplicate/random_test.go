package duplicate

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"segue/data"
)

// catalogueOf draws a catalogue with many similar episodes.
func catalogueOf(t *rapid.T) []data.Episode {
	all := make([]data.Episode, rapid.IntRange(0, 25).Draw(t, "episodes"))
	for i := range all {
		all[i] = similarEpisode(t, i+1)
	}
	return all
}

// similarEpisode draws an episode that shares title, text, audio or GUID with others.
func similarEpisode(t *rapid.T, id int) data.Episode {
	pick := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "text") }
	e := episode(id, pick("Go Modules", "Rerun: Go Modules", "Go Modules, Part 1", "Go Modules, Part 2", "Go Modules II with Ann",
		"Build: Go", "Build: Rust", "Build: Zig", "Lightning Talks", "Modules in Go", "Go Modules #3", "Revisited: Go Modules",
		"Encore: Build: Go", "Go Modules Explained", "Modules, Go!"),
		description(similarText(t)), in(pick("one", "one", "two")), audio(pick("", "", "a.mp3", "b.mp3")),
		guid(pick("", "", "1", "https://show.example/?p=1")), minutes(rapid.SampledFrom([]int{0, 2, 30, 31}).Draw(t, "minutes")))
	e.Published = e.Published.AddDate(0, 0, rapid.IntRange(-20, 20).Draw(t, "days"))
	if rapid.Bool().Draw(t, "undated") {
		undated(&e)
	}
	return e
}

// similarText draws a text in which some words may differ from others.
func similarText(t *rapid.T) string {
	text := rapid.SampledFrom([]string{"", "Join us.", longText, rerunText, boilerplateText, boilerplateText, otherText}).Draw(t, "description")
	words := strings.Fields(text)
	for range rapid.IntRange(0, min(3, len(words))).Draw(t, "changes") {
		words[rapid.IntRange(0, len(words)-1).Draw(t, "word")] = "changed"
	}
	return strings.Join(words, " ")
}

// describe returns the members of the group, with reasons, and the series, with parts, of
// each episode.
func describe(c *Catalog) map[data.EpisodeID]string {
	all := map[data.EpisodeID]string{}
	for slot := range len(c.episodes) * chunkSize {
		if c.Signature(slot) == nil {
			continue
		}
		text := &strings.Builder{}
		for _, m := range c.Members(slot) {
			fmt.Fprintf(text, "%s (%s) ", c.Signature(m).id, c.Reason(m))
		}
		if s := c.Series(slot); s != nil {
			fmt.Fprintf(text, "part %d of %q:", c.Part(slot), s.Name())
			for _, m := range s.Episodes() {
				fmt.Fprintf(text, " %s=%d", c.Signature(m).id, c.Part(m))
			}
		}
		all[c.Signature(slot).id] = text.String()
	}
	return all
}

// alone is the description of an episode without duplicates and series.
func alone(id data.EpisodeID) string { return fmt.Sprintf("%s () ", id) }
