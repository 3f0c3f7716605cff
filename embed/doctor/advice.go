package doctor

import (
	"fmt"
	"net/url"

	"segue/embed"
)

// prefixes compares the prefixes with the ones that the model's authors recommend.
func (x *examiner) prefixes() Check {
	known, found := x.known()
	switch {
	case !found:
		return Check{Status: Skipped, Detail: "no recommendation known for this model; in use: " + describe(x.setup.Prepare)}
	case known.Prepare == x.setup.Prepare:
		return ok(describe(known.Prepare))
	}
	return Check{Status: Warning,
		Detail: fmt.Sprintf("in use: %s; recommended for %s: %s", describe(x.setup.Prepare), known.Name, describe(known.Prepare)),
		Fix:    "remove --embed-query-prefix and --embed-passage-prefix to use the recommended prefixes, unless yours give better results; all texts are then embedded again"}
}

func describe(p embed.Prepare) string {
	if p == (embed.Prepare{}) {
		return "no prefixes"
	}
	return fmt.Sprintf("%q for queries and %q for passages", p.Query, p.Passage)
}

// price reports the price of a million tokens, configured or known.
func (x *examiner) price() Check {
	if configured := x.setup.USDPerMillion; configured != nil {
		return ok(fmt.Sprintf("$%v a million tokens (configured)", *configured))
	}
	host := x.host()
	known, _ := x.known()
	if p, found := known.PriceAt(host); found {
		return ok(fmt.Sprintf("$%v a million tokens at %s (on %s)", p.USDPerMillion, host, p.Seen))
	}
	return Check{Status: Skipped, Detail: "unknown for " + host,
		Fix: "if the model costs money, set --embed-price to see and limit the cost"}
}

func (x *examiner) host() string {
	address, err := x.setup.Endpoint.Address()
	if err != nil {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
