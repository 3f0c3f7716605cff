package text

import "unicode/utf8"

// EditDistance counts the characters to insert, delete, replace or swap with their
// neighbour to turn a into b (Damerau and Levenshtein, as optimal string alignment).
func EditDistance(a, b string) int {
	from, to := []rune(a), []rune(b)
	var rows [3][]int // the row before the last, the last, this one
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := 1; i <= len(from); i++ {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
		rows[2][0] = i
		for j := 1; j <= len(to); j++ {
			replaced := rows[1][j-1]
			if from[i-1] != to[j-1] {
				replaced++
			}
			edits := min(rows[1][j]+1, rows[2][j-1]+1, replaced)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				edits = min(edits, rows[0][j-2]+1)
			}
			rows[2][j] = edits
		}
	}
	return rows[2][len(to)]
}

// Nearest returns the name that a word is probably a misspelling of: the first of
// those at the smallest [EditDistance], if it is at most that many edits away, and
// "" if there is none. A name with no letter of the word is never near.
func Nearest(word string, names []string, most int) string {
	best, least, length := "", most+1, utf8.RuneCountInString(word)
	for _, name := range names {
		if d := utf8.RuneCountInString(name) - length; d > most || -d > most {
			continue // the distance is at least the difference in length
		}
		if d := EditDistance(word, name); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}
