package minilm

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkQuestionsAtOnce measures how long each of several questions takes that
// are asked at the same time, and of one that is asked while long texts are
// embedded on all threads.
func BenchmarkQuestionsAtOnce(b *testing.B) {
	for _, clients := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			m := newTestModel(b)
			each := make([][]time.Duration, clients)
			var running sync.WaitGroup
			for c := range clients {
				running.Go(func() { each[c] = repeatQuery(b, m, 2*time.Second) })
			}
			running.Wait()
			reportTimes(b, slices.Concat(each...))
		})
	}
	b.Run("with=batch", func(b *testing.B) {
		m, stop := newTestModel(b), make(chan struct{})
		var working sync.WaitGroup
		working.Go(func() {
			texts := slices.Repeat([]string{longText}, 16)
			for {
				select {
				case <-stop:
					return
				default:
					benchmarkOnce(b, m, texts)
				}
			}
		})
		reportTimes(b, repeatQuery(b, m, 5*time.Second))
		close(stop)
		working.Wait()
	})
}

// askFor asks one question after the other and returns how long each took.
func repeatQuery(b *testing.B, m *Model, period time.Duration) []time.Duration {
	var took []time.Duration
	for begin := time.Now(); time.Since(begin) < period; {
		start := time.Now()
		benchmarkOnce(b, m, []string{testQuery})
		took = append(took, time.Since(start))
	}
	return took
}

func reportTimes(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(0, "ns/op") // the period, which says nothing
	for _, p := range []int{50, 99} {
		b.ReportMetric(took[len(took)*p/100].Seconds()*1e3, fmt.Sprintf("ms-p%d", p))
	}
}

// measureResident makes a process of this test measure itself and end.
const measureResident = "SEGUE_MINILM_MEASURE_RESIDENT"

func TestMain(m *testing.M) {
	if os.Getenv(measureResident) != "" {
		printGrowth()
		return
	}
	os.Exit(m.Run())
}

// BenchmarkResident measures in a process of its own how much memory the model
// takes after its first answer, as Linux counts it.
func BenchmarkResident(b *testing.B) {
	var grown float64
	for b.Loop() {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), measureResident+"=1")
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err)
		}
		if grown, err = strconv.ParseFloat(string(out), 64); err != nil {
			b.Skipf("resident memory is not known here: %s", out)
		}
	}
	b.ReportMetric(grown, "MB-grown")
}

// printGrowth prints by how many MB the first answer makes this process grow.
func printGrowth() {
	before := resident()
	m, err := New()
	if err == nil {
		_, err = m.Embed(context.Background(), []string{testQuery})
	}
	if err != nil {
		fmt.Print(err)
		return
	}
	fmt.Printf("%.1f", resident()-before)
}

// resident returns this process's memory in MB, and NaN where /proc is missing.
func resident() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return math.NaN()
	}
	_, figure, _ := strings.Cut(string(status), "VmRSS:")
	kB, err := strconv.ParseFloat(strings.Fields(figure)[0], 64)
	if err != nil {
		return math.NaN()
	}
	return kB / 1000
}
