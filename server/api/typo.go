package api

// maxTypos is how many edits a name may be away from what was meant: two
// misspelt letters, while no two of our parameters are that near.
const maxTypos = 2

// nearest returns the name nearest to word, the first of equals, or "" where
// none is near.
func nearest(word string, names []string) string {
	best, least := "", maxTypos+1
	for _, name := range names {
		if d := distance(word, name); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}

// distance counts the bytes to insert, delete, replace or swap with their
// neighbour to turn a into b. Words of very different length are far apart
// without counting, so a long word costs nothing.
func distance(a, b string) int {
	if d := len(a) - len(b); d > maxTypos || d < -maxTypos {
		return maxTypos + 1
	}
	var rows [3][]int // the row before the last, the last, this one
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := 1; i <= len(a); i++ {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
		rows[2][0] = i
		for j := 1; j <= len(b); j++ {
			edits := min(rows[1][j]+1, rows[2][j-1]+1, rows[1][j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				edits = min(edits, rows[0][j-2]+1)
			}
			rows[2][j] = edits
		}
	}
	return rows[2][len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
