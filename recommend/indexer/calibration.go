package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"segue/recommend"
	"segue/recommend/calibrate"
)

// CalibrationKey is the catalogue's setting with the [recommend.Calibration] of a model.
func CalibrationKey(model string) string { return "calibration/" + model }

// Calibrate makes the indexer measure the catalogue with each model, after all episodes have vectors
// and again when the number of passages has changed a lot. It embeds the texts of package calibrate.
func (x *Indexer) Calibrate() { x.calibrates = true }

// readCalibration reads the calibration of the catalogue. An invalid one is unknown, and will be
// computed again.
func (x *modelIndex) readCalibration(ctx context.Context) (recommend.Calibration, error) {
	value, ok, err := x.catalog.Setting(ctx, CalibrationKey(x.model.Name))
	var c recommend.Calibration
	if err != nil || !ok || json.Unmarshal([]byte(value), &c) != nil || c.Version != calibrate.Version {
		return recommend.Calibration{}, err
	}
	return c, nil
}

// calibrate measures the catalogue if its calibration does not fit any more, stores the result and
// publishes it. A failure is reported once. The former calibration stays, and the next change of
// the catalogue tries again.
func (x *modelIndex) calibrate(ctx context.Context) error {
	info := x.index.Info()
	if !x.calibrates || x.withoutWords || len(x.pending) > 0 || !info.CaughtUp() || calibrate.Fits(x.calibration, info) {
		return nil
	}
	c, err := x.measure(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		x.reportCalibration(err)
		return nil
	}
	x.calibration = c
	x.reportCalibration(x.storeCalibration(ctx, c))
	return x.publish()
}

func (x *modelIndex) measure(ctx context.Context) (recommend.Calibration, error) {
	vectors, err := x.model.Queries(ctx, calibrate.Texts())
	if err != nil {
		return recommend.Calibration{}, err
	}
	return calibrate.Compute(ctx, x.answering(), vectors)
}

func (x *modelIndex) storeCalibration(ctx context.Context, c recommend.Calibration) error {
	store, ok := x.catalog.(SettingsWriter)
	if !ok {
		return errors.New("the catalogue does not store settings")
	}
	value, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return store.SetSetting(ctx, CalibrationKey(x.model.Name), string(value))
}

// reportCalibration reports an error, but the same one only once.
func (x *modelIndex) reportCalibration(err error) {
	if err == nil {
		x.calibrationFailure = ""
		return
	}
	if err.Error() != x.calibrationFailure {
		x.calibrationFailure = err.Error()
		x.ignored(fmt.Errorf("measuring what other subjects find, so that searches may show results by chance: %w", err))
	}
}
