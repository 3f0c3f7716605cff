package thumb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that are decoded
	"image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"
)

const (
	// MaxPicture is how many bytes a picture may have that is to be made smaller. Artwork
	// of 3000 × 3000 has up to 5 MB.
	MaxPicture = 12 << 20
	// maxPixels is a square of 3547, where podcast directories take 3000 at most. While
	// it is decoded, a picture takes 2 to 8 bytes a pixel, a progressive JPEG 6 to 15, and
	// one of four colours, which is for printers, 24.
	maxPixels = 12 << 20
	// MaxBytes is how many bytes a thumbnail has at most, so that a list of four costs a
	// page less than 25 kB.
	MaxBytes = 6000
)

// ErrPicture says that a picture cannot be made smaller: it is none, is broken, or is
// too large.
var ErrPicture = errors.New("not a usable picture")

// qualities are tried in turn; the last makes a file of 2 kB out of noise.
var qualities = []int{80, 70, 60, 50, 40, 30, 20, 10, 1}

// Make returns the middle square of a JPEG, PNG, GIF or WebP picture as a JPEG of at
// most [MaxBytes], [Side] pixels wide and high or as small as it was, without
// metadata. Transparent parts are white, and of a moving picture the first frame is
// taken.
//
// A picture of more than [MaxPicture] bytes, or that says that it has more than 12
// million pixels, is refused before anything is allocated for it, and decoding breaks
// off when ctx ends. Errors wrap [ErrPicture].
func Make(ctx context.Context, picture []byte) (thumb []byte, err error) {
	defer func() {
		if v := recover(); v != nil { // a decoder's mistake must not end the server
			thumb, err = nil, fmt.Errorf("%w: the decoder gives up: %v", ErrPicture, v)
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
		return nil, fmt.Errorf("it has %d bytes, at most %d are decoded", len(picture), MaxPicture)
	}
	header, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	// Not as a product, which could overflow where int has 32 bits.
	if header.Width <= 0 || header.Height <= 0 || header.Width > maxPixels/header.Height {
		return nil, fmt.Errorf("it has %d × %d pixels, at most %d are decoded", header.Width, header.Height, maxPixels)
	}
	decoded, _, err := image.Decode(&contextReader{ctx, bytes.NewReader(picture)})
	switch {
	case err != nil && ctx.Err() != nil: // decoders may hide why they could not read
		return nil, fmt.Errorf("it takes too long to decode: %w", ctx.Err())
	case err != nil:
		return nil, err
	case decoded.Bounds().Empty():
		return nil, errors.New("it has no pixels")
	}
	return decoded, nil
}

// contextReader fails when its context ends. Decoders take no context, and a progressive
// JPEG with a few bytes in each pass can keep a decoder busy for minutes.
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

// encode steps the quality down until the file is small enough. Go's encoder writes no
// metadata.
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
	return nil, fmt.Errorf("%w: it has %d bytes at the lowest quality, at most %d are sent", ErrPicture, b.Len(), MaxBytes)
}
