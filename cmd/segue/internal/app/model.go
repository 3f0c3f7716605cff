package app

import (
	"bytes"
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
	// OpenAI is any endpoint that speaks the OpenAI protocol.
	OpenAI = "openai"
)

// ModelSpec is the specification of a model: all that is needed to embed with it again,
// except for the key, which is never stored. Its stored form is JSON in the settings of
// a catalogue. A version that does not know a member refuses it, because vectors that
// were made without the member would not be comparable.
type ModelSpec struct {
	Embedder string `json:"embedder"`
	URL      string `json:"url,omitempty"`
	Model    string `json:"model,omitempty"`
	// Dimensions is the number to request, 0 for the model's own.
	Dimensions int `json:"dimensions,omitempty"`
	// Learned is the model's own number of dimensions, once it is known. It is not sent:
	// many models refuse the parameter.
	Learned int `json:"learned,omitempty"`
	// Name is the name of the vectors, once it is known. It is empty for the built-in
	// model.
	Name string `json:"name,omitempty"`
	// QueryPrefix and PassagePrefix are put in front of queries and of passages.
	QueryPrefix   string `json:"query_prefix,omitempty"`
	PassagePrefix string `json:"passage_prefix,omitempty"`
	// Auth is how the key is sent, and Batch the maximum number of texts in a request.
	// If they are empty and 0, the driver decides.
	Auth  openai.Auth `json:"auth,omitempty"`
	Batch int         `json:"batch,omitempty"`
}

// String returns the stored form, which [ParseModelSpec] reads.
func (s ModelSpec) String() string {
	text, err := json.Marshal(s)
	if err != nil {
		return "" // strings and numbers always have a form in JSON
	}
	return string(text)
}

// ParseModelSpec reads the stored form of a specification.
func ParseModelSpec(text string) (ModelSpec, error) {
	var s ModelSpec
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return ModelSpec{}, fmt.Errorf("%q is no description of a model: %w", text, err)
	}
	if rest := bytes.TrimSpace([]byte(text[d.InputOffset():])); len(rest) > 0 {
		return ModelSpec{}, fmt.Errorf("%q is no description of a model: %q follows it", text, rest)
	}
	if problem := s.problem(); problem != "" {
		return ModelSpec{}, fmt.Errorf("%q is no description of a model: %s", text, problem)
	}
	return s, nil
}

// problem is why the specification is not valid, empty if it is.
func (s ModelSpec) problem() string {
	switch {
	case s.Embedder != Builtin && s.Embedder != OpenAI:
		return fmt.Sprintf("its embedder is neither %q nor %q", Builtin, OpenAI)
	case s.IsBuiltin() && s != ModelSpec{Embedder: Builtin}:
		return "the built-in one has no settings"
	case s.Embedder == OpenAI && s.Model == "":
		return "it names none"
	case s.Dimensions < 0 || s.Learned < 0 || s.Batch < 0:
		return "it has negative dimensions or batches"
	}
	return ""
}

// IsBuiltin reports whether it is the built-in model.
func (s ModelSpec) IsBuiltin() bool { return s.Embedder == Builtin }

// VectorName is the name of the model's vectors.
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

// learn adds to the specification what a connected model reports.
func (s ModelSpec) learn(info embed.Info) ModelSpec {
	if s.IsBuiltin() {
		return s
	}
	s.Name = info.Model
	if s.Dimensions == 0 {
		s.Learned = info.Dimensions
	}
	return s
}
