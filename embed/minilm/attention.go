package minilm

import (
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// queryRows is how many queries are worked on at once: few enough that their
// scores, at most 24 kB, stay in the first-level cache, and a multiple of the
// rows that a kernel takes.
const queryRows = 24

// attention lets the tokens of a text look at each other, one head at a time.
// The zero value is ready; it is for one thread.
type attention struct {
	keys   []kernel.PanelRow // [tokens/16][HeadWidth], a column for every token
	values []kernel.PanelRow // [HeadWidth/16][tokens]
	scores kernel.Block      // a row for every query, a column for every token
}

// attend sets every row of into to the mean of the values, weighted by how well
// their keys match the row's query. All blocks have HeadWidth columns.
func (a *attention) attend(k kernel.Kernel, into, queries, keys, values kernel.Block) {
	a.packKeys(keys)
	a.packValues(values)
	n := keys.Rows
	for from := 0; from < n; from += queryRows {
		rows := min(queryRows, n-from)
		resize(&a.scores, rows, count(n, kernel.PanelWidth)*kernel.PanelWidth)
		k.Product(a.scores, queries.Part(from, rows, 0, queries.Columns), a.keys)
		a.scores.Columns = n // those beyond n belong to no token
		k.Softmax(a.scores)
		k.Product(into.Part(from, rows, 0, into.Columns), a.scores, a.values)
	}
}

// packKeys turns rows into columns. The columns of the last panel that no token
// fills are zero.
func (a *attention) packKeys(keys kernel.Block) {
	panels := count(keys.Rows, kernel.PanelWidth)
	a.keys = grow(a.keys, panels*weights.HeadWidth)
	for column := range panels * kernel.PanelWidth {
		panel := a.keys[column/kernel.PanelWidth*weights.HeadWidth:][:weights.HeadWidth]
		if column >= keys.Rows {
			clearColumn(panel, column%kernel.PanelWidth)
			continue
		}
		for i, x := range keys.Row(column) {
			panel[i][column%kernel.PanelWidth] = x
		}
	}
}

func clearColumn(panel []kernel.PanelRow, column int) {
	for i := range panel {
		panel[i][column] = 0
	}
}

func (a *attention) packValues(values kernel.Block) {
	a.values = grow(a.values, values.Rows*weights.HeadWidth/kernel.PanelWidth)
	for r := range values.Rows {
		row := values.Row(r)
		for p := range weights.HeadWidth / kernel.PanelWidth {
			copy(a.values[p*values.Rows+r][:], row[p*kernel.PanelWidth:])
		}
	}
}

// grow returns rows with the length n, and anything in them.
func grow(rows []kernel.PanelRow, n int) []kernel.PanelRow {
	if n > cap(rows) {
		return make([]kernel.PanelRow, n)
	}
	return rows[:n]
}
