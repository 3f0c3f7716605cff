package api

// orNull returns a pointer to v, or nil if v is the zero value, which means unknown.
func orNull[T comparable](v T) *T {
	var unknown T
	if v == unknown {
		return nil
	}
	return &v
}

// each returns a list of the results of translate. It is never nil, because nil would be
// null in JSON.
func each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, translate(a))
	}
	return out
}
