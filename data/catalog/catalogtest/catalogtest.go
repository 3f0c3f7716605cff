// Package catalogtest tests stores. Every implementation of [catalog.Store] runs the
// same tests, so that one can replace another.
package catalogtest

import (
	"testing"

	"segue/data/catalog"
)

// Open returns a new, empty store, which is closed at the end of the test.
type Open func(testing.TB) catalog.Store

// tests are the requirements of a store.
var tests = []struct {
	name string
	run  func(*testing.T, Open)
}{
	{"upsert stores every field", testUpsertKeepsEverything},
	{"upsert adds, replaces and counts", testUpsert},
	{"upsert finds an id for every title", testUpsertFindsAnIDForEveryTitle},
	{"upsert distinguishes equal titles", testUpsertDistinguishesEqualTitles},
	{"upsert refuses invalid episodes", testUpsertRefuses},
	{"upsert refuses an id of another episode", testUpsertRefusesAnIDThatBelongsToAnother},
	{"upsert proposes no id that the batch names", testAnIDThatTheBatchNamesIsProposedToNobody},
	{"find takes ids, GUIDs and URLs", testFind},
	{"episodes leaves out unknown ids and transcripts", testEpisodesGivesThoseThatExistWithoutTranscripts},
	{"read keeps its order and state", testReadKeepsItsOrderAndState},
	{"read stops at an error", testReadStopsAtAnError},
	{"each reads in the order of the ids", testEachGivesWholeEpisodesInTheOrderOfTheIDs},
	{"a digest depends on everything but the id", testADigestNamesEverythingButTheID},
	{"list neither repeats nor skips while episodes are added", testListTurnsPagesWhileEpisodesAreAdded},
	{"list has a default size and no transcripts", testListGivesAPageOfTheDefaultSizeWithoutTranscripts},
	{"list agrees with the filter", testListAgreesWithMatch},
	{"list agrees with the filter on many episodes", testListAgreesWithMatchOnManyEpisodes},
	{"feeds keep every field", testFeedsAreKeptWhole},
	{"feeds with one title get different ids", testFeedsOfOneTitleHaveDifferentIDs},
	{"unknown and known feeds are refused", testFeedsAreRefused},
	{"items keep their episodes", testItemsRememberTheirEpisodes},
	{"listing deletes missing episodes unless another feed lists them", testEpisodesGoneFromAFeedAreDeletedUnlessAnotherListsThem},
	{"dropping items deletes episodes unless another feed lists them", testItemsAreDroppedWithEpisodesThatNoOtherFeedLists},
	{"a feed is removed with or without its episodes", testAFeedIsRemovedWithOrWithoutItsEpisodes},
	{"of show reads one show", testOfShowReadsOneShow},
	{"feeds are counted by state", testFeedsAreCountedByHowTheyAre},
	{"models are counted by name", testModelsAreCountedByName},
	{"vectors are counted", testCountVectors},
	{"dropping a model deletes its vectors only", testDropModelDeletesTheVectorsOfOne},
	{"pruning deletes vectors of unused texts", testPruneDeletesVectorsOfTextsThatNobodyHas},
	{"setting the model is one change", testSetModelKeepsBothAsOneChange},
	{"vectors are stored and replaced", testVectors},
	{"vectors of many texts are found", testVectorsOfManyTexts},
	{"vectors do not share memory", testVectorsDoNotShareMemory},
	{"settings raise the revision when they change", testSettings},
}

// Test checks that the stores of open meet the contract of [catalog.Store].
func Test(t *testing.T, open Open) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}
