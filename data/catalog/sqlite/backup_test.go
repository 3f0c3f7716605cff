package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog/sqlite"
)

func TestABackupIsOneStateOfACatalogueInUse(t *testing.T) {
	path := stored(t, 10)
	c := open(t, path)
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan error)
	go func() { // each write adds two episodes
		for n := 12; ctx.Err() == nil; n += 2 {
			if _, err := c.Upsert(ctx, numbered(n)); err != nil && ctx.Err() == nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	for range 5 {
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := sqlite.Backup(t.Context(), path, copied); err != nil {
			t.Fatal(err)
		}
		faults, err := sqlite.Check(t.Context(), copied)
		if err != nil || faults.Found() {
			t.Errorf("faults %+v, %v", faults, err)
		}
		if ids := readIDs(t, open(t, copied)); len(ids) < 10 || len(ids)%2 != 0 {
			t.Errorf("%d episodes are in the copy", len(ids))
		}
	}
	stop()
	if err := <-written; err != nil {
		t.Error(err)
	}
}

func TestABackupReplacesNoFile(t *testing.T) {
	path := stored(t, 1)
	if err := sqlite.Backup(t.Context(), path, path); err == nil {
		t.Error("a catalogue is replaced by its backup")
	}
	if err := sqlite.Backup(t.Context(), filepath.Join(t.TempDir(), "none.db"), filepath.Join(t.TempDir(), "copy.db")); err == nil {
		t.Error("a missing catalogue can be backed up")
	}
}

func TestReplacingKeepsTheOldCatalogueAndItsLog(t *testing.T) {
	path, other := stored(t, 1), stored(t, 3)
	if err := os.WriteFile(path+"-wal", []byte("stale"), 0o600); err != nil {
		t.Fatal(err)
	}
	kept := path + ".old"
	if err := sqlite.Replace(path, other, kept); err != nil {
		t.Fatal(err)
	}
	if log, err := os.ReadFile(kept + "-wal"); string(log) != "stale" {
		t.Errorf("the kept log is %q, %v", log, err)
	}
	for path, want := range map[string][]data.EpisodeID{path: {"e000", "e001", "e002"}, kept: {"e000"}} {
		if d := cmp.Diff(want, readIDs(t, open(t, path))); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

func init() {
	roles["replace"] = func() error {
		path := os.Getenv("CATALOG_TEST_PATH")
		err := sqlite.Replace(path, path+".new", path+".old")
		if !errors.Is(err, sqlite.ErrInUse) {
			return errors.Join(errors.New("the catalogue was replaced while another process used it"), err)
		}
		return nil
	}
}

func TestACatalogueInUseIsNotReplaced(t *testing.T) {
	path := stored(t, 1)
	open(t, path)
	if err := process(t, "replace", path).Run(); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsFaultsAndSalvageSavesTheRest(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(*testing.T, string)
		atMost int // lost episodes
	}{
		{"an invalid row", func(t *testing.T, path string) { damageRow(t, path, "digest = x'00'") }, 1},
		{"an empty page", damagePage, 50},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := stored(t, 300)
			tt.damage(t, path)
			faults, err := sqlite.Check(t.Context(), path)
			if err != nil || len(faults.Episodes) == 0 {
				t.Fatalf("faults %+v, %v", faults, err)
			}
			saved := path + ".saved"
			lost, err := sqlite.Salvage(t.Context(), path, saved)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(faults.Episodes, lost.Episodes); d != "" || len(lost.Episodes) > tt.atMost {
				t.Errorf("lost episodes (-faults +lost):\n%s", d)
			}
			if faults, err := sqlite.Check(t.Context(), saved); err != nil || faults.Found() {
				t.Errorf("faults of the saved catalogue %+v, %v", faults, err)
			}
			c := open(t, saved)
			if ids := readIDs(t, c); len(ids) != 300-len(lost.Episodes) {
				t.Errorf("%d episodes are saved, %d are lost", len(ids), len(lost.Episodes))
			}
			if change, err := c.Upsert(t.Context(), numbered(300)); err != nil || change.Added != len(lost.Episodes) {
				t.Errorf("importing again: %+v, %v", change, err)
			}
		})
	}
}

func TestAnIntactCatalogueHasNoFaults(t *testing.T) {
	faults, err := sqlite.Check(t.Context(), stored(t, 3))
	if d := cmp.Diff(sqlite.Faults{File: []string{}, Episodes: []string{}, Orphans: map[string]int{}}, faults); d != "" || err != nil {
		t.Errorf("error %v, faults (-want +got):\n%s", err, d)
	}
}
