package respond_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/server/respond"
)

func TestTheTableOfKindsIsConsistent(t *testing.T) {
	seen := map[respond.Code]bool{}
	last := 0
	for _, k := range respond.Kinds() {
		if seen[k.Code] {
			t.Errorf("%s appears twice", k.Code)
		}
		seen[k.Code] = true
		if !regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`).MatchString(string(k.Code)) {
			t.Errorf("%q is not in snake case", k.Code)
		}
		if k.Status < 400 || k.Status/100 < last {
			t.Errorf("%s has status %d, but the code before it has status %d00", k.Code, k.Status, last)
		}
		last = k.Status / 100
		if k.Title == "" || !strings.HasSuffix(k.Meaning, ".") || k.Fix == "" || strings.HasSuffix(k.Fix, ".") {
			t.Errorf("%s is not documented: %+v", k.Code, k)
		}
		if d := cmp.Diff(k, k.Code.Kind()); d != "" {
			t.Errorf("%s is not its own kind (-want +got):\n%s", k.Code, d)
		}
	}
}

func TestAnUnknownCodeIsAnInternalError(t *testing.T) {
	if got := respond.Code("invented").Kind().Code; got != respond.Internal {
		t.Errorf("got %s", got)
	}
}

func TestWrite(t *testing.T) {
	secret := errors.New("password is hunter2")
	for _, tt := range []struct {
		name string
		p    *respond.Problem
		want string
		info respond.Info
	}{
		{"returns errors and fixes", respond.NewProblem(respond.NotFound, "no %s", "cake").At("path", strings.Repeat("x", 101), "odd").Fix("bake %d", 1),
			`{"type":"/docs/errors#not_found","title":"Not found","status":404,"code":"not_found","detail":"no cake",` +
				`"errors":[{"location":"path","value":"` + strings.Repeat("x", 99) + `…","message":"odd"}],"fixes":["bake 1"],"request_id":"r1"}`,
			respond.Info{ID: "r1", Code: "not_found"}},
		{"uses the fix of its kind by default", respond.NewProblem(respond.MethodNotAllowed, "no"),
			`{"type":"/docs/errors#method_not_allowed","title":"Method not allowed","status":405,"code":"method_not_allowed","detail":"no",` +
				`"errors":[],"fixes":["use one of the methods in the header Allow"],"request_id":"r1"}`,
			respond.Info{ID: "r1", Code: "method_not_allowed"}},
		{"shows a hidden cause only in the log", respond.HideCause(respond.Timeout, secret),
			`{"type":"/docs/errors#timeout","title":"Timed out","status":504,"code":"timeout","detail":"The answer was not ready within the time limit of the server.",` +
				`"errors":[],"fixes":["try again; if the error remains, use a smaller limit or more filters"],"request_id":"r1"}`,
			respond.Info{ID: "r1", Code: "timeout", Cause: secret}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			info := respond.Info{ID: "r1"}
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r = r.WithContext(respond.WithInfo(r.Context(), &info))
			w := httptest.NewRecorder()
			w.Header().Set("Etag", `"of another body"`)
			w.Header().Set("Content-Encoding", "gzip")
			tt.p.Write(w, r)
			if d := cmp.Diff(tt.want+"\n", w.Body.String()); d != "" || w.Code != tt.p.Status {
				t.Errorf("status %d, body (-want +got):\n%s", w.Code, d)
			}
			if info.ID != tt.info.ID || info.Code != tt.info.Code || !errors.Is(info.Cause, tt.info.Cause) {
				t.Errorf("the log gets %+v, want %+v", info, tt.info)
			}
			if w.Header().Get("Etag") != "" || w.Header().Get("Content-Encoding") != "" || w.Header().Get("Content-Type") != respond.ProblemType {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}
