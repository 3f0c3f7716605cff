package follow_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

// hub is a WebSub hub at "/hub" of the site, with the requests that it has received.
type hub struct {
	*fixture
	received []url.Values
}

// newHub serves a feed with a link to the hub.
func newHub(t *testing.T) *hub {
	h := &hub{fixture: newFixture(t, follow.Options{Callback: "https://segue.example/"})}
	h.set("/hub", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		h.received = append(h.received, r.PostForm)
		w.WriteHeader(http.StatusAccepted)
	})
	h.feed(rss{title: "Crumb", head: `<atom:link rel="hub" href="/hub"/><atom:link rel="self" href="https://crumb.example/feed"/>`, items: every(24*time.Hour, time.Hour)})
	return h
}

// call sends a request to the callback.
func (h *hub) call(method, address, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, strings.Replace(address, "https://segue.example", "", 1), strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.follower.Callback().ServeHTTP(w, r)
	return w
}

// confirm sends the hub's request to verify a subscription, and returns the response.
func (h *hub) confirm(mode, topic, lease string) (status int, challenge string) {
	callback := h.received[0].Get("hub.callback")
	w := h.call("GET", callback+"?"+url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.lease_seconds": {lease}, "hub.challenge": {"c<h>"}}.Encode(), "")
	return w.Code, w.Body.String()
}

const topic = "https://crumb.example/feed"

func TestAHubSubscriptionIsRequestedAndRenewed(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	if len(h.received) != 1 {
		t.Fatalf("the hub has received %d requests", len(h.received))
	}
	form := h.received[0]
	if !strings.HasPrefix(form.Get("hub.callback"), "https://segue.example/websub/crumb/") || len(form.Get("hub.secret")) != 64 || strings.Contains(form.Get("hub.callback"), form.Get("hub.secret")) {
		t.Errorf("callback %q, secret %q", form.Get("hub.callback"), form.Get("hub.secret"))
	}
	form.Del("hub.callback")
	secret := form.Get("hub.secret")
	form.Del("hub.secret")
	diff(t, "form", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.lease_seconds": {"864000"}}, form)

	h.mustRefresh(id)
	diff(t, "requests after another refresh", 1, len(h.received))
	h.setTime(h.Now().Add(12 * time.Hour))
	h.mustRefresh(id)
	diff(t, "requests without a confirmation", 2, len(h.received))
	diff(t, "the same secret", secret, h.received[1].Get("hub.secret"))
	h.received = h.received[1:]

	status, challenge := h.confirm("subscribe", topic, "864000")
	diff(t, "status", http.StatusOK, status)
	diff(t, "challenge", "c<h>", challenge)
	until := h.Now().Add(10 * 24 * time.Hour)
	diff(t, "until", until, h.stored(id).HubUntil)
	for h.Now().Before(until.Add(-follow.HubMargin - 24*time.Hour)) {
		stored, _ := h.mustRefresh(id)
		if in := stored.Next.Sub(h.Now()); in < 12*time.Hour {
			t.Errorf("next request after %s despite the hub", in)
		}
		diff(t, "until", until, stored.HubUntil)
	}
	diff(t, "requests while it is subscribed", 1, len(h.received))
	for len(h.received) == 1 && h.Now().Before(until) {
		h.mustRefresh(id)
	}
	if left := until.Sub(h.Now()); len(h.received) != 2 || left < 24*time.Hour {
		t.Errorf("%d requests, %s before the end of the subscription", len(h.received), left)
	}
}

func TestHubConfirmations(t *testing.T) {
	for _, tt := range []struct {
		name, mode, topic, lease string
		status                   int
		until                    time.Duration // 0 for none
	}{
		{"accepts a subscription", "subscribe", topic, "86400", 200, 24 * time.Hour},
		{"uses a day without a lease", "subscribe", topic, "", 200, 24 * time.Hour},
		{"limits the lease to a month", "subscribe", topic, "999999999", 200, 30 * 24 * time.Hour},
		{"rejects another topic", "subscribe", "https://crumb.example/other", "86400", 404, 0},
		{"rejects an unsubscription of an active feed", "unsubscribe", topic, "", 404, 0},
		{"accepts a denial", "denied", topic, "", 200, 0},
		{"rejects other modes", "publish", topic, "", 404, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHub(t)
			id := h.add(data.FollowOptions{}).ID
			status, _ := h.confirm(tt.mode, tt.topic, tt.lease)
			diff(t, "status", tt.status, status)
			want := time.Time{}
			if tt.until > 0 {
				want = h.Now().Add(tt.until)
			}
			diff(t, "until", want, h.stored(id).HubUntil)
		})
	}
}

func TestHubNotifications(t *testing.T) {
	signed := func(name string, method func() hash.Hash, secret, body string) string {
		mac := hmac.New(method, []byte(secret))
		io.WriteString(mac, body)
		return name + "=" + hex.EncodeToString(mac.Sum(nil))
	}
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	callback, secret := h.received[0].Get("hub.callback"), h.received[0].Get("hub.secret")
	const notification = "<rss>content from the hub</rss>"
	for _, tt := range []struct {
		name      string
		callback  string
		signature string
		status    int
		due       bool
	}{
		{"with sha1", callback, signed("sha1", sha1.New, secret, notification), 202, true},
		{"with sha256", callback, signed("sha256", sha256.New, secret, notification), 202, true},
		{"with sha384", callback, signed("sha384", sha512.New384, secret, notification), 202, true},
		{"with sha512", callback, signed("sha512", sha512.New, secret, notification), 202, true},
		{"without a signature", callback, "", 202, false},
		{"with another secret", callback, signed("sha256", sha256.New, secret+"x", notification), 202, false},
		{"of another body", callback, signed("sha256", sha256.New, secret, notification+"x"), 202, false},
		{"with an unknown method", callback, signed("md5", sha256.New, secret, notification), 202, false},
		{"with half a signature", callback, signed("sha256", sha256.New, secret, notification)[:40], 202, false},
		{"at an address with another secret", callback[:len(callback)-4] + "beef", signed("sha256", sha256.New, secret, notification), 404, false},
		{"of another feed", strings.Replace(callback, "/crumb/", "/other/", 1), signed("sha256", sha256.New, secret, notification), 404, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stored, _ := h.mustRefresh(id)
			planned := stored.Next
			h.setTime(h.Now().Add(time.Second))
			w := h.call("POST", tt.callback, notification, "X-Hub-Signature", tt.signature)
			diff(t, "status", tt.status, w.Code)
			want := planned
			if tt.due { // a minute after the last update
				want = stored.Checked.Add(follow.PushInterval)
			}
			diff(t, "next", want, h.stored(id).Next)
		})
	}
	h.fixture.takeRequests()
	diff(t, "episodes", 20, len(h.all()))
}

