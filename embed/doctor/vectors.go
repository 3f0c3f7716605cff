package doctor

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"segue/embed"
	"segue/embed/tokens"
)

// passages have the usual length of a passage.
var passages = []string{
	"Why databases lock rows. A guest explains transactions, isolation levels and deadlocks with examples from her work on a payment system, where two " +
		"clerks wanted to change the same account at the same moment. We talk about optimistic and pessimistic locks, about retries, and about what happens " +
		"when a machine dies in the middle of a commit. At the end she tells which books she would give to a colleague who has never thought about it before.",
	"Bread needs flour, water, salt and time. A baker from a village in the mountains explains how she keeps a sourdough alive through winter, why the oven " +
		"must be hotter than most people believe, and what the crust tells about the crumb. We taste three loaves that differ in nothing but the hours that " +
		"they rested, and talk about mills, about old kinds of wheat, and about the price of a loaf that somebody has really made by hand.",
}

// dimensions compares the configured, the returned and the known dimensions.
func (x *examiner) dimensions() Check {
	got := x.driver.Info().Dimensions
	vectors, err := x.vectors(passages[0])
	if err != nil {
		return failed(err, "set another number of --embed-dimensions, or remove it to use the model's own")
	}
	known, found := x.known()
	configured := x.setup.Endpoint != nil && x.setup.Endpoint.Dimensions > 0
	switch {
	case x.setup.Expected > 0 && x.setup.Expected != got:
		return Check{Status: Failed, Detail: fmt.Sprintf("%d, but %d are expected", got, x.setup.Expected),
			Fix: "check that the endpoint runs this model, or change --embed-expect-dimensions"}
	case found && !configured && x.setup.Expected == 0 && known.Dimensions != got:
		return Check{Status: Failed, Detail: fmt.Sprintf("%d, but %s has %d", got, known.Name, known.Dimensions),
			Fix: "check that the endpoint runs the model of this name; if the number is right, set --embed-expect-dimensions to it"}
	case found && configured && known.Dimensions != got:
		return ok(fmt.Sprintf("%d of %d, as configured", len(vectors[0]), known.Dimensions))
	}
	return ok(fmt.Sprint(len(vectors[0])))
}

// batch finds the largest batch that the model accepts, and measures it.
func (x *examiner) batch() Check {
	limit := x.driver.Info().MaxBatch
	for n := limit; n > 0; n /= 2 {
		start := time.Now()
		_, err := x.driver.Embed(x.ctx, batchOf(n))
		x.batchTexts, x.batchTime = n, time.Since(start)
		switch {
		case err == nil && n == limit:
			return ok(fmt.Sprintf("%d passages per request", n))
		case err == nil:
			return Check{Status: Warning, Detail: fmt.Sprintf("a batch of %d passages is too large, %d are accepted", limit, n),
				Fix: fmt.Sprintf("set --embed-batch to %d to avoid failed requests, or raise the limit of the server", n)}
		case !errors.Is(err, embed.ErrTooLarge):
			return failed(err, "check the log of the server; a smaller --embed-batch may help")
		}
	}
	return Check{Status: Warning, Detail: "one passage of 90 words is too large and will be cut",
		Fix: "give the model a larger context; with llama.cpp, raise --ubatch-size"}
}

// batchOf returns n different passages.
func batchOf(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("Episode %d. %s", i, passages[i%len(passages)])
	}
	return texts
}

// slowQuery is the time for a query above which users notice the delay.
const slowQuery = time.Second

// speed measures a query, and reports the speed of the batch. Earlier checks have loaded
// the model.
func (x *examiner) speed() Check {
	start := time.Now()
	if _, err := x.vectors("Which episode explains locks?"); err != nil {
		return failed(err, "")
	}
	one := time.Since(start)
	perSecond := func(n int64) float64 { return float64(n) / max(x.batchTime, time.Microsecond).Seconds() }
	c := ok(fmt.Sprintf("a query in %s; %d passages in %s, which is %.0f passages and about %.0f tokens a second",
		roundDuration(one), x.batchTexts, roundDuration(x.batchTime), perSecond(int64(x.batchTexts)), perSecond(tokens.Total(batchOf(x.batchTexts)))))
	if one > slowQuery {
		c.Status, c.Fix = Warning, "every search takes that long; use a smaller model, or an endpoint that is closer"
	}
	return c
}

// minSameTextSimilarity is the minimum similarity of two vectors of the same text.
const minSameTextSimilarity = 0.999

// repeatable checks whether a text has the same vector alone and in a batch.
func (x *examiner) repeatable() Check {
	first, err := x.vectors(passages[0])
	if err != nil {
		return failed(err, "")
	}
	second, err := x.vectors(slices.Concat(passages, []string{"volcanoes of Iceland"})...)
	if err != nil {
		return failed(err, "")
	}
	s := cosine(first[0], second[0])
	if s < minSameTextSimilarity {
		return Check{Status: Failed, Detail: fmt.Sprintf("similarity of a text alone and the same text in a batch is %.4f, want %v", s, minSameTextSimilarity),
			Fix: "update the server, or set --embed-batch to 1: it mixes up the texts of a batch"}
	}
	return ok(fmt.Sprintf("similarity of a text alone and the same text in a batch is %.4f", s))
}

// meaning checks whether a query is more similar to its answer than to another passage.
func (x *examiner) meaning() Check {
	client := embed.NewClient(x.driver, embed.NoCache{}, embed.WithPrepare(x.setup.Prepare))
	query, err := client.Query(x.ctx, "How do two people change the same record of a database without damage?")
	if err != nil {
		return failed(err, "")
	}
	answers, err := x.vectors(passages...)
	if err != nil {
		return failed(err, "")
	}
	relevant, other := cosine(query, answers[0]), cosine(query, answers[1])
	detail := fmt.Sprintf("similarity of a query to its answer is %.2f, to another passage %.2f", relevant, other)
	if relevant <= other {
		return Check{Status: Failed, Detail: detail, Fix: "use an embedding model; the vectors of a chat model have no meaning"}
	}
	return ok(detail)
}

// cosine returns the cosine of two unit vectors.
func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
