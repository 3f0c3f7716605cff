package catalog

import (
	"encoding/json"

	"segue/data"
)

func writePeople(e data.Episode) any {
	return encode(pairs(e.People, func(p data.Person) [2]string { return [2]string{p.Name, string(p.Role)} }))
}

func readPeople(e *data.Episode) any {
	return scanned[[]byte](func(text []byte) error {
		people, err := decodePairs(text, func(p [2]string) data.Person { return data.Person{Name: p[0], Role: data.Role(p[1])} })
		e.People = people
		return err
	})
}

func writeRemoved(e data.Episode) any {
	return encode(pairs(e.Removed, func(r data.Removal) [2]string { return [2]string{r.Text, r.Rule} }))
}

func readRemoved(e *data.Episode) any {
	return scanned[[]byte](func(text []byte) error {
		removed, err := decodePairs(text, func(r [2]string) data.Removal { return data.Removal{Text: r[0], Rule: r[1]} })
		e.Removed = removed
		return err
	})
}

// encode returns v as JSON. It is for values of texts, numbers and lists, which JSON can
// always hold.
func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// decodeInto reads JSON into v.
func decodeInto(v any) any {
	return scanned[[]byte](func(text []byte) error { return json.Unmarshal(text, v) })
}

// pairs turns a list into pairs of texts, never nil.
func pairs[T any](list []T, pair func(T) [2]string) [][2]string {
	out := make([][2]string, 0, len(list))
	for _, x := range list {
		out = append(out, pair(x))
	}
	return out
}

// decodePairs reads what encode wrote of pairs. The list is never nil.
func decodePairs[T any](text []byte, value func([2]string) T) ([]T, error) {
	var list [][2]string
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	out := make([]T, 0, len(list))
	for _, pair := range list {
		out = append(out, value(pair))
	}
	return out, nil
}
