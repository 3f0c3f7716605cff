package clean

import (
	"fmt"
	"regexp"
	"strings"
)

// Names of the rules, for [data.Removal].
const (
	// PostFooter is the line that WordPress adds to each item of a feed.
	PostFooter = "post-footer"
	// SponsorDisclosure is a sentence that names a sponsor of the show.
	SponsorDisclosure = "sponsor-disclosure"
	// ShowNotesHeading is a line such as "Show Notes" or "Links:".
	ShowNotesHeading = "show-notes-heading"
	// ShowNotesLink is an item of the list under such a heading. It refers to a talk or
	// an article by other people, often about another topic.
	ShowNotesLink = "show-notes-link"
)

// rules are all rules. Within one scope they apply in this order.
var rules = []rule{
	// "The post TITLE appeared first on SITE.", always at the end of a line. Title and
	// site begin with a capital or digit, so "the post office" does not match.
	{PostFooter, sentence, limit(2000, prefix(`The post [^a-z\s].{0,300}? (?:appeared first|first appeared) on [^,;:!?]{0,80}[\p{Lu}\d][^,;:!?]{0,80}$`))},

	// "Full disclosure: Microsoft, where Edward works, is a sponsor of the show."
	// The sentence must contain a word such as "sponsor", since the disclosure of a
	// security problem can be the topic of an episode.
	{SponsorDisclosure, sentence, prefix(`\(?(?i:(?:full )?disclosure ?[:,–—-] ?` + words(0, 200) +
		`\b(?:is|are|was|were|been)\b` + words(0, 60) + `\b(?:sponsors?|advertisers?|investors?|sponsored)\b)` + words(0, 120) + ending)},
	// "Red Hat is a sponsor of this show."
	{SponsorDisclosure, sentence, prefix(`(?:[\p{Lu}\d](?:\S*[^\s.!?…:])? ){1,4}(?:is|are) (?:also )?(?:an? |the )?(?:proud )?sponsors? of ` + show + ending)},
	// "This episode is brought to you by Linode."
	{SponsorDisclosure, sentence, prefix(`(?:This|Today[’']s) (?:show|podcast|episode) (?:is|was) (?:also )?(?:sponsored|brought to you) by [\p{Lu}\d]` + words(0, 120) + ending)},
	// "Thanks to Linode for sponsoring this episode."
	{SponsorDisclosure, sentence, prefix(`(?:Many thanks|Thanks|Thank you) to ` + words(1, 80) + `for sponsoring ` + show + ending)},

	{ShowNotesHeading, line, prefix(`(?i:show ?notes|episode notes|(?:show |episode |related )?links|resources|(?:show ?notes|links|resources) (?:and|&) (?:show ?notes|links|resources)) ?:?$`)},
	{ShowNotesLink, listItem, linkLength},
}

// scope is the part of a text that a rule applies to.
type scope int

const (
	sentence scope = iota // a sentence of a line; the rest of the line stays
	line                  // a whole line
	listItem              // a whole line in the list under a heading of show notes
)

// A rule removes the beginning of a text. match returns the length of that beginning in
// bytes, or 0 if the rule does not apply.
type rule struct {
	name  string
	scope scope
	match func(text string) int
}

// prefix returns a function that matches a regular expression at the beginning of a text.
func prefix(form string) func(string) int {
	re := regexp.MustCompile(`^(?:` + form + `)`)
	return func(text string) int { return len(re.FindString(text)) }
}

// limit skips texts longer than the longest possible match of a rule that must reach the
// end of the text. It saves time on long lines and does not change the result.
func limit(maxLength int, match func(string) int) func(string) int {
	return func(text string) int {
		if len(text) > maxLength {
			return 0
		}
		return match(text)
	}
}

// ending matches the end of a sentence, with the space after it.
const ending = `(?:[.!]+\)?(?: |$)|\)?$)`

const show = `(?:this|the|our|today[’']s) (?:show|podcast|episode)`

// words matches a part of one sentence with a number of characters between the limits. A
// full stop in an address or after "Inc" does not end the sentence.
func words(shortest, longest int) string {
	const character = `(?:[^.!?]|\.[^\s.]|\b(?:Inc|Ltd|Corp|Co)\.)`
	return fmt.Sprintf("%s{%d,%d}?", character, shortest, longest)
}

// Maximum lengths in words of an item in a list of links. The title of a talk or a book
// rarely has more than 16. A line with an address may also have a description. Longer
// lines are prose and stay.
const (
	maxTitleWords   = 16
	maxAddressWords = 30
)

// linkLength returns the length of a line that is an item in a list of links. It returns 0
// for a line about the episode: a sentence, a question, a line in the first person, or a
// chapter.
func linkLength(text string) int {
	count := strings.Count(text, " ") + 1
	switch {
	case chapter.MatchString(text), count > maxAddressWords:
		return 0
	case address.MatchString(text):
		return len(text)
	case count > maxTitleWords, prose.MatchString(text):
		return 0
	}
	return len(text)
}

var (
	chapter = regexp.MustCompile(`^\W*(?:\d{1,2}:)?\d{1,2}:\d\d\b`)
	address = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.`)
	prose   = regexp.MustCompile(`^\W*(?:[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey|[Yy]ou|[Ii]n|[Hh]ow|[Ww]hy|[Ww]hat|[Ww]hen|[Ww]here|[Ww]ho)\b|[.!?…]\W*$`)
)

// nextSentence returns the position of the second sentence of text in bytes, or the length
// of text if it has one sentence.
func nextSentence(text string) int {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return at[1]
	}
	return len(text)
}

var sentenceEnd = regexp.MustCompile(`[.!?…][”"’')\]]* `)
