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

// explain converts an error of a request to an error of package embed. It does not wrap
// errors of the network, the library or the provider, since they may contain the key; it
// quotes them without the key.
func (d *Driver) explain(x *recordingClient, err error) error {
	switch {
	case x.status == 0:
		return d.noResponse(err)
	case x.status < 300:
		return d.invalidResponse(x, err)
	case x.status < 400:
		return fmt.Errorf("%w: %s redirects (%d); set the URL to the target of the redirect", embed.ErrRejected, d.base.Host, x.status)
	}
	reply := fmt.Sprintf("%s returned status %d%s", d.base.Host, x.status, d.quote(err))
	switch {
	case x.status == http.StatusUnauthorized, x.status == http.StatusForbidden:
		return fmt.Errorf("%w: %s; check the key and its permissions", embed.ErrUnauthorized, reply)
	case x.status == http.StatusNotFound, x.status == http.StatusMethodNotAllowed:
		return fmt.Errorf("%w: %s; check the model's name and %s", embed.ErrRejected, reply, addressHint(d.base))
	case tooLarge(x.status, err):
		return fmt.Errorf("%w: %s", embed.ErrTooLarge, reply)
	case quotaExhausted(x.status, err):
		return fmt.Errorf("%w: %s; waiting does not help, the account needs credit", embed.ErrQuota, reply)
	case x.status != http.StatusTooManyRequests && containsAny(fullMessage(err), keyPhrases...):
		return fmt.Errorf("%w: %s; check the key and its permissions", embed.ErrUnauthorized, reply)
	case x.status != http.StatusTooManyRequests && containsAny(fullMessage(err), modelPhrases...):
		return fmt.Errorf("%w: %s; check the model's name and %s", embed.ErrRejected, reply, addressHint(d.base))
	case x.status == http.StatusTooManyRequests:
		return fmt.Errorf("%s: %w", reply, &embed.RateLimit{After: min(outbound.RetryAfter(x.header, time.Now()), maxRetryAfter)})
	case x.status == http.StatusNotImplemented: // llama.cpp without --embeddings
		return fmt.Errorf("%w: %s", embed.ErrRejected, reply)
	case x.status == http.StatusRequestTimeout, x.status == http.StatusFailedDependency, x.status >= 500:
		// Hugging Face's server sends 424 if its model failed.
		return fmt.Errorf("%w: %s", embed.ErrUnavailable, reply)
	case d.requestedDimensions > 0 && aboutDimensions(err):
		return fmt.Errorf("%w: %s; remove the dimensions; the model supports only its own", embed.ErrRejected, reply)
	}
	return fmt.Errorf("%w: %s", embed.ErrRejected, reply)
}

// noResponse converts the error of a request without a response.
func (d *Driver) noResponse(err error) error {
	reply := fmt.Sprintf("no response from %s: %s", d.base.Host, d.sanitize(cause(err)))
	if wait := retryAfterOf(err); wait > 0 {
		return fmt.Errorf("%s: %w", reply, &embed.RateLimit{After: wait})
	}
	return fmt.Errorf("%w: %s", embed.ErrUnavailable, reply)
}

// maxRetryAfter limits the wait that a provider requests. No job waits longer than a day;
// a larger number is an error of the provider.
const maxRetryAfter = 24 * time.Hour

// retryAfterOf returns how long to wait according to a transport's error, or 0.
func retryAfterOf(err error) time.Duration {
	var waits interface{ RetryAfter() time.Duration }
	if errors.As(err, &waits) {
		return min(max(0, waits.RetryAfter()), maxRetryAfter)
	}
	return 0
}

// invalidResponse converts the error of a successful response that cannot be decoded.
func (d *Driver) invalidResponse(x *recordingClient, err error) error {
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &tooLarge):
		return fmt.Errorf("%w: the response has more than %d bytes", embed.ErrBadVectors, tooLarge.Limit)
	case errors.As(err, &wrongType), errors.As(err, &syntax), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: %s returned %s instead of vectors; check %s",
			embed.ErrBadVectors, d.base.Host, d.contentKind(x.header), addressHint(d.base))
	}
	return fmt.Errorf("%w: truncated response from %s: %s", embed.ErrUnavailable, d.base.Host, d.sanitize(cause(err)))
}

// addressHint returns the address of requests for an error, since a wrong address is the
// most likely mistake.
func addressHint(base *url.URL) string {
	return fmt.Sprintf("the address (requests go to %q)", requestURL(base))
}

// cause returns the message of err without the method and URL that net/http adds.
func cause(err error) string {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	return err.Error()
}
