// Package judge measures answers against labels: queries, and somebody's word on
// which episodes answer them. It knows episodes, queries, labels, rankings and
// statistics, and nothing of how a ranking comes about.
//
// [Read] reads a labelled set from a directory, [FromCatalogue] makes labels from
// a catalogue's own links, guests, series and sentences. Both give a [Task].
// [Measure] asks a configuration every query of a task; [Run.Estimate] is its mean
// with a confidence interval, [Compare] tells whether two configurations differ,
// [ChooseWeight] picks a weight by cross-validation, and a [Report] holds it all
// for printing.
//
// The measures are those of trec_eval, so that figures can be compared with
// published ones: gains are linear, and a query without a relevant document
// does not count.
//
// # What figures from an own catalogue are worth
//
// Labels made of links, guests and series are only a part of what is related, so
// their figures are low and only their differences count. A signal that made the
// labels finds them again; [Task.Without] names those that must be off.
package judge
