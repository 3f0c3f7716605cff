package thumb_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segue/server/thumb"
)

// shown decodes a thumbnail and checks its general properties.
func shown(t testing.TB, small []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	size := m.Bounds().Size()
	if size.X != size.Y || size.X > thumb.Side || len(small) > thumb.MaxBytes {
		t.Errorf("%d × %d pixels in %d bytes", size.X, size.Y, len(small))
	}
	for _, marker := range []byte{0xe1, 0xed, 0xe2, 0xfe} { // EXIF and XMP, Photoshop, ICC, comment
		if head, _, _ := bytes.Cut(small, []byte{0xff, 0xda}); bytes.Contains(head, []byte{0xff, marker}) {
			t.Errorf("there is metadata, by its marker %x", marker)
		}
	}
	return m
}

// near reports whether all pixels have approximately that colour.
func near(m image.Image, want color.NRGBA) bool {
	r, g, b, _ := want.RGBA()
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			gotR, gotG, gotB, _ := m.At(x, y).RGBA()
			if apart(r, gotR) || apart(g, gotG) || apart(b, gotB) {
				return false
			}
		}
	}
	return true
}

func apart(a, b uint32) bool { return max(a, b)-min(a, b) > 0x1400 }

func TestMakeCropsTheMiddleOnWhite(t *testing.T) {
	red, white := color.NRGBA{200, 30, 30, 255}, color.NRGBA{255, 255, 255, 255}
	cmyk := image.NewCMYK(image.Rect(0, 0, 400, 400))
	for i := range cmyk.Pix {
		cmyk.Pix[i] = []byte{0, 255, 255, 0}[i%4]
	}
	for _, tt := range []struct {
		name    string
		picture []byte
		side    int
		want    color.NRGBA
	}{
		{"a JPEG", asJPEG(t, drawing(400, 400)), 192, red},
		{"a JPEG of the maximum size of podcast directories", asJPEG(t, drawing(3000, 3000)), 192, red},
		{"a wide JPEG", asJPEG(t, drawing(1920, 1080)), 192, red},
		{"a high JPEG", asJPEG(t, drawing(320, 1200)), 192, red},
		{"a JPEG of greys", asJPEG(t, image.NewGray(image.Rect(0, 0, 500, 500))), 192, color.NRGBA{0, 0, 0, 255}},
		{"a JPEG with metadata", withEXIF(asJPEG(t, drawing(500, 500))), 192, red},
		{"a PNG", asPNG(t, drawing(400, 400)), 192, red},
		{"a small PNG", asPNG(t, drawing(64, 64)), 64, red},
		{"a PNG of one pixel", asPNG(t, drawing(1, 1)), 1, red},
		{"a PNG of one line", asPNG(t, drawing(5000, 1)), 1, red},
		{"a PNG with nothing in it", asPNG(t, image.NewNRGBA(image.Rect(0, 0, 600, 600))), 192, white},
		{"a PNG of 16 bits", asPNG(t, image.NewNRGBA64(image.Rect(0, 0, 300, 300))), 192, white},
		{"a PNG of CMYK turned to RGB", asPNG(t, cmyk), 192, color.NRGBA{255, 0, 0, 255}},
		{"a GIF", asGIF(t, red), 192, red},
		{"a GIF of many frames by its first", asGIF(t, slices.Insert(slices.Repeat([]color.Color{color.White}, 500), 0, color.Color(red))...), 192, red},
		{"a WebP", asWebP(400, 400, red), 192, red},
		{"a transparent WebP", asWebP(300, 200, color.NRGBA{200, 30, 30, 0}), 192, white},
		{"a WebP with a header of its own", extended(300, 200, asWebP(300, 200, red)), 192, red},
	} {
		t.Run(tt.name, func(t *testing.T) {
			small, err := thumb.Make(t.Context(), tt.picture)
			if err != nil {
				t.Fatal(err)
			}
			m := shown(t, small)
			if got := m.Bounds().Dx(); got != tt.side || !near(m, tt.want) {
				t.Errorf("%d pixels wide, want %d; in the middle %v, want %v", got, tt.side, m.At(got/2, got/2), tt.want)
			}
			if bytes.Contains(small, []byte("secret")) {
				t.Error("metadata is kept")
			}
		})
	}
}

func TestNoiseFitsTheMaximumSize(t *testing.T) {
	small, err := thumb.Make(t.Context(), asPNG(t, noise(600, 600)))
	if err != nil {
		t.Fatal(err)
	}
	shown(t, small)
}

