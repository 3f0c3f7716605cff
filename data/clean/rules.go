package clean

import (
	"regexp"
	"strings"
)

// Names of the rules, for [data.Removal]. The patterns of most rules are in patterns.tsv.
const (
	// PostFooter is the line that WordPress adds to each item of a feed.
	PostFooter = "post-footer"
	// HostFooter is a notice of a hosting service, such as "Hosted on Acast".
	HostFooter = "host-footer"
	// CallToAction asks to follow, rate or subscribe.
	CallToAction = "call-to-action"
	// SponsorDisclosure is a sentence that names a sponsor of the show.
	SponsorDisclosure = "sponsor-disclosure"
	// SponsorMessage is the rest of a sponsor's message after such a sentence.
	SponsorMessage = "sponsor-message"
	// SponsorHeading is a line such as "Our sponsors:".
	SponsorHeading = "sponsor-heading"
	// ShowNotesHeading is a line such as "Show Notes" or "Links:".
	ShowNotesHeading = "show-notes-heading"
	// ShowNotesLink is an item of the list under such a heading. It refers to a talk or
	// an article by other people, often about another topic.
	ShowNotesLink = "show-notes-link"
)

// Maximum lengths in words of an item in a list of links. The title of a talk or a book
// rarely has more than 16. A line with an address may also have a description. Longer
// lines are prose and stay.
const (
	maxTitleWords   = 16
	maxAddressWords = 30
)

// IsLink reports whether a line is an item in a list of links: an address, with or without a
// title. It is false for a line about the episode: a sentence, a question, a line in the first
// person, a chapter, or a line that names the people.
func IsLink(text string) bool {
	count := strings.Count(text, " ") + 1
	return address.MatchString(text) && count <= maxAddressWords && !aboutEpisode(text)
}

// LooksLikeTitle reports whether a line is a link, or may be the title of one that has lost its
// address.
func LooksLikeTitle(text string) bool {
	return IsLink(text) || strings.Count(text, " ") < maxTitleWords && !aboutEpisode(text)
}

func aboutEpisode(text string) bool {
	return chapter.MatchString(text) || prose.MatchString(text) || people.MatchString(text)
}

var (
	chapter = regexp.MustCompile(`^\W*(?:\d{1,2}:)?\d{1,2}:\d\d\b`)
	address = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.`)
	prose   = regexp.MustCompile(`^\W*(?:[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey|[Yy]ou|[Ii]n|[Hh]ow|[Ww]hy|[Ww]hat|[Ww]hen|[Ww]here|[Ww]ho)\b|[.!?…]\W*$`)
	people  = regexp.MustCompile(`(?i)^\W*(?:(?:special |our )?guests?|(?:co-?)?hosts?|speakers?|with|featuring|moderation|gäste?|mit|sprecher(?:in)?|invitad[oa]s?|presentador(?:a|es)?|con|invitée?s?|avec|ospit[ei]|convidad[oa]s?)\b ?[:–—-]`)
)

// An offer is a sentence of an advertisement: a discount, an address to visit, or a command to
// the listener.
var (
	discount = regexp.MustCompile(`(?i)\b(?:promo|discount|coupon|offer|the|our|my|use) code\b|\bcode (?-i:[A-Z0-9]{3,})\b|\d ?%|\bpercent off\b|[$€£]\d+|\d ?€|\bfree (?:trial|shipping|credits?|account|month)|\b(?:at checkout|rabatt|gutschein|descuento|código|réduction|sconto|desconto|money[ -]back|no credit card)|\bhttps?://|\bwww\.|\w\.(?:com|io|org|net|fm|dev|co|ai|app|de|es|fr|it|example)\b`)
	command  = regexp.MustCompile(`(?i)^\W*(?:start|get|try|build|save|use|visit|go to|head (?:on )?(?:over )?to|sign up|join|deploy|claim|download|check (?:it |them )?out|find out more|learn more|to learn more|order|enter|mention|receive|enjoy|click|support|shop|book|ship|switch|create|launch|discover|upgrade|request|schedule|tell them|grab|protect|make sure)\b|\b(?:your|you[’']ll|you can|for free)\b`)
	// story matches a sentence about the episode. Such a sentence ends a message.
	story = regexp.MustCompile(`(?i)\b(?:(?:in|on) (?:this|today[’']s|the) (?:episode|show|conversation|interview)|(?:this|today|this week|in this episode),? (?:episode|we|i|he|she)\b|we(?:[’']re| are| will|[’']ll)? (?:talk|speak|discuss|explore|sit|chat|look|hear|learn|interview|dive|cover|welcome|ask|meet|joined)\w*|joins? (?:us|me|host|the)|(?:our|my|the|special) guests?|guest|talks? (?:about|with|to)|explains?|interviews?|discuss(?:es|ed|ing)?|shares? (?:her|his|their)|tells?|you will (?:learn|hear|find out)|you[’']ll (?:learn|hear|find out)|learn (?:how|why|what|about)|sprechen wir|spricht|zu gast|gast|hablamos|habla|invitad[oa]|nous parlons|parlons|invitée?|parliamo|ospite|falamos|convidad[oa])\b`)
)

// isOffer reports whether a sentence continues a sponsor's message. names are the words of the
// message that may be names.
func isOffer(text string, names map[string]bool) bool {
	switch {
	case story.MatchString(text):
		return false
	case discount.MatchString(text), command.MatchString(text):
		return true
	}
	for word := range strings.FieldsFuncSeq(text, notWord) {
		if names[word] {
			return true
		}
	}
	return false
}

// nextSentence returns the position of the second sentence of text in bytes, or the length
// of text if it has one sentence.
func nextSentence(text string) int {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return at[1]
	}
	return len(text)
}

var sentenceEnd = regexp.MustCompile(`[.!?…][”"’')\]]* `)
