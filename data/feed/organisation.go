package feed

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// legalForms are the legal forms of companies and associations, without dots. They count at
// the end of a name or before a comma, because some are also names or words.
var legalForms = words(`
	inc incorporated llc llp lp ltd limited plc corp corporation co company pbc cic
	gmbh ggmbh mbh ag ug kg ohg gbr eg ev stiftung
	sa sas sarl sasu eurl srl spa sl slu snc sapa scarl
	bv nv vof vzw asbl ab as asa aps oy oyj kft zrt sro doo ou uab sia
	pty pte sdn bhd kk pvt jsc pjsc ooo oao zao ltda eireli`)

// organisationWords are words of the names of publishers, stations, schools and groups. A
// word that is also a common family name, such as Press or Church, is missing.
var organisationWords = words(`
	news media medien medios médias radio radios rundfunk network networks netzwerk studio studios productions production produktion podcast podcasts
	podcasting publishing publications publishers verlag verlags éditions editions ediciones editora edizioni uitgeverij magazine magazin zeitung journal
	newspaper gazette tribune times broadcasting broadcasters television televisión télévision fernsehen tv fm channel
	university universität université universidad università universidade universiteit college school hochschule schule école institute institut
	instituto istituto academy akademie académie academia foundation fondation fundación fondazione fundação society gesellschaft société sociedad association
	verband verein asociación associazione council ministry ministries ministerium museum library bibliothek bibliothèque biblioteca museo musée
	group gruppe groupe grupo gruppo labs laboratory team redaktion rédaction redacción redazione redação collective kollektiv collectif colectivo
	entertainment records audio digital films pictures agency agentur agence agencia agenzia online official community club project
	bank insurance software consulting solutions services systems technologies ventures capital partners sports`)

// asianForms are legal forms and words for organisations in scripts without spaces.
var asianForms = []string{"株式会社", "有限会社", "合同会社", "有限公司", "放送", "新聞", "编辑部", "編集部", "電台", "电台", "大学", "大學", "주식회사", "방송", "대학교"}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// Organisation reports whether a name is the name of a company, station, school or other
// group, not of a person. It recognises legal forms, words such as "News", a leading
// acronym or article, and digits. A name without any of these counts as a person.
func Organisation(name string) bool {
	if slices.ContainsFunc(asianForms, func(form string) bool { return strings.Contains(name, form) }) || domain.MatchString(name) {
		return true
	}
	tokens := nameTokens(name)
	for _, token := range tokens {
		plain := strings.ToLower(strings.Trim(token, ".,;:!?\"'“”"))
		if organisationWords[plain] || strings.IndexFunc(token, unicode.IsDigit) >= 0 || strings.Contains(plain, "podcast") {
			return true
		}
	}
	return legalName(name) || startsAsOrganisation(tokens)
}

func nameTokens(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[]|/", r) })
}

// legalName reports whether a name has a legal form, such as "Ltd.", at its end or next to a
// comma.
func legalName(name string) bool {
	tokens := nameTokens(name)
	for i, token := range tokens {
		plain := strings.ToLower(strings.NewReplacer(".", "", ",", "", ";", "").Replace(token))
		ends := i == len(tokens)-1 || strings.HasSuffix(token, ",") || i > 0 && strings.HasSuffix(tokens[i-1], ",")
		if i > 0 && ends && legalForms[plain] && legalCase(token) {
			return true
		}
	}
	return false
}

// domain matches a name that is the address of a website.
var domain = regexp.MustCompile(`(?i)^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|fm|io|co|tv|de|fr|es|it|uk|eu|info|me|dev|app)$`)

// legalCase reports whether a token is written like a legal form. "as" and "Co" are words
// and names, too, if they are in lower case.
func legalCase(token string) bool {
	first := []rune(strings.Trim(token, ".,()"))
	return len(first) > 0 && (unicode.IsUpper(first[0]) || strings.Contains(token, ".") || len(first) > 3)
}

// startsAsOrganisation reports whether a name begins with an article, or with an acronym
// that the rest of the name does not share.
func startsAsOrganisation(tokens []string) bool {
	if len(tokens) == 0 {
		return false
	}
	if first := strings.ToLower(tokens[0]); len(tokens) > 1 && slices.Contains([]string{"the", "der", "die", "das", "les", "los", "las"}, first) {
		return true
	}
	const shortest = 3 // shorter ones are initials: "JJ Smith"
	if !acronym(tokens[0], shortest) {
		return false
	}
	return len(tokens) == 1 || slices.ContainsFunc(tokens[1:], func(t string) bool { return !acronym(t, 2) })
}

// acronym reports whether a token has at least n letters, all of them in upper case.
func acronym(token string, n int) bool {
	letters := 0
	for _, r := range token {
		if !unicode.IsUpper(r) {
			return false
		}
		letters++
	}
	return letters >= n
}
