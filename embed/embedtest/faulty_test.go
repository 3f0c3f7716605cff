package embedtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"segue/embed"
)

// faulty is a good driver whose parts are replaced to spoil it.
type faulty struct {
	info  func() embed.Info
	embed func(context.Context, []string) ([][]float32, error)
}

func (f *faulty) Info() embed.Info { return f.info() }
func (f *faulty) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return f.embed(ctx, texts)
}

func good() *faulty {
	h := NewHashing(256)
	return &faulty{info: h.Info, embed: h.Embed}
}

// after changes the good answer.
func (f *faulty) after(change func(texts []string, vectors [][]float32)) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		vectors, err := embed(ctx, texts)
		if err == nil {
			change(texts, vectors)
		}
		return vectors, err
	}
}

// before refuses texts.
func (f *faulty) before(check func(texts []string) error) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		if err := check(texts); err != nil {
			return nil, err
		}
		return embed(ctx, texts)
	}
}

func nameless(f *faulty) {
	info := f.info()
	info.Model = ""
	f.info = func() embed.Info { return info }
}

func renaming(f *faulty) {
	var calls atomic.Int64
	info := f.info()
	f.info = func() embed.Info {
		renamed := info
		renamed.Model = fmt.Sprint("model-", calls.Add(1))
		return renamed
	}
}

func droppingLast(f *faulty) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		vectors, err := embed(ctx, texts)
		return vectors[:min(len(vectors), hashingBatch-1)], err
	}
}

func refusingFull(f *faulty) {
	f.before(func(texts []string) error {
		if len(texts) >= hashingBatch && texts[0] == "episode number 0" {
			return errors.New("too many texts")
		}
		return nil
	})
}

func shorten(f *faulty) {
	f.after(func(_ []string, vectors [][]float32) {
		for i := range vectors {
			vectors[i] = vectors[i][1:]
		}
	})
}

func put(x float32) func(*faulty) {
	return func(f *faulty) {
		f.after(func(_ []string, vectors [][]float32) {
			for _, v := range vectors {
				v[0] = x
			}
		})
	}
}

func zeros(f *faulty) {
	f.after(func(_ []string, vectors [][]float32) {
		for _, v := range vectors {
			clear(v)
		}
	})
}

func nanForOdd(f *faulty) {
	f.after(func(texts []string, vectors [][]float32) {
		if texts[0] == odd[0].text {
			vectors[0][0] = float32(math.NaN())
		}
	})
}

func refusingLong(f *faulty) {
	f.before(func(texts []string) error {
		if len(texts[0]) > 8192 {
			return errors.New("text too long")
		}
		return nil
	})
}

func refusingMany(f *faulty) {
	f.before(func(texts []string) error {
		if len(texts) == hashingBatch && len(texts[0]) > 8192 {
			return fmt.Errorf("%w: too many tokens", embed.ErrRejected)
		}
		return nil
	})
}

func takingLittle(f *faulty) {
	f.before(func(texts []string) error {
		if len(texts[0])*len(texts) > 8192 {
			return embed.ErrTooLarge
		}
		return nil
	})
}

// meteredFaulty counts what it likes.
type meteredFaulty struct {
	*faulty
	count func(ctx context.Context, texts []string) int64
}

func (m *meteredFaulty) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	vectors, err := m.Embed(ctx, texts)
	return vectors, m.count(ctx, texts), err
}

func constant(f *faulty) {
	f.after(func(_ []string, vectors [][]float32) {
		for _, v := range vectors {
			for i := range v {
				v[i] = 1
			}
		}
	})
}

// backwards spares the other rules that compare vectors of one batch.
func backwards(f *faulty) {
	f.after(func(texts []string, vectors [][]float32) {
		if texts[0] == plain[len(plain)-1] {
			slices.Reverse(vectors)
		}
	})
}

func moody(f *faulty) {
	var said atomic.Bool
	f.after(func(texts []string, vectors [][]float32) {
		if texts[0] == repeatedText && said.Swap(true) {
			spoil(vectors[0])
		}
	})
}

func handingOut(f *faulty) {
	cache := map[string][]float32{}
	f.after(func(texts []string, vectors [][]float32) {
		if texts[0] != sharedTexts[0] {
			return
		}
		for i, text := range texts {
			if v, ok := cache[text]; ok {
				vectors[i] = v
			}
			cache[text] = vectors[i]
		}
	})
}

func packing(f *faulty) {
	f.after(func(_ []string, vectors [][]float32) {
		packed := slices.Concat(vectors...)
		for i, v := range vectors {
			vectors[i] = packed[i*len(v) : (i+1)*len(v)]
		}
	})
}

func lowering(f *faulty) {
	f.after(func(texts []string, _ [][]float32) { texts[0] = "" })
}

func single(f *faulty) {
	var busy atomic.Bool
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		if busy.Swap(true) {
			return nil, errors.New("busy")
		}
		defer busy.Store(false)
		if len(texts) == 1 {
			time.Sleep(time.Microsecond)
		}
		return embed(ctx, texts)
	}
}

// mixing answers the text that came last.
func mixing(f *faulty) {
	var last atomic.Value
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		last.Store(texts)
		time.Sleep(time.Microsecond)
		if latest := last.Load().([]string); len(latest) == len(texts) {
			texts = latest
		}
		return embed(ctx, texts)
	}
}

func deaf(f *faulty) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		return embed(context.WithoutCancel(ctx), texts)
	}
}

func hiding(f *faulty) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		vectors, err := embed(ctx, texts)
		if err != nil {
			return nil, errors.New("something went wrong")
		}
		return vectors, nil
	}
}

// endless is slow with a full batch of long texts and does not look up.
func endless(f *faulty) {
	f.before(func(texts []string) error {
		if len(texts) == hashingBatch && len(texts[0]) > 1000 {
			time.Sleep(time.Hour)
		}
		return nil
	})
}
