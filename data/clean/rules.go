package clean

import (
	"fmt"
	"regexp"
	"strings"
)

// The names of the rules, as they stand in [data.Removal].
const (
	// PostFooter is the line that WordPress adds to every entry of a feed.
	PostFooter = "post-footer"
	// SponsorDisclosure is a sentence that says who pays for the show.
	SponsorDisclosure = "sponsor-disclosure"
	// ShowNotesHeading is a line such as "Show Notes" or "Links:".
	ShowNotesHeading = "show-notes-heading"
	// ShowNotesLink is an item of the list under such a heading. It names a
	// talk or an article by somebody else, often of another topic, and nothing
	// that is said in the episode.
	ShowNotesLink = "show-notes-link"
)

// rules is everything that is taken out of a description. The order is the order
// of trying within one scope.
var rules = []rule{
	// "The post TITLE appeared first on SITE.", always at the end of a line. Title
	// and site are names, so that "the post office" is no footer.
	{PostFooter, sentence, short(2000, begins(`The post [^a-z\s].{0,300}? (?:appeared first|first appeared) on [^,;:!?]{0,80}[\p{Lu}\d][^,;:!?]{0,80}$`))},

	// "Full disclosure: Microsoft, where Edward works, is a sponsor of the show."
	// The sentence must say who is a sponsor: disclosing a weakness is a topic.
	{SponsorDisclosure, sentence, begins(`\(?(?i:(?:full )?disclosure ?[:,–—-] ?` + words(0, 200) +
		`\b(?:is|are|was|were|been)\b` + words(0, 60) + `\b(?:sponsors?|advertisers?|investors?|sponsored)\b)` + words(0, 120) + ends)},
	// "Red Hat is a sponsor of this show."
	{SponsorDisclosure, sentence, begins(`(?:[\p{Lu}\d](?:\S*[^\s.!?…:])? ){1,4}(?:is|are) (?:also )?(?:an? |the )?(?:proud )?sponsors? of ` + show + ends)},
	// "This episode is brought to you by Linode."
	{SponsorDisclosure, sentence, begins(`(?:This|Today[’']s) (?:show|podcast|episode) (?:is|was) (?:also )?(?:sponsored|brought to you) by [\p{Lu}\d]` + words(0, 120) + ends)},
	// "Thanks to Linode for sponsoring this episode."
	{SponsorDisclosure, sentence, begins(`(?:Many thanks|Thanks|Thank you) to ` + words(1, 80) + `for sponsoring ` + show + ends)},

	{ShowNotesHeading, line, begins(`(?i:show ?notes|episode notes|(?:show |episode |related )?links|resources|(?:show ?notes|links|resources) (?:and|&) (?:show ?notes|links|resources)) ?:?$`)},
	{ShowNotesLink, listed, linkLength},
}

// scope says what a rule looks at.
type scope int

const (
	sentence scope = iota // a sentence of a line; the rest of the line stays
	line                  // a whole line
	listed                // a whole line in the list under a heading of show notes
)

// A rule removes the beginning of a text. Its match gives the length of that
// beginning in bytes, 0 where there is nothing to remove.
type rule struct {
	name  string
	scope scope
	match func(text string) int
}

// begins matches the regular expression at the beginning of a text.
func begins(form string) func(string) int {
	re := regexp.MustCompile(`^(?:` + form + `)`)
	return func(text string) int { return len(re.FindString(text)) }
}

// short does not try texts of more bytes than a form that reaches to the end of
// the text can have. It saves time on long lines and changes no answer.
func short(most int, match func(string) int) func(string) int {
	return func(text string) int {
		if len(text) > most {
			return 0
		}
		return match(text)
	}
}

// ends is the end of a sentence, with the space behind it.
const ends = `(?:[.!]+\)?(?: |$)|\)?$)`

const show = `(?:this|the|our|today[’']s) (?:show|podcast|episode)`

// words is a part of one sentence, from least to most characters long. A full
// stop within an address or behind "Inc" does not end the sentence.
func words(least, most int) string {
	const character = `(?:[^.!?]|\.[^\s.]|\b(?:Inc|Ltd|Corp|Co)\.)`
	return fmt.Sprintf("%s{%d,%d}?", character, least, most)
}

// The longest items of a list of links, in words. A title of a talk or a book
// hardly has more than 16; a line with an address may also say what is there.
// What is longer is taken for prose, and stays.
const (
	mostTitleWords   = 16
	mostAddressWords = 30
)

// linkLength is the length of a line that is an item in a list of links, or 0
// for a line that tells what the episode is about: a sentence, a question, a
// point in the first person, or an entry of a table of chapters.
func linkLength(text string) int {
	count := strings.Count(text, " ") + 1
	switch {
	case chapter.MatchString(text), count > mostAddressWords:
		return 0
	case address.MatchString(text):
		return len(text)
	case count > mostTitleWords, tells.MatchString(text):
		return 0
	}
	return len(text)
}

var (
	chapter = regexp.MustCompile(`^\W*(?:\d{1,2}:)?\d{1,2}:\d\d\b`)
	address = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.`)
	tells   = regexp.MustCompile(`^\W*(?:[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey|[Yy]ou|[Ii]n|[Hh]ow|[Ww]hy|[Ww]hat|[Ww]hen|[Ww]here|[Ww]ho)\b|[.!?…]\W*$`)
)

// nextSentence is where the second sentence of text begins, in bytes, or the
// length of a text that has one sentence.
func nextSentence(text string) int {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return at[1]
	}
	return len(text)
}

var sentenceEnd = regexp.MustCompile(`[.!?…][”"’')\]]* `)
