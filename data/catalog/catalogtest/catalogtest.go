// Package catalogtest tests stores. Every implementation of [catalog.Store] runs the
// same tests, so that one can replace another.
package catalogtest

import (
	"testing"

	"segue/data/catalog"
)

// Open returns a new, empty store, and closes it at the end of the test.
type Open func(testing.TB) catalog.Store

// tests are the requirements of a store.
var tests = []struct {
	name string
	run  func(*testing.T, Open)
}{
	{"upsert stores every field", testUpsertStoresEveryField},
	{"upsert adds, replaces and counts", testUpsert},
	{"upsert finds an id for every title", testUpsertFindsAnIDForEveryTitle},
	{"upsert distinguishes equal titles", testUpsertDistinguishesEqualTitles},
	{"upsert refuses invalid episodes", testUpsertRefuses},
	{"upsert refuses an id of another episode", testUpsertRefusesAnIDOfAnotherEpisode},
	{"upsert proposes no id that is in the batch", testUpsertProposesNoIDOfTheBatch},
	{"find takes ids, GUIDs and URLs", testFind},
	{"episodes leaves out unknown ids and transcripts", testEpisodes},
	{"segments are stored, replaced and deleted", testSegments},
	{"read keeps its order and state", testReadOrderAndState},
	{"read stops at an error", testReadStopsAtAnError},
	{"each reads in the order of the ids", testEach},
	{"a digest depends on everything but the id", testDigest},
	{"list neither repeats nor skips while episodes are added", testListWhileEpisodesAreAdded},
	{"list has a default size and no transcripts", testListDefaults},
	{"list agrees with the filter", testListMatchesFilter},
	{"list agrees with the filter on many episodes", testListMatchesFilterOnManyEpisodes},
	{"feeds keep every field", testFeedsKeepEveryField},
	{"feeds with the same title get different ids", testFeedIDs},
	{"feeds with unknown ids or used addresses are refused", testFeedErrors},
	{"items keep their episodes", testItems},
	{"listing deletes missing episodes unless another feed lists them", testListItems},
	{"dropping items deletes episodes unless another feed lists them", testDropItems},
	{"a feed is removed with or without its episodes", testRemoveFeed},
	{"of show reads one show", testOfShow},
	{"feeds are counted by state", testFeedCounts},
	{"models are counted by name", testModels},
	{"vectors are counted", testCountVectors},
	{"dropping a model deletes its vectors only", testDropModel},
	{"pruning deletes vectors of unused texts", testPruneVectors},
	{"setting the model is one change", testSetModel},
	{"vectors are stored and replaced", testVectors},
	{"vectors of many texts are found", testVectorsOfManyTexts},
	{"vectors do not share memory", testVectorsDoNotShareMemory},
	{"settings raise the revision when they change", testSettings},
	{"changes lists the episodes that every writer changes", testChangesOfEveryWriter},
	{"changes lists an episode that was changed back", testChangesAfterChangingBack},
	{"changes of an unknown revision are not complete", testChangesOfUnknownRevisions},
	{"changes lead from any earlier state to the present one", testChangesLeadToThePresentState},
	{"derived data is stored and replaced", testDerived},
	{"derived data of many inputs is found", testDerivedOfManyInputs},
	{"derived data does not share memory", testDerivedDoesNotShareMemory},
	{"pruning deletes derived data of unused inputs", testPruneDerived},
	{"derived data of unused kinds is dropped", testDropDerivedExcept},
	{"a lease belongs to one holder until its deadline", testLeases},
}

// Test checks that the stores of open implement the contract of [catalog.Store].
func Test(t *testing.T, open Open) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}
