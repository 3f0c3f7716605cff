package archive

import (
	"regexp"
	"strings"
	"unicode"

	"segue/data"
)

// guests finds the guests in a title of the form "TOPIC with NAME and NAME". A
// missing guest is better than a wrong one, so the rules are strict:
//
//   - It uses only the text after the last "with", up to a bracket, dash or employer.
//   - Each part of the list must look like a name, with two to five capitalised words.
//     If one part does not, there are no guests.
//   - A name contains no word for a technology, company or thing, no digit, no acronym
//     and no capital inside a word, as in "MongoDB".
//   - There are no guests after phrases such as "working with" or "problem with".
func guests(title string) []data.Person {
	at := with.FindAllStringIndex(title, -1)
	if at == nil {
		return nil
	}
	last := at[len(at)-1]
	if notBefore[lastWord(title[:last[0]])] {
		return nil
	}
	list := title[last[1]:]
	if end := afterNames.FindStringIndex(list); end != nil {
		list = list[:end[0]]
	}
	return people(list)
}

var (
	with = regexp.MustCompile(`\s(?:[Ww]ith|w/|[Ff]eat\.|[Ff]t\.|[Ff]eaturing)\s+`)
	// afterNames matches text that can follow the names.
	afterNames = regexp.MustCompile(`\s*(?:,\s+(?:the\s)?(?:C[ET]O|VP|Director|Head|(?:[Cc]o-?)?[Ff]ounder|[Aa]uthor|[Cc]reator|Professor|[Mm]aintainer)\b|[(\[|:;+]|\s[-–—]\s|\s(?:from|of|at|on|about)\s|[!?]$)`)
	between    = regexp.MustCompile(`\s*,?\s+(?:and|&)\s+|\s*,\s*`)
	honorific  = regexp.MustCompile(`^(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir)\.?|Professor)\s+`)
)

func people(list string) []data.Person {
	var people []data.Person
	for _, name := range between.Split(list, -1) {
		name = honorific.ReplaceAllString(strings.TrimSpace(name), "")
		if !isName(name) {
			return nil
		}
		people = append(people, data.Person{Name: name, Role: data.RoleGuest})
	}
	return people
}

func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || particles[words[len(words)-1]] {
		return false
	}
	full := 0 // words that are not an initial or a particle
	for _, w := range words {
		switch {
		case particles[w]:
		case !isNameWord(w), notNames[strings.ToLower(w)], noun.MatchString(w):
			return false
		case len([]rune(strings.Trim(w, "."))) > 1:
			full++
		}
	}
	return full > 0
}

// isNameWord reports whether w has the form of a part of a name: a capital and small
// letters, with hyphens and apostrophes; or one or two initials.
func isNameWord(w string) bool {
	if initials.MatchString(w) || suffixes[strings.Trim(w, ".")] {
		return true
	}
	for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return strings.ContainsRune("-'’", r) }) {
		if part = capitalised.ReplaceAllString(part, ""); !plain.MatchString(part) {
			return false
		}
	}
	first := []rune(w)[0]
	return unicode.IsUpper(first) || unicode.IsTitle(first) || unicode.Is(unicode.Lo, first)
}

var (
	// noun matches endings that no name has.
	noun     = regexp.MustCompile(`tions?$|['’]s$|s['’]$|(?:scope|ware|ology|ability)s?$`)
	initials = regexp.MustCompile(`^(?:\p{Lu}\.?){1,2}$`)
	// capitalised matches prefixes of names that a second capital can follow.
	capitalised = regexp.MustCompile(`^(?:Mc|Mac|Jo|De|Di|Du|Da|La|Le|Van|Von|Fitz|St)(?:\p{Lu})`)
	plain       = regexp.MustCompile(`^[\p{L}\p{M}]?[\p{Ll}\p{Lo}\p{M}]*\.?$`)
)

// lastWord returns the last word of s in lower case.
func lastWord(s string) string {
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 0 {
		return ""
	}
	return strings.Trim(words[len(words)-1], ",:;.!?()")
}
