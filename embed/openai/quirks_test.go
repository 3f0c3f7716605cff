package openai

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

// quirk is a server that answers n texts in its own way. call counts from 1.
type quirk func(n, call int) (status int, body string)

// data returns a body with an item for each text. change may change its members.
func data(n int, change func(i int, item map[string]any)) string {
	items := make([]map[string]any, n)
	for i := range items {
		items[i] = map[string]any{"index": i, "embedding": []any{float64(i + 1), 2.0, -1.0}}
		change(i, items[i])
	}
	body, err := json.Marshal(map[string]any{"data": items})
	if err != nil {
		panic(err)
	}
	return string(body)
}

func set(name string, value any) func(int, map[string]any) {
	return func(_ int, item map[string]any) { item[name] = value }
}

// packed returns the base64 form of the usual vector of a text.
func packed(i int) string {
	var b []byte
	for _, x := range []float32{float32(i + 1), 2, -1} {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(b)
}

// quirkClient returns a client of a server, and the number of its requests so far.
func quirkClient(t *testing.T, q quirk) (*embed.Client, *atomic.Int32) {
	t.Helper()
	calls := &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Error(err)
		}
		status, body := q(len(request.Input), int(calls.Add(1)))
		w.Header().Set("Content-Type", typeJSON)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	d := connect(t, s.URL, func(c *Config) { c.Dimensions = 3 })
	d.loadingWaits = []time.Duration{0, 0}
	return embed.NewClient(d, embed.NoCache{}), calls
}

func always(body func(n int) string) quirk {
	return func(n, _ int) (int, string) { return 200, body(n) }
}

func with(change func(int, map[string]any)) quirk {
	return always(func(n int) string { return data(n, change) })
}

