package server_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/jsonl"
	"segue/server/api"
)

const (
	teaLine  = `{"show":"Cups","title":"Green Tea","published":"2018-08-13"}`
	milkLine = `{"id":"milk","guid":"daily-5543","show":{"id":"daily","title":"Daily"},"title":"Milk"}` // the GUID of gitops
)

func put(t testing.TB, w *fixture, body io.Reader, headers ...string) response {
	t.Helper()
	return w.admin(t, http.MethodPut, "/v1/episodes", body, headers...)
}

// counts returns the start of the body of an upload's answer.
func counts(added, updated, unchanged, failed int) string {
	return fmt.Sprintf(`{"added":%d,"updated":%d,"unchanged":%d,"failed":%d,"problems":[`, added, updated, unchanged, failed)
}

func TestAnUploadAddsAndUpdatesEpisodes(t *testing.T) {
	const lines, array = "Content-Type: application/x-ndjson", "Content-Type: application/json; charset=utf-8"
	const whole = `],"truncated":false}`
	for _, tt := range []struct{ name, header, body, want, again string }{
		{"from lines", lines, teaLine + "\n\n" + strings.Replace(teaLine, "Green", "Black", 1) + "\n", counts(2, 0, 0, 0) + whole, counts(0, 0, 2, 0) + whole},
		{"from an array", array, "[" + teaLine + ",\n" + strings.Replace(teaLine, "Green", "Black", 1) + "]", counts(2, 0, 0, 0) + whole, counts(0, 0, 2, 0) + whole},
		{"from an array without a Content-Type", "Content-Type: ", "[" + teaLine + "]", counts(1, 0, 0, 0) + whole, counts(0, 0, 1, 0) + whole},
		{"from an empty array", array, "[]", counts(0, 0, 0, 0) + whole, counts(0, 0, 0, 0) + whole},
		{"from no lines", lines, "", counts(0, 0, 0, 0) + whole, counts(0, 0, 0, 0) + whole},
		{"with an id", lines, `{"id":"bare","show":{"id":"quiet","title":"Quiet"},"title":"Bare","tags":["new"]}`, counts(0, 1, 0, 0) + whole, counts(0, 0, 1, 0) + whole},
		{"except invalid lines", lines, strings.Join([]string{`{"show":"Cups","title":"Green Tea","published":"yesterday"}`, `{"show":`, teaLine, milkLine + " ", `{"show":"Cups","titel":"Tea"}`, ""}, "\n"),
			counts(1, 1, 0, 3) +
				`{"line":1,"field":"published","message":"\"yesterday\" is not a date: write \"2018-08-13\" or \"2018-08-13T16:00:00Z\"","episode":null},` +
				`{"line":2,"field":null,"message":"invalid JSON at byte 8 (unexpected end of JSON input): write one JSON object per line","episode":null},` +
				`{"line":5,"field":"titel","message":"unknown key; did you mean \"title\"?","episode":null}` + whole, ""},
		{"except elements that conflict with another episode", array, `[` + teaLine + `,{"id":"bare","guid":"daily-5543","show":{"id":"daily","title":"Daily"},"title":"Bare"},7]`, counts(1, 0, 0, 2) +
			`{"line":2,"field":null,"message":"it has the id \"bare\" but the GUID, or show, title and date, of \"gitops\"; leave its id out or give it a GUID of its own","episode":"bare"},` +
			`{"line":3,"field":null,"message":"must be an object such as {…}, not a number","episode":null}` + whole, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, nil)
			got := put(t, w, strings.NewReader(tt.body), tt.header)
			if d := cmp.Diff(tt.want+"\n", got.body); d != "" || got.status != 200 || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("status %d, headers %v, body (-want +got):\n%s", got.status, got.header, d)
			}
			if tt.again == "" {
				return
			}
			if d := cmp.Diff(tt.again+"\n", put(t, w, strings.NewReader(tt.body), tt.header).body); d != "" {
				t.Errorf("again (-want +got):\n%s", d)
			}
		})
	}
}

