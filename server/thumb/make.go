package thumb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // registers the decoders
	"image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"
)

const (
	// MaxPicture is the maximum size of a source picture in bytes. Artwork of 3000 × 3000
	// pixels has up to 5 MB.
	MaxPicture = 12 << 20
	// maxPixels is the area of 3547 × 3547 pixels. Podcast directories accept at most
	// 3000 × 3000. Decoding takes 2 to 8 bytes of memory per pixel, 6 to 15 for a
	// progressive JPEG, and 24 for a CMYK JPEG.
	maxPixels = 12 << 20
	// MaxBytes is the maximum size of a thumbnail in bytes. A list of four takes less than
	// 25 kB.
	MaxBytes = 6000
)

// ErrPicture is returned if a picture cannot be shrunk: it has an unknown format, is
// broken, or is too large.
var ErrPicture = errors.New("unusable picture")

// qualities are tried in this order. The last makes a file of 2 kB from noise.
var qualities = []int{80, 70, 60, 50, 40, 30, 20, 10, 1}

// Make returns the middle square of a JPEG, PNG, GIF or WebP picture as a JPEG of at most
// [MaxBytes] bytes and at most [Side] pixels wide and high, without metadata. It does not
// enlarge small pictures. Transparent parts become white. Of an animation it takes the
// first frame.
//
// Make rejects a picture with more than [MaxPicture] bytes, or more than 12 million pixels
// by its header, before it allocates memory. Decoding stops when ctx ends. Errors wrap
// [ErrPicture].
func Make(ctx context.Context, picture []byte) (thumb []byte, err error) {
	defer func() {
		if v := recover(); v != nil { // a bug in a decoder must not stop the server
			thumb, err = nil, fmt.Errorf("%w: the decoder panicked: %v", ErrPicture, v)
		}
	}()
	decoded, err := decode(ctx, picture)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return encode(shrink(decoded))
}

func decode(ctx context.Context, picture []byte) (image.Image, error) {
	if len(picture) > MaxPicture {
		return nil, fmt.Errorf("%d bytes; the maximum is %d", len(picture), MaxPicture)
	}
	header, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	// A product could overflow a 32-bit int.
	if header.Width <= 0 || header.Height <= 0 || header.Width > maxPixels/header.Height {
		return nil, fmt.Errorf("%d × %d pixels; the maximum is %d pixels", header.Width, header.Height, maxPixels)
	}
	decoded, _, err := image.Decode(&contextReader{ctx, bytes.NewReader(picture)})
	switch {
	case err != nil && ctx.Err() != nil: // decoders may hide the error of the reader
		return nil, fmt.Errorf("decoding took too long: %w", ctx.Err())
	case err != nil:
		return nil, err
	case decoded.Bounds().Empty():
		return nil, errors.New("no pixels")
	}
	return decoded, nil
}

// contextReader returns an error when its context ends. Decoders take no context, and a
// progressive JPEG with many small scans can take minutes to decode.
type contextReader struct {
	ctx  context.Context
	from io.Reader
}

func (r *contextReader) Read(into []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(into)
}

// encode lowers the quality until the file is small enough. Go's encoder writes no metadata.
func encode(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	for _, quality := range qualities {
		b.Reset()
		if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() <= MaxBytes {
			return b.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("%w: %d bytes at the lowest quality; the maximum is %d", ErrPicture, b.Len(), MaxBytes)
}
