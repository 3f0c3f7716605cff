package openai

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func TestAKeyIsNeverPrinted(t *testing.T) {
	cfg := Config{BaseURL: "http://localhost:1", Key: NewKey(testKey), Model: testModel, Dimensions: 8}
	driver, err := Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	nested := struct{ inner any }{cfg}
	nestedDeeper := struct {
		cfg    Config
		key    Key
		driver Driver
	}{cfg, cfg.Key, *driver}
	for _, value := range []any{cfg, &cfg, cfg.Key, &cfg.Key, driver, *driver, nested, nestedDeeper, &nestedDeeper, []Config{cfg}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%T"} {
			checkHidden(t, fmt.Sprintf("%T as %s", value, verb), fmt.Sprintf(verb, value))
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("start", "value", value)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "value", value)
		checkHidden(t, fmt.Sprintf("%T in a log", value), log.String())
	}
	body, err := json.Marshal(struct{ Key any }{cfg.Key})
	if err != nil {
		t.Fatal(err)
	}
	checkHidden(t, "JSON", string(body))
}

func checkHidden(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range []string{testKey, fmt.Sprintf("%x", testKey), fmt.Sprintf("%X", testKey)} {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows the key: %s", where, text)
		}
	}
}

func TestKeyStringShowsWhetherAKeyIsSet(t *testing.T) {
	for _, tt := range []struct {
		name string
		key  Key
		want string
	}{
		{"a key", NewKey(testKey), "[key]"},
		{"no key", Key{}, ""},
		{"an empty key", NewKey(" \n"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fmt.Sprintf("%v", tt.key); got != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDriverStringNamesModelAndHost(t *testing.T) {
	d := connect(t, "http://localhost:8080")
	if got, want := fmt.Sprintf("%v, %#v", d, d), "openai:text-hashing-1@256 at localhost:8080, openai:text-hashing-1@256 at localhost:8080"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestAKeyIsTrimmed(t *testing.T) {
	d := connect(t, serve(t, &provider{t: t}), func(c *Config) { c.Key = NewKey("\t" + testKey + "\r\n") })
	if _, err := d.Embed(t.Context(), []string{"one"}); err != nil {
		t.Fatal(err)
	}
}

func TestNoKeyMeansNoHeader(t *testing.T) {
	var sent []string
	d := connect(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header.Values("Authorization")
		w.WriteHeader(http.StatusTeapot)
	})), func(c *Config) { c.Key = Key{} })
	if _, err := d.Embed(t.Context(), []string{"one"}); err == nil || len(sent) > 0 {
		t.Fatalf("error %v, header %q; want an error and no header", err, sent)
	}
}

// TestAKeyInAResponseIsHidden sends the key in all parts of a response that an error may
// quote.
func TestAKeyInAResponseIsHidden(t *testing.T) {
	split := testKey[:9] + "\u200b\x01" + testKey[9:]
	escaped := ""
	for _, r := range testKey {
		escaped += fmt.Sprintf(`\u%04x`, r)
	}
	for _, status := range []int{200, 307, 400, 401, 404, 429, 500} {
		for _, tt := range []struct{ name, contentType, body string }{
			{"OpenAI's form", typeJSON, `{"error":{"message":"Incorrect key: ` + testKey + `","type":"` + testKey + `","code":"` + testKey + `"}}`},
			{"JSON escapes", typeJSON, `{"error":{"message":"Incorrect key: ` + escaped + `"}}`},
			{"another form", typeJSON, `{"detail":"Bearer ` + testKey + `"}`},
			{"text", "text/plain", "Authorization: Bearer " + testKey},
			{"invisible characters within", "text/plain", "Bearer " + split},
			{"the end of a long text", "text/plain", strings.Repeat("x", maxMessage-10) + testKey},
			{"a page", typeHTML, "<title>" + testKey + "</title>"},
			{"the content type", "text/" + testKey, "hello"},
			{"a broken content type", testKey + "; =", "hello"},
			{"broken JSON", typeJSON, testKey},
		} {
			t.Run(fmt.Sprint(status, " with the key in ", tt.name), func(t *testing.T) {
				d := connect(t, serve(t, respond(status, tt.contentType, tt.body,
					"Location: http://localhost/"+testKey, "Retry-After: "+testKey, "WWW-Authenticate: "+testKey)))
				_, err := d.Embed(t.Context(), []string{"one"})
				if err == nil {
					t.Fatal("no error")
				}
				checkHidden(t, "the error", fmt.Sprintf("%v %+v %#v", err, err, err))
				if strings.Contains(err.Error(), testKey[:12]) {
					t.Errorf("part of the key is left: %v", err)
				}
			})
		}
	}
}