func TestMakeRejectsUnusablePictures(t *testing.T) {
	whole := asPNG(t, drawing(40, 40))
	for _, tt := range []struct {
		name    string
		picture []byte
		want    string
	}{
		{"nothing", nil, "unknown format"},
		{"a page", []byte("<!doctype html><title>Not found</title>"), "unknown format"},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "unknown format"},
		{"the beginning of a JPEG", asJPEG(t, drawing(40, 40))[:300], "EOF"},
		{"the beginning of a PNG", whole[:60], "not enough pixel data"},
		{"the beginning of a GIF", asGIF(t, color.White)[:20], "EOF"},
		{"the beginning of a WebP", asWebP(40, 40, color.NRGBA{})[:24], "EOF"},
		{"a PNG that claims to be huge", claims(whole, 60_000, 60_000), "60000 × 60000 pixels"},
		{"a PNG that claims more than a number holds", claims(whole, 1<<31-1, 1<<31-1), "dimension overflow"},
		{"a PNG that claims to be a long line", claims(whole, 1<<31-1, 1), "2147483647 × 1 pixels"},
		{"a PNG without height", claims(whole, 40, 0), "non-positive dimension"},
		{"a GIF that claims to be huge", append([]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"), asGIF(t, color.White)[13:]...), "65535 × 65535 pixels"},
		{"a huge WebP of 30 bytes", asWebP(16_384, 16_384, color.NRGBA{}), "16384 × 16384 pixels"},
		{"a WebP with a wrong size in its header", extended(10, 10, asWebP(16_384, 16_384, color.NRGBA{})), "invalid format"},
		{"too many bytes", make([]byte, thumb.MaxPicture+1), "12582913 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := thumb.Make(t.Context(), tt.picture)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, thumb.ErrPicture) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 2<<20 {
				t.Errorf("it takes %d bytes of memory", took)
			}
		})
	}
}

func TestDecodingStopsWithItsContext(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for _, tt := range []struct {
		name    string
		ctx     context.Context
		picture []byte
		want    error
	}{
		{"before it begins", ended, asPNG(t, drawing(400, 400)), context.Canceled},
		{"within a JPEG that would take minutes", soon, manyPasses(3000, 50_000), context.DeadlineExceeded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := thumb.Make(tt.ctx, tt.picture); !errors.Is(err, thumb.ErrPicture) || !errors.Is(err, tt.want) {
				t.Error(err)
			}
		})
	}
}

func TestMakeHandlesDamagedPictures(t *testing.T) {
	whole := [][]byte{asPNG(t, drawing(40, 30)), asJPEG(t, drawing(40, 30)), asGIF(t, color.White), asWebP(40, 30, color.NRGBA{9, 9, 9, 255})}
	rapid.Check(t, func(r *rapid.T) {
		picture := bytes.Clone(rapid.SampledFrom(whole).Draw(r, "picture"))
		for range rapid.IntRange(0, 4).Draw(r, "changes") {
			picture[rapid.IntRange(0, len(picture)-1).Draw(r, "at")] = rapid.Byte().Draw(r, "byte")
		}
		picture = picture[:rapid.IntRange(0, len(picture)).Draw(r, "length")]
		if small, err := thumb.Make(t.Context(), picture); err == nil {
			shown(t, small)
		} else if !errors.Is(err, thumb.ErrPicture) {
			r.Error(err)
		}
	})
}

func FuzzMake(f *testing.F) {
	f.Add(asPNG(f, drawing(4, 3)))
	f.Add(asJPEG(f, drawing(4, 3)))
	f.Add(asGIF(f, color.White, color.Black))
	f.Add(asWebP(4, 3, color.NRGBA{9, 9, 9, 255}))
	f.Add(extended(4, 3, asWebP(4, 3, color.NRGBA{9, 9, 9, 128})))
	f.Fuzz(func(t *testing.T, picture []byte) {
		small, err := thumb.Make(t.Context(), picture)
		if err != nil {
			if !errors.Is(err, thumb.ErrPicture) {
				t.Error(err)
			}
			return
		}
		shown(t, small)
	})
}

// BenchmarkMake measures the largest common artwork, including memory.
func BenchmarkMake(b *testing.B) {
	for _, tt := range []struct {
		name    string
		picture []byte
	}{
		{"JPEG 3000", asJPEG(b, gradient(3000))},
		{"JPEG 1400", asJPEG(b, gradient(1400))},
		{"PNG 3000", asPNG(b, drawing(3000, 3000))},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := thumb.Make(b.Context(), tt.picture); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// gradient is about as hard to decode as a photograph.
func gradient(side int) *image.NRGBA {
	m, grain := drawing(side, side), noise(side, side)
	for i := range m.Pix {
		if i%4 != 3 {
			m.Pix[i] = byte(i/4%side*255/side)/2 + grain.Pix[i]/16
		}
	}
	return m
}
