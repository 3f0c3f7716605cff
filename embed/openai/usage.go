package openai

import (
	"errors"
	"net"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// perText is more tokens than any model adds to a text.
const perText = 64

// counted returns the tokens of an answer. No model makes more of a text than it
// has bytes, besides what it adds: a larger number is a mistake, and would use up a
// budget at once.
func counted(u openai.Usage, texts []string) int64 {
	most := 0
	for _, text := range texts {
		most += len(text) + perText
	}
	for _, n := range []int{u.PromptTokens, u.TotalTokens} {
		if n > 0 && n <= most {
			return int64(n)
		}
	}
	return embed.UnknownTokens
}

// charged returns the tokens of an exchange that ended in err: none where the
// provider was not reached or said no, else nobody knows.
func (x *exchange) charged(err error) int64 {
	var dial *net.OpError
	notReached := x.status == 0 && (errors.As(err, &dial) && dial.Op == "dial" || waitOf(err) > 0)
	if notReached || x.status >= 300 {
		return 0
	}
	return embed.UnknownTokens
}
