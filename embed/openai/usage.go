package openai

import (
	"errors"
	"net"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// maxExtraTokens is more than the tokens that any model adds to a text.
const maxExtraTokens = 64

// tokensOfUsage returns the number of tokens in a response. A text has at most one token
// per byte, plus maxExtraTokens. A larger number is invalid and would use up a budget at
// once, so it counts as unknown.
func tokensOfUsage(u openai.Usage, texts []string) int64 {
	most := 0
	for _, text := range texts {
		most += len(text) + maxExtraTokens
	}
	for _, n := range []int{u.PromptTokens, u.TotalTokens} {
		if n > 0 && n <= most {
			return int64(n)
		}
	}
	return embed.UnknownTokens
}

// tokensOfError returns the number of tokens of a failed request. It is 0 if the provider
// was not reached or returned an error status, otherwise unknown.
func (x *recordingClient) tokensOfError(err error) int64 {
	var dial *net.OpError
	notReached := x.status == 0 && (errors.As(err, &dial) && dial.Op == "dial" || retryAfterOf(err) > 0)
	if notReached || x.status >= 300 {
		return 0
	}
	return embed.UnknownTokens
}
