// Package catalog describes the store of episodes, feeds, settings and vectors:
// the types of what it holds, its errors, and the interfaces that a store
// implements. Package sqlite, in the folder below, is the implementation that
// Segue uses.
//
// The catalogue is the source of truth. Indexes are built from it and may be
// deleted at any time.
//
// # Reading and writing
//
// Every write is one transaction. A reader sees one state of the catalogue,
// whatever is written meanwhile. A process that is killed leaves the last
// complete transaction.
//
// # Revisions
//
// A write that changes an episode or a setting raises the revision by one.
// Code that derives something from episodes stores the revision with it.
//
// # Identity of an episode
//
// An episode is found again by its id if it has one, and otherwise by
// [data.Episode.Identity]. It keeps its first id, even when its title changes.
//
// # Precision
//
// A store keeps times of publication in whole microseconds and durations in
// whole seconds. A stored episode has empty lists, never nil lists.
package catalog
