package openai

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// explain turns the failure of an exchange into an error of package embed. It
// wraps nothing of what the network, the library or the provider wrote: that is
// quoted, without the key.
func (d *Driver) explain(x *exchange, err error) error {
	switch {
	case x.status == 0:
		return fmt.Errorf("%w: no answer from %s: %s", embed.ErrUnavailable, d.base.Host, d.clean(cause(err)))
	case x.status < 300:
		return d.unreadable(x, err)
	case x.status < 400:
		return fmt.Errorf("%w: %s redirects elsewhere (%d); give the address that it leads to", embed.ErrRejected, d.base.Host, x.status)
	}
	said := fmt.Sprintf("%s answered %d%s", d.base.Host, x.status, d.quote(err))
	switch x.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w: %s; check the key and what it may be used for", embed.ErrUnauthorized, said)
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return fmt.Errorf("%w: %s; check the model's name and %s", embed.ErrRejected, said, addressHint(d.base))
	case http.StatusTooManyRequests:
		return tooMany(x.header, said, err)
	case http.StatusRequestTimeout:
		return fmt.Errorf("%w: %s", embed.ErrUnavailable, said)
	}
	if x.status >= 500 {
		return fmt.Errorf("%w: %s", embed.ErrUnavailable, said)
	}
	return fmt.Errorf("%w: %s", embed.ErrRejected, said)
}

// unreadable explains a success that cannot be decoded.
func (d *Driver) unreadable(x *exchange, err error) error {
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &tooLarge):
		return fmt.Errorf("%w: the answer has more than %d bytes", embed.ErrBadVectors, tooLarge.Limit)
	case errors.As(err, &wrongType), errors.As(err, &syntax), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: %s answered with %s instead of vectors; check %s",
			embed.ErrBadVectors, d.base.Host, d.kind(x.header), addressHint(d.base))
	}
	return fmt.Errorf("%w: the answer of %s was cut short: %s", embed.ErrUnavailable, d.base.Host, d.clean(cause(err)))
}

// tooMany tells a provider that is busy from an account that is empty.
func tooMany(header http.Header, said string, err error) error {
	var api *openai.APIError
	if errors.As(err, &api) && (api.Type == usedUp || api.Code == usedUp) {
		return fmt.Errorf("%w: %s; waiting does not help, the account needs credit", embed.ErrRejected, said)
	}
	return fmt.Errorf("%s: %w", said, &embed.RateLimit{After: retryAfter(header.Get("Retry-After"), time.Now())})
}

// usedUp is how OpenAI marks an account without credit.
const usedUp = "insufficient_quota"

// addressHint says where requests go, since a wrong address is the likeliest
// mistake.
func addressHint(base *url.URL) string {
	return fmt.Sprintf("the address (requests go to %q)", base.String()+embeddingsPath)
}

// cause leaves out the request line that net/http puts before an error.
func cause(err error) string {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	return err.Error()
}
