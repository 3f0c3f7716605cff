// Package models is a table of common embedding models with their dimensions, maximum
// length, prefixes and prices.
//
// It is used for defaults and advice. Other models work too, and the configuration
// overrides the table.
package models

import (
	"regexp"
	"slices"
	"strings"

	"segue/embed"
)

// Model is a row of the table.
type Model struct {
	// Name is the model's name without the author before the slash.
	Name string
	// Aliases are other names that servers use.
	Aliases []string
	// Dimensions is the default length of its vectors.
	Dimensions int
	// Tokens is the maximum length of a text in tokens.
	Tokens int
	// Prepare contains the prefixes that its authors recommend.
	Prepare embed.Prepare
	// Prices are the known prices per host.
	Prices []Price
}

// Price is the price of a model at a host.
type Price struct {
	// Host is the host of the endpoint.
	Host string
	// USDPerMillion is the price of a million tokens in US dollars.
	USDPerMillion float64
	// Seen is the day on which the price was looked up, such as "2026-11-24".
	Seen string
}

// Lookup returns the model with this name or alias. It ignores the author, the file
// format and the quantisation: "Qwen/Qwen3-Embedding-0.6B-GGUF" and
// "qwen3-embedding:0.6b-q8_0" are the same model.
func Lookup(name string) (Model, bool) {
	known, ok := byName[key(name)]
	if !ok { // LM Studio adds this prefix
		known, ok = byName[strings.TrimPrefix(key(name), "text-embedding-")]
	}
	if !ok {
		return Model{}, false
	}
	return known.clone(), true
}

// PriceAt returns the price at a host. It returns false if the price is unknown, as for
// your own server.
func (m Model) PriceAt(host string) (Price, bool) {
	i := slices.IndexFunc(m.Prices, func(p Price) bool { return strings.EqualFold(p.Host, host) })
	if i < 0 {
		return Price{}, false
	}
	return m.Prices[i], true
}

func (m Model) clone() Model {
	m.Aliases, m.Prices = slices.Clone(m.Aliases), slices.Clone(m.Prices)
	return m
}

// variant matches the format, the quantisation and "latest" at the end of a name.
var variant = regexp.MustCompile(`([-.:@_](gguf|onnx|mlx|i?q[0-9][a-z0-9_]*|bf16|fp?16|fp?32|[48]bit|latest))+$`)

// key returns the normalised form of a model's name.
func key(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	name = name[strings.LastIndex(name, "/")+1:]
	return variant.ReplaceAllString(name, "")
}

// byName maps the keys of names and aliases to rows of the table.
var byName = func() map[string]Model {
	found := map[string]Model{}
	for _, m := range table {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			found[key(name)] = m
		}
	}
	return found
}()
