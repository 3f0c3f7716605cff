// Package minilm is the built-in model, all-MiniLM-L6-v2. It turns a text into 384
// numbers, so that texts with similar meaning have similar vectors. It needs no network,
// no key and no cgo: the weights are inside the binary.
//
//	model, err := minilm.New()
//	vectors, err := model.Embed(ctx, []string{"how do I roll back a deploy"})
//
// # Input and output
//
// The model reads the first 256 tokens of a text, which is about 190 words of English,
// and ignores the rest. It ignores case and accents. It was trained on English; other
// languages work if their words are similar to English ones.
//
// A vector has length 1, so the product of two vectors is their cosine: 1 for the same
// text, about 0 for unrelated texts. The same text has the same vector in any batch, at
// any position, and with any number of threads. Between different processors the numbers
// may differ by less than 1e-4.
//
// For many texts [Model.Embed] uses all cores, one group of texts per core. For a single
// text, such as a query, idle cores share the work. A call with many texts yields to queries.
//
// # Accuracy
//
// The weights are int8, with a scale for every 96 of them. Compared with the published
// float32 weights, the cosine of the two vectors of a text is 0.9997 on average, and at
// least 0.998 for each of the 69 reference texts in testdata, which include empty texts,
// other scripts and punctuation. The tokens are the same as those from the published
// tokenizer.
//
// # Implementation
//
// There are three internal packages: wordpiece splits texts into tokens, weights reads the
// file, and kernel contains the arithmetic. A [Model] sorts the texts of a call by length,
// the longest first, and splits them into groups of at most 256 tokens. A pass computes
// the six layers for one group. The rows of all its tokens are in one matrix without
// padding; only attention is computed per text.
//
// The arithmetic is hand-written assembly for AVX2 (amd64) and NEON (arm64). On other
// processors, and with the build tag purego, it is plain Go. [Model.Kernel] returns the
// implementation in use.
//
// # Sources
//
// The model is from the sentence-transformers project, under the Apache License 2.0. It is
// based on Microsoft's MiniLM (Wang and others, "MiniLM: Deep Self-Attention Distillation
// for Task-Agnostic Compression of Pre-Trained Transformers", 2020). The command in folder
// convert creates model.bin from the published file. The result is always the same, byte
// for byte.
package minilm
