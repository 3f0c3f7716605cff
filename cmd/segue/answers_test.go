package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/datatest"
	"segue/server/api"
)

// segue runs a command in this process and returns its standard output.
func segue(t testing.TB, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("segue %q: exit code %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

// titles returns the titles of a JSON response without their guests.
func titles(t testing.TB, answer string) []string {
	t.Helper()
	var body struct{ Results []api.Result }
	if err := json.Unmarshal([]byte(answer), &body); err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, r := range body.Results {
		title, _, _ := strings.Cut(r.Episode.Title, " with ")
		list = append(list, title)
	}
	return list
}

const (
	gitops  = "GitOps: Kubernetes Continuous Delivery"
	klarna  = "Klarna Engineering"
	stripe  = "Stripe Engineering"
	monzo   = "Build a Bank: Monzo"
	edge    = "Edge Kubernetes"
	k8s     = "Kubernetes in the Enterprise"
	lambdas = "Function Platforms"
)

// checkAnswers compares results for the ten bundled episodes with a human judgement.
func checkAnswers(t *testing.T, catalogue ...string) {
	similar := func(id string, n int) []string {
		return titles(t, runProcess(t, slices.Concat([]string{"similar", "--json", id}, catalogue)...))[:n]
	}
	search := func(query string, n int) []string {
		return titles(t, runProcess(t, slices.Concat([]string{"search", "--json", query}, catalogue)...))[:n]
	}
	either := func(a []string, b ...string) bool {
		slices.Sort(a)
		slices.Sort(b)
		return slices.Equal(a, b)
	}
	if d := cmp.Diff([]string{stripe}, similar("klarna-engineering-with-marcus-granstrom", 1)); d != "" {
		t.Errorf("most similar to Klarna (-want +got):\n%s", d)
	}
	if got := similar("build-a-bank-monzo-with-richard-dingwall", 2); !either(got, klarna, stripe) {
		t.Errorf("two most similar to Monzo: %q", got)
	}
	if got := similar("stripe-engineering-with-raylene-yung", 2); !either(got, klarna, monzo) {
		t.Errorf("two most similar to Stripe: %q", got)
	}
	if d := cmp.Diff([]string{k8s}, similar("edge-kubernetes-with-venkat-yalla", 1)); d != "" {
		t.Errorf("most similar to Edge Kubernetes (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{gitops}, search("how do I deploy to Kubernetes from Git", 1)); d != "" {
		t.Errorf("deploying from Git (-want +got):\n%s", d)
	}
	if got := search("running containers without managing servers", 3); !slices.Contains(got, lambdas) {
		t.Errorf("running containers without servers: %q", got)
	}
}

func TestAnswersOfTheBundledCatalogue(t *testing.T) { checkAnswers(t, "--demo") }

func TestAnswersOfTheArchivePage(t *testing.T) {
	page := datatest.SeedPage(t)
	file := filepath.Join(t.TempDir(), "segue.db")
	if got := segue(t, "import", "--data", file, page); got != "10 imported (10 new, 0 changed, 0 unchanged)\n" {
		t.Errorf("import prints %q", got)
	}
	checkAnswers(t, "--data", file)
}
