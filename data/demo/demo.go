// Package demo is the catalogue that comes with Segue: ten real episodes of
// Software Engineering Daily, described in words of our own. README.md beside
// this file says where each fact comes from.
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

// Episodes returns the ten episodes, newest first. Every call makes them anew, so
// the caller may change them. No error can occur with the file that is committed.
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

// Questions returns questions that the ten episodes answer, for a visitor who
// does not know yet what to ask.
func Questions() []string {
	return []string{
		"how do I deploy to Kubernetes from Git",
		"running containers without managing servers",
		"how a bank is built as a software company",
	}
}
