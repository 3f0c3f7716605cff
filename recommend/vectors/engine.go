package vectors

import "fmt"

// Engine names the search that answers a query. All engines return the same results.
type Engine string

const (
	// Auto is [Chromem] for up to [ChromemLimit] passages and [Packed] above. The choice
	// depends on the number of passages only, so it is the same in every process.
	Auto Engine = "auto"
	// Chromem is the search of chromem-go.
	Chromem Engine = "chromem"
	// Packed reads the vectors sequentially, with the processor's vector instructions.
	Packed Engine = "packed"
)

// ChromemLimit is the number of passages up to which [Auto] uses chromem-go. With vectors of
// 384 dimensions chromem-go takes less than 2 milliseconds up to here, also with a filter that
// it cannot evaluate. The time grows with the number of passages. A scan takes a sixth of it.
const ChromemLimit = 2_000

// ParseEngine returns the engine with a name. It returns an error for an unknown name.
func ParseEngine(name string) (Engine, error) {
	switch e := Engine(name); e {
	case Auto, Chromem, Packed:
		return e, nil
	}
	return "", fmt.Errorf("vectors: unknown engine %q; use %q, %q or %q", name, Auto, Chromem, Packed)
}

// forPassages returns the engine, Chromem or Packed, of an index with n passages.
func (e Engine) forPassages(n int) Engine {
	switch {
	case e == Chromem || e == Packed:
		return e
	case n <= ChromemLimit:
		return Chromem
	}
	return Packed
}
