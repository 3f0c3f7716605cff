package wordpress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnswersAreCached(t *testing.T) {
	first, second := "<p>first</p>", "<p>second</p>"
	wait := func(seconds int) []any { return step("wait", seconds) }
	for _, test := range []struct {
		name     string
		server   *segue
		steps    [][]any
		want     []any // null for a step that waits
		requests int
	}{
		{"for five minutes", newSegue(t, inTurn(sends(first), sends(second))),
			[][]any{related(), wait(299), related()}, []any{first, nil, first}, 1},
		{"but not after five minutes", newSegue(t, inTurn(sends(first), sends(second))),
			[][]any{related(), wait(300), related()}, []any{first, nil, second}, 2},
		{"if the fragment is empty", newSegue(t, inTurn(sends(""), sends(second))),
			[][]any{related(), wait(299), related(), wait(1), related()}, []any{more, nil, more, nil, second}, 2},
		{"if the page is unknown", newSegue(t, inTurn(fails(404), sends(second))),
			[][]any{related(), wait(299), related(), wait(1), related()}, []any{more, nil, more, nil, second}, 2},
		{"after five minutes if the server fails", newSegue(t, inTurn(sends(first), fails(500), sends(second))),
			[][]any{related(), wait(300), related(), wait(59), related(), wait(1), related()}, []any{first, nil, first, nil, first, nil, second}, 3},
		{"for a day if the server fails", newSegue(t, inTurn(sends(first), fails(500))),
			[][]any{related(), wait(86399), related()}, []any{first, nil, first}, 2},
		{"but not for more than a day", newSegue(t, inTurn(sends(first), fails(500))),
			[][]any{related(), wait(86399), related(), wait(1), related()}, []any{first, nil, first, nil, more}, 2},
		{"separately for each set of attributes", newSegue(t, inTurn(sends(first), sends(second))),
			[][]any{related(), step("shortcode", "segue_related", map[string]any{"count": 3}), related()}, []any{first, second, first}, 2},
		{"a failure is retried after a minute", newSegue(t, inTurn(fails(500), sends(second))),
			[][]any{related(), wait(59), related(), wait(1), related()}, []any{more, nil, more, nil, second}, 2},
		{"a failure for one page pauses requests for others", newSegue(t, inTurn(fails(502), sends(second))),
			[][]any{related(), step("shortcode", "segue_related", map[string]any{"count": 3})}, []any{more, more}, 1},
		{"a busy server chooses a longer pause", newSegue(t, inTurn(busy("120"), sends(second))),
			[][]any{related(), wait(119), related(), wait(1), related()}, []any{more, nil, more, nil, second}, 2},
		{"a pause that is not a number has no effect", newSegue(t, inTurn(busy("soon"), sends(second))),
			[][]any{related(), wait(60), related()}, []any{more, nil, second}, 2},
		{"a rejected page does not pause requests for others", newSegue(t, inTurn(fails(422), sends(second))),
			[][]any{related(), step("shortcode", "segue_related", map[string]any{"count": 3}), related()}, []any{more, second, more}, 2},
		{"saving the settings ends the pause", newSegue(t, inTurn(fails(502), sends(second))),
			[][]any{related(), step("save", map[string]any{}), step("shortcode", "segue_related", map[string]any{"count": 3})}, []any{more, nil, second}, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(test.server.URL, linksMore).do(t, test.steps...)
			for i, s := range test.steps {
				if s[0] == "save" {
					got.Out[i] = nil
				}
			}
			if diff := cmp.Diff(test.want, got.Out); diff != "" {
				t.Error(diff)
			}
			if len(got.Requests) != test.requests {
				t.Errorf("%d requests, want %d", len(got.Requests), test.requests)
			}
		})
	}
}

func TestOneVisitorRefreshesWhileOthersGetTheCachedAnswer(t *testing.T) {
	server := newSegue(t, inTurn(sends("<p>first</p>"), sends("<p>second</p>")))
	s := newSite(server.URL)
	s.Meanwhile = true
	got := s.do(t, step("alone", "segue_related"), step("wait", 300), related(), step("state", "others"))
	want := []any{"<p>first</p>", nil, "<p>second</p>", []any{"<p>first</p>", 2.0}}
	if diff := cmp.Diff(want, got.Out); diff != "" {
		t.Error(diff)
	}
}

func TestSlowServerGetsOneRequestPerPage(t *testing.T) {
	slow := func(s *site) { s.Takes = 1.1 } // less than one of two seconds remains
	other := step("shortcode", "segue_related", map[string]any{"count": 3})
	got := newSite(newSegue(t, sends(markup)).URL, linksMore, slow).do(t, related(), other, related())
	if diff := cmp.Diff([]any{markup, more, markup}, got.Out); diff != "" {
		t.Error(diff)
	}
	if len(got.Requests) != 1 {
		t.Errorf("%d requests", len(got.Requests))
	}
}

func TestCachedAnswersExpire(t *testing.T) {
	for _, test := range []struct {
		name   string
		server *segue
		want   map[string]int
	}{
		{"an answer is stored for a day", newSegue(t, sends(markup)), map[string]int{"segue_ADDRESS": 86400}},
		{"a failure is stored for a minute, its message for a day", newSegue(t, fails(500)),
			map[string]int{"segue_ADDRESS": 60, "segue_pause": 60, "segue_problem": 86400}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(test.server.URL).do(t, related())
			if diff := cmp.Diff(test.want, got.Transients); diff != "" {
				t.Error(diff)
			}
		})
	}
}
