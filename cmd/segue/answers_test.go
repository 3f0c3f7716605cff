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

// segue runs a command in this process and returns what it printed.
func segue(t testing.TB, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("segue %q ended with %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

// titles returns the titles of an answer in JSON, up to the colon or the guest.
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

// answersOf checks what a listener of the ten episodes would say is near.
func answersOf(t *testing.T, catalogue ...string) {
	similar := func(id string, n int) []string {
		return titles(t, segue(t, slices.Concat([]string{"similar", "--json", id}, catalogue)...))[:n]
	}
	search := func(query string, n int) []string {
		return titles(t, segue(t, slices.Concat([]string{"search", "--json", query}, catalogue)...))[:n]
	}
	either := func(a []string, b ...string) bool {
		slices.Sort(a)
		slices.Sort(b)
		return slices.Equal(a, b)
	}
	if d := cmp.Diff([]string{stripe}, similar("klarna-engineering-with-marcus-granstrom", 1)); d != "" {
		t.Errorf("nearest of Klarna (-want +got):\n%s", d)
	}
	if got := similar("build-a-bank-monzo-with-richard-dingwall", 2); !either(got, klarna, stripe) {
		t.Errorf("nearest two of Monzo: %q", got)
	}
	if got := similar("stripe-engineering-with-raylene-yung", 2); !either(got, klarna, monzo) {
		t.Errorf("nearest two of Stripe: %q", got)
	}
	if d := cmp.Diff([]string{k8s}, similar("edge-kubernetes-with-venkat-yalla", 1)); d != "" {
		t.Errorf("nearest of Edge Kubernetes (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{gitops}, search("how do I deploy to Kubernetes from Git", 1)); d != "" {
		t.Errorf("deploying from Git (-want +got):\n%s", d)
	}
	if got := search("running containers without managing servers", 3); !slices.Contains(got, lambdas) {
		t.Errorf("running containers without servers: %q", got)
	}
}

func TestAnswersOnTheBundledCatalogue(t *testing.T) { answersOf(t, "--demo") }

func TestAnswersOnTheArchivePage(t *testing.T) {
	page := datatest.SeedPage(t)
	file := filepath.Join(t.TempDir(), "segue.db")
	if got := segue(t, "import", "--data", file, page); got != "10 imported (10 new, 0 changed, 0 unchanged)\n" {
		t.Errorf("import says %q", got)
	}
	answersOf(t, "--data", file)
}
