package clean

import (
	_ "embed"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// patternTable has the patterns. Its head describes the columns.
//
//go:embed patterns.tsv
var patternTable string

// scope is the part of a text that a pattern applies to.
type scope string

const (
	sentence scope = "sentence" // a sentence of a line; the rest of the line stays
	anywhere scope = "anywhere" // the same, but also after text without a full stop
	line     scope = "line"     // a whole line
	offer    scope = "offer"    // a sentence that an offer follows
)

// maxMatch is the maximum length of a removed sentence in bytes. A longer match has lost the
// end of a sentence.
const maxMatch = 500

// pattern is a row of the table.
type pattern struct {
	rule, name, language string
	scope                scope
	source               string
	examples             []string
	// needles are texts in lower case. A text without any of them has no match. It is
	// empty if every text must be tried.
	needles []string
	// expression is compiled at the first use, because most texts match none.
	expression func() *regexp.Regexp
}

// patterns returns the table. The table is part of the program, so an error in it is an error
// of the program.
var patterns = sync.OnceValue(func() []*pattern {
	list, err := parsePatterns(patternTable)
	if err != nil {
		panic(err)
	}
	return list
})

// columns is the number of columns of the table.
const columns = 6

// parsePatterns parses a table. Its error names the line.
func parsePatterns(table string) ([]*pattern, error) {
	var list []*pattern
	macros := []string{
		"{url}", `(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*?)?`,
		"{text}", `(?:[^.!?]|[.!?]\b|\b(?:Inc|Ltd|Corp|Co)\.)*?`,
		"{title}", `(?-i:[\p{Lu}\d]\S*(?: \S+){0,7}?)`,
		"{Name}", `[\p{Lu}\d]`,
		"{show}", `(?:this|the|our|my|today[’']s|this week[’']s) (?:week[’']s )?(?:show|podcast|episode|program|programme|series|conversation|channel)`,
	}
	for number, row := range strings.Split(table, "\n") {
		cells := strings.Split(row, "\t")
		switch {
		case row == "" || row[0] == '#':
			continue
		case len(cells) != columns:
			return nil, fmt.Errorf("line %d: %d columns, want %d", number+1, len(cells), columns)
		case cells[0] == "define":
			macros = append(macros, "{"+cells[1]+"}", "(?:"+cells[4]+")")
			continue
		case cells[0] == "" && len(list) > 0:
			last := list[len(list)-1]
			last.examples = append(last.examples, cells[5])
			continue
		}
		p := &pattern{
			rule: cells[0], name: cells[1], language: cells[2], scope: scope(cells[3]),
			source: strings.NewReplacer(macros...).Replace(cells[4]), examples: cells[5:],
		}
		if err := p.prepare(); err != nil {
			return nil, fmt.Errorf("line %d: %w", number+1, err)
		}
		list = append(list, p)
	}
	return list, nil
}

// ending matches the end of a sentence, with the space after it. looseEnding matches also the end
// of an address within a line.
const (
	ending      = `(?:[.!?…]+[)”"]?(?: |$)|[)★ ]*$)`
	looseEnding = `[.!…]*[)”"]?(?: |$)`
)

// leading matches characters before a sentence, such as dashes, bullets and emoji.
const leading = `(?:[^\pL\pN\s“"(]{1,6} ?)?`

// prepare sets the needles and the expression.
func (p *pattern) prepare() error {
	before, after := `^`+leading, ending
	if p.scope == anywhere || strings.HasSuffix(p.source, `\S*?)?`) || strings.HasSuffix(p.source, `\S+`) {
		after = looseEnding
	}
	switch p.scope {
	case anywhere:
		before = `(?:^|\s)` + leading
	case line:
		after = `[\s:*_=–-]*$`
	case sentence, offer:
	default:
		return fmt.Errorf("unknown scope %q", p.scope)
	}
	parsed, err := syntax.Parse("(?i)"+p.source, syntax.Perl)
	if err != nil {
		return err
	}
	p.needles = needles(parsed)
	p.expression = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)` + before + `(?:` + p.source + `)` + after) })
	return nil
}

// find returns the first match in a text, or -1.
func (p *pattern) find(text string) (start, end int) {
	at := p.expression().FindStringIndex(text)
	if at == nil || at[1]-at[0] > maxMatch || p.scope != anywhere && continuesSentence(text) {
		return -1, -1
	}
	return at[0], at[1]
}

// continuesSentence reports whether a text begins in lower case, as the second line of a sentence
// does. An address may begin so.
func continuesSentence(text string) bool {
	text = strings.TrimLeftFunc(text, notWord)
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(first) && !strings.HasPrefix(text, "http") && !strings.HasPrefix(text, "www.")
}

// mayMatch reports whether a text in lower case has one of the needles.
func (p *pattern) mayMatch(lower string) bool {
	for _, n := range p.needles {
		if strings.Contains(lower, n) {
			return true
		}
	}
	return len(p.needles) == 0
}

// needles returns texts in lower case of which every match has at least one. It returns nil if
// there are none.
func needles(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return needles(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if found := needles(sub); shortest(found) > shortest(best) {
				best = found
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			found := needles(sub)
			if len(found) == 0 {
				return nil
			}
			all = append(all, found...)
		}
		return all
	}
	return nil
}

// shortest returns the length of the shortest text, 0 without texts.
func shortest(texts []string) int {
	least := 0
	for _, t := range texts {
		if least == 0 || len(t) < least {
			least = len(t)
		}
	}
	return least
}
