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

// BenchmarkConcurrentQueries measures the time of a query while other clients send
// queries, and while long texts are embedded on all threads.
func BenchmarkConcurrentQueries(b *testing.B) {
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

// repeatQuery embeds a query again and again for a period, and returns the time of each.
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
	b.ReportMetric(0, "ns/op") // the time of the whole period, which is meaningless
	for _, p := range []int{50, 99} {
		b.ReportMetric(took[len(took)*p/100].Seconds()*1e3, fmt.Sprintf("ms-p%d", p))
	}
}

// measureResident is an environment variable. If it is set, this test process measures
// its memory and ends.
const measureResident = "SEGUE_MINILM_MEASURE_RESIDENT"

func TestMain(m *testing.M) {
	if os.Getenv(measureResident) != "" {
		printGrowth()
		return
	}
	os.Exit(m.Run())
}

// BenchmarkResidentMemory measures the resident memory that the model needs after its
// first vector, in a separate process.
func BenchmarkResidentMemory(b *testing.B) {
	var grown float64
	for b.Loop() {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), measureResident+"=1")
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err)
		}
		if grown, err = strconv.ParseFloat(string(out), 64); err != nil {
			b.Skipf("cannot measure the resident memory: %s", out)
		}
	}
	b.ReportMetric(grown, "MB-grown")
}

// printGrowth prints the growth of the process's memory by the first vector, in MB.
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

// resident returns the resident memory of this process in MB, or NaN without /proc.
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
