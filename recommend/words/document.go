package words

import (
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// The fields of an episode in the index.
const (
	// fieldText contains the stems of the title, each titleWeight times, of the
	// description and of the titles of chapters.
	fieldText = "text"
	// fieldNames contains the stems of people, tags and the show. It includes stop
	// words: IT is a tag, and The Who is a band.
	fieldNames = "names"
	// fieldTranscript contains the stems of the transcript, if there is one.
	fieldTranscript = "transcript"
	// fieldWords contains all words of the other fields as they are written, in lower
	// case and without accents, with their positions. It serves phrases, prefixes and
	// spelling correction.
	fieldWords = "words"
	// fieldLanguage contains the code of the language in which the episode was
	// analysed.
	fieldLanguage = "language"
	// fieldProfile stores the most frequent terms of the episode, see [profile].
	fieldProfile = "profile"
	fieldID      = "_id"
)

// lengthMarker is an extra term in every field that is not empty. Its postings contain
// the length of the field in each episode. A real term has no zero byte.
const lengthMarker = "\x00"

// gap is the distance of positions between title, description, names and transcript in
// fieldWords. It prevents phrase matches that span two of them.
const gap = 2

// episodeDocument implements Bleve's index.Document for an episode. The episode is
// analysed when Bleve first visits the fields. Bleve visits them in several goroutines
// at once.
type episodeDocument struct {
	id       string
	language *language
	episode  data.Episode
	analyse  sync.Once
	fields   []*indexField
}

func newEpisodeDocument(key Key, e data.Episode, l *language) *episodeDocument {
	return &episodeDocument{id: key.String(), language: l, episode: e}
}

// String returns the name of the episode's document in the index.
func (k Key) String() string { return string(k.ID) + "@" + k.Digest }

func (d *episodeDocument) ID() string                                 { return d.id }
func (d *episodeDocument) Size() int                                  { return 0 }
func (d *episodeDocument) VisitComposite(index.CompositeFieldVisitor) {}
func (d *episodeDocument) HasComposite() bool                         { return false }
func (d *episodeDocument) NumPlainTextBytes() uint64                  { return 0 }
func (d *episodeDocument) StoredFieldsBytes() uint64                  { return 0 }
func (d *episodeDocument) Indexed() bool                              { return true }
func (d *episodeDocument) AddIDField()                                {}

func (d *episodeDocument) VisitFields(visit index.FieldVisitor) {
	d.analyse.Do(d.build)
	for _, f := range d.fields {
		visit(f)
	}
}

// build analyses the episode.
func (d *episodeDocument) build() {
	e, surface := d.episode, newIndexField(fieldWords, index.IndexField|index.IncludeTermVectors)
	text, names, transcript := newIndexField(fieldText, index.IndexField), newIndexField(fieldNames, index.IndexField), newIndexField(fieldTranscript, index.IndexField)
	var content, spoken termCounter
	d.add(e.Title, titleWeight, text, surface, &content)
	d.add(e.Description, 1, text, surface, &content)
	for _, c := range e.Chapters {
		d.add(c.Title, 1, text, surface, &content)
	}
	for _, name := range namesOf(e) {
		for _, f := range surface.addWords(tokenize(name), d.language) {
			names.add(stemOrKey(f), 1)
		}
	}
	d.add(e.Transcript, 1, transcript, surface, &spoken)
	id, lang := newIndexField(fieldID, index.IndexField|index.StoreField), newIndexField(fieldLanguage, index.IndexField)
	id.add(d.id, 1)
	id.value = []byte(d.id)
	lang.add(d.language.code, 1)
	stored := newIndexField(fieldProfile, index.StoreField)
	stored.value = profile{text: content.top(), transcript: spoken.top()}.encode()
	d.fields = []*indexField{id, lang, stored}
	for _, f := range []*indexField{text, names, transcript, surface} {
		if f.length > 0 {
			f.frequencies[lengthMarker] = &index.TokenFreq{Term: []byte(lengthMarker)}
			f.frequencies[lengthMarker].SetFrequency(1)
			d.fields = append(d.fields, f)
		}
	}
	d.episode = data.Episode{}
}

func namesOf(e data.Episode) []string {
	names := make([]string, 0, len(e.People)+len(e.Tags)+1)
	for _, p := range e.People {
		names = append(names, p.Name)
	}
	return append(append(names, e.Tags...), e.Show.Title)
}

// stemOrKey returns the stem, or the key of a stop word.
func stemOrKey(f form) string {
	if f.stop {
		return f.key
	}
	return f.stem
}

// add analyses a text. Each of its words counts weight times.
func (d *episodeDocument) add(text string, weight int, stems, surface *indexField, counter *termCounter) {
	tokens := tokenize(text)
	for i, f := range surface.addWords(tokens, d.language) {
		if !f.stop {
			stems.add(f.stem, weight)
			counter.add(f.stem, tokens[i].surface(text), weight)
		}
	}
}

// indexField implements Bleve's index.Field for an analysed field.
type indexField struct {
	name        string
	options     index.FieldIndexingOptions
	value       []byte
	frequencies index.TokenFrequencies
	// length is the number of words. Bleve stores it with each posting.
	length int
	// next is the position of the next word. Positions start at 1.
	next int
}

func newIndexField(name string, options index.FieldIndexingOptions) *indexField {
	return &indexField{name: name, options: options, frequencies: index.TokenFrequencies{}, next: 1}
}

func (f *indexField) Name() string                                     { return f.name }
func (f *indexField) Value() []byte                                    { return f.value }
func (f *indexField) ArrayPositions() []uint64                         { return nil }
func (f *indexField) EncodedFieldType() byte                           { return 't' }
func (f *indexField) Analyze()                                         {}
func (f *indexField) Options() index.FieldIndexingOptions              { return f.options }
func (f *indexField) AnalyzedLength() int                              { return f.length }
func (f *indexField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *indexField) NumPlainTextBytes() uint64                        { return 0 }

// add counts a term.
func (f *indexField) add(term string, times int) *index.TokenFreq {
	frequency := f.frequencies[term]
	if frequency == nil {
		frequency = &index.TokenFreq{Term: []byte(term)}
		f.frequencies[strings.Clone(term)] = frequency
	}
	frequency.SetFrequency(frequency.Frequency() + times)
	f.length += times
	return frequency
}

// addWords adds tokens as they are written, with their positions, and returns their forms.
func (f *indexField) addWords(tokens []token, l *language) []form {
	forms := make([]form, len(tokens))
	last := 0
	for i, t := range tokens {
		forms[i] = l.form(t.text)
		frequency := f.add(forms[i].key, 1)
		frequency.Locations = append(frequency.Locations, &index.TokenLocation{Position: f.next + t.pos})
		last = t.pos
	}
	f.next += last + gap
	return forms
}
