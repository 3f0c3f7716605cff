// Package doctor checks a configured embedding model step by step. It reports problems
// and how to fix them.
//
// It prints nothing. It embeds one batch of passages and a few more texts, about five
// thousand tokens with the default batch size.
package doctor

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"segue/embed"
	"segue/embed/models"
	"segue/embed/openai"
)

// Status is the result of a check.
type Status string

const (
	// OK means that there is no problem.
	OK Status = "ok"
	// Warning means that the model works, but the configuration may be wrong or slow.
	Warning Status = "warning"
	// Failed means that nothing can be embedded until the problem is fixed.
	Failed Status = "failed"
	// Skipped means that the check does not apply or was not run.
	Skipped Status = "skipped"
)

// Check is the result of one check.
type Check struct {
	// Name is a word or two, such as "address".
	Name   string `json:"name"`
	Status Status `json:"status"`
	// Detail is the finding, in one line.
	Detail string `json:"detail"`
	// Fix is the change to make; empty if there is nothing to change.
	Fix string `json:"fix,omitempty"`
}

// Setup is the configuration to check.
type Setup struct {
	// Endpoint is the configuration of an endpoint; nil for the built-in model.
	Endpoint *openai.Config
	// Driver is the model if Endpoint is nil.
	Driver embed.Driver
	// Prepare contains the prefixes of texts.
	Prepare embed.Prepare
	// USDPerMillion is the configured price of a million tokens; nil means the price in
	// package models.
	USDPerMillion *float64
	// Progress is called before each check with its name, its position from 0, and the number
	// of checks. It may be nil.
	Progress func(name string, done, total int)
	// Like is the name of the known model that an alias stands for; empty means the name of the
	// model.
	Like string
	// Expected is the expected number of dimensions; 0 means any.
	Expected int
}

// Examine runs all checks and returns them in the order in which problems are best fixed.
// After a failed check, the remaining ones are skipped. It ends early if ctx ends.
func Examine(ctx context.Context, s Setup) []Check {
	x := &examiner{ctx: ctx, setup: s, driver: s.Driver}
	var checks []Check
	list := stepsFor(s)
	for i, step := range list {
		if s.Progress != nil {
			s.Progress(step.name, i, len(list))
		}
		c := Check{Status: Skipped, Detail: "not checked"}
		if !x.stopped {
			c = step.check(x)
		}
		c.Name = step.name
		x.stopped = x.stopped || c.Status == Failed || ctx.Err() != nil
		checks = append(checks, c)
	}
	return checks
}

// stepsFor returns the checks that apply to a setup.
func stepsFor(s Setup) []step {
	return slices.DeleteFunc(slices.Clone(steps), func(one step) bool { return one.endpoint && s.Endpoint == nil })
}

// step is one check.
type step struct {
	name     string
	endpoint bool // true if it applies only to endpoints
	check    func(*examiner) Check
}

var steps = []step{
	{"address", true, (*examiner).address},
	{"connection", true, (*examiner).connection},
	{"key", true, (*examiner).key},
	{"model", true, (*examiner).model},
	{"dimensions", false, (*examiner).dimensions},
	{"batch", false, (*examiner).batch},
	{"speed", false, (*examiner).speed},
	{"repeatable", false, (*examiner).repeatable},
	{"meaning", false, (*examiner).meaning},
	{"prefixes", true, (*examiner).prefixes},
	{"price", true, (*examiner).price},
}

// examiner is the state that the checks share.
type examiner struct {
	ctx        context.Context
	setup      Setup
	driver     embed.Driver
	connectErr error         // error of the first request
	batchTexts int           // number of texts in the largest accepted batch
	batchTime  time.Duration // duration of that batch
	stopped    bool
}

// known returns the configured model's entry in package models.
func (x *examiner) known() (models.Model, bool) {
	if x.setup.Endpoint == nil {
		return models.Model{}, false
	}
	return models.Lookup(cmp.Or(x.setup.Like, x.setup.Endpoint.Model))
}

// vectors embeds texts with a Client, which handles limits.
func (x *examiner) vectors(texts ...string) ([][]float32, error) {
	return embed.NewClient(x.driver, embed.NoCache{}, embed.WithPrepare(x.setup.Prepare)).Passages(x.ctx, texts)
}

func ok(detail string) Check { return Check{Status: OK, Detail: detail} }

// failed returns a failed check with the error and the fix.
func failed(err error, fix string) Check {
	if errors.Is(err, embed.ErrRateLimited) {
		fix = "wait, then run the check again"
	}
	return Check{Status: Failed, Detail: err.Error(), Fix: fix}
}
