package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/recommend"
)

// wording maps a kind of reason to the text before it.
type wording map[recommend.ReasonKind]string

// Wordings of related episodes and of search results.
var (
	ofEpisode = wording{
		recommend.ReasonTopics: "Shared topics: ", recommend.ReasonPerson: "Also with ", recommend.ReasonSeries: "Same series: ",
		recommend.ReasonTag: "Same tag: ", recommend.ReasonShow: "Same show: ",
	}
	ofSearch = wording{
		recommend.ReasonTopics: "Mentions ", recommend.ReasonPerson: "With ", recommend.ReasonSeries: "Series: ",
		recommend.ReasonTag: "Tag: ", recommend.ReasonShow: "Show: ",
	}
)

// sourceNotes are the notes for results without reasons. Results found by meaning need no
// note.
var sourceNotes = map[recommend.Source]string{
	recommend.SourceKeyword: "Same words", recommend.SourcePeople: "Same people", recommend.SourceTags: "Same tags",
	recommend.SourceShow: "From the same show", recommend.SourceLatest: "Recent episode",
}

// notes returns one note for each kind of reason except passages, which are quoted
// separately.
func notes(x recommend.Result, w wording) []string {
	var kinds []recommend.ReasonKind
	texts := map[recommend.ReasonKind][]string{}
	for _, reason := range x.Reasons {
		if reason.Kind == recommend.ReasonPassage {
			continue
		}
		if !slices.Contains(kinds, reason.Kind) {
			kinds = append(kinds, reason.Kind)
		}
		texts[reason.Kind] = append(texts[reason.Kind], reason.Text)
	}
	var list []string
	for _, kind := range kinds {
		list = append(list, w[kind]+strings.Join(texts[kind], ", "))
	}
	if note := sourceNotes[x.Source]; len(list) == 0 && note != "" {
		list = append(list, note)
	}
	return list
}

// passage returns the most similar passage of an episode, or none. A snippet replaces it.
func passage(x recommend.Result) []piece {
	for _, reason := range x.Reasons {
		if reason.Kind == recommend.ReasonPassage && x.Snippet == nil {
			return pieces(&recommend.Snippet{Text: reason.Text, Highlights: reason.Highlights})
		}
	}
	return nil
}

// sentence turns an error text, which has no capital and no full stop, into a sentence.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}
