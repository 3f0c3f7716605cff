package duplicate

import "strings"

// part is a part number in a title.
type part struct {
	n          int
	begin, end int // token indexes
	sure       bool
}

// maxCounted is the highest number in "#12" that counts as a part. A daily show needs
// centuries to exceed it.
const maxCounted = 100_000

// findPart finds the part number of a title. In order of preference: the last with a
// word for "part" or a total, the last Roman numeral, the last "#12".
func findPart(text string, list []token) (part, bool) {
	var best part
	rank := 0
	for i := range list {
		for r, read := range []func(string, []token, int) (part, bool){readCounted, readRoman, readSure} {
			p, ok := read(text, list, i)
			if !ok || r+1 < rank || !hasWord(list[:p.begin]) && !hasWord(list[p.end:]) {
				continue
			}
			if r+1 == rank && p.begin < best.end {
				continue // overlaps the previous one
			}
			best, rank = p, r+1
		}
	}
	return best, rank > 0
}

// readSure parses "part 2", "Pt. II of III", "second part", "(2/3)", "(II)" or, at the
// end of the title, "2/3".
func readSure(text string, list []token, i int) (part, bool) {
	if n, end := afterPartWord(list, i); n > 0 && canEnd(list, end) {
		return part{n, i, end, true}, true
	}
	if n, end := ordinal(list, i); n > 0 && canEnd(list, end) {
		return part{n, i, end, true}, true
	}
	if list[i].kind == open {
		n, end := fraction(list, i+1)
		if n == 0 && i+1 < len(list) && isRoman(text, list[i+1], true) {
			n, end = numerals[list[i+1].text], i+2
		}
		if n > 0 && end < len(list) && list[end].kind == shut {
			return part{n, i, end + 1, true}, true
		}
		return part{}, false
	}
	n, end := fraction(list, i)
	return part{n, i, end, true}, n > 0 && end == len(list)
}

// afterPartWord parses "part 2", optionally followed by "of 3".
func afterPartWord(list []token, i int) (n, end int) {
	if list[i].kind != word {
		return 0, 0
	}
	w := list[i].text
	if glued := strings.TrimRight(w, "0123456789"); glued != w && partWords[glued] { // "part2"
		return numeral(w[len(glued):]), i + 1
	}
	if !partWords[w] {
		return 0, 0
	}
	end = i + 1
	for end < len(list) && (list[end].kind == number || list[end].kind == pause && list[end].text == ".") {
		end++
	}
	if end == len(list) || list[end].kind != word {
		return 0, 0
	}
	n = numeral(list[end].text)
	end++
	if n > 0 && end+1 < len(list) && isOf(list[end]) && numeral(list[end+1].text) >= n {
		end += 2
	}
	return n, end
}

// ordinal parses "second part", "2. Teil" and "2e partie".
func ordinal(list []token, i int) (n, end int) {
	if list[i].kind != word {
		return 0, 0
	}
	n, end = numeral(strings.TrimRight(list[i].text, "adehmnorst")), i+1
	if n == 0 {
		n = numeral(list[i].text)
	}
	if end < len(list) && list[end].kind == pause && list[end].text == "." {
		end++
	}
	if n == 0 || end == len(list) || list[end].kind != word || !partWords[list[end].text] {
		return 0, 0
	}
	return n, end + 1
}

// fraction parses "2/3" and "2 of 3". It rejects dates such as 07/28.
func fraction(list []token, i int) (n, end int) {
	if i+2 >= len(list) || list[i].kind != word || list[i+2].kind != word || !isOf(list[i+1]) {
		return 0, 0
	}
	n, all := toPart(list[i].text), toPart(list[i+2].text)
	if n == 0 || all < max(n, 2) || all > maxPart {
		return 0, 0
	}
	return n, i + 3
}

func isOf(t token) bool { return t.kind == slash || t.kind == word && ofWords[t.text] }

// readRoman parses Roman numerals from II.
func readRoman(text string, list []token, i int) (part, bool) {
	if !isRoman(text, list[i], false) || !canEnd(list, i+1) {
		return part{}, false
	}
	return part{numerals[list[i].text], i, i + 1, true}, true
}

// isRoman reports whether t is a Roman numeral in capitals. A single letter counts only
// in brackets, because it is usually part of a name ("Superman v X").
func isRoman(text string, t token, bracket bool) bool {
	if t.kind != word || len(t.text) < 2 && !bracket || strings.Trim(text[t.start:t.end], "IVX") != "" {
		return false
	}
	return numerals[t.text] > 0
}

// readCounted parses "#12" and "Episode 12", also in brackets.
func readCounted(_ string, list []token, i int) (part, bool) {
	begin, end := i, i
	if list[i].kind == open {
		end++
	}
	counted := false
	for end < len(list) && (list[end].kind == number || list[end].kind == pause && counted || list[end].kind == word && numberWords[list[end].text]) {
		counted = true
		end++
	}
	if !counted || end == len(list) || list[end].kind != word {
		return part{}, false
	}
	n := toPart(list[end].text)
	end++
	if list[i].kind == open {
		if end == len(list) || list[end].kind != shut {
			return part{}, false
		}
		end++
	}
	return part{n, begin, end, false}, 0 < n && n <= maxCounted && canEnd(list, end)
}

// canEnd reports whether a part may end before list[i]: at the end of the title, before
// punctuation, or before the guests.
func canEnd(list []token, i int) bool {
	return i >= len(list) || list[i].kind != word || withWords[list[i].text]
}

// numeral returns the number that a word means, if it is at most [maxPart], and else 0.
func numeral(w string) int {
	if n := numerals[w]; n > 0 {
		return n
	}
	if n := toPart(w); n <= maxPart {
		return n
	}
	return 0
}
