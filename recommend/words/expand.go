package words

import "slices"

const (
	// maxExpansions is the maximum number of words that a prefix expands to.
	maxExpansions = 64
	// maxScanned is the maximum number of candidates from which the most frequent ones
	// are taken.
	maxScanned = 4096
)

// expandPrefix returns the words of the catalogue that begin with prefix and are longer,
// highest document frequency first.
func (v *View) expandPrefix(c *cursor, prefix string) ([]countedWord, error) {
	if cached, ok := v.expansions.get(prefix); ok {
		return cached, nil
	}
	words, err := v.wordsWithPrefix(prefix)
	if err == nil && !v.clean {
		words, err = mostFrequent(c, words)
	}
	if err != nil {
		return nil, err
	}
	words = slices.Clone(words[:min(len(words), maxExpansions)])
	v.expansions.add(prefix, words, listCost*len(words))
	return words, nil
}

// wordsWithPrefix returns the words that begin with prefix and are longer, in the order of
// moreFrequent. Their document frequencies include deleted documents.
func (v *View) wordsWithPrefix(prefix string) ([]countedWord, error) {
	words, err := v.snapshot.FieldDictPrefix(fieldWords, []byte(prefix))
	if err != nil {
		return nil, err
	}
	var out []countedWord
	for scanned := 0; scanned < maxScanned; scanned++ {
		e, err := words.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		if e.Term != prefix {
			out = append(out, countedWord{e.Term, int(e.Count)})
		}
	}
	slices.SortFunc(out, moreFrequent)
	return out, nil
}

// mostFrequent returns the first words by document frequency without deleted documents,
// and leaves out words that only deleted documents have. words must be in descending order
// of their document frequencies with deleted documents. These are upper bounds, so
// mostFrequent looks up only the words that can be among the first.
func mostFrequent(c *cursor, words []countedWord) ([]countedWord, error) {
	var out []countedWord
	for _, w := range words {
		if len(out) == maxExpansions && out[maxExpansions-1].episodes > w.episodes {
			break
		}
		n, err := c.find(fieldWords, w.word)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		counted := countedWord{w.word, n}
		at, _ := slices.BinarySearchFunc(out, counted, moreFrequent)
		out = slices.Insert(out, at, counted)
		out = out[:min(len(out), maxExpansions)]
	}
	return out, nil
}
