package site

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"segue/data"
	"segue/recommend"
	"segue/server/api"
	"segue/server/fragment"
)

// MaxRelated is the most bytes of a file with what is related, compressed as a host
// does: a page loads one, and it fits into the first packets of an answer.
const MaxRelated = 1500

// related answers for each episode, on all processors.
func (w *writer) related(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	episodes := make(chan data.Episode)
	var workers sync.WaitGroup
	var mu sync.Mutex // of the report
	done := 0
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for e := range episodes {
				file, err := w.answer(ctx, e)
				if err != nil {
					stop(fmt.Errorf("what is related to %q: %w", e.ID, err))
					continue
				}
				mu.Lock()
				done++
				w.report.related(file)
				if w.Progress != nil {
					w.Progress(done, len(w.Episodes))
				}
				mu.Unlock()
			}
		})
	}
	for _, e := range w.Episodes {
		if ctx.Err() != nil {
			break
		}
		episodes <- e
	}
	close(episodes)
	workers.Wait()
	return context.Cause(ctx)
}

// relatedFile is a file that was written.
type relatedFile struct {
	written          bool
	size, compressed int
	html             int // bytes of the fragment, 0 where there is none
	shortened        bool
}

// answer writes the file of one episode. One that was deleted meanwhile has none.
func (w *writer) answer(ctx context.Context, e data.Episode) (relatedFile, error) {
	if err := ctx.Err(); err != nil {
		return relatedFile{}, err
	}
	similar, err := w.Similar(ctx, data.Ref{ID: e.ID}, w.Options)
	if errors.Is(err, data.ErrUnknownEpisode) {
		return relatedFile{}, nil
	}
	if err != nil {
		return relatedFile{}, err
	}
	html, err := w.fragment(similar)
	if err != nil {
		return relatedFile{}, err
	}
	content, file, err := fit(body(similar))
	if err != nil {
		return relatedFile{}, err
	}
	name := "related/" + w.names[e.ID]
	if file.html = len(html); file.html > 0 {
		if err := w.put(name+".html", html); err != nil {
			return relatedFile{}, err
		}
	}
	return file, w.put(name+".json", content)
}

// fragment is what a page that is made beforehand includes: plain links. There is
// none where no episode has an address that is known.
func (w *writer) fragment(s recommend.Similar) ([]byte, error) {
	if !w.Fragments {
		return nil, nil
	}
	var html bytes.Buffer
	err := fragment.Light(&html, fragment.Options{Episode: s.Episode, Base: w.BaseURL}, s.Results[:min(len(s.Results), recommend.DefaultSimilar)])
	return html.Bytes(), err
}

// body is the answer with what the widget reads of it.
func body(s recommend.Similar) api.SimilarBody {
	s.Episode = brief(s.Episode)
	for i, r := range s.Results {
		s.Results[i].Episode, s.Results[i].Duplicates = brief(r.Episode), nil
	}
	b := api.NewSimilarBody(s)
	for i, r := range b.Results {
		b.Results[i].Score = math.Round(r.Score*1000) / 1000
		b.Results[i].Reasons = firstReason(r.Reasons)
	}
	b.More = false // there is no next page
	b.Index = ""   // it changes with any episode, and with it would all files
	return b
}

// firstReason is the only one that the widget shows. It has no words for a passage.
func firstReason(reasons []api.Reason) []api.Reason {
	for _, r := range reasons {
		if r.Kind != string(recommend.ReasonPassage) {
			return []api.Reason{r}
		}
	}
	return []api.Reason{}
}

// fit leaves out the last results until the file is small enough.
func fit(b api.SimilarBody) ([]byte, relatedFile, error) {
	file := relatedFile{written: true}
	for {
		var content bytes.Buffer
		if err := api.Write(&content, b); err != nil {
			return nil, file, err
		}
		size, err := compressedSize(content.Bytes())
		if err != nil {
			return nil, file, err
		}
		if size <= MaxRelated || len(b.Results) == 0 {
			file.size, file.compressed = content.Len(), size
			return content.Bytes(), file, nil
		}
		file.shortened = true
		// A file that is a tenth too large has about a tenth too many.
		keep := min(len(b.Results)-1, len(b.Results)*MaxRelated/size+1)
		b.Results = b.Results[:keep]
	}
}

var compressors = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compressedSize is what a host sends that compresses as most do.
func compressedSize(content []byte) (int, error) {
	var n counter
	z := compressors.Get().(*gzip.Writer)
	defer compressors.Put(z)
	z.Reset(&n)
	if _, err := z.Write(content); err != nil {
		return 0, err
	}
	err := z.Close()
	return int(n), err
}

// counter counts what is written to it.
type counter int

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}
