package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/data/clean"
)

// firstYear is the first year of valid publication dates. Radio archives begin about 1900.
const firstYear = 1900

// published returns the publication date of an item in UTC; zero if it is missing, not
// readable, or in the future by more than [data.MaxAhead]. gofeed parses more than a hundred
// formats; looseDate parses the others. A date without a zone is in UTC.
func (r *reader) published(it sourceItem) time.Time {
	for _, d := range []struct {
		text   string
		parsed *time.Time
	}{{it.Published, it.PublishedParsed}, {it.Updated, it.UpdatedParsed}} {
		t := dateOf(d.text, d.parsed)
		switch {
		case t.Year() >= firstYear && !data.TooFarAhead(t, r.now):
			return t
		case data.TooFarAhead(t, r.now):
			r.drop(it.place, "the date", d.text, "it is in the future")
			return time.Time{}
		case strings.TrimSpace(d.text) != "":
			r.drop(it.place, "the date", d.text, "its format is unknown; write it like Mon, 02 Mar 2026 06:00:00 GMT")
		}
	}
	return time.Time{}
}

// dateOf returns a date in UTC; zero if it is missing or not readable. parsed is the date as
// gofeed reads it, or nil.
func dateOf(written string, parsed *time.Time) time.Time {
	text := strings.ToLower(clean.Line(written))
	if parsed != nil && parsed.Year() >= firstYear && !zoneNamed(text) {
		return parsed.UTC()
	}
	return looseDate(text).UTC()
}

// zones maps names of time zones to hours from UTC. For names that gofeed does not know, it
// uses the zone of the machine, so all named zones are parsed here.
var zones = map[string]float64{
	"ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
	"msk": 3, "sast": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
	"nst": -3.5, "ndt": -2.5, "ast": -4, "adt": -3, "brt": -3, "art": -3, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "ist": 5.5, "pkt": 5,
	"awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}

func zoneNamed(text string) bool {
	last := text[strings.LastIndexByte(text, ' ')+1:]
	_, known := zones[last]
	return known && last != "z"
}

// months maps the names of months, full and abbreviated, to their numbers, in the languages
// of most podcasts.
var months = monthNames(
	"jan january januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty января янв",
	"feb february februar februari février févr fév fevrier febrero febbraio fevereiro fev luty lutego lut февраля фев",
	"mar march märz maerz mrz mars marzo março marco maart mrt marzec marca марта мар",
	"apr april avril avr abril abr aprile kwiecień kwietnia kwi апреля апр",
	"may mai mayo maggio mag maio mei maj maja мая май",
	"jun june juni juin junio giugno giu junho czerwiec czerwca cze июня июн",
	"jul july juli juillet juil julio luglio lug julho lipiec lipca lip июля июл",
	"aug august août aout agosto ago augustus augusti sierpień sierpnia sie августа авг",
	"sep sept september septembre septiembre settembre set setembro wrzesień września wrz сентября сен",
	"oct october oktober okt octobre octubre ottobre ott outubro out październik października paź октября окт",
	"nov november novembre noviembre novembro listopad listopada lis ноября ноя",
	"dec december dezember dez décembre déc decembre diciembre dic dicembre dezembro grudzień grudnia gru декабря дек",
)

func monthNames(lists ...string) map[string]int {
	names := map[string]int{}
	for i, list := range lists {
		for name := range strings.FieldsSeq(list) {
			names[name] = i + 1
		}
	}
	return names
}

var (
	clock  = regexp.MustCompile(`(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?\b)?\s*(?:uhr\s*)?(?:\(?(?:gmt|utc|ut)?\s*([+-])(\d{1,2}):?(\d{2})?\)?|\(?([a-z]{1,4})\b\)?)?`)
	tokens = regexp.MustCompile(`\d+|\p{L}+`)
	epoch  = regexp.MustCompile(`^\d{9,13}$`)
)

// looseDate finds the parts of a date in any order; zero if there is no date. If two
// numbers can be the month, the second one is the month.
func looseDate(text string) time.Time {
	if epoch.MatchString(text) {
		n, _ := strconv.ParseInt(text, 10, 64)
		if n > 99_999_999_999 { // in milliseconds
			n /= 1000
		}
		return time.Unix(n, 0)
	}
	var ofDay time.Duration
	if m, at := clockIn(text); m != nil {
		var ok bool
		if ofDay, ok = timeOfDay(m); !ok {
			return time.Time{}
		}
		text = text[:at] + " " + text[at+len(m[0]):]
	}
	year, month, day := dateParts(text)
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month {
		return time.Time{}
	}
	return t.Add(ofDay)
}

// clockIn returns the first match of clock that is not a part of a longer number with colons,
// such as the date 2:23:2011, and its position.
func clockIn(text string) (match []string, at int) {
	for from := 0; ; {
		found := clock.FindStringIndex(text[from:])
		if found == nil {
			return nil, 0
		}
		start, end := from+found[0], from+found[1]
		if (start == 0 || !inNumber(text[start-1])) && (end == len(text) || !inNumber(text[end]) || !digit(text[end-1])) {
			return clock.FindStringSubmatch(text[start:end]), start
		}
		for from = end; from < len(text) && inNumber(text[from]); from++ { // to the end of the number
		}
	}
}

func inNumber(c byte) bool { return digit(c) || c == ':' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// timeOfDay returns the time of a match of clock, in UTC.
func timeOfDay(m []string) (time.Duration, bool) {
	number := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	hour, minute, second := number(1), number(2), number(3)
	if m[4] != "" {
		if hour %= 12; m[4][0] == 'p' {
			hour += 12
		}
	}
	if hour > 24 || minute > 59 || second > 60 {
		return 0, false
	}
	offset := zones[m[8]]
	if m[5] != "" {
		offset = float64(number(6)) + float64(number(7))/60
	}
	if m[5] == "-" {
		offset = -offset
	}
	if offset < -14 || offset > 14 {
		offset = 0
	}
	ofDay := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return ofDay - time.Duration(offset*float64(time.Hour)), true
}

// dateParts returns the parts of a date, or zeros if the text has no date.
func dateParts(text string) (year, month, day int) {
	var numbers []string
	for _, token := range tokens.FindAllString(text, -1) {
		if token[0] < '0' || token[0] > '9' {
			if m := months[token]; m > 0 {
				month = m // the last one: "mar" is a French Tuesday, too
			}
		} else {
			numbers = append(numbers, token)
		}
	}
	switch {
	case len(numbers) == 1 && len(numbers[0]) == 8: // 20190304
		n := numbers[0]
		return atoi(n[:4]), atoi(n[4:6]), atoi(n[6:])
	case month > 0 && len(numbers) >= 2 && len(numbers[0]) == 4:
		return atoi(numbers[0]), month, atoi(numbers[1])
	case month > 0 && len(numbers) >= 2:
		return fullYear(numbers[1]), month, atoi(numbers[0])
	case len(numbers) < 3:
		return 0, 0, 0
	case len(numbers[0]) == 4:
		return atoi(numbers[0]), atoi(numbers[1]), atoi(numbers[2])
	}
	day, month = atoi(numbers[0]), atoi(numbers[1])
	if month > 12 {
		day, month = month, day
	}
	return fullYear(numbers[2]), month, day
}

// fullYear returns the year. Two digits mean 1970 to 2069.
func fullYear(s string) int {
	n := atoi(s)
	switch {
	case len(s) == 2 && n < 70:
		return 2000 + n
	case len(s) == 2:
		return 1900 + n
	}
	return n
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
