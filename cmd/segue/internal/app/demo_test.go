package app

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data/demo"
	"segue/recommend"
	"segue/recommend/indexer"
)

var update = flag.Bool("update", false, "write the calibration of the bundled catalogue")

// TestCommittedCalibrationOfTheDemo computes the calibration of the ten episodes in a file and
// compares it with the committed one. With -update it writes it.
func TestCommittedCalibrationOfTheDemo(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db"), Create: true}
	embedDemoInto(t, source)
	var committed, computed recommend.Calibration
	if err := json.Unmarshal(demo.Calibration(), &committed); err != nil && !*update {
		t.Fatal(err)
	}
	a := open(t, Options{Mode: Search, Source: source})
	value, _, err := a.Catalog.Setting(t.Context(), indexer.CalibrationKey(a.Engine.Status().Model))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(value), &computed); err != nil || !computed.Known() {
		t.Fatalf("calibration %q: %v", value, err)
	}
	if *update {
		if err := os.WriteFile(filepath.Join("..", "..", "..", "..", "data", "demo", "calibration.json"), []byte(value+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	const rounding = 1e-3 // processors round differently
	if d := cmp.Diff(committed, computed, cmpopts.EquateApprox(0, rounding)); d != "" {
		t.Errorf("the calibration is outdated; run \"go test ./cmd/segue/internal/app -run Calibration -update\" (-committed +computed):\n%s", d)
	}
}
