// Package deploy_test tests the files for operators.
package deploy_test

import (
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"segue/data/testenv"
	"segue/recommend"
	"segue/server/metrics"
)

// exposition returns the text of /metrics of a server that has answered requests.
func exposition(t *testing.T) string {
	t.Helper()
	m := metrics.New("v1.2.3", metrics.Sources{
		Engine:    func() recommend.Status { return recommend.Status{Episodes: 2, Embedded: 1} },
		Embedding: func() metrics.Embedding { return metrics.Embedding{Texts: 1} },
		Feeds:     noFeeds, Models: noModels, Bytes: func() int64 { return 1 }, Queue: func() int { return 1 },
	})
	m.Finished(metrics.Request{Route: "/v1/search", Method: "GET", Status: 503, Code: "overloaded"})
	m.Ranked(recommend.Timing{Words: 1, Embed: 1, Nearest: 1, Rank: 1})
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAlertsUseMetricsThatExist(t *testing.T) {
	rules, err := os.ReadFile("alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	served := exposition(t)
	names := regexp.MustCompile(`segue_[a-z_]+`).FindAllString(string(rules), -1)
	if len(names) < 10 {
		t.Fatalf("the rules use only %q", names)
	}
	for _, name := range names {
		if !regexp.MustCompile(`(?m)^` + name + `(_sum)?[{ ]`).MatchString(served) {
			t.Errorf("the rules use %s, which /metrics does not have", name)
		}
	}
}

func TestPromtoolAcceptsTheRulesAndTheMetrics(t *testing.T) {
	if !testenv.Soak() {
		t.Skip(`promtool is large; "make soak" installs and runs it`)
	}
	promtool := testenv.Command(t, "operator-tools", "promtool")
	check := func(input string, args ...string) {
		cmd := exec.Command(promtool, args...)
		cmd.Stdin = strings.NewReader(input)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
	check("", "check", "rules", "alerts.yml")
	check("", "test", "rules", "alerts_test.yml")
	check(exposition(t), "check", "metrics")
}
