package thumb_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"segue/server/thumb"
)

// artwork is a picture with a gradient, red at its left and blue at its right.
func artwork(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{uint8(255 - 255*x/w), uint8(255 * y / h), uint8(255 * x / w), 255})
		}
	}
	return m
}

func noise(side int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.Uint32()) | uint8(i%4/3*255)
	}
	return m
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webp is one green pixel.
const webp = "UklGRiYAAABXRUJQVlA4IBoAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA="

func fromBase64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAThumbnailIsASmallSquareJPEG(t *testing.T) {
	for name, file := range map[string][]byte{
		"of a PNG":              asPNG(t, artwork(600, 600)),
		"of a JPEG":             asJPEG(t, artwork(1400, 1400)),
		"of a GIF":              asGIF(t, artwork(300, 200)),
		"of a WebP":             fromBase64(t, webp),
		"of a wide picture":     asPNG(t, artwork(900, 30)),
		"of one pixel":          asPNG(t, artwork(1, 1)),
		"of the largest":        asJPEG(t, image.NewGray(image.Rect(0, 0, 3000, 3000))),
		"of a 16-bit picture":   asPNG(t, image.NewNRGBA64(image.Rect(0, 0, 50, 60))),
		"of a picture in CMYK":  asJPEG(t, image.NewCMYK(image.Rect(0, 0, 50, 60))),
		"of an indexed picture": asPNG(t, image.NewPaletted(image.Rect(0, 0, 50, 60), color.Palette{color.Black, color.Transparent})),
	} {
		t.Run(name, func(t *testing.T) {
			made, err := thumb.Make(file)
			if err != nil {
				t.Fatal(err)
			}
			m, format, err := image.Decode(bytes.NewReader(made))
			if err != nil || format != "jpeg" || m.Bounds() != image.Rect(0, 0, thumb.Side, thumb.Side) || len(made) > thumb.MaxBytes {
				t.Errorf("%d bytes of %s, %v, %v", len(made), format, m.Bounds(), err)
			}
		})
	}
}

func TestAThumbnailShowsTheMiddle(t *testing.T) {
	// Red, then green, then blue, each a square.
	m := image.NewNRGBA(image.Rect(0, 0, 900, 300))
	for y := range 300 {
		for x := range 900 {
			c := color.NRGBA{A: 255}
			[]*uint8{&c.R, &c.G, &c.B}[x/300] = new(uint8)
			switch x / 300 {
			case 0:
				c.R = 255
			case 1:
				c.G = 255
			case 2:
				c.B = 255
			}
			m.SetNRGBA(x, y, c)
		}
	}
	made, err := thumb.Make(asPNG(t, m))
	if err != nil {
		t.Fatal(err)
	}
	got, err := jpeg.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []image.Point{{5, 5}, {96, 96}, {186, 186}} {
		if r, g, b, _ := got.At(at.X, at.Y).RGBA(); g>>8 < 240 || r>>8 > 20 || b>>8 > 20 {
			t.Errorf("at %v there is %d %d %d, want green", at, r>>8, g>>8, b>>8)
		}
	}
}

func TestWhatIsTransparentIsWhite(t *testing.T) {
	made, err := thumb.Make(asPNG(t, image.NewNRGBA(image.Rect(0, 0, 10, 10))))
	if err != nil {
		t.Fatal(err)
	}
	got, err := jpeg.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := got.At(96, 96).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("it is %d %d %d", r>>8, g>>8, b>>8)
	}
}

func TestNoiseIsSmallToo(t *testing.T) {
	made, err := thumb.Make(asPNG(t, noise(400)))
	if err != nil || len(made) > thumb.MaxBytes {
		t.Errorf("%d bytes, %v", len(made), err)
	}
}

func TestNothingOfTheFileIsServed(t *testing.T) {
	const secret = "GPS of the studio"
	file := asJPEG(t, artwork(100, 100))
	comment := append([]byte{0xFF, 0xFE, 0, byte(2 + len(secret))}, secret...)
	file = append(append(append([]byte{}, file[:2]...), comment...), file[2:]...)
	made, err := thumb.Make(file)
	if err != nil || bytes.Contains(made, []byte(secret)) {
		t.Errorf("the comment is in the thumbnail, %v", err)
	}
}

// pngOf is the head of a PNG that says it has so many pixels.
func pngOf(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

func TestHostileFilesCostNothing(t *testing.T) {
	whole := asJPEG(t, artwork(100, 100))
	for name, tt := range map[string]struct {
		file []byte
		says string
	}{
		"no file":                   {nil, "no JPEG, PNG, GIF or WebP"},
		"a page":                    {[]byte("<!doctype html><title>404</title>"), "no JPEG, PNG, GIF or WebP"},
		"a drawing":                 {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "no JPEG, PNG, GIF or WebP"},
		"ten billion pixels":        {pngOf(100_000, 100_000), "100000 by 100000 pixels"},
		"a line of a billion":       {pngOf(1_000_000_000, 1), "pixels"},
		"more than fit in a number": {pngOf(0x7fffffff, 0x7fffffff), "no thumbnail"},
		"no pixel":                  {pngOf(0, 5), "no thumbnail"},
		"one that is cut short":     {whole[:len(whole)/2], "broken"},
		"one with too many passes":  {append(bytes.Clone(whole), bytes.Repeat([]byte{0xFF, 0xDA}, 100)...), "more than 60 passes"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := thumb.Make(tt.file)
			if !errors.Is(err, thumb.ErrNone) || made != nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%d bytes, %v", len(made), err)
			}
		})
	}
}

func FuzzMake(f *testing.F) {
	f.Add(asPNG(f, artwork(9, 7)))
	f.Add(asJPEG(f, artwork(9, 7)))
	f.Add(asGIF(f, artwork(9, 7)))
	f.Add(fromBase64(f, webp))
	f.Add(pngOf(3, 3))
	f.Fuzz(func(t *testing.T, file []byte) {
		made, err := thumb.Make(file)
		if err != nil {
			if !errors.Is(err, thumb.ErrNone) {
				t.Fatal(err)
			}
			return
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(made)); err != nil || c.Width != c.Height || len(made) > thumb.MaxBytes {
			t.Fatalf("%v, %d bytes, %v", c, len(made), err)
		}
	})
}

func BenchmarkMake(b *testing.B) {
	for name, file := range map[string][]byte{
		"jpeg-1400": asJPEG(b, artwork(1400, 1400)), "jpeg-3000": asJPEG(b, artwork(3000, 3000)), "png-1400": asPNG(b, artwork(1400, 1400)),
		"noise-1400": asJPEG(b, noise(1400)),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				made, err := thumb.Make(file)
				if err != nil {
					b.Fatal(err)
				}
				size = len(made)
			}
			b.ReportMetric(float64(size), "bytes/thumb")
		})
	}
}
