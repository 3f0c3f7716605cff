package vectorfile

import "fmt"

// kind is the kind of a type in a file.
type kind int

const (
	sliceKind kind = iota + 1
	structKind
	mapKind
)

// Numbers of the types that encoding/gob does not define in a file.
const (
	floatType  = 4
	stringType = 6
)

// wireType is a type that a file defines. Types are named by numbers.
type wireType struct {
	kind      kind
	key, elem int64
	fields    []wireField
}

type wireField struct {
	name string
	typ  int64
}

// shape is a type that chromem-go writes. Exactly one of its fields is set.
type shape struct {
	basic  int64  // floatType or stringType
	slice  *shape // of elements
	mapOf  *shape // from strings to values
	fields []shapeField
}

type shapeField struct {
	name string
	shape
}

// The types that chromem-go writes.
var (
	stringShape   = shape{basic: stringType}
	vectorShape   = shape{slice: &shape{basic: floatType}}
	metadataShape = shape{mapOf: &stringShape}
	documentShape = shape{fields: []shapeField{
		{"ID", stringShape}, {"Metadata", metadataShape}, {"Embedding", vectorShape}, {"Content", stringShape},
	}}
	collectionShape = shape{fields: []shapeField{
		{"Name", stringShape}, {"Metadata", metadataShape}, {"Documents", shape{mapOf: &documentShape}},
	}}
	fileShape = shape{fields: []shapeField{{"Collections", shape{mapOf: &collectionShape}}}}
)

const (
	// maxTypes is the maximum number of types in a file, and of fields of a type.
	// chromem-go writes seven types with at most four fields.
	maxTypes = 16
	// maxTypeName is the maximum length of the name of a type or field in bytes. The
	// longest one has 41: map[string]*chromem.persistenceCollection.
	maxTypeName = 256
)

// value reads the definitions of types, until the value of the file begins. It reports
// whether the value has the type that chromem-go writes.
func (w *wire) value() bool {
	types := map[int64]wireType{}
	for range maxTypes + 1 {
		w.message()
		id := w.int()
		if w.err != nil {
			return false
		}
		if id >= 0 {
			if err := fileShape.match(types, id); err != nil {
				w.fail("not a file of chromem-go: %w", err)
			}
			return w.err == nil
		}
		types[-id] = w.wireType()
		if w.left > 0 {
			w.fail("%d bytes after the definition of a type", w.left)
		}
	}
	w.fail("more than %d types", maxTypes)
	return false
}

// wireType reads the definition of a type.
func (w *wire) wireType() (t wireType) {
	common := func() { // the name and the number of the type
		w.structure(func() { w.text("name of a type", maxTypeName) }, func() { w.int() })
	}
	w.structure(
		nil, // an array
		func() {
			t.kind = sliceKind
			w.structure(common, func() { t.elem = w.int() })
		},
		func() {
			t.kind = structKind
			w.structure(common, func() { t.fields = w.wireFields() })
		},
		func() {
			t.kind = mapKind
			w.structure(common, func() { t.key = w.int() }, func() { t.elem = w.int() })
		},
	)
	return t
}

func (w *wire) wireFields() []wireField {
	fields := make([]wireField, w.count("fields", maxTypes))
	for i := range fields {
		w.structure(
			func() { fields[i].name = w.text("name of a field", maxTypeName) },
			func() { fields[i].typ = w.int() },
		)
	}
	return fields
}

// match returns an error unless the type with the number id has this shape.
func (s shape) match(types map[int64]wireType, id int64) error {
	t := types[id]
	switch {
	case s.basic != 0 && id == s.basic:
		return nil
	case s.slice != nil && t.kind == sliceKind:
		return s.slice.match(types, t.elem)
	case s.mapOf != nil && t.kind == mapKind && t.key == stringType:
		return s.mapOf.match(types, t.elem)
	case s.fields != nil && t.kind == structKind:
		return s.matchFields(types, t.fields)
	}
	return fmt.Errorf("an unexpected type with the number %d", id)
}

func (s shape) matchFields(types map[int64]wireType, fields []wireField) error {
	if len(fields) != len(s.fields) {
		return fmt.Errorf("a type has %d fields, want %d", len(fields), len(s.fields))
	}
	for i, want := range s.fields {
		if fields[i].name != want.name {
			return fmt.Errorf("a field is named %q, want %q", fields[i].name, want.name)
		}
		if err := want.match(types, fields[i].typ); err != nil {
			return fmt.Errorf("field %q: %w", want.name, err)
		}
	}
	return nil
}
