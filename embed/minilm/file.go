package minilm

import _ "embed" // for the go:embed line

// file contains the model. The command in folder convert creates it.
//
//go:embed model.bin
var file string

// fileHash is the SHA-256 of file. A test compares them.
const fileHash = "e2792a0c3b7afe112cb2498b94bd1c0697d4faf6c3ad765b3bca1eada5072024"
