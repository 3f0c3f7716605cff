// Package evaluate measures rankings against labels: queries with the episodes that
// answer them.
//
// [Read] reads a labelled set from a directory. [ReadCatalogue] makes labels from a
// catalogue's own links, guests, series and sentences. Both return a [Collection] of
// episodes and tasks. An [Evaluator] measures each [Task] with several configurations
// of the ranking: words alone, vectors alone, several weights, and without single
// signals. [Evaluator.Choose] chooses a weight by cross-validation, and
// [CompareModels] compares the answers of two models.
//
// The parts can be used alone: [Measure] ranks and scores the queries of a task,
// [Run.Estimate] is a mean with a confidence interval, [Compare] tests whether two
// runs differ, and a [Report] is the result for printing.
//
// The measures are the measures of trec_eval, so figures can be compared with
// published ones: gains are linear, and a query without a relevant document does not
// count.
//
// # Labels from a catalogue
//
// Links, guests and series are only a part of all related episodes. The figures are
// therefore low, and only differences between them have a meaning. A signal that made
// the labels would find them again, so [Task.Without] names the signals that must be
// off.
package evaluate
