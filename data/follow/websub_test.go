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

// hub is one of WebSub at "/hub" of the site, and what it was asked.
type hub struct {
	*world
	asked []url.Values
}

// newHub serves a feed that names the hub.
func newHub(t *testing.T) *hub {
	h := &hub{world: newWorld(t, follow.Options{Callback: "https://segue.example/"})}
	h.set("/hub", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		h.asked = append(h.asked, r.PostForm)
		w.WriteHeader(http.StatusAccepted)
	})
	h.feed(rss{title: "Crumb", head: `<atom:link rel="hub" href="/hub"/><atom:link rel="self" href="https://crumb.example/feed"/>`, items: every(24*time.Hour, time.Hour)})
	return h
}

// call asks the callback under the path of an address.
func (h *hub) call(method, address, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, strings.Replace(address, "https://segue.example", "", 1), strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.follower.Callback().ServeHTTP(w, r)
	return w
}

// confirm is the hub's question whether it was asked, and the answer.
func (h *hub) confirm(mode, topic, lease string) (status int, challenge string) {
	callback := h.asked[0].Get("hub.callback")
	w := h.call("GET", callback+"?"+url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.lease_seconds": {lease}, "hub.challenge": {"c<h>"}}.Encode(), "")
	return w.Code, w.Body.String()
}

const topic = "https://crumb.example/feed"

func TestAHubIsSubscribedTo(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	if len(h.asked) != 1 {
		t.Fatalf("the hub was asked %d times", len(h.asked))
	}
	form := h.asked[0]
	if !strings.HasPrefix(form.Get("hub.callback"), "https://segue.example/websub/crumb/") || len(form.Get("hub.secret")) != 64 || strings.Contains(form.Get("hub.callback"), form.Get("hub.secret")) {
		t.Errorf("callback %q, secret %q", form.Get("hub.callback"), form.Get("hub.secret"))
	}
	form.Del("hub.callback")
	secret := form.Get("hub.secret")
	form.Del("hub.secret")
	diff(t, "form", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.lease_seconds": {"864000"}}, form)

	h.mustRefresh(id)
	diff(t, "asked again soon", 1, len(h.asked))
	h.turn(h.Now().Add(12 * time.Hour))
	h.mustRefresh(id)
	diff(t, "asked again as nothing was confirmed", 2, len(h.asked))
	diff(t, "the same secret", secret, h.asked[1].Get("hub.secret"))
	h.asked = h.asked[1:]

	status, challenge := h.confirm("subscribe", topic, "864000")
	diff(t, "status", http.StatusOK, status)
	diff(t, "challenge", "c<h>", challenge)
	until := h.Now().Add(10 * 24 * time.Hour)
	diff(t, "until", until, h.kept(id).HubUntil)
	for h.Now().Before(until.Add(-follow.HubMargin - 24*time.Hour)) {
		kept, _ := h.mustRefresh(id)
		if in := kept.Next.Sub(h.Now()); in < 12*time.Hour {
			t.Errorf("asked again after %s although the hub tells", in)
		}
		diff(t, "until", until, kept.HubUntil)
	}
	diff(t, "asked while it is subscribed", 1, len(h.asked))
	for len(h.asked) == 1 && h.Now().Before(until) {
		h.mustRefresh(id)
	}
	if left := until.Sub(h.Now()); len(h.asked) != 2 || left < 24*time.Hour {
		t.Errorf("asked %d times, %s before the end of the subscription", len(h.asked), left)
	}
}

func TestWhatAHubMayConfirm(t *testing.T) {
	for _, tt := range []struct {
		name, mode, topic, lease string
		status                   int
		until                    time.Duration // 0 for none
	}{
		{"a subscription", "subscribe", topic, "86400", 200, 24 * time.Hour},
		{"one without a lease", "subscribe", topic, "", 200, 24 * time.Hour},
		{"one for ever, for a month", "subscribe", topic, "999999999", 200, 30 * 24 * time.Hour},
		{"none of another topic", "subscribe", "https://crumb.example/other", "86400", 404, 0},
		{"no end that nobody asked for", "unsubscribe", topic, "", 404, 0},
		{"that it refuses", "denied", topic, "", 200, 0},
		{"nothing else", "publish", topic, "", 404, 0},
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
			diff(t, "until", want, h.kept(id).HubUntil)
		})
	}
}

