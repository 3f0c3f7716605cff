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
	// hubLease is how long a hub is asked to tell of changes: what most grant at most.
	hubLease = 10 * 24 * time.Hour
	// hubMargin is how long before its end a subscription is renewed. A feed is asked
	// once a day at least, so there are two attempts.
	hubMargin = 48 * time.Hour
	// hubRetry is how long a hub is left alone after it was asked.
	hubRetry = 12 * time.Hour
	// hubTimeout bounds what is best effort.
	hubTimeout = 10 * time.Second
)

// hubs is what is known of hubs beside the feeds' rows.
type hubs struct {
	mu sync.Mutex
	// asked is when a hub was asked last about a feed.
	asked map[data.FeedID]time.Time
	// secret is that of the catalogue, once it is known.
	secret []byte
}

// renewSubscription subscribes to a feed's hub where that is due. Where it fails, the feed is
// asked as often as any other.
func (f *Follower) renewSubscription(ctx context.Context, kept data.Feed) (problem string) {
	if f.o.Callback == "" || kept.Hub == "" || kept.State != data.FeedActive || kept.HubUntil.Add(-hubMargin).After(f.now()) || !f.hubs.turn(kept.ID, f.now()) {
		return ""
	}
	if err := f.sendToHub(ctx, "subscribe", kept); err != nil {
		return fmt.Sprintf("the feed's hub could not be subscribed to, the feed is asked instead: %v", err)
	}
	return ""
}

// turn reports whether the hub may be asked, and notes that it is.
func (h *hubs) turn(id data.FeedID, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at, asked := h.asked[id]; asked && now.Before(at.Add(hubRetry)) {
		return false
	}
	if h.asked == nil {
		h.asked = map[data.FeedID]time.Time{}
	}
	h.asked[id] = now
	return true
}

// unsubscribe asks the hub of a feed that is no longer followed to tell no more.
func (f *Follower) unsubscribe(ctx context.Context, gone data.Feed) {
	f.hubs.mu.Lock()
	delete(f.hubs.asked, gone.ID)
	f.hubs.mu.Unlock()
	if f.o.Callback == "" || gone.Hub == "" || !gone.HubUntil.After(f.now()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, hubTimeout)
	defer cancel()
	if err := f.sendToHub(ctx, "unsubscribe", gone); err != nil {
		f.o.Log.Info("a hub did not hear that a feed is no longer followed", "feed", gone.ID, "error", err)
	}
}

// sendToHub sends a request of WebSub, which the hub verifies at the callback before or
// after it answers.
func (f *Follower) sendToHub(ctx context.Context, mode string, kept data.Feed) error {
	secret, err := f.secret(ctx, true)
	if err != nil {
		return err
	}
	form := url.Values{"hub.mode": {mode}, "hub.topic": {kept.Topic}, "hub.callback": {f.callbackURL(secret, kept.ID)}}
	if mode == "subscribe" {
		form.Set("hub.secret", derived(secret, "sign", kept.ID))
		form.Set("hub.lease_seconds", strconv.Itoa(int(hubLease.Seconds())))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, kept.Hub, strings.NewReader(form.Encode()))
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
		return fmt.Errorf("%s answers %d %s", request.URL.Redacted(), response.StatusCode, http.StatusText(response.StatusCode))
	}
	return nil
}

func (f *Follower) callbackURL(secret []byte, id data.FeedID) string {
	return strings.TrimRight(f.o.Callback, "/") + "/websub/" + string(id) + "/" + derived(secret, "path", id)
}

// derived makes a secret of a feed for a use from that of the catalogue.
func derived(secret []byte, use string, id data.FeedID) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s:%s", use, id)
	return hex.EncodeToString(mac.Sum(nil))
}

// secretSetting is the setting that keeps the catalogue's secret.
const secretSetting = "follow/secret"

// secret returns the catalogue's, and makes it where make is true and there is none; it
// is nil otherwise.
func (f *Follower) secret(ctx context.Context, make bool) ([]byte, error) {
	f.hubs.mu.Lock()
	defer f.hubs.mu.Unlock()
	if f.hubs.secret != nil {
		return f.hubs.secret, nil
	}
	text, ok, err := f.catalog.Setting(ctx, secretSetting)
	if err != nil || !ok && !make {
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