func TestANotificationDuringAnUpdateTriggersAnotherUpdate(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	callback, secret := h.received[0].Get("hub.callback"), h.received[0].Get("hub.secret")
	page := h.pages["/feed"]
	h.set("/feed", func(w http.ResponseWriter, r *http.Request) {
		page(w, r)
		mac := hmac.New(sha256.New, []byte(secret))
		h.call("POST", callback, "", "X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	})
	h.setTime(h.Now().Add(time.Hour))
	stored, _, err := h.follower.Refresh(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "due", h.Now(), stored.Next)
	diff(t, "due in the catalogue", h.Now(), h.stored(id).Next)
}

func TestAFeedIsPolledIfItsHubFails(t *testing.T) {
	h := newHub(t)
	h.set("/hub", status(http.StatusInternalServerError))
	stored, change, err := h.follower.Add(t.Context(), h.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "cannot subscribe to the feed's hub")
	diff(t, "interval", 144*time.Minute, stored.Next.Sub(h.Now()))
	h.mustRefresh(stored.ID)
}

func TestRemoveUnsubscribesFromTheHub(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	h.confirm("subscribe", topic, "864000")
	status := 0
	h.set("/hub", func(w http.ResponseWriter, r *http.Request) { // it verifies before it responds
		if err := r.ParseForm(); err != nil || r.PostForm.Get("hub.mode") != "unsubscribe" {
			t.Errorf("form %v, error %v", r.PostForm, err)
		}
		status, _ = h.confirm("unsubscribe", topic, "")
	})
	if _, err := h.follower.Remove(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	diff(t, "response to the hub", http.StatusOK, status)
	secret := h.received[0].Get("hub.secret")
	mac := hmac.New(sha256.New, []byte(secret))
	w := h.call("POST", h.received[0].Get("hub.callback"), "", "X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	diff(t, "response afterwards", http.StatusGone, w.Code)
}

func TestNoHubRequestWithoutACallback(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", head: `<atom:link rel="hub" href="/hub"/>`, items: from(100, 99)})
	stored := w.add(data.FollowOptions{})
	diff(t, "requests", []string{"GET /feed"}, w.takeRequests())
	diff(t, "hub", w.URL+"/hub", stored.Hub)
	diff(t, "topic", w.URL+"/feed", stored.Topic)
	r := httptest.NewRecorder()
	w.follower.Callback().ServeHTTP(r, httptest.NewRequest("GET", "/websub/crumb/0000", nil))
	diff(t, "status", http.StatusNotFound, r.Code)
}
