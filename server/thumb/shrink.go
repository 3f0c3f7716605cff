package thumb

import (
	"image"

	"golang.org/x/image/draw"
)

const (
	// Side is the width and height of a thumbnail in pixels: three for each of the
	// widget's 64, which no screen shows more of.
	Side = 192
	// near is how much larger than the thumbnail a picture may be for the last step,
	// which looks at every pixel that matters and so costs most.
	near = 4
)

// shrink returns the middle square of a picture on white, at most Side wide. Large
// pictures are halved first, each pixel from four, which is as sharp and takes a
// tenth of the time.
func shrink(picture image.Image) image.Image {
	from := square(picture.Bounds())
	for from.Dx() > near*Side {
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

// square is the largest square in the middle of bounds.
func square(bounds image.Rectangle) image.Rectangle {
	side := min(bounds.Dx(), bounds.Dy())
	corner := bounds.Min.Add(image.Pt((bounds.Dx()-side)/2, (bounds.Dy()-side)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}
