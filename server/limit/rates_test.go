package limit

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tenPerMinute is a rate whose wait after the burst is six seconds.
var tenPerMinute = Rate{Requests: 10, Per: time.Minute}

func TestAClientMayTryAgainAfterTheWait(t *testing.T) {
	l, now := NewRates(tenPerMinute), time.Now()
	for i := range 10 {
		if got := l.Take("203.0.113.7", now); got.Wait != 0 || got.Remaining != 9-i {
			t.Fatalf("request %d: %+v", i, got)
		}
	}
	refused := l.Take("203.0.113.7", now)
	if Seconds(refused.Wait) != 6 || refused.Remaining != 0 || Seconds(refused.Full) != 60 {
		t.Errorf("after the burst: %+v", refused)
	}
	if other := l.Take("203.0.113.8", now); other.Wait != 0 {
		t.Errorf("another client has a wait of %s", other.Wait)
	}
	if got := l.Take("203.0.113.7", now.Add(6*time.Second)); got.Wait != 0 {
		t.Errorf("after the wait, the next request has a wait of %s, want 0", got.Wait)
	}
}

func TestRatesStoreALimitedNumberOfClients(t *testing.T) {
	l, now := NewRates(tenPerMinute), time.Now()
	client := func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) }
	for i := range maxClients {
		l.Take(client(i), now)
	}
	for range 10 { // clients above the maximum share one limit
		if wait := l.Take(client(maxClients+1), now).Wait; wait != 0 {
			t.Fatalf("a request within the shared limit has a wait of %s", wait)
		}
	}
	if l.Take(client(maxClients+2), now).Wait == 0 || len(l.clients) != maxClients {
		t.Errorf("%d clients are stored, want %d", len(l.clients), maxClients)
	}
	// Clients with a full burst are removed.
	if l.Take(client(maxClients+3), now.Add(6*time.Second)).Wait != 0 || len(l.clients) != 1 {
		t.Errorf("%d clients are stored after the wait, want 1", len(l.clients))
	}
}

func TestHeadersDescribeALimit(t *testing.T) {
	l, now := NewRates(tenPerMinute), time.Now()
	policy, current := l.Headers("address", l.Take("a", now))
	if d := cmp.Diff([]string{`"address";q=10;w=60`, `"address";r=9;t=6`}, []string{policy, current}); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestParseRate(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       Rate
		ok         bool
	}{
		{"no limit", "", Rate{}, true},
		{"per second", "10/s", Rate{10, time.Second}, true},
		{"per minute", "300/m", Rate{300, time.Minute}, true},
		{"per hour", "1000000/h", Rate{1_000_000, time.Hour}, true},
		{"no unit", "10", Rate{}, false},
		{"an unknown unit", "10/d", Rate{}, false},
		{"zero", "0/s", Rate{}, false},
		{"a negative number", "-1/s", Rate{}, false},
		{"a number that is too large", "1000001/s", Rate{}, false},
		{"a fraction", "1.5/s", Rate{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseRate(tt.text)
			if got != tt.want || (err == nil) != tt.ok {
				t.Errorf("ParseRate(%q) = %+v, %v", tt.text, got, err)
			}
		})
	}
}

func FuzzParseRate(f *testing.F) {
	for _, seed := range []string{"", "10/s", "1/m", "x/h", "9/", "/s", "+1/s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRate(text)
		if err == nil && text != "" && (r.Requests < 1 || r.Requests > maxRequests || r.Per <= 0) {
			t.Errorf("ParseRate(%q) = %+v", text, r)
		}
	})
}

func TestNetwork(t *testing.T) {
	for _, tt := range []struct{ name, client, want string }{
		{"an IPv4 address is one client", "203.0.113.7", "203.0.113.7"},
		{"an IPv4 address in IPv6 form is the same client", "::ffff:203.0.113.7", "203.0.113.7"},
		{"an IPv6 network is one client", "2001:db8::7", "2001:db8::/64"},
		{"a zone has no effect", "fe80::1%eth0", "fe80::/64"},
		{"another text stays", "@", "@"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Network(tt.client); got != tt.want {
				t.Errorf("Network(%q) = %q, want %q", tt.client, got, tt.want)
			}
		})
	}
}
