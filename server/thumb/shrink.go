package thumb

import (
	"image"

	"golang.org/x/image/draw"
)

const (
	// Side is the width and height of a thumbnail in pixels. The widget shows it at 64 CSS
	// pixels, and screens have at most three device pixels per CSS pixel.
	Side = 192
	// maxScale is the largest scale of the last step, which uses the slow, precise filter.
	maxScale = 4
)

// shrink returns the middle square of a picture on white, at most Side pixels wide. It
// halves large pictures first, which gives the same sharpness in a tenth of the time.
func shrink(picture image.Image) image.Image {
	from := square(picture.Bounds())
	for from.Dx() > maxScale*Side {
		half := image.NewRGBA(image.Rect(0, 0, from.Dx()/2, from.Dy()/2))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), picture, from, draw.Src, nil)
		picture, from = half, half.Bounds()
	}
	side := min(from.Dx(), Side)
	small := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(small, small.Bounds(), picture, from, draw.Over, nil)
	return small
}

// square returns the largest square in the middle of bounds.
func square(bounds image.Rectangle) image.Rectangle {
	side := min(bounds.Dx(), bounds.Dy())
	corner := bounds.Min.Add(image.Pt((bounds.Dx()-side)/2, (bounds.Dy()-side)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}
