package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/recommend"
)

// wording says in words what a reason means in one kind of answer.
type wording map[recommend.ReasonKind]string

// Wordings of the two kinds of answers: what is shared with an episode, and what
// is found by a question.
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

// bySource is what is said of a result that has no reason of its own. That meaning
// found it goes without saying.
var bySource = map[recommend.Source]string{
	recommend.SourceKeyword: "Same words", recommend.SourcePeople: "Same people", recommend.SourceTags: "Same tags",
	recommend.SourceShow: "From the same show", recommend.SourceLatest: "Among the newest",
}

// notes say why an episode is here, one for each kind of reason. A passage is no
// note: it is quoted.
func notes(x recommend.Result, say wording) []string {
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
		list = append(list, say[kind]+strings.Join(texts[kind], ", "))
	}
	if note := bySource[x.Source]; len(list) == 0 && note != "" {
		list = append(list, note)
	}
	return list
}

// passage is what of an episode is nearest, empty where nothing is quoted.
func passage(x recommend.Result) string {
	for _, reason := range x.Reasons {
		if reason.Kind == recommend.ReasonPassage {
			return reason.Text
		}
	}
	return ""
}

// sentence makes a sentence of an explanation, which is in lower case and without
// a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}
