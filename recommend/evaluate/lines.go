package evaluate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxLine is the longest line of a set's file in bytes: an episode with the
// transcript of a day, or a document of a book's length.
const maxLine = 16 << 20

// byteOrderMark begins the files of some spreadsheets.
var byteOrderMark = []byte("\ufeff")

// readLines passes on every line of a file that is not blank, with its number from
// 1. An error names file and line.
func readLines(name string, each func(number int, line []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("labelled set: %w", err)
	}
	defer f.Close()
	if err := eachLine(f, each); err != nil {
		return fmt.Errorf("labelled set: %s:%w", name, err)
	}
	return nil
}

func eachLine(r io.Reader, each func(number int, line []byte) error) error {
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
		return fmt.Errorf("%d: the line is longer than %d bytes: shorten its text", number+1, maxLine)
	} else if err != nil {
		return fmt.Errorf("%d: %w", number+1, err)
	}
	return nil
}