func TestQuirksOfServersAreRead(t *testing.T) {
	want := func() (list [][]float32) {
		for i := range 3 {
			length := math.Sqrt(float64((i+1)*(i+1) + 5))
			list = append(list, []float32{float32(float64(i+1) / length), float32(2 / length), float32(-1 / length)})
		}
		return list
	}()
	for _, tt := range []struct {
		name     string
		answer   quirk
		requests int32
	}{
		{"no index", with(func(_ int, item map[string]any) { delete(item, "index") }), 1},
		{"an index of null", with(set("index", nil)), 1},
		{"the index 0 everywhere", with(set("index", 0)), 1},
		{"the index 0 left out", with(func(i int, item map[string]any) {
			if i == 0 {
				delete(item, "index")
			}
		}), 1},
		{"another order", with(func(i int, item map[string]any) {
			item["index"], item["embedding"] = 2-i, []any{float64(3 - i), 2.0, -1.0}
		}), 1},
		{"base64", with(func(i int, item map[string]any) { item["embedding"] = packed(i) }), 1},
		{"numbers as texts", with(func(i int, item map[string]any) { item["embedding"] = []string{fmt.Sprint(i + 1), "2", "-1.0"} }), 1},
		{"a list in a list", with(func(i int, item map[string]any) { item["embedding"] = []any{[]int{i + 1, 2, -1}} }), 1},
		{"lists without an object", always(func(int) string { return "[[1,2,-1],[2,2,-1],[3,2,-1]]" }), 1},
		{"a usage that is no number", always(func(n int) string {
			return strings.Replace(data(n, set("object", "embedding")), "{", `{"usage":{"total_tokens":"7"},`, 1)
		}), 1},
		{"one text at a time", func(n, call int) (int, string) {
			if n > 1 {
				return 400, `{"error":{"message":"Invalid type for 'input': expected a string, but got an array"}}`
			}
			return 200, fmt.Sprintf(`{"data":[{"embedding":[%d,2,-1]}]}`, call-1)
		}, 4},
		{"a model that is loading", func(n, call int) (int, string) {
			if call < 3 {
				return 200, `{"error":{"message":"model is loading, 2 of 3 shards"}}`
			}
			return 200, data(n, set("object", "embedding"))
		}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client, requests := quirkClient(t, tt.answer)
			got, err := client.Passages(t.Context(), []string{"one", "two", "three"})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("vectors (-want +got):\n%s", d)
			}
			if n := requests.Load(); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

func TestQuirksOfServersAreRefused(t *testing.T) {
	raw := func(s string) quirk { return always(func(int) string { return s }) }
	for _, tt := range []struct {
		name   string
		answer quirk
		is     error
		want   string
	}{
		{"all numbers are null", with(set("embedding", []any{nil, nil, nil})), embed.ErrBadVectors, "all numbers are null or not finite; restart the server"},
		{"some numbers are null", with(set("embedding", []any{1, nil, 2})), embed.ErrBadVectors, "1 of 3 numbers are null or not finite"},
		{"NaN", raw(`{"data":[{"embedding":[NaN,1,2]},{"embedding":[1,2,3]},{"embedding":[1,2,3]}]}`), embed.ErrBadVectors, "1 of 3 numbers are null or not finite"},
		{"infinity as a text", with(set("embedding", []any{"Infinity", 1, 2})), embed.ErrBadVectors, "1 of 3 numbers are null or not finite"},
		{"a number out of range", raw(`{"data":[{"embedding":[1e99,1,2]},{"embedding":[1,2,3]},{"embedding":[1,2,3]}]}`), embed.ErrBadVectors, "1 of 3 numbers are null or not finite"},
		{"empty vectors", with(set("embedding", []any{})), embed.ErrBadVectors, "the embedding is an empty list"},
		{"no vectors", with(set("embedding", nil)), embed.ErrBadVectors, "the embedding is null or missing"},
		{"another dimension", with(set("embedding", []any{1, 2})), embed.ErrBadVectors, "2 numbers at index 0, want 3"},
		{"a vector for each token", with(set("embedding", []any{[]int{1, 2, 3}, []int{1, 2, 3}})), embed.ErrBadVectors, "a list of 2 vectors, one for each token"},
		{"an object", with(set("embedding", map[string]any{"a": 1})), embed.ErrBadVectors, `the embedding is {"a":1}`},
		{"no base64", with(set("embedding", "a vector")), embed.ErrBadVectors, "not base64 of float32"},
		{"an index twice", with(set("index", 1)), embed.ErrBadVectors, "two vectors with index 1"},
		{"an error as a text", raw(`{"error":"Model is broken"}`), embed.ErrRejected, `returned an error ("Model is broken")`},
		{"a model that never loads", raw(`{"error":{"message":"model is loading","code":503}}`), embed.ErrUnavailable, `returned an error ("model is loading")`},
		{"a rejected key", raw(`{"error":{"message":"Authentication Error, invalid token"}}`), embed.ErrUnauthorized, "check the key"},
		{"LiteLLM: a rejected key", func(int, int) (int, string) {
			return 400, `{"error":{"message":"Authentication Error, Invalid proxy server token passed.","type":"auth_error","code":"400"}}`
		}, embed.ErrUnauthorized, "check the key"},
		{"LiteLLM: the provider rejects the key", func(int, int) (int, string) {
			return 500, `{"error":{"message":"litellm.AuthenticationError: OpenAIException - Incorrect API key provided"}}`
		}, embed.ErrUnauthorized, "check the key"},
		{"LiteLLM: an unknown model", func(int, int) (int, string) {
			return 400, `{"error":{"message":"Invalid model name passed in model=tide. Call /v1/models to view available models"}}`
		}, embed.ErrRejected, "check the model's name"},
		{"LiteLLM: a model without a provider", func(int, int) (int, string) {
			return 500, `{"error":{"message":"litellm.BadRequestError: LLM Provider NOT provided. Pass in the provider"}}`
		}, embed.ErrRejected, "check the model's name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client, _ := quirkClient(t, tt.answer)
			_, err := client.Passages(t.Context(), []string{"one", "two", "three"})
			if !errors.Is(err, tt.is) || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.want)
			}
		})
	}
}
