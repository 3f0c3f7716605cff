// Package evaluate measures rankings against labels: queries with the episodes that
// answer them.
//
// [Read] reads a labelled set from a directory. [ReadCatalogue] derives labels from a
// catalogue's links, guests, series and sentences. Both return a [Collection] of
// episodes and tasks. An [Evaluator] measures each [Task] with several configurations
// of the ranking: words alone, vectors alone, several weights, and without single
// signals. [Evaluator.Choose] chooses a weight by cross-validation, and
// [CompareModels] compares the answers of two models.
//
// The parts can be used alone: [Measure] ranks and scores the queries of a task,
// [Run.Estimate] is a mean with a confidence interval, [Compare] tests whether two
// runs differ, and a [Report] is the result for printing.
//
// The metrics are defined as in trec_eval, so that figures can be compared with
// published ones: gains are linear, and a query without a relevant document does not
// count.
//
// # Labels from a catalogue
//
// Links, guests and series identify only some of all related episodes. The figures are
// therefore low, and only their differences have a meaning. A signal would find the labels
// that were derived from it, so [Task.Without] has the signals that must be off.
package evaluate
