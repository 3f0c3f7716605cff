package minilm

import (
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

// queryRows is the number of queries in one block. Their scores, at most 24 kB, stay in
// the first-level cache. It is a multiple of the rows in a kernel's tile.
const queryRows = 24

// attention computes the attention between the tokens of a text for one head. The zero
// value is ready for use. It is not safe for concurrent use.
type attention struct {
	keys   []kernel.PanelRow // [tokens/16][HeadWidth], a column per token
	values []kernel.PanelRow // [HeadWidth/16][tokens]
	scores kernel.Block      // a row per query, a column per token
}

// attend sets each row of into to the mean of the values, weighted by the match of their
// keys with the row's query. All blocks have HeadWidth columns.
func (a *attention) attend(k kernel.Kernel, into, queries, keys, values kernel.Block) {
	a.packKeys(keys)
	a.packValues(values)
	n := keys.Rows
	for from := 0; from < n; from += queryRows {
		rows := min(queryRows, n-from)
		resize(&a.scores, rows, ceilDiv(n, kernel.PanelWidth)*kernel.PanelWidth)
		k.Product(a.scores, queries.Part(from, rows, 0, queries.Columns), a.keys)
		a.scores.Columns = n // the columns after n are padding
		k.Softmax(a.scores)
		k.Product(into.Part(from, rows, 0, into.Columns), a.scores, a.values)
	}
}

// packKeys transposes keys into panels. Unused columns of the last panel are zero.
func (a *attention) packKeys(keys kernel.Block) {
	panels := ceilDiv(keys.Rows, kernel.PanelWidth)
	a.keys = growPanels(a.keys, panels*weights.HeadWidth)
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
	a.values = growPanels(a.values, values.Rows*weights.HeadWidth/kernel.PanelWidth)
	for r := range values.Rows {
		row := values.Row(r)
		for p := range weights.HeadWidth / kernel.PanelWidth {
			copy(a.values[p*values.Rows+r][:], row[p*kernel.PanelWidth:])
		}
	}
}

// growPanels returns a slice of length n. Its content is undefined.
func growPanels(rows []kernel.PanelRow, n int) []kernel.PanelRow {
	if n > cap(rows) {
		return make([]kernel.PanelRow, n)
	}
	return rows[:n]
}
