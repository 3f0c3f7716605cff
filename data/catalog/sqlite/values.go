package sqlite

import (
	"encoding/json"
	"fmt"
	"time"

	"segue/data"
)

// The types of this file convert a stored value to a field. Each implements
// [sql.Scanner].

// storedTime is stored as microseconds since 1970, or NULL if it is unknown.
type storedTime time.Time

func microseconds(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

func (t *storedTime) Scan(stored any) error {
	switch v := stored.(type) {
	case nil:
		*t = storedTime{}
	case int64:
		*t = storedTime(time.UnixMicro(v).UTC())
	default:
		return fmt.Errorf("a time is stored as %T", stored)
	}
	return nil
}

// storedSeconds is stored as a number of seconds.
type storedSeconds time.Duration

func (d *storedSeconds) Scan(stored any) error {
	seconds, ok := stored.(int64)
	if !ok {
		return fmt.Errorf("a duration is stored as %T", stored)
	}
	*d = storedSeconds(time.Duration(seconds) * time.Second)
	return nil
}

// storedTexts is stored as JSON: [text, …].
type storedTexts []string

func (list *storedTexts) Scan(stored any) error { return decode(stored, (*[]string)(list)) }

// storedPeople is stored as JSON: [[name, role], …].
type storedPeople []data.Person

func writePeople(e data.Episode) any {
	return encode(mapList(e.People, func(p data.Person) [2]string { return [2]string{p.Name, string(p.Role)} }))
}

func (list *storedPeople) Scan(stored any) error {
	var pairs [][2]string
	err := decode(stored, &pairs)
	*list = mapList(pairs, func(p [2]string) data.Person { return data.Person{Name: p[0], Role: data.Role(p[1])} })
	return err
}

// storedRemovals is stored as JSON: [[text, rule], …].
type storedRemovals []data.Removal

func writeRemoved(e data.Episode) any {
	return encode(mapList(e.Removed, func(r data.Removal) [2]string { return [2]string{r.Text, r.Rule} }))
}

func (list *storedRemovals) Scan(stored any) error {
	var pairs [][2]string
	err := decode(stored, &pairs)
	*list = mapList(pairs, func(r [2]string) data.Removal { return data.Removal{Text: r[0], Rule: r[1]} })
	return err
}

// encode returns v as JSON. It panics if JSON cannot represent v, so it must only be
// used for texts, numbers, and lists and structs of them.
func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// decode reads stored JSON into v.
func decode(stored, v any) error {
	switch text := stored.(type) {
	case string:
		return json.Unmarshal([]byte(text), v)
	case []byte:
		return json.Unmarshal(text, v)
	}
	return fmt.Errorf("JSON is stored as %T", stored)
}

// mapList converts each element of a list. The result is never nil.
func mapList[A, B any](list []A, convert func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, convert(a))
	}
	return out
}
