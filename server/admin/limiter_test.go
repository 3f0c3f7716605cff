package admin

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func TestAClientMayTryAgainAfterTheWait(t *testing.T) {
	l, now := newAttemptLimiter(), time.Now()
	for range burst {
		l.begin("203.0.113.7", now)
	}
	if wait := l.begin("203.0.113.7", now).wait; wait <= 0 || wait > every {
		t.Errorf("the next attempt has a wait of %s, want more than 0 and at most %s", wait, every)
	}
	if wait := l.begin("203.0.113.7", now.Add(every)).wait; wait != 0 {
		t.Errorf("after the wait, the next attempt has a wait of %s, want 0", wait)
	}
}

func TestTheLimiterStoresALimitedNumberOfClients(t *testing.T) {
	l, now := newAttemptLimiter(), time.Now()
	client := func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) }
	for i := range maxClients {
		l.begin(client(i), now)
	}
	for range burst { // clients above the maximum share one limit
		if wait := l.begin(client(maxClients+1), now).wait; wait != 0 {
			t.Fatalf("an attempt within the shared limit has a wait of %s", wait)
		}
	}
	if l.begin(client(maxClients+2), now).wait == 0 || len(l.clients) != maxClients {
		t.Errorf("%d clients are stored, want %d", len(l.clients), maxClients)
	}
	// Clients with a full burst are removed.
	if l.begin(client(maxClients+3), now.Add(every)).wait != 0 || len(l.clients) != 1 {
		t.Errorf("%d clients are stored after the wait, want 1", len(l.clients))
	}
}

func TestAKeyCannotBePrinted(t *testing.T) {
	key := NewKey(" secret \n")
	encoded, err := json.Marshal(key)
	if got := fmt.Sprintf("%v %+v %#v %s", key, key, key, encoded); got != `[key] [key] [key] "[key]"` || err != nil {
		t.Errorf("the key is printed as %s (error %v)", got, err)
	}
	if !key.matches("secret") || key.matches("secret ") || key.matches("") {
		t.Error("the key does not match exactly its text without white space around it")
	}
	if none := NewKey(" "); none.IsSet() || none.String() != "" {
		t.Errorf("a blank key is set or is printed as %v", none)
	}
}
