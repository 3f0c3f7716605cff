package site

import (
	"bytes"
	"context"
	"encoding/json"
)

// Names are the names of all files and folders at the top of a site, in order.
var Names = []string{"episodes", "index.html", "related", "search", ManifestName, "site.css", "widget"}

// ManifestName is the name of the manifest. The file marks a folder as a site that Segue
// wrote.
const ManifestName = "segue.json"

// generator is the value of "generator" in the manifest.
const generator = "segue export site"

// Report describes the contents of a site.
type Report struct {
	Episodes int `json:"episodes"`
	// Embedded is the number of episodes with vectors. The others are compared by words.
	Embedded int    `json:"embedded"`
	Model    string `json:"model"`
	Files    int    `json:"files"`
	Bytes    int64  `json:"bytes"`
	Related  struct {
		Files int `json:"files"`
		// Mean and Most are the mean and maximum size of a compressed file in bytes.
		Mean int `json:"mean_gzip"`
		Most int `json:"most_gzip"`
		// Shortened is the number of files with fewer results than the limit, because
		// more would exceed [MaxRelated].
		Shortened int `json:"shortened"`
		sum       int
	} `json:"related"`
	Fragments sizes `json:"fragments"`
	Search    sizes `json:"search"`
	// Pages is the number of pages for episodes without a page on the web.
	Pages int `json:"pages"`
}

// sizes counts files and their bytes.
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

// manifest is the content of the file [ManifestName].
type manifest struct {
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
	content, err := json.MarshalIndent(manifest{
		Generator: generator, Version: w.Version, BaseURL: w.BaseURL, Model: w.Status.Model,
		Episodes: len(w.Episodes), Embedded: w.Status.Embedded, Limit: w.Options.Limit,
		Script: w.Widget.Frozen()[1:], Integrity: w.Widget.Integrity(),
	}, "", "  ")
	if err != nil {
		return err
	}
	return w.add(ManifestName, append(content, '\n'))
}

// IsManifest reports whether content is a manifest that this package wrote.
func IsManifest(content []byte) bool {
	var m manifest
	return json.Unmarshal(bytes.TrimSpace(content), &m) == nil && m.Generator == generator
}
