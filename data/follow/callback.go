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
	// pushInterval is the shortest time between an update and one that a hub asks for.
	// What is told meanwhile is read together.
	pushInterval = time.Minute
	// maxLease bounds what a hub promises, which may be wrong for ever after it dies.
	maxLease = 30 * 24 * time.Hour
	// defaultLease is for hubs that do not say.
	defaultLease = 24 * time.Hour
)

// Callback answers the hubs of WebSub at /websub/{feed}/{secret}: it confirms what
// Segue asked for, and takes word that a feed has changed. The feed is then read from
// its own address: what a hub sends is signed, but it is not believed. An address
// with a wrong secret is 404.
func (f *Follower) Callback() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /websub/{feed}/{secret}", f.secretly(f.verify))
	mux.HandleFunc("POST /websub/{feed}/{secret}", f.secretly(f.distribute))
	return mux
}

// secretly answers those who know the feed's secret.
func (f *Follower) secretly(handle func(http.ResponseWriter, *http.Request, data.FeedID, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := data.FeedID(r.PathValue("feed"))
		secret, err := f.secret(r.Context(), false)
		switch {
		case err != nil:
			f.broken(w, id, err)
		case secret == nil || subtle.ConstantTimeCompare([]byte(r.PathValue("secret")), []byte(derived(secret, "path", id))) == 0:
			http.NotFound(w, r)
		default:
			handle(w, r, id, secret)
		}
	}
}

func (f *Follower) broken(w http.ResponseWriter, id data.FeedID, err error) {
	f.o.Log.Error("a hub could not be answered", "feed", id, "error", err)
	http.Error(w, "try again later", http.StatusServiceUnavailable)
}

// verify confirms that a subscription is wanted, or that it no longer is.
func (f *Follower) verify(w http.ResponseWriter, r *http.Request, id data.FeedID, _ []byte) {
	query := r.URL.Query()
	kept, err := f.catalog.Feed(r.Context(), id)
	if err != nil && !errors.Is(err, data.ErrUnknownFeed) {
		f.broken(w, id, err)
		return
	}
	wanted := err == nil && kept.Hub != "" && kept.State == data.FeedActive && kept.Topic == query.Get("hub.topic")
	until := time.Time{}
	switch mode := query.Get("hub.mode"); {
	case mode == "subscribe" && wanted:
		until = f.now().Add(lease(query.Get("hub.lease_seconds")))
	case mode == "denied" && wanted:
		f.o.Log.Warn("a hub refuses to tell of a feed, which is asked instead", "feed", id, "hub", kept.Hub)
	case mode == "unsubscribe" && !wanted:
	default:
		http.NotFound(w, r)
		return
	}
	if wanted {
		if err := f.setHubUntil(r.Context(), id, until); err != nil {
			f.broken(w, id, err)
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
	f.saving.Lock()
	defer f.saving.Unlock()
	kept, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return err
	}
	kept.HubUntil = until
	return f.catalog.SaveFeed(ctx, kept)
}

// distribute takes word of a change. One without the right signature is answered the
// same and forgotten, as the standard says: whoever made it learns nothing.
func (f *Follower) distribute(w http.ResponseWriter, r *http.Request, id data.FeedID, secret []byte) {
	signed, err := isSigned(r.Header.Get("X-Hub-Signature"), http.MaxBytesReader(w, r.Body, feed.MaxBody), derived(secret, "sign", id))
	switch {
	case err != nil:
		http.Error(w, "the body cannot be read, or is too large", http.StatusBadRequest)
		return
	case !signed:
		f.o.Log.Warn("what a hub sent is not signed as agreed and is left aside", "feed", id)
	default:
		err = f.due(r.Context(), id)
	}
	switch {
	case errors.Is(err, data.ErrUnknownFeed):
		http.Error(w, "this feed is no longer followed", http.StatusGone)
	case err != nil:
		f.broken(w, id, err)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

// signatures are the methods that the standard names.
var signatures = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}

// isSigned reports whether the signature, in the form "sha256=...", is that of the body.
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

// due makes a feed due at once, or a minute after it was read last.
func (f *Follower) due(ctx context.Context, id data.FeedID) error {
	f.saving.Lock()
	defer f.saving.Unlock()
	kept, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return err
	}
	at := f.now()
	if soonest := kept.Checked.Add(pushInterval); soonest.After(at) {
		at = soonest
	}
	if kept.State == data.FeedActive && kept.Next.After(at) {
		kept.Next = at
		if err := f.catalog.SaveFeed(ctx, kept); err != nil {
			return err
		}
	}
	f.wakeUp()
	return nil
}

func (f *Follower) wakeUp() {
	select {
	case f.wake <- struct{}{}:
	default: // it will wake up already
	}
}
