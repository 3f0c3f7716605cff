package static

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"segue/data"
)

// manifest is the content of index.json.
type manifest struct {
	Format    int      `json:"format"`
	Folder    string   `json:"folder"`
	Documents int      `json:"documents"`
	PerFile   int      `json:"per_file"`
	Terms     []string `json:"terms"`
}

// Manifest is the name of the manifest, the only file with a constant name.
const Manifest = "index.json"

// Files returns the files of the index by path. The same episodes in the same order
// give the same bytes.
func (b *Builder) Files() (map[string][]byte, error) {
	slices.SortStableFunc(b.documents, func(a, b document) int { return cmp.Compare(a.show, b.show) })
	m := manifest{Format: Format, Documents: len(b.documents), PerFile: documentsPerFile, Terms: []string{}}
	files := map[string]any{"shows": b.shows()}
	for n, result := range b.results() {
		files[fmt.Sprintf("d%d", n)] = result
	}
	for n, s := range shards(b.lexicon(), b.weigh()) {
		m.Terms = append(m.Terms, s.begin)
		files[fmt.Sprintf("t%d", n)] = s.file()
	}
	return pack(m, files)
}

// pack compresses the files and sets the name of their folder.
func pack(m manifest, files map[string]any) (map[string][]byte, error) {
	packed := map[string][]byte{}
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		content, err := compress(files[name])
		if err != nil {
			return nil, fmt.Errorf("file %q of the static index: %w", name, err)
		}
		fmt.Fprintf(all, "%s %d\n%s", name, len(content), content)
		packed[name] = content
	}
	m.Folder = hex.EncodeToString(all.Sum(nil)[:6])
	out := map[string][]byte{}
	for name, content := range packed {
		out[m.Folder+"/"+name+".bin"] = content
	}
	var err error
	out[Manifest], err = marshal(m)
	return out, err
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

func compress(v any) ([]byte, error) {
	content, err := marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// results returns the contents of results, by file.
func (b *Builder) results() (files [][]any) {
	for chunk := range slices.Chunk(b.documents, documentsPerFile) {
		file := make([]any, len(chunk))
		for i, d := range chunk {
			file[i] = d.result
		}
		files = append(files, file)
	}
	return files
}

// shows returns the range of documents of each show. Documents are sorted by show.
func (b *Builder) shows() map[data.ShowID][2]int {
	ranges := map[data.ShowID][2]int{}
	for n, d := range b.documents {
		first, ok := ranges[d.show]
		if !ok {
			first[0] = n
		}
		ranges[d.show] = [2]int{first[0], n + 1}
	}
	return ranges
}
