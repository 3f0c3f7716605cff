package follow

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/data/feed"
)

const (
	// pushInterval is the minimum time between two updates that hubs trigger. Several
	// notifications in this time cause one update.
	pushInterval = time.Minute
	// maxLease limits the duration of a subscription. A hub may stop without notice, so
	// subscriptions are renewed at least this often.
	maxLease = 30 * 24 * time.Hour
	// defaultLease is used if the hub sends no duration, or an invalid one.
	defaultLease = 24 * time.Hour
)

// Callback returns the handler of /websub/{feed}/{secret}, to which WebSub hubs send
// requests. It confirms the subscription of an active feed to its hub, and accepts signed
// notifications. A notification only makes the feed due: the feed is read from its own
// address, so that Segue does not have to trust the content from the hub. A wrong secret
// is answered with status 404.
func (f *Follower) Callback() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /websub/{feed}/{secret}", f.withSecret(f.verify))
	mux.HandleFunc("POST /websub/{feed}/{secret}", f.withSecret(f.notify))
	return mux
}

// withSecret calls handle with the catalogue's secret if the path has the secret that is derived
// from it for the feed.
func (f *Follower) withSecret(handle func(http.ResponseWriter, *http.Request, data.FeedID, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := data.FeedID(r.PathValue("feed"))
		secret, err := f.secret(r.Context(), false)
		switch {
		case err != nil:
			f.unavailable(w, id, err)
		case secret == nil || subtle.ConstantTimeCompare([]byte(r.PathValue("secret")), []byte(deriveSecret(secret, "path", id))) == 0:
			http.NotFound(w, r)
		default:
			handle(w, r, id, secret)
		}
	}
}

// unavailable logs an error of the catalogue and responds with status 503.
func (f *Follower) unavailable(w http.ResponseWriter, id data.FeedID, err error) {
	f.o.Log.Error("cannot answer a hub", "feed", id, "error", err)
	http.Error(w, "try again later", http.StatusServiceUnavailable)
}

// verify answers a hub that asks whether Segue wants to subscribe or to unsubscribe. If the hub
// has denied a subscription, verify clears HubUntil, so that the feed is polled.
func (f *Follower) verify(w http.ResponseWriter, r *http.Request, id data.FeedID, _ []byte) {
	query := r.URL.Query()
	stored, err := f.catalog.Feed(r.Context(), id)
	if err != nil && !errors.Is(err, data.ErrUnknownFeed) {
		f.unavailable(w, id, err)
		return
	}
	active := err == nil && stored.Hub != "" && stored.State == data.FeedActive && stored.Topic == query.Get("hub.topic")
	until := time.Time{}
	switch mode := query.Get("hub.mode"); {
	case mode == "subscribe" && active:
		until = f.now().Add(lease(query.Get("hub.lease_seconds")))
	case mode == "denied" && active:
		f.o.Log.Warn("a hub has denied a subscription, so the feed is polled", "feed", id, "hub", stored.Hub)
	case mode == "unsubscribe" && !active: // confirmed below
	default:
		http.NotFound(w, r)
		return
	}
	if active {
		if err := f.setHubUntil(r.Context(), id, until); err != nil {
			f.unavailable(w, id, err)
			return
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	io.WriteString(w, query.Get("hub.challenge"))
}

func lease(seconds string) time.Duration {
	n, err := strconv.ParseUint(seconds, 10, 31)
	if err != nil || n == 0 {
		return defaultLease
	}
	return min(time.Duration(n)*time.Second, maxLease)
}

func (f *Follower) setHubUntil(ctx context.Context, id data.FeedID, until time.Time) error {
	f.rowMu.Lock()
	defer f.rowMu.Unlock()
	stored, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return err
	}
	stored.HubUntil = until
	return f.catalog.SaveFeed(ctx, stored)
}

// notify handles a notification of a change. A notification with a wrong or missing signature is
// ignored but gets the response of a successful one, as the WebSub standard requires. So an
// attacker cannot find out whether a signature is right.
func (f *Follower) notify(w http.ResponseWriter, r *http.Request, id data.FeedID, secret []byte) {
	signed, err := isSigned(r.Header.Get("X-Hub-Signature"), http.MaxBytesReader(w, r.Body, feed.MaxBody), deriveSecret(secret, "sign", id))
	switch {
	case err != nil:
		http.Error(w, "cannot read the body, or it is too large", http.StatusBadRequest)
		return
	case !signed:
		f.o.Log.Warn("a notification of a hub has a wrong signature and is ignored", "feed", id)
	default:
		err = f.makeDue(r.Context(), id)
	}
	switch {
	case errors.Is(err, data.ErrUnknownFeed):
		http.Error(w, "this feed is no longer followed", http.StatusGone)
	case err != nil:
		f.unavailable(w, id, err)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

// signatures are the methods of the WebSub standard.
var signatures = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}

// isSigned reports whether the signature, in the form "sha256=...", matches the body.
func isSigned(signature string, body io.Reader, secret string) (bool, error) {
	method, sum, _ := strings.Cut(signature, "=")
	newHash := signatures[method]
	given, err := hex.DecodeString(sum)
	if newHash == nil || err != nil {
		return false, nil
	}
	mac := hmac.New(newHash, []byte(secret))
	if _, err := io.Copy(mac, body); err != nil {
		return false, err
	}
	return hmac.Equal(mac.Sum(nil), given), nil
}

// makeDue schedules the next update of an active feed for now, or for pushInterval after the last
// update if that is later.
func (f *Follower) makeDue(ctx context.Context, id data.FeedID) error {
	f.rowMu.Lock()
	defer f.rowMu.Unlock()
	stored, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return err
	}
	at := f.now()
	if soonest := stored.Checked.Add(pushInterval); soonest.After(at) {
		at = soonest
	}
	if stored.State == data.FeedActive && stored.Next.After(at) {
		stored.Next = at
		if err := f.catalog.SaveFeed(ctx, stored); err != nil {
			return err
		}
	}
	f.wakeUp()
	return nil
}

func (f *Follower) wakeUp() {
	select {
	case f.wake <- struct{}{}:
	default: // a signal is pending
	}
}
