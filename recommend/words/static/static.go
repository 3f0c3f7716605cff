// Package static makes an index of words that lies as files beside a site without a
// server, where a script in the browser searches it (find.js of package widget).
//
// The script has to load little and to know little. All that takes knowledge of
// languages is done here: the index has each word as it is written, folded, with the
// stem that it stands for, so that the script looks a stem up instead of computing
// it, in any language, and never differs from the server. All that takes arithmetic
// is done here too: what a term counts in an episode is BM25 over the same texts and
// with the same weights as in package words, kept as a level from 1 to 15 of the most
// that the term counts anywhere.
//
// # Files
//
// index.json is the manifest. All other files lie in the folder that it names, which
// is a hash of their content, so that a browser never mixes two exports. They are
// JSON compressed with gzip, which a browser unpacks itself: many hosts compress only
// what they know.
//
//	t0.bin  words: [forms, stems, scales, documents, levels]
//	d0.bin  episodes: [what a result shows, …], 16 each
//	shows.bin  {"id": [first document, end]}
//
// A file of words has a range of all forms in their order; the manifest has the
// beginning of each range. forms is a text of one a line. For each form, stems has
// twice the number of its stem in this file, from 1, or 0 where nothing has it, plus
// 1 for a word that is too frequent to mean anything. For each stem, scales has the
// most that it counts, times 64; documents has the first document that has it and
// then the distance to each next; levels has a hexadecimal digit for each, the share
// of scales in fifteenths. A stem whose forms are in two files is in both.
package static

// Format is counted up with every change of the files. The script reads only its
// own.
const Format = 1

const (
	// documentsPerFile keeps a file of episodes at about two and a half kilobytes: a page of
	// ten results loads at most ten of them.
	documentsPerFile = 16
	// termFileSize, in bytes before compression, makes files of about nine kilobytes:
	// a search loads one for each word.
	termFileSize = 12_000
	// levels are as many as a hexadecimal digit has beside 0.
	levels = 15
	// scaleUnit is one in scales.
	scaleUnit = 64
	// boundary is how many letters a range of forms begins with, so that a word of so
	// many letters is in one file with all that it begins.
	boundary = 3
)