func TestAHubTellsOfAChange(t *testing.T) {
	signed := func(name string, method func() hash.Hash, secret, body string) string {
		mac := hmac.New(method, []byte(secret))
		io.WriteString(mac, body)
		return name + "=" + hex.EncodeToString(mac.Sum(nil))
	}
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	callback, secret := h.asked[0].Get("hub.callback"), h.asked[0].Get("hub.secret")
	const told = "<rss>whatever the hub says</rss>"
	for _, tt := range []struct {
		name      string
		callback  string
		signature string
		status    int
		due       bool
	}{
		{"with sha1", callback, signed("sha1", sha1.New, secret, told), 202, true},
		{"with sha256", callback, signed("sha256", sha256.New, secret, told), 202, true},
		{"with sha384", callback, signed("sha384", sha512.New384, secret, told), 202, true},
		{"with sha512", callback, signed("sha512", sha512.New, secret, told), 202, true},
		{"without a signature", callback, "", 202, false},
		{"with another secret", callback, signed("sha256", sha256.New, secret+"x", told), 202, false},
		{"of another body", callback, signed("sha256", sha256.New, secret, told+"x"), 202, false},
		{"with a method that is none", callback, signed("md5", sha256.New, secret, told), 202, false},
		{"with half a signature", callback, signed("sha256", sha256.New, secret, told)[:40], 202, false},
		{"at an address with another secret", callback[:len(callback)-4] + "beef", signed("sha256", sha256.New, secret, told), 404, false},
		{"of another feed", strings.Replace(callback, "/crumb/", "/other/", 1), signed("sha256", sha256.New, secret, told), 404, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept, _ := h.mustRefresh(id)
			planned := kept.Next
			h.turn(h.Now().Add(time.Second))
			w := h.call("POST", tt.callback, told, "X-Hub-Signature", tt.signature)
			diff(t, "status", tt.status, w.Code)
			want := planned
			if tt.due { // a minute after it was asked for last
				want = kept.Checked.Add(follow.PushInterval)
			}
			diff(t, "next", want, h.kept(id).Next)
		})
	}
	h.world.asked()
	diff(t, "episodes", 20, len(h.all()))
}

// A hub that tells while the feed is being read has it read again.
func TestAHubTellsWhileTheFeedIsRead(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	callback, secret := h.asked[0].Get("hub.callback"), h.asked[0].Get("hub.secret")
	page := h.pages["/feed"]
	h.set("/feed", func(w http.ResponseWriter, r *http.Request) {
		page(w, r)
		mac := hmac.New(sha256.New, []byte(secret))
		h.call("POST", callback, "", "X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	})
	h.turn(h.Now().Add(time.Hour))
	kept, _, err := h.follower.Refresh(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "due", h.Now(), kept.Next)
	diff(t, "due in the catalogue", h.Now(), h.kept(id).Next)
}

func TestAHubThatFailsIsLeftAlone(t *testing.T) {
	h := newHub(t)
	h.set("/hub", status(http.StatusInternalServerError))
	kept, change, err := h.follower.Add(t.Context(), h.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	problem(t, change, "hub could not be subscribed to")
	diff(t, "asked again", 144*time.Minute, kept.Next.Sub(h.Now()))
	h.mustRefresh(kept.ID)
}

func TestARemovedFeedIsUnsubscribed(t *testing.T) {
	h := newHub(t)
	id := h.add(data.FollowOptions{}).ID
	h.confirm("subscribe", topic, "864000")
	status := 0
	h.set("/hub", func(w http.ResponseWriter, r *http.Request) { // which asks before it answers
		if err := r.ParseForm(); err != nil || r.PostForm.Get("hub.mode") != "unsubscribe" {
			t.Errorf("form %v, error %v", r.PostForm, err)
		}
		status, _ = h.confirm("unsubscribe", topic, "")
	})
	if _, err := h.follower.Remove(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	diff(t, "answer to the hub", http.StatusOK, status)
	secret := h.asked[0].Get("hub.secret")
	mac := hmac.New(sha256.New, []byte(secret))
	w := h.call("POST", h.asked[0].Get("hub.callback"), "", "X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	diff(t, "answer afterwards", http.StatusGone, w.Code)
}

func TestNoHubIsAskedWithoutACallback(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.feed(rss{title: "Crumb", head: `<atom:link rel="hub" href="/hub"/>`, items: from(100, 99)})
	kept := w.add(data.FollowOptions{})
	diff(t, "asked", []string{"GET /feed"}, w.asked())
	diff(t, "hub", w.URL+"/hub", kept.Hub)
	diff(t, "topic", w.URL+"/feed", kept.Topic)
	r := httptest.NewRecorder()
	w.follower.Callback().ServeHTTP(r, httptest.NewRequest("GET", "/websub/crumb/0000", nil))
	diff(t, "status", http.StatusNotFound, r.Code)
}
