// Package models knows what common embedding models want: how long their vectors
// are, how much they read, what they want in front of a text, and what hosts that
// sell them ask for.
//
// It is a table for defaults and for advice. A model that is not in it can be used
// as well, and what somebody sets goes before what stands here.
package models

import (
	"regexp"
	"slices"
	"strings"

	"segue/embed"
)

// Known is what is known of a model.
type Known struct {
	// Name is the model's own name, without who made it.
	Name string
	// Aliases are other names by which servers know it.
	Aliases []string
	// Dimensions is the length of its vectors, unless fewer are asked for.
	Dimensions int
	// Tokens is the most of a text that it reads.
	Tokens int
	// Prepare is what its makers put in front of texts.
	Prepare embed.Prepare
	// Prices are of the hosts that sell it, as far as they were looked up.
	Prices []Price
}

// Price is what a host asks for.
type Price struct {
	// Host is the name that requests go to.
	Host string
	// USDPerMillion is the price of a million tokens in US dollars.
	USDPerMillion float64
	// Seen is the day on which it was looked up, such as "2026-11-24".
	Seen string
}

// Lookup returns what is known of the model of that name. Makers before a slash,
// formats and quantisations do not matter: "Qwen/Qwen3-Embedding-0.6B-GGUF" and
// "qwen3-embedding:0.6b-q8_0" are one model.
func Lookup(name string) (Known, bool) {
	known, ok := byName[key(name)]
	if !ok { // LM Studio puts it in front
		known, ok = byName[strings.TrimPrefix(key(name), "text-embedding-")]
	}
	if !ok {
		return Known{}, false
	}
	return known.clone(), true
}

// PriceAt returns what a host asks for a million tokens in US dollars, and whether
// that is known. A server of one's own asks for nothing, but is not known to.
func (k Known) PriceAt(host string) (usdPerMillion float64, ok bool) {
	i := slices.IndexFunc(k.Prices, func(p Price) bool { return strings.EqualFold(p.Host, host) })
	if i < 0 {
		return 0, false
	}
	return k.Prices[i].USDPerMillion, true
}

func (k Known) clone() Known {
	k.Aliases, k.Prices = slices.Clone(k.Aliases), slices.Clone(k.Prices)
	return k
}

// variant matches what the end of a name says about a file: its format, its
// quantisation, and that it is the latest.
var variant = regexp.MustCompile(`([-.:@_](gguf|onnx|mlx|i?q[0-9][a-z0-9_]*|bf16|fp?16|fp?32|[48]bit|latest))+$`)

// key is what equal names of a model have in common.
func key(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	name = name[strings.LastIndex(name, "/")+1:]
	return variant.ReplaceAllString(name, "")
}

// byName finds a row of the table by the key of its name and aliases.
var byName = func() map[string]Known {
	found := map[string]Known{}
	for _, k := range table {
		for _, name := range append([]string{k.Name}, k.Aliases...) {
			found[key(name)] = k
		}
	}
	return found
}()