func TestUploadingAShownEpisodeChangesNothing(t *testing.T) {
	w := newFixture(t, nil)
	for _, id := range []string{"gitops", "bare"} {
		shown := w.do(t, http.MethodGet, "/v1/episodes/"+id)
		if got := put(t, w, strings.NewReader(shown.body), "Content-Type: application/x-ndjson"); got.body != counts(0, 0, 1, 0)+`],"truncated":false}`+"\n" {
			t.Errorf("%s: %s", id, got.body)
		}
	}
}

// TestUploadingAnExportGivesTheSameExport checks that PUT, GET and export use one format.
func TestUploadingAnExportGivesTheSameExport(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		body         func(lines string) string
	}{
		{"as lines", "Content-Type: application/x-ndjson", func(lines string) string { return lines }},
		{"as an array", "Content-Type: application/json", func(lines string) string { return "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",") + "]" }},
		{"with the member names of older exports", "Content-Type: application/x-ndjson", func(lines string) string { return strings.ReplaceAll(lines, `"number":`, `"episode":`) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := newFixture(t, nil)
			lines := export(t, old.engine.catalog)
			empty, err := sqlite.OpenMemory(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { empty.Close() })
			w := newFixture(t, func(w *fixture) { w.config.Catalog = empty })
			if got := put(t, w, strings.NewReader(tt.body(lines)), tt.header); got.body != counts(2, 0, 0, 0)+`],"truncated":false}`+"\n" {
				t.Fatalf("put: %s", got.body)
			}
			c := committed(t)
			upload, _ := c.resolve("#/components/schemas/EpisodeUpload")
			for _, id := range []string{"gitops", "bare"} {
				shown := w.do(t, http.MethodGet, "/v1/episodes/"+id)
				if d := cmp.Diff(old.do(t, http.MethodGet, "/v1/episodes/"+id).body, shown.body); d != "" {
					t.Errorf("%s (-before +after):\n%s", id, d)
				}
				if err := c.checkBody(upload, shown.body); err != nil {
					t.Errorf("%s does not match the schema of an upload: %v", id, err)
				}
			}
			if d := cmp.Diff(lines, export(t, empty)); d != "" {
				t.Errorf("export (-before +after):\n%s", d)
			}
		})
	}
}

// export returns the episodes of a catalogue as JSON lines.
func export(t testing.TB, c catalog.Reader) string {
	t.Helper()
	var lines strings.Builder
	w := jsonl.NewWriter(&lines)
	if _, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error { return w.Write(e.Episode) }); err != nil {
		t.Fatal(err)
	}
	return lines.String()
}

func TestAnUploadListsSomeProblemsAndCountsAll(t *testing.T) {
	w := newFixture(t, nil)
	got := put(t, w, strings.NewReader(strings.Repeat("7\n", 250)+teaLine), "Content-Type: application/x-ndjson")
	if !strings.HasPrefix(got.body, counts(1, 0, 0, 250)) || !strings.HasSuffix(got.body, `],"truncated":true}`+"\n") || strings.Count(got.body, `"line":`) != 100 {
		t.Errorf("%s", got.body)
	}
}

