package app

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"segue/embed"
	"segue/embed/minilm"
	"segue/embed/openai"
)

// The values of [ModelSpec.Embedder].
const (
	// Builtin is the model in the binary.
	Builtin = "builtin"
	// OpenAI is any endpoint with the API of OpenAI.
	OpenAI = "openai"
)

// ModelSpec is the specification of a model: everything that is needed to embed with it
// again except the key, which is never stored. Its stored form is JSON in the settings of
// a catalogue. Unknown members are refused, because they may change the vectors.
type ModelSpec struct {
	Embedder string `json:"embedder"`
	URL      string `json:"url,omitempty"`
	Model    string `json:"model,omitempty"`
	// Dimensions is the number to request, 0 for the model's own.
	Dimensions int `json:"dimensions,omitempty"`
	// KnownDimensions is the number of dimensions that the model has returned, 0 if unknown. It is
	// not sent: many models refuse the parameter.
	KnownDimensions int `json:"learned,omitempty"`
	// Name is the name of the vectors, or "" if unknown. It is empty for the built-in
	// model.
	Name string `json:"name,omitempty"`
	// QueryPrefix and PassagePrefix are prepended to queries and passages.
	QueryPrefix   string `json:"query_prefix,omitempty"`
	PassagePrefix string `json:"passage_prefix,omitempty"`
	// Auth is the way to send the key, and Batch the maximum number of texts in a request.
	// The zero values select the defaults of the driver.
	Auth  openai.Auth `json:"auth,omitempty"`
	Batch int         `json:"batch,omitempty"`
}

// String returns the stored form, which [ParseModelSpec] reads.
func (s ModelSpec) String() string {
	text, err := json.Marshal(s)
	if err != nil {
		return "" // impossible for strings and numbers
	}
	return string(text)
}

// ParseModelSpec reads the stored form of a specification.
func ParseModelSpec(text string) (ModelSpec, error) {
	var s ModelSpec
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return ModelSpec{}, fmt.Errorf("invalid model specification %q: %w", text, err)
	}
	if rest := bytes.TrimSpace([]byte(text[d.InputOffset():])); len(rest) > 0 {
		return ModelSpec{}, fmt.Errorf("invalid model specification %q: unexpected %q at the end", text, rest)
	}
	if problem := s.problem(); problem != "" {
		return ModelSpec{}, fmt.Errorf("invalid model specification %q: %s", text, problem)
	}
	return s, nil
}

// problem returns the reason why the specification is invalid, or "".
func (s ModelSpec) problem() string {
	switch {
	case s.Embedder != Builtin && s.Embedder != OpenAI:
		return fmt.Sprintf("embedder must be %q or %q", Builtin, OpenAI)
	case s.IsBuiltin() && s != ModelSpec{Embedder: Builtin}:
		return "the built-in model has no options"
	case s.Embedder == OpenAI && s.Model == "":
		return "model is missing"
	case s.Dimensions < 0 || s.KnownDimensions < 0 || s.Batch < 0:
		return "dimensions, learned and batch must not be negative"
	}
	return ""
}

// IsBuiltin reports whether s is the built-in model.
func (s ModelSpec) IsBuiltin() bool { return s.Embedder == Builtin }

// VectorName returns the name of the model's vectors, or "" if it is unknown.
func (s ModelSpec) VectorName() (string, error) {
	if !s.IsBuiltin() {
		return s.Name, nil
	}
	m, err := minilm.New()
	if err != nil {
		return "", err
	}
	return m.Info().Model, nil
}

// dimensions returns the length of the model's vectors, or 0 if it is unknown.
func (s ModelSpec) dimensions() int {
	if s.IsBuiltin() {
		return minilm.Dimensions
	}
	return cmp.Or(s.Dimensions, s.KnownDimensions)
}

// withInfo returns s with the name and dimensions of the connected model.
func (s ModelSpec) withInfo(info embed.Info) ModelSpec {
	if s.IsBuiltin() {
		return s
	}
	s.Name = info.Model
	if s.Dimensions == 0 {
		s.KnownDimensions = info.Dimensions
	}
	return s
}
