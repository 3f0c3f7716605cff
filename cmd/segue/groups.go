package main

// feedsGroup contains the commands of "segue feeds".
type feedsGroup struct {
	Add         feedsAddCommand         `cmd:"" help:"Follow feeds and read their episodes."`
	List        feedsListCommand        `cmd:"" help:"List feeds."`
	Refresh     feedsRefreshCommand     `cmd:"" help:"Refresh feeds now."`
	Remove      feedsRemoveCommand      `cmd:"" help:"Stop following feeds."`
	Transcripts feedsTranscriptsCommand `cmd:"" help:"Fetch missing transcripts."`
	Boilerplate feedsBoilerplateCommand `cmd:"" help:"List sentences that repeat across a show."`
	ImportOPML  feedsImportOPMLCommand  `cmd:"" name:"import-opml" help:"Follow the feeds of an OPML file."`
	ExportOPML  feedsExportOPMLCommand  `cmd:"" name:"export-opml" help:"Write the feeds as an OPML file."`
}

func (feedsGroup) Help() string {
	return `"segue serve" refreshes the feeds of its catalogue as often as their shows publish.
"segue feeds refresh" refreshes them once, for example from cron.

Examples:
  segue feeds add https://example.com/feed.xml
  segue feeds list
  segue feeds refresh
  segue feeds remove crumb-radio --episodes`
}

// exportGroup contains the commands of "segue export". Without a command it writes JSON
// lines, for compatibility with older versions.
type exportGroup struct {
	Lines exportLinesCommand `cmd:"" default:"withargs" help:"Write JSON lines, the default."`
	Site  exportSiteCommand  `cmd:"" help:"Write a static site with related episodes and search."`
}

func (exportGroup) Help() string {
	return `Without a command, "segue export" writes JSON lines.

Examples:
  segue export > episodes.jsonl
  segue export -o episodes.jsonl
  segue export site --out site`
}

// modelGroup contains the commands of "segue model".
type modelGroup struct {
	List  modelListCommand  `cmd:"" help:"List the models that have vectors."`
	Build modelBuildCommand `cmd:"" help:"Embed the catalogue with another model while the current one answers."`
	Diff  modelDiffCommand  `cmd:"" help:"Compare the results of another model with the current one."`
	Use   modelUseCommand   `cmd:"" help:"Switch to another model, also in a running server."`
	Back  modelBackCommand  `cmd:"" help:"Switch to the previous model."`
	Drop  modelDropCommand  `cmd:"" help:"Delete the vectors of a model."`
	Prune modelPruneCommand `cmd:"" help:"Delete vectors of texts that no episode contains."`
}

func (modelGroup) Help() string {
	return `The current model answers while another one is built. Build its vectors, compare the results, switch
to it, and switch back if it is worse. The catalogue keeps the vectors of several models.

Examples:
  segue model list
  segue model build --embedder openai --embed-model text-embedding-3-large
  segue model diff openai:text-embedding-3-large@3072
  segue model use openai:text-embedding-3-large@3072
  segue model back`
}

// vectorsGroup contains the commands of "segue vectors".
type vectorsGroup struct {
	Export vectorsExportCommand `cmd:"" help:"Write the vectors of a model as a file for chromem-go."`
	Import vectorsImportCommand `cmd:"" help:"Read vectors from such a file instead of embedding."`
}

func (vectorsGroup) Help() string {
	return `A file has the text, the vector and the metadata of every passage. Go programs load it with chromem-go.
Another catalogue with the same episodes imports it, so that nothing is embedded again.

Examples:
  segue vectors export vectors.gob.gz
  segue vectors import vectors.gob.gz --data copy.db`
}
