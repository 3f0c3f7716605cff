// Package static builds a word index as static files, for sites without a server. A
// script in the browser searches it (find.js of package widget).
//
// The script should load few bytes and have little logic. Therefore the index contains
// every form (a word as it is written, folded) with its stem. The script looks stems up
// instead of computing them. This works in any language and always agrees with the
// server. BM25 is also precomputed, over the same texts and with the same weights as in
// package words: the weight of a term in an episode is stored as a level from 1 to 15,
// relative to the maximum weight of the term.
//
// # Files
//
// index.json is the manifest. All other files are in the folder that it names. The
// folder's name is a hash of the files, so a browser never mixes two exports. The files
// are JSON compressed with gzip, and the script decompresses them, because many hosts
// compress only file types that they know.
//
//	t0.bin  words: [forms, stems, scales, documents, levels]
//	d0.bin  episodes: [content of a result, …], 16 each
//	shows.bin  {"id": [first document, end]}
//
// A file of words contains a range of the sorted forms. The manifest contains the
// beginning of each range. forms is a text with one form per line. stems has a number
// for each form: twice the number of its stem in this file, from 1, or 0 if no episode
// has it, plus 1 for a stop word. The other lists have one item for each stem. scales
// is its maximum weight, times 64. documents is the first document that has it, then
// the distance to each next one. levels is a text with a hexadecimal digit for each of
// these documents: its weight in fifteenths of the maximum. A stem whose forms are in
// two files is in both.
package static

// Format is the version of the files. Increase it with every change of their format.
// The script rejects any other version.
const Format = 1

const (
	// documentsPerFile gives episode files of about 2.5 kB. A page of ten results loads
	// at most ten of them.
	documentsPerFile = 16
	// termFileSize, in bytes before compression, gives files of about 9 kB. A search
	// loads one per word.
	termFileSize = 12_000
	// levels is the number of hexadecimal digits without 0.
	levels = 15
	// scaleUnit is the number 1 in scales.
	scaleUnit = 64
	// boundary is the length of the beginnings at which files are split, in characters.
	// All forms that share a beginning of this length are in one file.
	boundary = 3
)
