package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// object is a JSON object.
type object = map[string]any

// contract is the committed OpenAPI document. It is read as plain JSON, in the same way as
// a client reads it.
type contract struct{ document object }

var readContract = sync.OnceValues(func() (contract, error) {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		return contract{}, err
	}
	var c contract
	err = json.Unmarshal(text, &c.document)
	return c, err
})

func committed(t testing.TB) contract {
	t.Helper()
	c, err := readContract()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// undescribed are the problems that do not belong to one operation. The document does not
// describe them.
var undescribed = []string{
	"not_found", "method_not_allowed", "address_too_long", "headers_too_large", "body_too_large",
}

// check returns an error if an answer does not match the document. It accepts all answers
// of pages and of the documentation, which the document does not describe.
func (c contract) check(r *http.Request, a response) error {
	if id := a.header.Get("X-Request-Id"); id == "" {
		return errors.New("X-Request-Id is missing")
	}
	contentType := a.header.Get("Content-Type")
	operation, found := c.operation(r)
	if contentType == "application/problem+json" && r.Method != http.MethodHead {
		if err := c.checkProblem(a); err != nil {
			return err
		}
		code := a.member("code")
		if slices.Contains(undescribed, code) {
			return nil
		}
		if found && !c.hasExample(operation, a.status, code) {
			return fmt.Errorf("problem %q is not described", code)
		}
	}
	if !found || a.header.Get("Content-Encoding") != "" {
		return nil
	}
	response, ok := operation["responses"].(object)[strconv.Itoa(a.status)].(object)
	if !ok {
		return fmt.Errorf("status %d is not described", a.status)
	}
	return c.checkResponse(response, r, a)
}

func (c contract) checkResponse(response object, r *http.Request, a response) error {
	headers, _ := response["headers"].(object)
	for name := range headers {
		if a.header.Get(name) == "" {
			return fmt.Errorf("header %s is missing", name)
		}
	}
	if a.header.Get("Etag") != "" && headers["ETag"] == nil {
		return errors.New("header ETag is not described")
	}
	content, _ := response["content"].(object)
	if content == nil || r.Method == http.MethodHead {
		if a.body != "" {
			return errors.New("unexpected body")
		}
		return nil
	}
	media, ok := content[a.header.Get("Content-Type")].(object)
	if !ok {
		return fmt.Errorf("content type %q is not described", a.header.Get("Content-Type"))
	}
	if !strings.HasSuffix(a.header.Get("Content-Type"), "json") {
		return nil
	}
	return c.checkBody(media["schema"].(object), a.body)
}

func (c contract) checkProblem(a response) error {
	if a.header.Get("Cache-Control") != "no-store" {
		return errors.New("caches may store a problem")
	}
	if a.member("request_id") != a.header.Get("X-Request-Id") {
		return errors.New("request_id and X-Request-Id differ")
	}
	return c.checkBody(object{"$ref": "#/components/schemas/Problem"}, a.body)
}

func (c contract) checkBody(schema object, body string) error {
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		return err
	}
	if !strings.HasSuffix(body, "\n") {
		return errors.New("the body has no line feed at its end")
	}
	return c.match(schema, value, "body")
}

// member returns a text member of a JSON body. It is empty if the body does not have it.
func (a response) member(name string) string {
	var body object
	_ = json.Unmarshal([]byte(a.body), &body) // a body that is not JSON has no members
	text, _ := body[name].(string)
	return text
}

// operation returns the operation for a request.
func (c contract) operation(r *http.Request) (object, bool) {
	given := strings.Split(r.URL.Path, "/")
	for path, item := range c.document["paths"].(object) {
		described := strings.Split(path, "/")
		same := slices.EqualFunc(given, described, func(g, d string) bool { return g == d || strings.HasPrefix(d, "{") && g != "" })
		if same {
			method := strings.ToLower(r.Method)
			if r.Method == http.MethodHead {
				method = "get"
			}
			operation, ok := item.(object)[method].(object)
			return operation, ok
		}
	}
	return nil, false
}

// operations yields every operation with its method and path, such as "get /healthz".
func (c contract) operations() iter.Seq2[string, object] {
	return func(yield func(string, object) bool) {
		for path, item := range c.document["paths"].(object) {
			for method, operation := range item.(object) {
				if !yield(method+" "+path, operation.(object)) {
					return
				}
			}
		}
	}
}

func (c contract) hasExample(operation object, status int, code string) bool {
	response, _ := operation["responses"].(object)[strconv.Itoa(status)].(object)
	content, _ := response["content"].(object)
	media, _ := content["application/problem+json"].(object)
	examples, _ := media["examples"].(object)
	return examples[code] != nil
}

// match checks a value against a schema. It supports the keywords that our document uses.
// It refuses members that the schema does not describe.
func (c contract) match(schema object, value any, at string) error {
	if ref, ok := schema["$ref"].(string); ok {
		resolved, ok := c.resolve(ref)
		if !ok {
			return fmt.Errorf("%s: %s does not exist", at, ref)
		}
		return c.match(resolved, value, at)
	}
	if !slices.Contains(typesOf(schema), typeOf(value, typesOf(schema))) {
		return fmt.Errorf("%s is %v, not %v", at, value, schema["type"])
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, value) {
		return fmt.Errorf("%s is %v, not one of %v", at, value, enum)
	}
	switch v := value.(type) {
	case object:
		return c.matchObject(schema, v, at)
	case []any:
		return c.matchArray(schema, v, at)
	case float64:
		return matchNumber(schema, v, at)
	case string:
		if _, err := time.Parse(time.RFC3339, v); err != nil && schema["format"] == "date-time" {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	return nil
}

func (c contract) resolve(ref string) (object, bool) {
	at := c.document
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		next, ok := at[part].(object)
		if !ok {
			return nil, false
		}
		at = next
	}
	return at, true
}

func (c contract) matchObject(schema, value object, at string) error {
	properties, _ := schema["properties"].(object)
	for name, member := range value {
		described, ok := properties[name].(object)
		if !ok {
			return fmt.Errorf("%s.%s is not described", at, name)
		}
		if err := c.match(described, member, at+"."+name); err != nil {
			return err
		}
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := value[name.(string)]; !ok {
			return fmt.Errorf("%s.%s is missing", at, name)
		}
	}
	return nil
}

func (c contract) matchArray(schema object, value []any, at string) error {
	if most, ok := schema["maxItems"].(float64); ok && len(value) > int(most) {
		return fmt.Errorf("%s has %d items, more than %v", at, len(value), most)
	}
	for i, item := range value {
		if err := c.match(schema["items"].(object), item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func matchNumber(schema object, value float64, at string) error {
	if least, ok := schema["minimum"].(float64); ok && value < least {
		return fmt.Errorf("%s is %v, less than %v", at, value, least)
	}
	if most, ok := schema["maximum"].(float64); ok && value > most {
		return fmt.Errorf("%s is %v, more than %v", at, value, most)
	}
	return nil
}

func typesOf(schema object) []string {
	switch t := schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		names := make([]string, len(t))
		for i := range t {
			names[i] = t[i].(string)
		}
		return names
	}
	return nil
}

// typeOf returns the JSON type of v. A whole number is an integer if the schema allows an
// integer.
func typeOf(v any, requests []string) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if v == math.Trunc(v) && slices.Contains(requests, "integer") {
			return "integer"
		}
		return "number"
	}
	return "object"
}
