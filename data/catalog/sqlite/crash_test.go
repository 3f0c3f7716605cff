package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
	"segue/data/testenv"
)

const (
	batches   = 10
	batchSize = 100
)

func init() {
	roles["import"] = func() error {
		return inCatalog(func(ctx context.Context, c *sqlite.Catalog) error {
			round, err := strconv.Atoi(os.Getenv("CATALOG_TEST_ROUND"))
			if err != nil {
				return err
			}
			for batch := range batches {
				if _, err := c.Upsert(ctx, roundOf(batch, round)); err != nil {
					return err
				}
				fmt.Println("batch", batch) // the batch is committed
			}
			return nil
		})
	}
}

// inCatalog calls do with the catalogue of the process.
func inCatalog(do func(context.Context, *sqlite.Catalog) error) error {
	ctx := context.Background()
	c, err := sqlite.Open(ctx, os.Getenv("CATALOG_TEST_PATH"))
	if err != nil {
		return err
	}
	defer c.Close()
	return do(ctx, c)
}

// process returns a command that runs this test binary in a role, on the file at path.
func process(t *testing.T, role, path string, more ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), roleVariable+"="+role, "CATALOG_TEST_PATH="+path), more...)
	cmd.Stderr = os.Stderr
	return cmd
}

// roundOf returns a batch of a round. Every round changes every episode.
func roundOf(batch, round int) []data.Episode {
	episodes := make([]data.Episode, batchSize)
	for i := range episodes {
		e := catalogtest.WithGUID(catalogtest.Titled(fmt.Sprintf("Batch %d, episode %d", batch, i)), fmt.Sprint(batch, "-", i))
		e.Description, e.Tags = fmt.Sprint(round), []string{fmt.Sprint("batch ", batch), fmt.Sprint("round ", round)}
		e.Transcript = strings.Repeat(fmt.Sprintf("words of round %d ", round), 100)
		episodes[i] = e
	}
	return episodes
}

// TestAKilledImportLeavesWholeBatches kills imports of 1,000 episodes in batches of 100.
// After each kill the file is valid, and has only whole batches and all reported ones.
func TestAKilledImportLeavesWholeBatches(t *testing.T) {
	rounds := testenv.Times(2, 50)
	path := filepath.Join(t.TempDir(), "segue.db")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for round := 1; round <= rounds; round++ {
		reported := killedImport(t, path, round, random)
		checkIntegrity(t, path)
		checkBatches(t, path, round, reported)
	}
}

// killedImport kills an import at a random time, and returns the number of batches that
// it has reported.
func killedImport(t *testing.T, path string, round int, random *rand.Rand) (reported int) {
	t.Helper()
	cmd := process(t, "import", path, fmt.Sprint("CATALOG_TEST_ROUND=", round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killAfter, pause := random.IntN(batches), time.Duration(random.Int64N(int64(30*time.Millisecond)))
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if reported++; reported == killAfter+1 {
			time.Sleep(pause)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil && killAfter+1 < batches {
		t.Logf("round %d: the import was done before it was killed", round)
	}
	if reported == 0 {
		t.Fatalf("round %d: the import reported nothing", round)
	}
	return reported
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, pragma := range []string{"PRAGMA integrity_check", "SELECT coalesce(max(\"table\"), 'ok') FROM pragma_foreign_key_check"} {
		var verdict string
		if err := db.QueryRow(pragma).Scan(&verdict); err != nil || verdict != "ok" {
			t.Fatalf("%s: %q, error %v", pragma, verdict, err)
		}
	}
}

// checkBatches checks that each batch is complete and of one round, and that all reported
// batches are of this round.
func checkBatches(t *testing.T, path string, round, reported int) {
	t.Helper()
	c := openAt(t, path)
	defer c.Close()
	for batch := range batches {
		tag := data.Filter{Tags: []string{fmt.Sprint("batch ", batch)}}
		page, err := c.List(t.Context(), catalog.Query{Filter: tag, Limit: 2 * batchSize})
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != 0 && page.Total != batchSize {
			t.Errorf("round %d: batch %d has %d episodes", round, batch, page.Total)
		}
		ofRound := 0
		for _, e := range page.Episodes {
			if e.Description == fmt.Sprint(round) {
				ofRound++
			}
		}
		if ofRound != 0 && ofRound != batchSize || batch < reported && ofRound == 0 {
			t.Errorf("round %d, %d batches reported: %d episodes of batch %d are of this round", round, reported, ofRound, batch)
		}
	}
}
