package words

// posting is a slot whose episode contains a term. weight is the saturated frequency of
// the term, see [saturate].
type posting struct {
	slot   int32
	weight float32
}

// fieldPostings are the postings of a term in a field. idf is its inverse document
// frequency, which also counts documents without a slot.
type fieldPostings struct {
	idf      float64
	postings []posting
}

// factor returns the factor that turns the weight of a posting into the score of a term
// with the given weight.
func (f *fieldPostings) factor(field int, weight float64) float32 {
	return float32(weight * scoredFields[field].weight * f.idf)
}

// addTo adds factor times the weight of each posting to the score of its slot. It adds
// four postings per iteration, which takes half the time of one per iteration.
func addTo(scores []float32, postings []posting, factor float32) {
	for len(postings) >= 4 {
		p := postings[:4:4]
		scores[p[0].slot] += factor * p[0].weight
		scores[p[1].slot] += factor * p[1].weight
		scores[p[2].slot] += factor * p[2].weight
		scores[p[3].slot] += factor * p[3].weight
		postings = postings[4:]
	}
	for _, p := range postings {
		scores[p.slot] += factor * p.weight
	}
}

// termPostings are the postings of a term by scored field.
type termPostings = *[len(scoredFields)]fieldPostings

// rawPosting is a document of a segment that contains a term. It does not depend on a
// view.
type rawPosting struct{ document, frequency uint32 }

// cacheKey identifies the postings of a term in a segment.
type cacheKey struct {
	field int
	term  string
}

// find returns the postings of a term. It ends the use of the term that was passed to
// the cursor's find.
func (v *View) find(c *cursor, term string) (termPostings, error) {
	if found, ok := v.terms.get(term); ok {
		return found, nil
	}
	found, size := termPostings(new([len(scoredFields)]fieldPostings)), 0
	for field := range scoredFields {
		var err error
		if found[field], err = v.read(c, field, term); err != nil {
			return nil, err
		}
		size += len(found[field].postings)
	}
	if size > 0 { // searches for unknown words must not fill the cache
		v.terms.add(term, found, size, maxCachedPostings)
	}
	return found, nil
}

// read reads the postings of a term in a field.
func (v *View) read(c *cursor, field int, term string) (fieldPostings, error) {
	raw, size := make([][]rawPosting, len(v.segments)), 0
	for s := range v.segments {
		var err error
		if raw[s], err = v.rawPostings(c, s, cacheKey{field, term}); err != nil {
			return fieldPostings{}, err
		}
		size += len(raw[s])
	}
	out := fieldPostings{postings: make([]posting, 0, size)}
	documents := 0
	for s := range v.segments {
		slots, lengths := v.segments[s].slots, v.segments[s].lengths[field]
		for _, p := range raw[s] {
			slot := slots[p.document]
			if slot != deleted {
				documents++
			}
			if slot >= 0 {
				weight := saturate(float32(p.frequency), v.norm(field, lengths[p.document]))
				out.postings = append(out.postings, posting{slot, weight})
			}
		}
	}
	out.idf = idf(documents, v.live)
	return out, nil
}

// rawPostings returns the postings of a term in a segment, in the order of documents. The
// segments share the room of the cache in proportion to their documents.
func (v *View) rawPostings(c *cursor, s int, key cacheKey) ([]rawPosting, error) {
	cache := v.segments[s].postings
	if list, ok := cache.get(key); ok {
		return list, nil
	}
	list, err := c.read(s, scoredFields[key.field].name, key.term)
	if len(list) > 0 {
		cache.add(key, list, len(list), maxCachedPostings/v.size*v.segments[s].size())
	}
	return list, err
}

// read reads the postings of a term in segment s, also of deleted documents. It ends
// the use of the term that was passed to find.
func (c *cursor) read(s int, field, term string) ([]rawPosting, error) {
	dictionaries, err := c.open(field)
	if err != nil {
		return nil, err
	}
	if c.postings[s], err = dictionaries[s].PostingsList([]byte(term), nil, c.postings[s]); err != nil {
		return nil, err
	}
	n := c.postings[s].Count()
	if n == 0 {
		return nil, nil
	}
	list, iterator := make([]rawPosting, 0, n), c.iterator(s, false)
	for p, err := iterator.Next(); p != nil || err != nil; p, err = iterator.Next() {
		if err != nil {
			return nil, err
		}
		list = append(list, rawPosting{uint32(p.Number()), uint32(p.Frequency())})
	}
	return list, nil
}
