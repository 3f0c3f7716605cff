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

// MaxRelated is the maximum size of a file of related episodes in bytes, compressed with
// gzip. Such a file fits into the first packets of a connection.
const MaxRelated = 1500

// related writes the files of related episodes, on all processors.
func (w *writer) related(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	episodes := make(chan data.Episode)
	var workers sync.WaitGroup
	var mu sync.Mutex // guards the report
	done := 0
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for e := range episodes {
				file, err := w.writeRelated(ctx, e)
				if err != nil {
					stop(fmt.Errorf("related episodes of %q: %w", e.ID, err))
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

// relatedFile describes a file of related episodes. Sizes are in bytes.
type relatedFile struct {
	written          bool
	size, compressed int
	html             int // the fragment, 0 if there is none
	shortened        bool
}

// writeRelated writes the file of one episode. It writes none if the episode has been
// deleted since the export started.
func (w *writer) writeRelated(ctx context.Context, e data.Episode) (relatedFile, error) {
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

// fragment returns the related episodes as plain links, for generated pages. It returns
// nil if fragments are off or no related episode has a known address.
func (w *writer) fragment(s recommend.Similar) ([]byte, error) {
	if !w.Fragments {
		return nil, nil
	}
	var html bytes.Buffer
	err := fragment.Light(&html, fragment.Options{Episode: s.Episode, Base: w.BaseURL}, s.Results[:min(len(s.Results), recommend.DefaultSimilar)])
	return html.Bytes(), err
}

// body returns the parts of the answer that the widget reads.
func body(s recommend.Similar) api.SimilarBody {
	s.Episode = forWidget(s.Episode)
	for i, r := range s.Results {
		s.Results[i].Episode, s.Results[i].Duplicates = forWidget(r.Episode), nil
		s.Results[i].Topics = nil // the reasons have the topics that matter
	}
	b := api.NewSimilarBody(s)
	for i, r := range b.Results {
		b.Results[i].Score = math.Round(r.Score*1000) / 1000
		b.Results[i].Reasons = firstReason(r.Reasons)
	}
	b.More = false // there is no next page
	b.Index = ""   // it changes whenever the catalogue changes, so all files would change too
	return b
}

// firstReason returns the reason that the widget shows: the first that is not a passage.
func firstReason(reasons []api.Reason) []api.Reason {
	for _, r := range reasons {
		if r.Kind != string(recommend.ReasonPassage) {
			return []api.Reason{r}
		}
	}
	return []api.Reason{}
}

// fit removes the last results until the file has at most [MaxRelated] bytes.
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
		// The size is roughly proportional to the number of results.
		keep := min(len(b.Results)-1, len(b.Results)*MaxRelated/size+1)
		b.Results = b.Results[:keep]
	}
}

var compressors = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compressedSize returns the size of content after gzip at the default level, which most
// hosts use.
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

// counter counts the bytes written to it.
type counter int

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}
