package thumb_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// drawing returns a picture with a red middle square and blue sides.
func drawing(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	side := min(width, height)
	for y := range height {
		for x := range width {
			c := color.NRGBA{200, 30, 30, 255}
			if x < (width-side)/2 || x >= (width+side)/2 || y < (height-side)/2 || y >= (height+side)/2 {
				c = color.NRGBA{0, 0, 255, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

// noise returns a picture that does not compress.
func noise(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32())
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asGIF returns an animation of the frames.
func asGIF(t testing.TB, frames ...color.Color) []byte {
	t.Helper()
	moving := &gif.GIF{}
	for _, c := range frames {
		m := image.NewPaletted(image.Rect(0, 0, 300, 300), color.Palette{c, color.Black})
		moving.Image, moving.Delay = append(moving.Image, m), append(moving.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, moving); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asWebP returns a lossless picture of one colour. Its file size does not depend on the
// picture size: each of its five codes has one symbol, which takes no bits.
func asWebP(width, height int, c color.NRGBA) []byte {
	var bits bitWriter
	bits.add(uint64(width-1), 14)
	bits.add(uint64(height-1), 14)
	bits.add(1, 1) // alpha
	bits.add(0, 3) // version
	bits.add(0, 3) // no transform, no cache of colours, one group of codes
	for _, symbol := range []byte{c.G, c.R, c.B, c.A} {
		bits.add(0b101, 3) // simple, one symbol, of eight bits
		bits.add(uint64(symbol), 8)
	}
	bits.add(0b0001, 4) // distances: simple, one symbol, of one bit, 0
	return riff(chunk("VP8L", append([]byte{0x2f}, bits.bytes()...)))
}

// extended returns a WebP file whose header has another size than the picture.
func extended(width, height int, picture []byte) []byte {
	header := make([]byte, 10)
	header[4], header[5], header[6] = byte(width-1), byte((width-1)>>8), byte((width-1)>>16)
	header[7], header[8], header[9] = byte(height-1), byte((height-1)>>8), byte((height-1)>>16)
	return riff(append(chunk("VP8X", header), picture[12:]...))
}

func riff(chunks []byte) []byte { return chunk("RIFF", append([]byte("WEBP"), chunks...)) }

func chunk(name string, content []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	out = append(out, content...)
	if len(content)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// bitWriter packs bits from the lowest up.
type bitWriter struct{ set []bool }

func (w *bitWriter) add(value uint64, n int) {
	for i := range n {
		w.set = append(w.set, value>>i&1 == 1)
	}
}

func (w *bitWriter) bytes() []byte {
	out := make([]byte, (len(w.set)+7)/8)
	for i, one := range w.set {
		if one {
			out[i/8] |= 1 << (i % 8)
		}
	}
	return out
}

// claims changes the size in a PNG's header and its checksum.
func claims(picture []byte, width, height uint32) []byte {
	out := bytes.Clone(picture)
	binary.BigEndian.PutUint32(out[16:], width)
	binary.BigEndian.PutUint32(out[20:], height)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

// withEXIF adds a location and a name to a JPEG.
func withEXIF(picture []byte) []byte {
	content := append([]byte("Exif\x00\x00"), "MM\x00*secret place"...)
	segment := append([]byte{0xff, 0xe1, 0, byte(len(content) + 2)}, content...)
	return append(append(bytes.Clone(picture[:2]), segment...), picture[2:]...)
}

// manyPasses returns a progressive greyscale JPEG with many scans. Each scan has 30 bytes,
// covers all pixels and changes nothing.
func manyPasses(side, passes int) []byte {
	segment := func(marker byte, content ...byte) []byte {
		return append([]byte{0xff, marker, 0, byte(len(content) + 2)}, content...)
	}
	codes := func(class, symbol byte) []byte { // one symbol, of one bit
		return segment(0xc4, append([]byte{class, 1}, append(make([]byte, 15), symbol)...)...)
	}
	out := append([]byte{0xff, 0xd8}, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	out = append(out, segment(0xc2, 8, byte(side>>8), byte(side), byte(side>>8), byte(side), 1, 1, 0x11, 0)...)
	out = append(append(out, codes(0, 0)...), codes(0x10, 0xe0)...) // 0xe0: at least 16,384 blocks are empty
	blocks := (side + 7) / 8 * ((side + 7) / 8)
	pass := append(segment(0xda, 1, 1, 0, 1, 63, 0), make([]byte, (blocks/16384+1)*15/8+1)...)
	return append(append(out, bytes.Repeat(pass, passes)...), 0xff, 0xd9)
}
