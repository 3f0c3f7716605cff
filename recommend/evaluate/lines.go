package evaluate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxLine is the highest length of a line in bytes: enough for a transcript of a day or for a
// book.
const maxLine = 16 << 20

// byteOrderMark is at the beginning of files that some spreadsheets export.
var byteOrderMark = []byte("\ufeff")

// readLines calls each with the lines of a file that are not blank and their numbers, from 1.
// Its error contains the file and the line.
func readLines(name string, each func(number int, line []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("labelled set: %w", err)
	}
	defer f.Close()
	if err := scanLines(f, each); err != nil {
		return fmt.Errorf("labelled set: %s:%w", name, err)
	}
	return nil
}

func scanLines(r io.Reader, each func(number int, line []byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		line := lines.Bytes()
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := each(number, line); err != nil {
			return fmt.Errorf("%d: %w", number, err)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%d: line is longer than %d bytes; shorten its text", number+1, maxLine)
	} else if err != nil {
		return fmt.Errorf("%d: %w", number+1, err)
	}
	return nil
}
