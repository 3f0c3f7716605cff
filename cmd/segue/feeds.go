package main

type feedsCommand struct {
	Add         feedsAddCommand         `cmd:"" help:"Follow feeds, and read their episodes."`
	List        feedsListCommand        `cmd:"" help:"List the feeds that are followed."`
	Refresh     feedsRefreshCommand     `cmd:"" help:"Ask feeds now for what is new."`
	Remove      feedsRemoveCommand      `cmd:"" help:"Stop following feeds."`
	Transcripts feedsTranscriptsCommand `cmd:"" help:"Fetch the transcripts that episodes name."`
	Boilerplate feedsBoilerplateCommand `cmd:"" help:"List the paragraphs that repeat across a show's episodes."`
	ImportOPML  feedsImportOPMLCommand  `cmd:"" name:"import-opml" help:"Follow the feeds of an OPML file."`
	ExportOPML  feedsExportOPMLCommand  `cmd:"" name:"export-opml" help:"Write the feeds that are followed as an OPML file."`
}

func (feedsCommand) Help() string {
	return `"segue serve" follows the feeds of its catalogue by itself: it asks each as often as its show
publishes. "segue feeds refresh" does so once, for example from cron.

Examples:
  segue feeds add https://example.com/feed.xml
  segue feeds list
  segue feeds refresh
  segue feeds remove crumb-radio --episodes`
}
