package duplicate

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"segue/data"
)

// palette has the values that the episodes of a random catalogue share. It is small, so
// that many episodes are similar.
type palette struct{ titles, texts, shows, audio, guids []string }

// drawPalette draws some values of each kind.
func drawPalette(t *rapid.T) palette {
	some := func(limit int, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, limit, rapid.ID).Draw(t, "palette")
	}
	return palette{
		titles: some(8, "Go Modules", "Rerun: Go Modules", "Go Modules, Part 1", "Go Modules, Part 2", "Go Modules II with Ann", "Build: Go",
			"Build: Rust", "Build: Zig", "Go Modules (2019)", "Go Modules (uncut)", "Go Modules 12", "Lightning Talks", "Modules in Go", "Go Modules #3", "Revisited: Go Modules", "Encore: Build: Go",
			"Go Modules Explained", "Go Modules Today", "Great Go Modules", "Build: Go Modules"),
		texts: some(3, "", "Join us.", shortText, longText, rerunText, boilerplateText, otherText),
		shows: some(3, "one", "two", "three"), audio: some(3, "", "a.mp3", "b.mp3"), guids: some(3, "", "1", "https://show.example/?p=1"),
	}
}

// episode draws an episode with the values of a palette.
func (p palette) episode(t *rapid.T, id int) data.Episode {
	pick := func(of []string) string { return rapid.SampledFrom(of).Draw(t, "value") }
	e := episode(id, pick(p.titles), description(varied(t, pick(p.texts))), in(pick(p.shows)), audio(pick(p.audio)), guid(pick(p.guids)),
		minutes(rapid.SampledFrom([]int{0, 0, 2, 30, 31}).Draw(t, "minutes")))
	e.Published = e.Published.AddDate(0, 0, rapid.IntRange(-60, 60).Draw(t, "days"))
	return e
}

// varied changes some words of a text.
func varied(t *rapid.T, text string) string {
	words := strings.Fields(text)
	for range rapid.IntRange(0, min(2, len(words))).Draw(t, "changes") {
		words[rapid.IntRange(0, len(words)-1).Draw(t, "word")] = "changed"
	}
	return strings.Join(words, " ")
}

// catalogueOf draws a catalogue with many similar episodes.
func catalogueOf(t *rapid.T) []data.Episode {
	p := drawPalette(t)
	all := make([]data.Episode, rapid.IntRange(0, 25).Draw(t, "episodes"))
	for i := range all {
		if all[i] = p.episode(t, i+1); rapid.Bool().Draw(t, "undated") {
			undated(&all[i])
		}
	}
	return all
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

// boilerplates returns the episodes whose text is boilerplate.
func boilerplates(c *Catalog) map[data.EpisodeID]bool {
	all := map[data.EpisodeID]bool{}
	for slot := range int32(len(c.episodes) * chunkSize) {
		if r := c.episodes.at(slot); r.boilerplate {
			all[r.signature.id] = true
		}
	}
	return all
}

// alone is the description of an episode without duplicates and series.
func alone(id data.EpisodeID) string { return fmt.Sprintf("%s () ", id) }
