package words

import (
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// The fields of an episode in the index.
const (
	// fieldText contains the stems of the title, each titleWeight times, and of the
	// description.
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
const everywhere = "\x00"

// gap is the distance of positions between title, description, names and transcript in
// fieldWords. It prevents phrase matches that span two of them.
const gap = 2

// document implements Bleve's index.Document for an episode. The episode is analysed
// when Bleve first visits the fields. Bleve does so in several goroutines at once.
type document struct {
	id       string
	language *language
	episode  data.Episode
	analyse  sync.Once
	fields   []*field
}

func newDocument(key Key, e data.Episode, l *language) *document {
	return &document{id: key.String(), language: l, episode: e}
}

// String returns the name of the episode's document in the index.
func (k Key) String() string { return string(k.ID) + "@" + k.Digest }

func (d *document) ID() string                                 { return d.id }
func (d *document) Size() int                                  { return 0 }
func (d *document) VisitComposite(index.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) NumPlainTextBytes() uint64                  { return 0 }
func (d *document) StoredFieldsBytes() uint64                  { return 0 }
func (d *document) Indexed() bool                              { return true }
func (d *document) AddIDField()                                {}

func (d *document) VisitFields(visit index.FieldVisitor) {
	d.analyse.Do(d.build)
	for _, f := range d.fields {
		visit(f)
	}
}

// build analyses the episode.
func (d *document) build() {
	e, written := d.episode, newField(fieldWords, index.IndexField|index.IncludeTermVectors)
	text, names, transcript := newField(fieldText, index.IndexField), newField(fieldNames, index.IndexField), newField(fieldTranscript, index.IndexField)
	var about, said tally
	d.add(e.Title, titleWeight, text, written, &about)
	d.add(e.Description, 1, text, written, &about)
	for _, name := range namesOf(e) {
		for _, f := range written.write(tokenize(name), d.language) {
			names.add(orKey(f), 1)
		}
	}
	d.add(e.Transcript, 1, transcript, written, &said)
	id, lang := newField(fieldID, index.IndexField|index.StoreField), newField(fieldLanguage, index.IndexField)
	id.add(d.id, 1)
	id.value = []byte(d.id)
	lang.add(d.language.code, 1)
	kept := newField(fieldProfile, index.StoreField)
	kept.value = profile{text: about.top(), transcript: said.top()}.encode()
	d.fields = []*field{id, lang, kept}
	for _, f := range []*field{text, names, transcript, written} {
		if f.length > 0 {
			f.frequencies[everywhere] = &index.TokenFreq{Term: []byte(everywhere)}
			f.frequencies[everywhere].SetFrequency(1)
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
func orKey(f form) string {
	if f.stop {
		return f.key
	}
	return f.stem
}

// add analyses a text. Each of its words counts weight times.
func (d *document) add(text string, weight int, stems, written *field, counted *tally) {
	tokens := tokenize(text)
	for i, f := range written.write(tokens, d.language) {
		if !f.stop {
			stems.add(f.stem, weight)
			counted.add(f.stem, tokens[i].written(text), weight)
		}
	}
}

// field implements Bleve's index.Field for an analysed field.
type field struct {
	name        string
	options     index.FieldIndexingOptions
	value       []byte
	frequencies index.TokenFrequencies
	// length is the number of words. Bleve stores it with each posting.
	length int
	// next is the position of the next word. Positions start at 1.
	next int
}

func newField(name string, options index.FieldIndexingOptions) *field {
	return &field{name: name, options: options, frequencies: index.TokenFrequencies{}, next: 1}
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

// add counts a term.
func (f *field) add(term string, times int) *index.TokenFreq {
	known := f.frequencies[term]
	if known == nil {
		known = &index.TokenFreq{Term: []byte(term)}
		f.frequencies[strings.Clone(term)] = known
	}
	known.SetFrequency(known.Frequency() + times)
	f.length += times
	return known
}

// write adds tokens as they are written, with their positions, and returns their forms.
func (f *field) write(tokens []token, l *language) []form {
	forms := make([]form, len(tokens))
	last := 0
	for i, t := range tokens {
		forms[i] = l.form(t.text)
		known := f.add(forms[i].key, 1)
		known.Locations = append(known.Locations, &index.TokenLocation{Position: f.next + t.pos})
		last = t.pos
	}
	f.next += last + gap
	return forms
}
