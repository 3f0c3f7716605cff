//go:build purego || !(amd64 || arm64)

package kernel

// Best returns the portable implementation, the only one in this build.
func Best() Kernel { return Portable{} }
