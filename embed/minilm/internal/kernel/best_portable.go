//go:build purego || !(amd64 || arm64)

package kernel

// Best returns the portable form: this build has no other.
func Best() Kernel { return Portable{} }
