package site

import (
	"bytes"
	"context"
	"encoding/json"
)

// Names are those of all that is at the top of a site, in order.
var Names = []string{"episodes", "index.html", "related", "search", ManifestName, "site.css", "widget"}

// ManifestName is the file by which a site is known to be one that Segue made.
const ManifestName = "segue.json"

// generator stands in the manifest.
const generator = "segue export site"

// Report says what a site has.
type Report struct {
	Episodes int `json:"episodes"`
	// Embedded are the episodes that are compared by meaning; the others are by words.
	Embedded int    `json:"embedded"`
	Model    string `json:"model"`
	Files    int    `json:"files"`
	Bytes    int64  `json:"bytes"`
	Related  struct {
		Files int `json:"files"`
		// Mean and Most are bytes of a file, compressed.
		Mean int `json:"mean_gzip"`
		Most int `json:"most_gzip"`
		// Shortened are the files that have fewer episodes than asked for, to be small
		// enough.
		Shortened int `json:"shortened"`
		sum       int
	} `json:"related"`
	Fragments sizes `json:"fragments"`
	Search    sizes `json:"search"`
	// Pages are those of episodes that have none on the web.
	Pages int `json:"pages"`
}

// sizes counts files.
type sizes struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

func (s *sizes) add(n int) {
	s.Files++
	s.Bytes += int64(n)
}

func (r *Report) add(n int) {
	r.Files++
	r.Bytes += int64(n)
}

func (r *Report) related(f relatedFile) {
	if !f.written {
		return
	}
	r.add(f.size)
	r.Related.Files++
	r.Related.sum += f.compressed
	r.Related.Mean = r.Related.sum / r.Related.Files
	r.Related.Most = max(r.Related.Most, f.compressed)
	if f.html > 0 {
		r.add(f.html)
		r.Fragments.add(f.html)
	}
	if f.shortened {
		r.Related.Shortened++
	}
}

// made is the manifest.
type made struct {
	Generator string `json:"generator"`
	Version   string `json:"version"`
	BaseURL   string `json:"base_url"`
	Model     string `json:"model"`
	Episodes  int    `json:"episodes"`
	Embedded  int    `json:"embedded"`
	Limit     int    `json:"limit"`
	Script    string `json:"script"`
	Integrity string `json:"integrity"`
}

func (w *writer) manifest(context.Context) error {
	w.report.Episodes, w.report.Embedded, w.report.Model = len(w.Episodes), w.Status.Embedded, w.Status.Model
	content, err := json.MarshalIndent(made{
		Generator: generator, Version: w.Version, BaseURL: w.BaseURL, Model: w.Status.Model,
		Episodes: len(w.Episodes), Embedded: w.Status.Embedded, Limit: w.Options.Limit,
		Script: w.Widget.Frozen()[1:], Integrity: w.Widget.Integrity(),
	}, "", "  ")
	if err != nil {
		return err
	}
	return w.keep(ManifestName, append(content, '\n'))
}

// IsManifest reports whether a file that was found as [ManifestName] was made by
// this package.
func IsManifest(content []byte) bool {
	var m made
	return json.Unmarshal(bytes.TrimSpace(content), &m) == nil && m.Generator == generator
}
