// Package calibrate measures what texts about other subjects find in a catalogue, so that an answer
// can tell a match from chance. It needs no labels: it asks the catalogue a fixed list of questions
// about many subjects, and nonsense. Most of them are foreign to any catalogue, and the median and
// the quartiles ignore the few that are not.
package calibrate

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"segue/recommend"
	"segue/recommend/cosine"
)

var (
	//go:embed subjects.txt
	subjectsFile string
	//go:embed nonsense.txt
	nonsenseFile string

	subjects, nonsense = lines(subjectsFile), lines(nonsenseFile)
)

func lines(file string) []string { return strings.Split(strings.TrimSpace(file), "\n") }

// formula is the number of the computation. Increase it with each change of the results.
const formula = 1

// Version identifies the texts and the computation.
var Version = func() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q", formula, subjects, nonsense))
	return hex.EncodeToString(sum[:8])
}()

// Texts are the texts that a calibration embeds.
func Texts() []string { return slices.Concat(subjects, nonsense) }

const (
	// sampleSize is the number of episodes whose vectors represent the catalogue: the mean of more
	// differs by less than a hundredth.
	sampleSize = 512
	// narrowest is the least width of a distribution of cosines or shares. Fewer than ten
	// episodes, or a coarse model, could have a width of zero.
	narrowest = 0.02
	// deviation is the distance of the quartiles of a normal distribution in standard deviations.
	deviation = 1.349
	// drift is the share of the passages by which a catalogue may grow or shrink before it is
	// measured again. The best cosine by chance grows with the logarithm of their number.
	drift = 0.25
)

// Fits reports whether a calibration is still right for an index.
func Fits(c recommend.Calibration, i recommend.Info) bool {
	change := math.Abs(float64(i.Passages - c.Passages))
	return c.Known() && c.Version == Version && c.Model == i.Model && change <= drift*float64(c.Passages)
}

// Compute measures a revision. vectors are the embeddings of [Texts] as searches. The result
// depends only on the revision and the vectors. It is unknown if the revision has no vectors.
func Compute(ctx context.Context, v recommend.Revision, vectors [][]float32) (recommend.Calibration, error) {
	info := v.Index.Info()
	out := recommend.Calibration{Version: Version, Model: info.Model, Episodes: info.Episodes, Passages: info.Passages}
	sample, err := sampleOf(ctx, v.Index)
	if err != nil || len(sample) == 0 {
		return recommend.Calibration{}, err
	}
	out.Center = center(sample)
	v.Calibration = recommend.Calibration{Center: out.Center}
	found := make([]recommend.Evidence, len(vectors))
	for i, text := range Texts() {
		if found[i], err = v.Evidence(ctx, text, vectors[i]); err != nil {
			return recommend.Calibration{}, fmt.Errorf("calibrate %q: %w", text, err)
		}
	}
	others := found[:len(subjects)]
	out.Meaning = meaningOf(others, found[len(subjects):])
	out.Words = spreadOf(others, func(e recommend.Evidence) float64 { return e.Words })
	out.Topic = spreadOf(others, func(e recommend.Evidence) float64 { return e.Topic })
	out.Subject = recommend.SubjectOf(out.Topic, ownTopic(sample, out.Center))
	out.Pairs = pairsOf(sample)
	return out, nil
}

// meaningOf returns the spread of the best cosines of texts about other subjects or, if it is
// lower, of nonsense: in a catalogue about everything no subject is foreign.
func meaningOf(others, nonsense []recommend.Evidence) recommend.Spread {
	meaning := func(e recommend.Evidence) float64 { return e.Meaning }
	a, b := spreadOf(others, meaning), spreadOf(nonsense, meaning)
	if b.Middle < a.Middle {
		return b
	}
	return a
}

// spreadOf returns the spread of a value.
func spreadOf[T any](list []T, value func(T) float64) recommend.Spread {
	values := make([]float64, len(list))
	for i, x := range list {
		values[i] = value(x)
	}
	slices.Sort(values)
	quartile := func(n int) float64 { return values[min(n*len(values)/4, len(values)-1)] }
	return recommend.Spread{Middle: quartile(2), Width: max((quartile(3)-quartile(1))/deviation, narrowest)}
}

// sampleOf returns the mean vectors of episodes that are spread evenly over time.
func sampleOf(ctx context.Context, x recommend.Index) ([][]float32, error) {
	entries, err := x.Latest(ctx, recommend.LatestQuery{Limit: x.Info().Episodes})
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e *recommend.Entry) bool { return !e.Embedded })
	n := min(len(entries), sampleSize)
	some := make([]*recommend.Entry, n)
	for i := range some {
		some[i] = entries[i*len(entries)/n]
	}
	embeddings, err := x.Embeddings(ctx, some)
	if err != nil {
		return nil, err
	}
	var means [][]float32
	for _, e := range embeddings {
		if mean := e.Mean(); mean != nil {
			means = append(means, mean)
		}
	}
	return means, nil
}

// center returns the mean of vectors. It is shorter than one.
func center(vectors [][]float32) []float32 {
	mean := make([]float32, len(vectors[0]))
	for _, v := range vectors {
		for i, x := range v {
			mean[i] += x / float32(len(vectors))
		}
	}
	return mean
}

// ownTopic returns the median cosine of the catalogue's own episodes and its centre.
func ownTopic(sample [][]float32, center []float32) float64 {
	return spreadOf(sample, func(v []float32) float64 { return float64(cosine.Dot(v, center)) }).Middle
}

// pairsOf returns the spread of the cosines of episodes that are far apart in time.
func pairsOf(sample [][]float32) recommend.Spread {
	half := len(sample) / 2
	if half == 0 {
		return recommend.Spread{Width: narrowest}
	}
	pairs := make([]float64, half)
	for i := range pairs {
		pairs[i] = float64(cosine.Dot(sample[i], sample[half+i]))
	}
	return spreadOf(pairs, func(x float64) float64 { return x })
}
