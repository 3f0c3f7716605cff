//go:build !unix

package sqlite

// InUse returns false, because these systems refuse to rename an open file.
func InUse(string) (bool, error) { return false, nil }
