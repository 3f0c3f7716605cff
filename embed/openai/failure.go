package openai

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"segue/embed"
	"segue/outbound"
)

// explain turns the failure of an exchange into an error of package embed. It
// wraps nothing of what the network, the library or the provider wrote: that is
// quoted, without the key.
func (d *Driver) explain(x *exchange, err error) error {
	switch {
	case x.status == 0:
		return d.unanswered(err)
	case x.status < 300:
		return d.unreadable(x, err)
	case x.status < 400:
		return fmt.Errorf("%w: %s redirects elsewhere (%d); give the address that it leads to", embed.ErrRejected, d.base.Host, x.status)
	}
	said := fmt.Sprintf("%s answered %d%s", d.base.Host, x.status, d.quote(err))
	switch {
	case x.status == http.StatusUnauthorized, x.status == http.StatusForbidden:
		return fmt.Errorf("%w: %s; check the key and what it may be used for", embed.ErrUnauthorized, said)
	case x.status == http.StatusNotFound, x.status == http.StatusMethodNotAllowed:
		return fmt.Errorf("%w: %s; check the model's name and %s", embed.ErrRejected, said, addressHint(d.base))
	case tooLarge(x.status, err):
		return fmt.Errorf("%w: %s", embed.ErrTooLarge, said)
	case usedUp(x.status, err):
		return fmt.Errorf("%w: %s; waiting does not help, the account needs credit", embed.ErrQuota, said)
	case x.status == http.StatusTooManyRequests:
		return fmt.Errorf("%s: %w", said, &embed.RateLimit{After: min(outbound.RetryAfter(x.header, time.Now()), maxRetryAfter)})
	case x.status == http.StatusNotImplemented: // llama.cpp that was started without embeddings
		return fmt.Errorf("%w: %s", embed.ErrRejected, said)
	case x.status == http.StatusRequestTimeout, x.status == http.StatusFailedDependency, x.status >= 500:
		// 424 is what Hugging Face's server says where its model failed.
		return fmt.Errorf("%w: %s", embed.ErrUnavailable, said)
	case d.asked > 0 && aboutDimensions(err):
		return fmt.Errorf("%w: %s; leave the dimensions out, for this model gives no others than its own", embed.ErrRejected, said)
	}
	return fmt.Errorf("%w: %s", embed.ErrRejected, said)
}

// unanswered explains a request without an answer.
func (d *Driver) unanswered(err error) error {
	said := fmt.Sprintf("no answer from %s: %s", d.base.Host, d.clean(cause(err)))
	if wait := waitOf(err); wait > 0 {
		return fmt.Errorf("%s: %w", said, &embed.RateLimit{After: wait})
	}
	return fmt.Errorf("%w: %s", embed.ErrUnavailable, said)
}

// maxRetryAfter bounds the wait that a provider asks for: no job waits longer than a
// day, and a larger number is a mistake.
const maxRetryAfter = 24 * time.Hour

// waitOf returns how long a transport asks to wait, and 0 if it does not ask.
func waitOf(err error) time.Duration {
	var waits interface{ RetryAfter() time.Duration }
	if errors.As(err, &waits) {
		return min(max(0, waits.RetryAfter()), maxRetryAfter)
	}
	return 0
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

// addressHint says where requests go, since a wrong address is the likeliest
// mistake.
func addressHint(base *url.URL) string {
	return fmt.Sprintf("the address (requests go to %q)", target(base))
}

// cause leaves out the request line that net/http puts before an error.
func cause(err error) string {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	return err.Error()
}
