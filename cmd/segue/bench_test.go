package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures a server with the bundled catalogue: the time from its start
// until the first answer and until all episodes are embedded, and then its memory.
func BenchmarkStart(b *testing.B) {
	file, err := os.Stat(binary(b))
	if err != nil {
		b.Fatal(err)
	}
	var ready, embedded time.Duration
	var memory float64
	for b.Loop() {
		begin := time.Now()
		s := startServer(b, "--demo")
		get(b, s.url+"/v1/episodes")
		ready += time.Since(begin)
		s.waitReady(b)
		embedded += time.Since(begin)
		memory += residentMB(b, s.Process.Pid)
		s.Process.Kill()
		s.Wait()
	}
	n := float64(b.N)
	b.ReportMetric(ready.Seconds()*1e3/n, "ms-to-first-answer")
	b.ReportMetric(embedded.Seconds()*1e3/n, "ms-to-all-embedded")
	b.ReportMetric(memory/n, "MB-resident")
	b.ReportMetric(float64(file.Size())/1e6, "MB-binary")
}

// residentMB returns the resident memory of a process on Linux.
func residentMB(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skipf("resident memory is read from /proc: %v", err)
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmRSS:" {
			kB, _ := strconv.ParseFloat(fields[1], 64)
			return kB / 1e3
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// BenchmarkImportBundled measures the process "segue import" with the ten bundled
// episodes, including embedding.
func BenchmarkImportBundled(b *testing.B) {
	lines := filepath.Join(b.TempDir(), "demo.jsonl")
	segue(b, "export", "--demo", "-o", lines)
	for b.Loop() {
		runBinary(b, "import", "--data", filepath.Join(b.TempDir(), "segue.db"), lines)
	}
}

// BenchmarkImportTalks measures "segue import --no-embed" of 13,883 talks.
func BenchmarkImportTalks(b *testing.B) {
	lines := talks(b, -1)
	var size int64
	for b.Loop() {
		file := filepath.Join(b.TempDir(), "segue.db")
		runBinary(b, "import", "--no-embed", "--data", file, lines)
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
	}
	b.ReportMetric(float64(size)/1e6, "MB-file")
}

func runBinary(b testing.TB, args ...string) {
	b.Helper()
	if out, err := exec.Command(binary(b), args...).CombinedOutput(); err != nil {
		b.Fatalf("segue %q: %v\n%s", args, err, out)
	}
}

// BenchmarkAnswers measures requests to a server over one connection.
func BenchmarkAnswers(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprintf("episodes=%d", n), func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "segue.db")
			runBinary(b, "import", "--data", file, talks(b, n))
			s := startServer(b, "--data", file)
			s.waitReady(b)
			var list struct{ Episodes []struct{ ID string } }
			res, err := http.Get(s.url + "/v1/episodes?limit=1")
			if err != nil {
				b.Fatal(err)
			}
			decode(b, res, &list)
			for name, path := range map[string]string{
				"similar": "/v1/episodes/" + list.Episodes[0].ID + "/similar",
				"search":  "/v1/search?q=how+do+I+test+code+that+talks+to+a+database",
			} {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						get(b, s.url+path)
					}
				})
			}
		})
	}
}

// BenchmarkSearchWhileEmbedding sends different queries to a server while it embeds 1,000
// talks, one after the other with a short pause.
func BenchmarkSearchWhileEmbedding(b *testing.B) {
	lines := talks(b, 1000)
	var took []time.Duration
	var embedding time.Duration
	for b.Loop() {
		file := filepath.Join(b.TempDir(), "segue.db")
		runBinary(b, "import", "--no-embed", "--data", file, lines)
		s := startServer(b, "--data", file)
		begin := time.Now()
		for n := 0; !s.ready(b); n++ {
			question := fmt.Sprintf("%s/v1/search?q=how+do+I+write+talk+number+%d+on+testing+code", s.url, n)
			sent := time.Now()
			get(b, question)
			took = append(took, time.Since(sent))
			time.Sleep(20 * time.Millisecond)
		}
		embedding += time.Since(begin)
	}
	slices.Sort(took)
	b.ReportMetric(embedding.Seconds()/float64(b.N), "s-to-all-embedded")
	b.ReportMetric(float64(len(took))/float64(b.N), "questions")
	for _, p := range []int{50, 99} {
		b.ReportMetric(took[len(took)*p/100].Seconds()*1e3, fmt.Sprintf("ms-p%d", p))
	}
}

// BenchmarkExportSite measures "segue export site" with ten thousand talks. Their vectors
// are from a hashing model, because the content does not change the work.
func BenchmarkExportSite(b *testing.B) {
	file := filepath.Join(b.TempDir(), "segue.db")
	model := []string{"--data", file, "--embedder", "openai", "--embed-model", "hashing", "--embed-url", startEndpoint(b)}
	runBinary(b, append([]string{"import", talks(b, 10_000)}, model...)...)
	runBinary(b, append([]string{"search", "--semantic-ratio", "0", "anything"}, model...)...) // indexes the words
	var report struct {
		Episodes, Embedded int
		Files              int
		Bytes              int64
		Search             struct{ Bytes int64 }
	}
	export := append([]string{"export", "site", "--out", filepath.Join(b.TempDir(), "site"), "--json"}, model...)
	for b.Loop() {
		out, err := exec.Command(binary(b), export...).Output()
		if err != nil {
			b.Fatal(err)
		}
		if err := json.Unmarshal(out, &report); err != nil {
			b.Fatal(err)
		}
	}
	if report.Embedded != report.Episodes || report.Episodes == 0 {
		b.Fatalf("%d of %d episodes have vectors", report.Embedded, report.Episodes)
	}
	b.ReportMetric(float64(report.Bytes)/1e6, "MB-all")
	b.ReportMetric(float64(report.Search.Bytes)/1e6, "MB-search")
	b.ReportMetric(float64(report.Files), "files")
}
