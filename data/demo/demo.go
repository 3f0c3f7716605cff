// Package demo is the catalogue that is part of Segue: ten real episodes of Software
// Engineering Daily with our own descriptions. README.md in this folder lists the
// sources.
package demo

import (
	"bytes"
	_ "embed"
	"fmt"

	"segue/data"
	"segue/data/jsonl"
)

//go:embed episodes.jsonl
var file []byte

// Episodes returns the ten episodes, newest first. Each call returns new values, so the
// caller may change them. There is no error unless the committed file is invalid.
func Episodes() ([]data.Episode, error) {
	var episodes []data.Episode
	for e, err := range jsonl.NewReader(bytes.NewReader(file)).All() {
		if err != nil {
			return nil, fmt.Errorf("bundled catalogue: %w", err)
		}
		episodes = append(episodes, e)
	}
	return episodes, nil
}

//go:embed calibration.json
var calibration []byte

// Calibration returns the calibration of the built-in model for the ten episodes as a JSON object
// with a member model, so that each command for them need not compute it.
func Calibration() []byte { return calibration }

// Questions returns example questions that the ten episodes answer.
func Questions() []string {
	return []string{
		"how do I deploy to Kubernetes from Git",
		"running containers without managing servers",
		"how a bank is built as a software company",
	}
}
