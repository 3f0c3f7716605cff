package text

import "unicode/utf8"

// EditDistance returns the number of edits that turn a into b. An edit inserts, deletes
// or replaces a character or swaps two neighbours (Damerau and Levenshtein, as optimal
// string alignment).
func EditDistance(a, b string) int {
	from, to := []rune(a), []rune(b)
	var rows [3][]int // the second last, the last and the current row
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

// Closest returns the first of names with the smallest [EditDistance] to word, for a hint
// about a spelling mistake. It ignores names whose distance exceeds limit, or is not less
// than their length, because they have hardly a letter in common with word. It returns ""
// if it ignores all names.
func Closest(word string, names []string, limit int) string {
	best, least, length := "", limit+1, utf8.RuneCountInString(word)
	for _, name := range names {
		if d := utf8.RuneCountInString(name) - length; d > limit || -d > limit {
			continue // the distance is at least the difference in length
		}
		if d := EditDistance(word, name); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}
