// Package judge measures answers against labelled sets: documents, queries, and
// people's word on which document answers which query.
//
// The measures are those of trec_eval, so that figures can be compared with
// published ones: gains are linear, and a query without a relevant document
// does not count.
package judge

import (
	"math"
	"slices"
)

// Relevance is how well documents answer one query: by document, above 0. A
// document that is not named does not answer it.
type Relevance map[string]int

// NDCG is the normalised discounted cumulative gain of the first k documents, 0
// to 1 (Järvelin and Kekäläinen, 2002): the sum of relevance/log2(rank+1), as a
// share of that of the best possible order.
func NDCG(ranked []string, relevant Relevance, k int) float64 {
	var gain float64
	for i, document := range first(ranked, k) {
		gain += float64(relevant[document]) / math.Log2(float64(i)+2)
	}
	grades := make([]int, 0, len(relevant))
	for _, grade := range relevant {
		grades = append(grades, grade)
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	var ideal float64
	for i, grade := range grades[:min(k, len(grades))] {
		ideal += float64(grade) / math.Log2(float64(i)+2)
	}
	if ideal == 0 {
		return 0
	}
	return gain / ideal
}

// Recall is the share of the relevant documents that are among the first k.
func Recall(ranked []string, relevant Relevance, k int) float64 {
	if len(relevant) == 0 {
		return 0
	}
	found := 0
	for _, document := range first(ranked, k) {
		if relevant[document] > 0 {
			found++
		}
	}
	return float64(found) / float64(len(relevant))
}

// ReciprocalRank is 1/rank of the first relevant document, and 0 where none is
// among the first k. Its mean over queries is MRR.
func ReciprocalRank(ranked []string, relevant Relevance, k int) float64 {
	for i, document := range first(ranked, k) {
		if relevant[document] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

func first(ranked []string, k int) []string { return ranked[:min(k, len(ranked))] }

// Depth is how many documents an answer must have to be measured.
const Depth = 100

// Figures are means over the queries of a set.
type Figures struct {
	Queries  int     `json:"queries"`
	NDCG10   float64 `json:"ndcg_at_10"`
	MRR10    float64 `json:"mrr_at_10"`
	Recall10 float64 `json:"recall_at_10"`
	Recall   float64 `json:"recall_at_100"`
}

// Measure asks answer for the first [Depth] documents of every labelled query
// of a set and returns the means. It stops at the first error of answer.
func Measure(set Set, answer func(query string) ([]string, error)) (Figures, error) {
	var f Figures
	for _, q := range set.Queries {
		relevant := set.Relevant[q.ID]
		if len(relevant) == 0 {
			continue
		}
		ranked, err := answer(q.Text)
		if err != nil {
			return Figures{}, err
		}
		f.Queries++
		f.NDCG10 += NDCG(ranked, relevant, 10)
		f.MRR10 += ReciprocalRank(ranked, relevant, 10)
		f.Recall10 += Recall(ranked, relevant, 10)
		f.Recall += Recall(ranked, relevant, Depth)
	}
	if n := float64(f.Queries); n > 0 {
		f.NDCG10, f.MRR10, f.Recall10, f.Recall = f.NDCG10/n, f.MRR10/n, f.Recall10/n, f.Recall/n
	}
	return f, nil
}
