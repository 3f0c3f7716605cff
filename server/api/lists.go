package api

// orNull is nil for the zero value, which stands for unknown.
func orNull[T comparable](v T) *T {
	var unknown T
	if v == unknown {
		return nil
	}
	return &v
}

// each translates a list. The result is never nil, because nil would be null.
func each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, translate(a))
	}
	return out
}
