// Package catalog defines the store of episodes, feeds, settings, vectors and other
// data computed from texts: its types, its errors, and the interfaces that a store
// implements. Its subpackage sqlite is the implementation that Segue uses.
//
// The catalogue is the source of truth. Indexes are built from it and may be
// deleted at any time.
//
// # Reading and writing
//
// Every write is one transaction. A reader sees one state of the catalogue, even
// while others write. A process that is killed leaves the last complete transaction.
//
// # Revisions
//
// A write that changes an episode or a setting raises the revision by one.
// An index stores the revision that it was built from. [Reader.Changes] tells which
// episodes have changed since then.
//
// # Identity of an episode
//
// An update recognises an episode by its id, or without an id by
// [data.Episode.Identity]. An episode keeps its first id, even if its title changes.
//
// # Precision
//
// Publication times are stored in whole microseconds, and durations in whole
// seconds. A stored episode has empty lists, never nil lists.
package catalog
