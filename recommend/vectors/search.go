package vectors

import (
	"context"
	"math"

	"github.com/philippgille/chromem-go"

	"segue/recommend/cosine"
)

const (
	// spareDocuments is how many more documents than needed a segment is asked for. The
	// similarity of the last one must be clearly below the others, which shows that all
	// equal ones are there.
	spareDocuments = 16
	// moreDocuments is the factor for the next request if the documents were not enough.
	moreDocuments = 4
	// deviations is by how many standard deviations an estimate exceeds the mean. Few queries
	// then need a second request.
	deviations = 3
	// roundingUnit is the maximum relative rounding error of one operation on float32.
	roundingUnit = 1.0 / (1 << 24)
)

// searchSegments finds the nearest passages with chromem-go. The search of chromem-go sums the
// products in another order than [cosine.Dot]. Its similarities select documents, and
// cosine.Dot decides between them.
func (x *Index) searchSegments(ctx context.Context, q Query) (*top, error) {
	best := newTop(q.K)
	want := x.documentsNeeded(&q)
	for _, s := range x.segments {
		var err error
		if best, err = x.searchSegment(ctx, &q, s, best, want); err != nil {
			return nil, err
		}
	}
	return best, nil
}

// documentsNeeded estimates how many documents contain K current and allowed passages, and some
// more. The conditions of chromem-go do not count, because they come before the limit.
func (x *Index) documentsNeeded(q *Query) int {
	all := documents(x.segments)
	share := float64(x.passages) / float64(all)
	if q.Allowed != nil && q.Show == "" && q.Language == "" {
		share *= min(1, float64(q.Allowed.Len())/float64(x.embedded))
	}
	if q.FirstOnly {
		share *= float64(x.embedded) / float64(x.passages)
	}
	if share == 0 {
		return all
	}
	k := float64(q.K)
	if share < 1 {
		k += deviations * math.Sqrt(k)
	}
	return spareDocuments + int(min(k/share, float64(all)))
}

// searchSegment adds the nearest passages of a segment to a copy of best. It asks for want
// documents, and for more until the rest of the segment cannot change the result.
func (x *Index) searchSegment(ctx context.Context, q *Query, s *segment, best *top, want int) (*top, error) {
	size, conditions := s.documents.Count(), where(q.Show, q.Language)
	for ; ; want *= moreDocuments {
		want = min(want, size)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := s.documents.QueryEmbedding(ctx, q.Vector, want, conditions, nil)
		if err != nil {
			return nil, err
		}
		// chromem-go returns incomplete results without an error if ctx ends.
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := best.clone()
		if err := x.addFound(q, found, next); err != nil {
			return nil, err
		}
		complete := want == size || len(found) < want
		if complete || next.full() && found[want-1].Similarity < next.least-x.maxRounding() {
			return next, nil
		}
	}
}

// addFound adds the documents that are current and allowed.
func (x *Index) addFound(q *Query, found []chromem.Result, best *top) error {
	for _, f := range found {
		o, err := parseDocumentID(f.ID)
		if err != nil {
			return err
		}
		e := x.episodes.get(o.slot)
		if e == nil || int(o.passage) >= len(e.rows) {
			continue // removed
		}
		row := x.row(e.rows[o.passage])
		if &row[0] == &f.Embedding[0] && x.allows(q, o) {
			best.add(candidate{cosine.Dot(q.Vector, row), e.rows[o.passage]})
		}
	}
	return nil
}

// maxRounding is the maximum difference between the similarity of chromem-go and [cosine.Dot].
// Each sum of n products of unit vectors has an error of at most n rounding units.
func (x *Index) maxRounding() float32 {
	return float32(2*(x.dimensions+1)) * roundingUnit
}
