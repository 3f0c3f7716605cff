package boilerplate

import (
	"regexp"
	"slices"
	"strings"

	"segue/data"
)

// maxNameWords is the maximum length of a name in words.
const maxNameWords = 4

// namesOf returns the hashes of the names of the people of a show's episodes.
func namesOf(list []*Sketch) map[uint64]bool {
	names := map[uint64]bool{}
	for _, s := range list {
		for _, n := range s.names {
			names[n] = true
		}
	}
	return names
}

// nameHashes returns the hashes of the names of people.
func nameHashes(people []data.Person) []uint64 {
	var hashes []uint64
	for _, p := range people {
		if words := appendWords(nil, p.Name); len(words) > 0 && len(words) <= maxNameWords {
			hashes = append(hashes, unitKey(words))
		}
	}
	return slices.Clip(hashes)
}

// Names returns the names of people in the texts that [Set.Strip] removes, in their order and
// without duplicates: the names of people of the show's episodes, and names after words such as
// "with" or "speaker:". They keep an episode searchable by the people that its text names. A
// sentence about sponsors has no names of the second kind.
func (s *Set) Names(show data.ShowID, description string) []string {
	var names []string
	for _, text := range s.Removed(show, description) {
		names = append(names, s.namesIn(show, text)...)
	}
	return unique(names)
}

func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

// namesIn returns the names in a removed text.
func (s *Set) namesIn(show data.ShowID, text string) []string {
	var found []string
	if known := s.names[show]; len(known) > 0 {
		words := strings.Fields(text)
		for i := range words {
			for n := min(maxNameWords, len(words)-i); n > 0; n-- {
				name := strings.Trim(strings.Join(words[i:i+n], " "), `.,;:!?()[]"“”`)
				if known[unitKey(appendWords(nil, name))] {
					found = append(found, name)
					break
				}
			}
		}
	}
	for _, u := range unitsOf(text) {
		if sentence := text[u.start:u.end]; !advert.MatchString(sentence) {
			for _, m := range introduced.FindAllStringSubmatch(sentence, -1) {
				found = append(found, nameSeparator.Split(m[1], -1)...)
			}
		}
	}
	return found
}

var (
	// introduced matches names of two to four words after a word that introduces people.
	introduced    = regexp.MustCompile(`\b(?:[Ww]ith|[Bb]y|[Hh]osts?|[Gg]uests?|[Ss]peakers?|[Ff]eaturing|[Pp]astor|[Pp]rofessor|[Dd]r|[Mm]it|[Vv]on|[Mm]oderation|[Gg]ast|[Gg]äste|[Cc]on|[Pp]or|[Aa]vec|[Pp]ar|[Dd]a|[Cc]om):?\.? (?:(?:Pastor|Professor|Dr\.?|Prof\.?|Rev\.?|Father|Sister|Sir) )?(` + fullName + `(?:(?:, | and | & | und | y | et | e |, and )` + fullName + `){0,5})`)
	nameSeparator = regexp.MustCompile(`, and |, | and | & | und | y | et | e `)
	// advert matches sentences about sponsors and services.
	advert = regexp.MustCompile(`(?i)sponsor|brought to you|support|possible|thanks|powered|network|http|www\.|code|%|podcasts?\b`)
)

const fullName = `\p{Lu}[\p{L}\p{M}’'-]+(?: (?:\p{Lu}\.|van|von|de|der|den|del|di|da|bin|al))?(?: \p{Lu}[\p{L}\p{M}’'-]+){1,2}`