func TestInvalidUploadsAreRefused(t *testing.T) {
	const arrayFix = `"send a JSON array such as [{\"show\":\"Daily Cups\",\"title\":\"Green Tea\"}], or JSON lines with Content-Type: application/x-ndjson"`
	broken := func(detail, kept string) string {
		return problemJSON(400, "malformed_body", "Malformed request body", detail+"; before that, "+kept, "", arrayFix)
	}
	for _, tt := range []struct {
		name, header, body string
		status             int
		want               string
	}{
		{"with another Content-Type", "Content-Type: application/x-www-form-urlencoded", teaLine, 415, problemJSON(415, "unsupported_media_type", "Unsupported media type", "unsupported Content-Type",
			`{"location":"header.Content-Type","value":"application/x-www-form-urlencoded","message":"expected application/json, or application/x-ndjson for JSON lines"}`,
			`"send a JSON array with the header Content-Type: application/json, or JSON lines with Content-Type: application/x-ndjson"`)},
		{"when compressed", "Content-Encoding: gzip", teaLine, 415, problemJSON(415, "unsupported_media_type", "Unsupported media type", "the body is compressed",
			`{"location":"header.Content-Encoding","value":"gzip","message":"expected none"}`, `"send the body as it is, without Content-Encoding"`)},
		{"without an array", "Content-Type: application/json", teaLine, 400,
			broken("the body is not a JSON array; send JSON lines with the header Content-Type: application/x-ndjson", "0 episodes were added, 0 updated, 0 unchanged and 0 rejected")},
		{"with an empty body", "Content-Type: application/json", "", 400,
			broken("the body is empty; want a JSON array", "0 episodes were added, 0 updated, 0 unchanged and 0 rejected")},
		{"without a type and a body", "Content-Type: ", "", 400,
			broken("the body is empty; want a JSON array", "0 episodes were added, 0 updated, 0 unchanged and 0 rejected")},
		{"after the first valid elements", "Content-Type: application/json", "[" + teaLine + ",7,}", 400,
			broken("the body has invalid JSON in or after element 3: invalid character '}' looking for beginning of value", "1 episodes were added, 0 updated, 0 unchanged and 1 rejected")},
		{"after the first complete elements", "Content-Type: application/json", "[" + teaLine + ",", 400,
			broken("the body ends too early, in or after element 2", "1 episodes were added, 0 updated, 0 unchanged and 0 rejected")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, nil)
			got := put(t, w, strings.NewReader(tt.body), "Content-Type: application/json", tt.header)
			if d := cmp.Diff(tt.want+"\n", got.body); d != "" || got.status != tt.status {
				t.Errorf("status %d, body (-want +got):\n%s", got.status, d)
			}
		})
	}
}

func TestAnUploadHasASizeLimit(t *testing.T) {
	w := newFixture(t, nil)
	r := httptest.NewRequest(http.MethodPut, "/v1/episodes", strings.NewReader(teaLine))
	r.ContentLength = api.MaxUpload + 1
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	if recorder.Code != 413 {
		t.Errorf("a length that is too large gives %d %s", recorder.Code, recorder.Body)
	}
	tooMuch := io.LimitReader(blank{}, api.MaxUpload)
	r = httptest.NewRequest(http.MethodPut, "/v1/episodes", io.MultiReader(strings.NewReader(teaLine+"\n"), tooMuch))
	r.Header.Set("Authorization", "Bearer "+adminKey)
	recorder = httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	if recorder.Code != 413 || !strings.Contains(recorder.Body.String(), "before that, 1 episodes were added") {
		t.Errorf("a body that is too large gives %d %s", recorder.Code, recorder.Body)
	}
}

// blank is an endless reader of empty lines.
type blank struct{}

func (blank) Read(p []byte) (int, error) {
	return copy(p, blankLines), nil
}

var blankLines = strings.Repeat(strings.Repeat(" ", 4095)+"\n", 256)

// lineOf returns the n-th of many episodes as a JSON line.
func lineOf(n int) string {
	return fmt.Sprintf(`{"show":"Cups","title":"Cup %d","guid":"cup-%d","description":"Green tea is hot, and cup %d has some."}`+"\n", n, n, n)
}

func TestAStalledUploadTimesOut(t *testing.T) {
	// The pause is long enough for each line on a busy machine.
	w := newFixture(t, func(w *fixture) { w.config.Times.Pause = 2 * time.Second })
	body, more := io.Pipe()
	defer more.Close()
	go func() {
		for n := range 150 {
			io.WriteString(more, lineOf(n))
		}
	}()
	got := put(t, w, body, "Content-Type: application/x-ndjson")
	want := problemJSON(408, "body_too_slow", "Request body too slow", "no more of the body arrived in time; before that, 150 episodes were added, 0 updated, 0 unchanged and 0 rejected", "",
		`"send the body again; episodes that are already stored count as unchanged"`)
	if d := cmp.Diff(want+"\n", got.body); d != "" || got.status != 408 {
		t.Errorf("status %d, body (-want +got):\n%s", got.status, d)
	}
}

