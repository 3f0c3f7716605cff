package words

import (
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// The fields of an episode in the index.
const (
	// fieldText has the stems of the title, titleWeight times, and of the
	// description.
	fieldText = "text"
	// fieldNames has the stems of people, tags and the show. It keeps stop words:
	// IT is a tag, and The Who are a band.
	fieldNames = "names"
	// fieldTranscript has the stems of the transcript, where there is one.
	fieldTranscript = "transcript"
	// fieldWords has all these words as they are written, in lower case and without
	// accents, with their positions. Phrases, beginnings of words and spelling are
	// looked up in it.
	fieldWords = "words"
	// fieldLanguage has the code of the language that the episode was analysed by.
	fieldLanguage = "language"
	// fieldProfile keeps the most frequent terms of the episode, see [profile].
	fieldProfile = "profile"
	fieldID      = "_id"
)

// everywhere is a term of every field that has any term: its postings give the
// length of the field in each episode. No word has a zero byte.
const everywhere = "\x00"

// gap parts title, description, names and transcript in fieldWords, so that no
// phrase reaches from one into the next.
const gap = 2

// document is an episode on its way into the index. It is analysed where the
// index first visits its fields, which is in several goroutines at once.
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

// String is how the key is written in the index.
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

// orKey is the stem of a word, also of a stop word.
func orKey(f form) string {
	if f.stop {
		return f.key
	}
	return f.stem
}

// add analyses a text, each of whose words counts weight times.
func (d *document) add(text string, weight int, stems, written *field, counted *tally) {
	tokens := tokenize(text)
	for i, f := range written.write(tokens, d.language) {
		if !f.stop {
			stems.add(f.stem, weight)
			counted.add(f.stem, tokens[i].written(text), weight)
		}
	}
}

// field is an analysed field. Its methods are those that Bleve asks a field for.
type field struct {
	name        string
	options     index.FieldIndexingOptions
	value       []byte
	frequencies index.TokenFrequencies
	// length is the number of words, which Bleve keeps beside each posting.
	length int
	// next is the position of the next word, from 1.
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

// write adds tokens as they are written, with their positions, and returns their
// forms.
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
