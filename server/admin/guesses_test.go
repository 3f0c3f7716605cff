package admin

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func TestGuessesAreForgottenInTime(t *testing.T) {
	g, now := newGuesses(), time.Now()
	for range burst {
		g.begin("203.0.113.7", now)
	}
	if wait := g.begin("203.0.113.7", now).wait; wait <= 0 || wait > every {
		t.Errorf("another guess waits %s", wait)
	}
	if wait := g.begin("203.0.113.7", now.Add(every)).wait; wait != 0 {
		t.Errorf("later it waits %s", wait)
	}
}

func TestManyClientsTakeBoundedMemory(t *testing.T) {
	g, now := newGuesses(), time.Now()
	client := func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) }
	for i := range maxClients {
		g.begin(client(i), now)
	}
	for range burst { // those beyond share one allowance
		if wait := g.begin(client(maxClients+1), now).wait; wait != 0 {
			t.Fatalf("waits %s", wait)
		}
	}
	if g.begin(client(maxClients+2), now).wait == 0 || len(g.clients) != maxClients {
		t.Errorf("%d clients are remembered", len(g.clients))
	}
	// An allowance that is whole again is that of a new client.
	if g.begin(client(maxClients+3), now.Add(every)).wait != 0 || len(g.clients) != 1 {
		t.Errorf("%d clients are remembered later", len(g.clients))
	}
}

func TestAKeyCannotBePrinted(t *testing.T) {
	key := NewKey(" secret \n")
	encoded, err := json.Marshal(key)
	if got := fmt.Sprintf("%v %+v %#v %s", key, key, key, encoded); got != `[key] [key] [key] "[key]"` || err != nil {
		t.Errorf("%v: %s", err, got)
	}
	if !key.same("secret") || key.same("secret ") || key.same("") {
		t.Error("the key is not what was given, without white space around it")
	}
	if none := NewKey(" "); none.IsSet() || none.String() != "" {
		t.Errorf("no key is %v", none)
	}
}
