package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/demo"
	"segue/recommend/indexer"
)

// Source is the location of a catalogue.
type Source struct {
	// File is the file of the catalogue. If it is empty, the catalogue is in memory.
	File string
	// Demo selects the bundled episodes, in memory, instead of File.
	Demo bool
	// Create creates the file if it does not exist.
	Create bool
}

// OpenCatalog opens a catalogue. The caller closes it.
func OpenCatalog(ctx context.Context, s Source) (catalog.Store, error) {
	switch {
	case s.Demo:
		return openDemo(ctx)
	case s.File == "":
		return sqlite.OpenMemory(ctx)
	}
	if !s.Create && !s.Exists() {
		return nil, WithHint(fmt.Errorf("catalogue %q does not exist", s.File),
			`create it with "segue import FILE", choose another with --data, or try --demo`)
	}
	return sqlite.Open(ctx, s.File)
}

// Exists reports whether the file of the catalogue exists.
func (s Source) Exists() bool {
	_, err := os.Stat(s.File)
	return !errors.Is(err, fs.ErrNotExist)
}

// name names the catalogue in messages.
func (s Source) name() string {
	if s.Demo {
		return "demo"
	}
	return s.File
}

// directory returns the path of a directory next to the catalogue's file, or "" for a
// catalogue in memory.
func (s Source) directory(suffix string) string {
	if s.Demo || s.File == "" {
		return ""
	}
	return s.File + suffix
}

// setDemoCalibration stores the committed calibration, which would take as long as the embedding of
// the ten episodes.
func setDemoCalibration(ctx context.Context, c catalog.Store) error {
	var of struct{ Model string }
	if err := json.Unmarshal(demo.Calibration(), &of); err != nil {
		return fmt.Errorf("bundled calibration: %w", err)
	}
	return c.SetSetting(ctx, indexer.CalibrationKey(of.Model), string(demo.Calibration()))
}

func openDemo(ctx context.Context) (catalog.Store, error) {
	episodes, err := demo.Episodes()
	if err != nil {
		return nil, err
	}
	c, err := sqlite.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	_, err = c.Upsert(ctx, episodes)
	if err == nil {
		err = setDemoCalibration(ctx, c)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}
