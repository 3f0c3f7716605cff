package doctor

import (
	"fmt"
	"net/url"

	"segue/embed"
)

// prefixes compares what is put in front of texts with what the makers say.
func (x *examination) prefixes() Check {
	known, found := x.known()
	switch {
	case !found:
		return Check{Status: Skipped, Detail: "it is not known what this model wants; it gets " + describe(x.setup.Prepare)}
	case known.Prepare == x.setup.Prepare:
		return ok(describe(known.Prepare))
	}
	return Check{Status: Warning,
		Detail: fmt.Sprintf("it gets %s; the makers of %s want %s", describe(x.setup.Prepare), known.Name, describe(known.Prepare)),
		Fix:    "set theirs, unless you have measured that yours are better; it makes new vectors, because they differ"}
}

func describe(p embed.Prepare) string {
	if p == (embed.Prepare{}) {
		return "nothing in front of texts"
	}
	return fmt.Sprintf("%q in front of questions and %q in front of passages", p.Query, p.Passage)
}

// price says what a million tokens cost.
func (x *examination) price() Check {
	if x.setup.USDPerMillion > 0 {
		return ok(fmt.Sprintf("$%v a million tokens, as set", x.setup.USDPerMillion))
	}
	host := x.host()
	if known, found := x.known(); found {
		for _, p := range known.Prices {
			if p.Host == host {
				return ok(fmt.Sprintf("$%v a million tokens at %s, seen on %s", p.USDPerMillion, host, p.Seen))
			}
		}
	}
	return Check{Status: Skipped, Detail: "not known for " + host,
		Fix: "where it costs money, set the price of a million tokens to see and limit what is spent"}
}

func (x *examination) host() string {
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
