package follow

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"segue/data"
)

const (
	// hubLease is the duration of a subscription, the maximum of most hubs.
	hubLease = 10 * 24 * time.Hour
	// hubMargin is the time before its end at which a subscription is renewed. A feed is
	// requested at least once a day, so there are two attempts.
	hubMargin = 48 * time.Hour
	// hubRetry is the minimum interval between requests to a hub about one feed.
	hubRetry = 12 * time.Hour
	// hubTimeout limits the request to unsubscribe.
	hubTimeout = 10 * time.Second
)

// hubs is the state of hubs that is not in the feeds' rows.
type hubs struct {
	mu sync.Mutex
	// requested is the time of the last request to the hub of a feed.
	requested map[data.FeedID]time.Time
	// secret caches the catalogue's secret; nil before it is loaded.
	secret []byte
}

// renewSubscription subscribes to a feed's hub if that is due. If it fails, it returns a
// problem, and the feed is polled like any other.
func (f *Follower) renewSubscription(ctx context.Context, stored data.Feed) (problem string) {
	if f.o.Callback == "" || stored.Hub == "" || stored.State != data.FeedActive || stored.HubUntil.Add(-hubMargin).After(f.now()) || !f.hubs.allow(stored.ID, f.now()) {
		return ""
	}
	if err := f.sendToHub(ctx, "subscribe", stored); err != nil {
		return fmt.Sprintf("cannot subscribe to the feed's hub, so the feed is polled: %v", err)
	}
	return ""
}

// allow reports whether a request to the hub of a feed is allowed now, and records it.
func (h *hubs) allow(id data.FeedID, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at, ok := h.requested[id]; ok && now.Before(at.Add(hubRetry)) {
		return false
	}
	if h.requested == nil {
		h.requested = map[data.FeedID]time.Time{}
	}
	h.requested[id] = now
	return true
}

// unsubscribe ends the subscription of a removed feed. A failure is only logged.
func (f *Follower) unsubscribe(ctx context.Context, gone data.Feed) {
	f.hubs.mu.Lock()
	delete(f.hubs.requested, gone.ID)
	f.hubs.mu.Unlock()
	if f.o.Callback == "" || gone.Hub == "" || !gone.HubUntil.After(f.now()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, hubTimeout)
	defer cancel()
	if err := f.sendToHub(ctx, "unsubscribe", gone); err != nil {
		f.o.Log.Info("cannot unsubscribe from a hub", "feed", gone.ID, "error", err)
	}
}

// sendToHub sends a WebSub request. The hub verifies it with a request to the callback,
// before or after its response.
func (f *Follower) sendToHub(ctx context.Context, mode string, stored data.Feed) error {
	secret, err := f.secret(ctx, true)
	if err != nil {
		return err
	}
	form := url.Values{"hub.mode": {mode}, "hub.topic": {stored.Topic}, "hub.callback": {f.callbackURL(secret, stored.ID)}}
	if mode == "subscribe" {
		form.Set("hub.secret", deriveSecret(secret, "sign", stored.ID))
		form.Set("hub.lease_seconds", strconv.Itoa(int(hubLease.Seconds())))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, stored.Hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, release, err := f.hosts.acquire(ctx, strings.ToLower(request.URL.Host))
	if err != nil {
		return err
	}
	defer release()
	response, err := f.client.Do(request)
	if err != nil {
		return unreachable(ctx, request.URL, err)
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s returned %d %s", request.URL.Redacted(), response.StatusCode, http.StatusText(response.StatusCode))
	}
	return nil
}

func (f *Follower) callbackURL(secret []byte, id data.FeedID) string {
	return strings.TrimRight(f.o.Callback, "/") + "/websub/" + string(id) + "/" + deriveSecret(secret, "path", id)
}

// deriveSecret derives the secret of a feed for one use from the catalogue's secret.
func deriveSecret(secret []byte, use string, id data.FeedID) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s:%s", use, id)
	return hex.EncodeToString(mac.Sum(nil))
}

// secretSetting is the key of the setting with the catalogue's secret.
const secretSetting = "follow/secret"

// secret returns the catalogue's secret. If there is none, it creates the secret if create
// is true, and otherwise returns nil.
func (f *Follower) secret(ctx context.Context, create bool) ([]byte, error) {
	f.hubs.mu.Lock()
	defer f.hubs.mu.Unlock()
	if f.hubs.secret != nil {
		return f.hubs.secret, nil
	}
	text, ok, err := f.catalog.Setting(ctx, secretSetting)
	if err != nil || !ok && !create {
		return nil, err
	}
	if !ok {
		text = rand.Text()
		if err := f.catalog.SetSetting(ctx, secretSetting, text); err != nil {
			return nil, err
		}
	}
	f.hubs.secret = []byte(text)
	return f.hubs.secret, nil
}
