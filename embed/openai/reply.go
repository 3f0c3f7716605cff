package openai

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// reply is the body of a successful response. Servers differ from OpenAI's in many ways, so it is
// read here: go-openai reads null as 0 and ignores a missing index.
type reply struct {
	Data  []item          `json:"data"`
	Usage openai.Usage    `json:"usage"`
	Error json.RawMessage `json:"error"`
}

// item is a vector of a reply.
type item struct {
	Index     *int            `json:"index"`
	Embedding json.RawMessage `json:"embedding"`
}

// errForm is returned for vectors in an unknown form.
var errForm = errors.New("the embedding is")

// parseReply parses a body. A list of vectors without an object is a reply too.
func parseReply(body []byte) (reply, error) {
	var r reply
	if body = bytes.TrimSpace(body); len(body) == 0 {
		return r, io.EOF
	}
	if !json.Valid(body) {
		body = nonFinite.ReplaceAll(body, []byte("${1}null"))
	}
	if bytes.HasPrefix(body, []byte("[")) {
		var rows []json.RawMessage
		if err := json.Unmarshal(body, &rows); err != nil {
			return r, err
		}
		for _, row := range rows {
			var it item
			if it.Embedding = row; bytes.HasPrefix(row, []byte("{")) {
				if err := json.Unmarshal(row, &it); err != nil {
					return r, err
				}
			}
			r.Data = append(r.Data, it)
		}
		return r, nil
	}
	err := json.Unmarshal(body, &r)
	if err != nil && err.Error() == "unexpected end of JSON input" {
		return r, io.ErrUnexpectedEOF
	}
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) && strings.HasPrefix(wrongType.Field, "usage") {
		err = nil
	}
	return r, err
}

// nonFinite matches the words that Python writes for numbers that are not finite, after a bracket
// or comma. JSON has no such numbers.
var nonFinite = regexp.MustCompile(`([\[,]\s*)-?(?:NaN|nan|Infinity|inf)\b`)

// message returns the error of a reply, or "".
func (r reply) message() string {
	var value any
	if len(r.Error) == 0 || json.Unmarshal(r.Error, &value) != nil || value == nil {
		return ""
	}
	if text := textOf(value); text != "" {
		return text
	}
	return string(r.Error)
}

// numbers parses a vector: a list of numbers, also within another list or as texts, or base64 of
// float32 numbers in little-endian order. A number that is null is NaN, so that the client refuses
// it.
func (it item) numbers() ([]float32, error) {
	raw := bytes.TrimSpace(it.Embedding)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil, fmt.Errorf("%w null or missing", errForm)
	case raw[0] == '"':
		return base64Numbers(raw)
	case string(raw) == "[]":
		return nil, fmt.Errorf("%w an empty list", errForm)
	case raw[0] != '[':
		return nil, fmt.Errorf("%w %.40s", errForm, raw)
	}
	var plain []float32
	if !bytes.Contains(raw, []byte("null")) && json.Unmarshal(raw, &plain) == nil {
		return plain, nil
	}
	var cells []json.RawMessage
	if err := json.Unmarshal(raw, &cells); err != nil {
		return nil, err
	}
	if len(cells) > 0 && bytes.HasPrefix(cells[0], []byte("[")) {
		if len(cells) > 1 {
			return nil, fmt.Errorf("%w a list of %d vectors, one for each token; turn on the pooling of the server", errForm, len(cells))
		}
		return item{Embedding: cells[0]}.numbers()
	}
	return cellNumbers(cells)
}

// cellNumbers parses numbers, numbers as texts, and null.
func cellNumbers(cells []json.RawMessage) ([]float32, error) {
	numbers := make([]float32, len(cells))
	for i, c := range cells {
		text := strings.Trim(string(bytes.TrimSpace(c)), `"`)
		if text == "null" {
			numbers[i] = float32(math.NaN())
			continue
		}
		x, err := strconv.ParseFloat(text, 32)
		if err != nil && !errors.Is(err, strconv.ErrRange) { // out of range is infinite
			return nil, fmt.Errorf("%w a list with %.40s", errForm, c)
		}
		numbers[i] = float32(x)
	}
	return numbers, nil
}

// base64Numbers parses a JSON string with float32 numbers.
func base64Numbers(raw []byte) ([]float32, error) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return nil, err
	}
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(packed)%4 != 0 {
		return nil, fmt.Errorf("%w a text that is not base64 of float32 numbers", errForm)
	}
	numbers := make([]float32, len(packed)/4)
	for i := range numbers {
		numbers[i] = math.Float32frombits(binary.LittleEndian.Uint32(packed[4*i:]))
	}
	return numbers, nil
}

// embeddings returns the vectors of a reply with their positions. Items without an index, or
// with 0 in all of them, are in the order of the texts.
func (r reply) embeddings() ([]openai.Embedding, error) {
	list := make([]openai.Embedding, len(r.Data))
	indexed := false
	for i, it := range r.Data {
		numbers, err := it.numbers()
		if err != nil {
			return nil, err
		}
		list[i].Embedding = numbers
		if it.Index != nil { // a server may leave 0 out
			list[i].Index = *it.Index
		}
		indexed = indexed || list[i].Index != 0
	}
	if !indexed {
		for i := range list {
			list[i].Index = i
		}
	}
	return list, nil
}

// read converts a successful body to vectors.
func (d *Driver) read(x *recordingClient, sent []string) ([]openai.Embedding, int64, error) {
	r, err := parseReply(x.body)
	if err != nil {
		return nil, embed.UnknownTokens, d.invalidResponse(x, err)
	}
	if text := r.message(); len(r.Data) == 0 && text != "" {
		return nil, 0, d.errorInReply(text)
	}
	if len(r.Data) == 0 {
		return nil, embed.UnknownTokens, fmt.Errorf("%w: %s returned no vectors; check the model's name and %s", embed.ErrBadVectors, d.base.Host, addressHint(d.base))
	}
	list, err := r.embeddings()
	if err != nil {
		return nil, embed.UnknownTokens, fmt.Errorf("%w: response of %s: %s", embed.ErrBadVectors, d.base.Host, d.sanitize(err.Error()))
	}
	return list, tokensOfUsage(r.Usage, sent), nil
}

// errorInReply converts an error that has the status of a success.
func (d *Driver) errorInReply(text string) error {
	reply := fmt.Sprintf("%s returned an error (%q)", d.base.Host, d.sanitize(text))
	lower := strings.ToLower(text)
	switch {
	case containsAny(lower, loadingPhrases...):
		return fmt.Errorf("%w: %w: %s", embed.ErrUnavailable, errLoading, reply)
	case containsAny(lower, keyPhrases...):
		return fmt.Errorf("%w: %s; check the key and its permissions", embed.ErrUnauthorized, reply)
	case containsAny(lower, tooLargePhrases...):
		return fmt.Errorf("%w: %s", embed.ErrTooLarge, reply)
	}
	return fmt.Errorf("%w: %s; check the model's name and %s", embed.ErrRejected, reply, addressHint(d.base))
}

// errLoading marks the error of a model that will be ready soon.
var errLoading = errors.New("the model is loading")