func TestAnUploadHasALongerTimeLimit(t *testing.T) {
	const limit = 2 * time.Second // long enough to read the headers on a busy machine
	w := newFixture(t, func(w *fixture) { w.config.Times.Request = limit })
	listening := httptest.NewUnstartedServer(w.server)
	listening.Config.ReadTimeout, listening.Config.WriteTimeout = limit, limit
	listening.Start()
	t.Cleanup(listening.Close)
	w.url = listening.URL
	body, more := io.Pipe()
	go func() {
		io.WriteString(more, lineOf(0))
		time.Sleep(limit + limit/4)
		io.WriteString(more, lineOf(1))
		more.Close()
	}()
	if got := put(t, w, body, "Content-Type: application/x-ndjson"); !strings.HasPrefix(got.body, counts(2, 0, 0, 0)) {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestOtherClientsHaveTheShortTimeLimit(t *testing.T) {
	w := newFixture(t, nil)
	listening := httptest.NewUnstartedServer(w.server)
	listening.Config.ReadTimeout = 2 * time.Second
	listening.Start()
	t.Cleanup(listening.Close)
	w.url = listening.URL
	body, more := io.Pipe()
	defer more.Close()
	if got := w.with(t, http.MethodPut, "/v1/episodes", body, "Content-Type: application/x-ndjson"); got.status != 401 {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestACanceledUploadStoresTheReceivedEpisodes(t *testing.T) {
	var log bytes.Buffer
	done := make(chan struct{})
	w := newFixture(t, func(w *fixture) { w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	listening := serveHandler(t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer close(done)
		w.server.ServeHTTP(rw, r)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	body, more := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, listening+"/v1/episodes", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+adminKey)
	go func() {
		for n := range 2*catalog.IntakeBatch + 50 {
			io.WriteString(more, lineOf(n))
		}
		for { // until two batches are stored
			if n, err := w.engine.catalog.Count(t.Context()); err != nil || n >= 2*catalog.IntakeBatch {
				break
			}
			time.Sleep(time.Millisecond)
		}
		cancel()
		more.CloseWithError(context.Canceled)
	}()
	if _, err := plain.Do(r); !errors.Is(err, context.Canceled) {
		t.Fatalf("the client got %v", err)
	}
	<-done
	kept, err := w.engine.catalog.Count(t.Context())
	if err != nil || kept < 2+2*catalog.IntakeBatch {
		t.Errorf("%d episodes are stored, %v", kept, err)
	}
	lines := logLines(t, &log)
	if report, _ := lines[0]["error"].(string); len(lines) != 1 || lines[0]["level"] != "INFO" || !strings.Contains(report, fmt.Sprintf("before that, %d episodes were added", kept-2)) {
		t.Errorf("%d episodes are stored, log: %v", kept, lines)
	}
}

func TestACatalogueErrorIsOnlyInTheLog(t *testing.T) {
	var log bytes.Buffer
	w := newFixture(t, func(w *fixture) {
		w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		w.config.Catalog = full{w.engine.catalog}
	})
	got := put(t, w, strings.NewReader(teaLine), "Content-Type: application/x-ndjson")
	if got.status != 500 || strings.Contains(got.body, "room") || !strings.Contains(log.String(), "upload: there is no room left; before that, 0 episodes were added") {
		t.Errorf("%d %s, log %s", got.status, got.body, &log)
	}
}

// full is a catalogue on a full disk.
type full struct{ catalog.Store }

func (full) Upsert(context.Context, []data.Episode) (catalog.Change, error) {
	return catalog.Change{}, errors.New("there is no room left")
}

func TestACatalogueThatCannotBeWrittenIsAProblem(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"the disk is full", catalog.ErrFull, 507, "insufficient_storage"},
		{"the catalogue is read-only", catalog.ErrReadOnly, 503, "read_only"},
		{"the file was replaced", catalog.ErrReplaced, 503, "read_only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, func(w *fixture) { w.config.Catalog = unwritable{w.engine.catalog, tt.err} })
			got := put(t, w, strings.NewReader(teaLine), "Content-Type: application/x-ndjson")
			if got.status != tt.status || got.member("code") != tt.code || tt.status == 507 && !strings.Contains(got.body, "0 episodes were added") {
				t.Errorf("upload: %d %s", got.status, got.body)
			}
			if got := w.admin(t, http.MethodDelete, "/v1/episodes/bare", nil); got.status != tt.status || got.member("code") != tt.code {
				t.Errorf("delete: %d %s", got.status, got.body)
			}
			if got := w.do(t, http.MethodGet, "/readyz"); got.status != 200 || got.member("problem") != tt.err.Error() {
				t.Errorf("readiness: %d %s", got.status, got.body)
			}
		})
	}
}

// unwritable is a catalogue whose writes fail.
type unwritable struct {
	catalog.Store
	err error
}

func (c unwritable) Upsert(context.Context, []data.Episode) (catalog.Change, error) {
	return catalog.Change{}, c.err
}

func (c unwritable) Delete(context.Context, ...data.EpisodeID) (int, error) { return 0, c.err }

func (c unwritable) Health(context.Context) error { return c.err }

func TestAnEpisodeCanBeDeleted(t *testing.T) {
	w := newFixture(t, nil)
	if got := w.admin(t, http.MethodDelete, "/v1/episodes/bare", nil); got.status != 204 || got.body != "" || got.header.Get("Content-Type") != "" {
		t.Errorf("status %d, headers %v, body %q", got.status, got.header, got.body)
	}
	want := problemJSON(404, "unknown_episode", "Unknown episode", "no episode has this id, GUID or URL",
		`{"location":"path.id","value":"bare","message":"unknown episode"}`, `"use GET /v1/episodes to list the id, guid and url of each episode"`)
	if d := cmp.Diff(want+"\n", w.admin(t, http.MethodDelete, "/v1/episodes/bare", nil).body); d != "" {
		t.Errorf("again (-want +got):\n%s", d)
	}
	if got := w.do(t, http.MethodGet, "/v1/episodes/bare"); got.status != 404 {
		t.Errorf("the episode still exists: %s", got.body)
	}
}

// FuzzUploads uploads any body. The answer always matches the OpenAPI document and is
// never an internal error. A second upload of the same body adds nothing.
func FuzzUploads(f *testing.F) {
	for _, seed := range []string{"", "[]", "[" + teaLine + "]", teaLine, teaLine + "\n" + milkLine, "[7]", "{", "[{}", "\ufeff[]", "[[]]", "\xff"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	w := newFixture(f, nil)
	c := committed(f)
	f.Fuzz(func(t *testing.T, body string, typed bool) {
		send := func() response {
			r := httptest.NewRequest(http.MethodPut, "/v1/episodes", strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+adminKey)
			if typed {
				r.Header.Set("Content-Type", "application/x-ndjson")
			}
			recorder := httptest.NewRecorder()
			w.server.ServeHTTP(recorder, r)
			a := response{recorder.Code, recorder.Header(), recorder.Body.String()}
			if err := c.check(r, a); err != nil || a.status >= 500 {
				t.Errorf("%q: %v\n%d %s", body, err, a.status, a.body)
			}
			return a
		}
		if send(); t.Failed() {
			return
		}
		if again := send(); again.status == 200 && !strings.HasPrefix(again.body, `{"added":0,`) {
			t.Errorf("%q again: %s", body, again.body)
		}
	})
}

func TestAStoppingServerAbortsAnUpload(t *testing.T) {
	r := run(t, nil)
	body, more := io.Pipe()
	defer more.Close()
	go func() {
		for n := range catalog.IntakeBatch + 50 {
			io.WriteString(more, lineOf(n))
		}
		for { // until the first batch is stored
			if n, err := r.engine.catalog.Count(t.Context()); err != nil || n >= catalog.IntakeBatch {
				break
			}
			time.Sleep(time.Millisecond)
		}
		r.stop()
	}()
	got := put(t, r.fixture, body, "Content-Type: application/x-ndjson")
	if got.status != 503 || got.member("code") != "stopping" || !strings.HasPrefix(got.member("detail"), "the server is about to stop; before that, 1") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if err := <-r.stopped; err != nil {
		t.Error(err)
	}
}
