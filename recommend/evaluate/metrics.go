package evaluate

import (
	"math"
	"slices"

	"segue/data"
)

// Relevance has the grades of the episodes that are relevant for one query. Grades are above 0.
type Relevance map[data.EpisodeID]int

// NDCG returns the normalised discounted cumulative gain of the first k episodes, 0 to 1
// (Järvelin and Kekäläinen, 2002): the sum of grade/log2(rank+1), divided by the sum for the
// best possible order.
func NDCG(ranked []data.EpisodeID, relevant Relevance, k int) float64 {
	var gain float64
	for i, episode := range first(ranked, k) {
		gain += float64(relevant[episode]) / math.Log2(float64(i)+2)
	}
	ideal := idealGain(relevant, k)
	if ideal == 0 {
		return 0
	}
	return gain / ideal
}

func idealGain(relevant Relevance, k int) float64 {
	grades := make([]int, 0, len(relevant))
	for _, grade := range relevant {
		grades = append(grades, grade)
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	var ideal float64
	for i, grade := range first(grades, k) {
		ideal += float64(grade) / math.Log2(float64(i)+2)
	}
	return ideal
}

// Recall returns the share of the relevant episodes that are among the first k.
func Recall(ranked []data.EpisodeID, relevant Relevance, k int) float64 {
	if len(relevant) == 0 {
		return 0
	}
	return float64(found(ranked, relevant, k)) / float64(len(relevant))
}

// Precision returns the share of the first k places that have a relevant episode. An answer
// shorter than k has empty places.
func Precision(ranked []data.EpisodeID, relevant Relevance, k int) float64 {
	if k <= 0 {
		return 0
	}
	return float64(found(ranked, relevant, k)) / float64(k)
}

// Hit returns 1 if a relevant episode is among the first k, and 0 if not. Its mean is the
// share of queries with a relevant result.
func Hit(ranked []data.EpisodeID, relevant Relevance, k int) float64 {
	return float64(min(1, found(ranked, relevant, k)))
}

// ReciprocalRank returns 1/rank of the first relevant episode, or 0 if none is among the first
// k. Its mean over queries is MRR.
func ReciprocalRank(ranked []data.EpisodeID, relevant Relevance, k int) float64 {
	for i, episode := range first(ranked, k) {
		if relevant[episode] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

func found(ranked []data.EpisodeID, relevant Relevance, k int) int {
	n := 0
	for _, episode := range first(ranked, k) {
		if relevant[episode] > 0 {
			n++
		}
	}
	return n
}

func first[T any](list []T, k int) []T { return list[:max(0, min(k, len(list)))] }

// Metric is the printed name of a metric at a depth.
type Metric string

// The metrics that are reported.
const (
	NDCG10      Metric = "nDCG@10"
	Recall10    Metric = "recall@10"
	Recall100   Metric = "recall@100"
	MRR10       Metric = "MRR@10"
	Hit10       Metric = "hit@10"
	Precision10 Metric = "precision@10"
)

// Metrics returns all metrics in the order of a report. The first one chooses weights.
func Metrics() []Metric {
	return []Metric{NDCG10, Recall10, Recall100, MRR10, Hit10, Precision10}
}

// Page is the number of results that a listener reads, the depth of most metrics.
const Page = 10

// Depth is the number of results that are measured.
const Depth = 100

// Score returns the score of one answer, 0 to 1. It returns 0 for a metric that is not in
// [Metrics].
func (m Metric) Score(ranked []data.EpisodeID, relevant Relevance) float64 {
	switch m {
	case NDCG10:
		return NDCG(ranked, relevant, Page)
	case Recall10:
		return Recall(ranked, relevant, Page)
	case Recall100:
		return Recall(ranked, relevant, Depth)
	case MRR10:
		return ReciprocalRank(ranked, relevant, Page)
	case Hit10:
		return Hit(ranked, relevant, Page)
	case Precision10:
		return Precision(ranked, relevant, Page)
	}
	return 0
}
