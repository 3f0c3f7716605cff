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

// faulty is a valid driver. Tests replace its functions to add a fault.
type faulty struct {
	info  func() embed.Info
	embed func(context.Context, []string) ([][]float32, error)
}

func (f *faulty) Info() embed.Info { return f.info() }
func (f *faulty) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return f.embed(ctx, texts)
}

func validDriver() *faulty {
	h := NewHashing(256)
	return &faulty{info: h.Info, embed: h.Embed}
}

// afterEmbed changes the result of Embed.
func (f *faulty) afterEmbed(change func(texts []string, vectors [][]float32)) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		vectors, err := embed(ctx, texts)
		if err == nil {
			change(texts, vectors)
		}
		return vectors, err
	}
}

// beforeEmbed rejects texts.
func (f *faulty) beforeEmbed(check func(texts []string) error) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		if err := check(texts); err != nil {
			return nil, err
		}
		return embed(ctx, texts)
	}
}

func withoutName(f *faulty) {
	info := f.info()
	info.Model = ""
	f.info = func() embed.Info { return info }
}

func changingName(f *faulty) {
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

func rejectingFullBatch(f *faulty) {
	f.beforeEmbed(func(texts []string) error {
		if len(texts) >= hashingBatch && texts[0] == "episode number 0" {
			return errors.New("too many texts")
		}
		return nil
	})
}

func oneDimensionShort(f *faulty) {
	f.afterEmbed(func(_ []string, vectors [][]float32) {
		for i := range vectors {
			vectors[i] = vectors[i][1:]
		}
	})
}

func setFirstNumber(x float32) func(*faulty) {
	return func(f *faulty) {
		f.afterEmbed(func(_ []string, vectors [][]float32) {
			for _, v := range vectors {
				v[0] = x
			}
		})
	}
}

func allZeros(f *faulty) {
	f.afterEmbed(func(_ []string, vectors [][]float32) {
		for _, v := range vectors {
			clear(v)
		}
	})
}

func nanForUnusualText(f *faulty) {
	f.afterEmbed(func(texts []string, vectors [][]float32) {
		if texts[0] == unusualTexts[0].text {
			vectors[0][0] = float32(math.NaN())
		}
	})
}

func rejectingLongTexts(f *faulty) {
	f.beforeEmbed(func(texts []string) error {
		if len(texts[0]) > 8192 {
			return errors.New("text too long")
		}
		return nil
	})
}

func rejectingManyLongTexts(f *faulty) {
	f.beforeEmbed(func(texts []string) error {
		if len(texts) == hashingBatch && len(texts[0]) > 8192 {
			return fmt.Errorf("%w: too many tokens", embed.ErrRejected)
		}
		return nil
	})
}

func tooLargeForLongTexts(f *faulty) {
	f.beforeEmbed(func(texts []string) error {
		if len(texts[0])*len(texts) > 8192 {
			return embed.ErrTooLarge
		}
		return nil
	})
}

// meteredFaulty counts tokens with a function.
type meteredFaulty struct {
	*faulty
	count func(ctx context.Context, texts []string) int64
}

func (m *meteredFaulty) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	vectors, err := m.Embed(ctx, texts)
	return vectors, m.count(ctx, texts), err
}

func sameVector(f *faulty) {
	f.afterEmbed(func(_ []string, vectors [][]float32) {
		for _, v := range vectors {
			for i := range v {
				v[i] = 1
			}
		}
	})
}

// reversedBatch changes only the batch of checkOrder, so that other rules do not fail.
func reversedBatch(f *faulty) {
	f.afterEmbed(func(texts []string, vectors [][]float32) {
		if texts[0] == plainTexts[len(plainTexts)-1] {
			slices.Reverse(vectors)
		}
	})
}

func notRepeatable(f *faulty) {
	var called atomic.Bool
	f.afterEmbed(func(texts []string, vectors [][]float32) {
		if texts[0] == repeatedText && called.Swap(true) {
			overwrite(vectors[0])
		}
	})
}

func sharingItsCache(f *faulty) {
	cache := map[string][]float32{}
	f.afterEmbed(func(texts []string, vectors [][]float32) {
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

func sharingOneArray(f *faulty) {
	f.afterEmbed(func(_ []string, vectors [][]float32) {
		packed := slices.Concat(vectors...)
		for i, v := range vectors {
			vectors[i] = packed[i*len(v) : (i+1)*len(v)]
		}
	})
}

func changingTexts(f *faulty) {
	f.afterEmbed(func(texts []string, _ [][]float32) { texts[0] = "" })
}

func notConcurrent(f *faulty) {
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

// mixingUpCalls embeds the texts of the last call.
func mixingUpCalls(f *faulty) {
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

func ignoringContext(f *faulty) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		return embed(context.WithoutCancel(ctx), texts)
	}
}

func hidingContextError(f *faulty) {
	embed := f.embed
	f.embed = func(ctx context.Context, texts []string) ([][]float32, error) {
		vectors, err := embed(ctx, texts)
		if err != nil {
			return nil, errors.New("something went wrong")
		}
		return vectors, nil
	}
}

// neverReturning takes an hour for a full batch of long texts and ignores its context.
func neverReturning(f *faulty) {
	f.beforeEmbed(func(texts []string) error {
		if len(texts) == hashingBatch && len(texts[0]) > 1000 {
			time.Sleep(time.Hour)
		}
		return nil
	})
}
