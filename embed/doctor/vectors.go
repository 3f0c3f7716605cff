package doctor

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"segue/embed"
	"segue/embed/tokens"
)

// passages are as long as Segue's.
var passages = []string{
	"Why databases lock rows. A guest explains transactions, isolation levels and deadlocks with examples from her work on a payment system, where two " +
		"clerks wanted to change the same account at the same moment. We talk about optimistic and pessimistic locks, about retries, and about what happens " +
		"when a machine dies in the middle of a commit. At the end she tells which books she would give to a colleague who has never thought about it before.",
	"Bread needs flour, water, salt and time. A baker from a village in the mountains explains how she keeps a sourdough alive through winter, why the oven " +
		"must be hotter than most people believe, and what the crust tells about the crumb. We taste three loaves that differ in nothing but the hours that " +
		"they rested, and talk about mills, about old kinds of wheat, and about the price of a loaf that somebody has really made by hand.",
}

// dimensions compares what was asked, what comes and what is known.
func (x *examination) dimensions() Check {
	got := x.driver.Info().Dimensions
	vectors, err := x.vectors(passages[0])
	if err != nil {
		return failed(err, "give other dimensions, or none to take the model's own")
	}
	known, found := x.known()
	asked := x.setup.Endpoint != nil && x.setup.Endpoint.Dimensions > 0
	switch {
	case found && !asked && known.Dimensions != got:
		return Check{Status: Warning, Detail: fmt.Sprintf("%d, but %s has %d", got, known.Name, known.Dimensions),
			Fix: "check that the endpoint runs the model that its name says"}
	case found && asked && known.Dimensions != got:
		return ok(fmt.Sprintf("%d of %d, as asked", len(vectors[0]), known.Dimensions))
	}
	return ok(fmt.Sprint(len(vectors[0])))
}

// batch looks how many passages are taken at once, and how fast.
func (x *examination) batch() Check {
	limit := x.driver.Info().MaxBatch
	for n := limit; n > 0; n /= 2 {
		began := time.Now()
		_, err := x.driver.Embed(x.ctx, batchOf(n))
		x.most, x.took = n, time.Since(began)
		switch {
		case err == nil && n == limit:
			return ok(fmt.Sprintf("%d passages at once", n))
		case err == nil:
			return Check{Status: Warning, Detail: fmt.Sprintf("%d passages at once are too large, %d are not", limit, n),
				Fix: fmt.Sprintf("set the batch to %d, which saves the failed requests, or allow the server more", n)}
		case !errors.Is(err, embed.ErrTooLarge):
			return failed(err, "look at the log of the server; a smaller batch may help")
		}
	}
	return Check{Status: Warning, Detail: "one passage of 90 words is too large, it will be cut",
		Fix: "give the model a larger context; with llama.cpp, raise --ubatch-size"}
}

// batchOf returns n passages, no two alike.
func batchOf(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("Episode %d. %s", i, passages[i%len(passages)])
	}
	return texts
}

// slowQuestion is how long a question may take before somebody who searches
// notices.
const slowQuestion = time.Second

// speed measures a question and tells how fast the batch was. A model that is
// loaded by the first request was loaded before.
func (x *examination) speed() Check {
	began := time.Now()
	if _, err := x.vectors("Which episode explains locks?"); err != nil {
		return failed(err, "")
	}
	one := time.Since(began)
	perSecond := func(n int64) float64 { return float64(n) / max(x.took, time.Microsecond).Seconds() }
	c := ok(fmt.Sprintf("a question in %s; %d passages in %s, %.0f passages and about %.0f tokens a second",
		short(one), x.most, short(x.took), perSecond(int64(x.most)), perSecond(tokens.Total(batchOf(x.most)))))
	if one > slowQuestion {
		c.Status, c.Fix = Warning, "every search waits that long; use a smaller model, or one that is nearer"
	}
	return c
}

// sameText is the least similarity of two vectors of one text.
const sameText = 0.999

// repeatable looks whether a text has one vector.
func (x *examination) repeatable() Check {
	first, err := x.vectors(passages[0])
	if err != nil {
		return failed(err, "")
	}
	again, err := x.vectors(slices.Concat(passages, []string{"volcanoes of Iceland"})...)
	if err != nil {
		return failed(err, "")
	}
	s := cosine(first[0], again[0])
	if s < sameText {
		return Check{Status: Failed, Detail: fmt.Sprintf("one text alone and among others has similarity %.4f, want %v", s, sameText),
			Fix: "update the server, or set the batch to 1: it mixes up the texts of a batch"}
	}
	return ok(fmt.Sprintf("one text alone and among others has similarity %.4f", s))
}

// meaning looks whether what belongs together is near.
func (x *examination) meaning() Check {
	client := embed.NewClient(x.driver, embed.NoCache{}, embed.WithPrepare(x.setup.Prepare))
	question, err := client.Query(x.ctx, "How do two people change the same record of a database without damage?")
	if err != nil {
		return failed(err, "")
	}
	answers, err := x.vectors(passages...)
	if err != nil {
		return failed(err, "")
	}
	near, far := cosine(question, answers[0]), cosine(question, answers[1])
	detail := fmt.Sprintf("a question and its answer have similarity %.2f, another passage %.2f", near, far)
	if near <= far {
		return Check{Status: Failed, Detail: detail, Fix: "use a model that is made for embedding; a chat model gives vectors without meaning"}
	}
	return ok(detail)
}

// cosine is that of vectors of length one.
func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
