// Package minilm is the built-in model: all-MiniLM-L6-v2, which turns a text into
// 384 numbers, so that texts of like meaning lie near each other. It needs no
// network, no key and no cgo: the weights are inside the binary.
//
//	model, err := minilm.New()
//	vectors, err := model.Embed(ctx, []string{"how do I roll back a deploy"})
//
// # What goes in and comes out
//
// A text is cut into at most 256 pieces of words, about 190 words of English; the
// rest is not read. Case and accents make no difference. The model was trained on
// English; other languages work as far as their words look like English ones.
//
// A vector has length one, so the product of two vectors is their cosine: 1 for
// the same text, around 0 for texts that have nothing to do with each other. The
// same text gives the same vector, whatever its batch, the number of threads, or
// the order of the texts. Different processors may differ in the last digits, by
// less than 1e-4.
//
// [Model.Embed] works on all cores where there are many texts, one text a core.
// Where there is one, such as a question, idle cores help with it. Many texts
// give way to a question that comes in while they are worked on.
//
// # Accuracy
//
// The weights are kept as int8, with a scale for every 96 of them. Beside the
// published float32 weights, the cosine of the two vectors of a text is 0.9997 on
// average, and at least 0.998 on every one of the 69 reference texts in testdata,
// among them empty ones, other scripts and bare punctuation. The pieces are those
// of the published tokenizer.
//
// # How it works
//
// Internal packages hold one idea each: wordpiece cuts texts into pieces, weights
// reads the file, kernel does the arithmetic. This package puts them together.
// A [Model] takes the texts of a call from the longest to the shortest, in groups
// of at most 256 pieces. A pass carries one group through six layers: the pieces
// of all its texts stand one below the other, so that there is no padding, and
// only attention knows where a text ends.
//
// The arithmetic is hand-written assembly for AVX2 (amd64) and NEON (arm64). It
// is plain Go where neither is there, and with the build tag purego;
// [Model.Kernel] tells which.
//
// # Sources
//
// The model is by the sentence-transformers project, under the Apache License
// 2.0, on the base of Microsoft's MiniLM (Wang and others, "MiniLM: Deep
// Self-Attention Distillation for Task-Agnostic Compression of Pre-Trained
// Transformers", 2020). The command in folder convert makes model.bin of the
// published file, and gives the same bytes every time.
package minilm
