// Package doctor looks at one embedding model as it is set up, step by step, and
// says what works, what does not, and what to change.
//
// It prints nothing. It asks the model for a batch of passages and a few texts more,
// with the usual batch about five thousand tokens.
package doctor

import (
	"context"
	"errors"
	"time"

	"segue/embed"
	"segue/embed/models"
	"segue/embed/openai"
)

// Status is how a check went.
type Status string

const (
	// OK needs nothing.
	OK Status = "ok"
	// Warning works, but could be better or may be a mistake.
	Warning Status = "warning"
	// Failed must be changed before anything can be embedded.
	Failed Status = "failed"
	// Skipped says that the check has no meaning here, or was not reached.
	Skipped Status = "skipped"
)

// Check is one finding.
type Check struct {
	// Name is a word or two, such as "address".
	Name   string `json:"name"`
	Status Status `json:"status"`
	// Detail says what was found, in one line.
	Detail string `json:"detail"`
	// Fix says what to change; it is empty where there is nothing to change.
	Fix string `json:"fix,omitempty"`
}

// Setup is what is looked at.
type Setup struct {
	// Endpoint is how an endpoint is asked; nil for a model that needs none.
	Endpoint *openai.Config
	// Driver is the model where there is no Endpoint.
	Driver embed.Driver
	// Prepare is what is put in front of texts.
	Prepare embed.Prepare
	// USDPerMillion is the price that was set, 0 for the one that is known.
	USDPerMillion float64
}

// Examine returns the findings in the order in which they are best repaired. After
// one that failed, what depends on it is skipped. It ends early with ctx.
func Examine(ctx context.Context, s Setup) []Check {
	x := &examination{ctx: ctx, setup: s, driver: s.Driver}
	var checks []Check
	for _, step := range steps {
		if step.endpoint && s.Endpoint == nil {
			continue
		}
		c := Check{Status: Skipped, Detail: "not reached"}
		if !x.stopped {
			c = step.look(x)
		}
		c.Name = step.name
		x.stopped = x.stopped || c.Status == Failed || ctx.Err() != nil
		checks = append(checks, c)
	}
	return checks
}

// step is one thing to look at.
type step struct {
	name     string
	endpoint bool // whether only an endpoint has it
	look     func(*examination) Check
}

var steps = []step{
	{"address", true, (*examination).address},
	{"connection", true, (*examination).connection},
	{"key", true, (*examination).key},
	{"model", true, (*examination).model},
	{"dimensions", false, (*examination).dimensions},
	{"batch", false, (*examination).batch},
	{"speed", false, (*examination).speed},
	{"repeatable", false, (*examination).repeatable},
	{"meaning", false, (*examination).meaning},
	{"prefixes", true, (*examination).prefixes},
	{"price", true, (*examination).price},
}

// examination is what the steps have found so far.
type examination struct {
	ctx     context.Context
	setup   Setup
	driver  embed.Driver
	asked   error         // what the first request met
	most    int           // texts of the largest batch that was taken
	took    time.Duration // for that batch
	stopped bool
}

// known is the model of the table that the endpoint is asked for.
func (x *examination) known() (models.Known, bool) {
	if x.setup.Endpoint == nil {
		return models.Known{}, false
	}
	return models.Lookup(x.setup.Endpoint.Model)
}

// vectors embeds texts as the Client would, so that limits are met in the same way.
func (x *examination) vectors(texts ...string) ([][]float32, error) {
	return embed.NewClient(x.driver, embed.NoCache{}, embed.WithPrepare(x.setup.Prepare)).Passages(x.ctx, texts)
}

func ok(detail string) Check { return Check{Status: OK, Detail: detail} }

// failed makes a finding of an error, which says itself what to change in most
// cases.
func failed(err error, fix string) Check {
	if errors.Is(err, embed.ErrRateLimited) {
		fix = "wait, and look again"
	}
	return Check{Status: Failed, Detail: err.Error(), Fix: fix}
}
