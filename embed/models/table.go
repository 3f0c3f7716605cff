package models

import "segue/embed"

// Prefixes from the models' cards.
var (
	e5       = embed.Prepare{Query: "query: ", Passage: "passage: "}
	nomic    = embed.Prepare{Query: "search_query: ", Passage: "search_document: "}
	bge      = embed.Prepare{Query: "Represent this sentence for searching relevant passages: "} // also for mxbai and arctic
	arctic2  = embed.Prepare{Query: "query: "}
	gemma    = embed.Prepare{Query: "task: search result | query: ", Passage: "title: none | text: "}
	qwen     = embed.Prepare{Query: webSearch + "Query:"}
	instruct = embed.Prepare{Query: webSearch + "Query: "}
	jina3    = embed.Prepare{Query: "Represent the query for retrieving evidence documents: ", Passage: "Represent the document for retrieval: "}
)

// webSearch is the task in the cards of models with instructions.
const webSearch = "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"

// pricesSeen is the day on which the prices were looked up.
const pricesSeen = "2026-11-24"

func openAI(usd float64) []Price { return []Price{{"api.openai.com", usd, pricesSeen}} }

// table has a row per model. A name or alias must be unique after [key].
var table = []Model{
	{Name: "text-embedding-3-small", Dimensions: 1536, Tokens: 8191, Prices: openAI(0.02)},
	{Name: "text-embedding-3-large", Dimensions: 3072, Tokens: 8191, Prices: openAI(0.13)},
	{Name: "text-embedding-ada-002", Aliases: []string{"ada-002"}, Dimensions: 1536, Tokens: 8191, Prices: openAI(0.10)},
	{Name: "gemini-embedding-001", Dimensions: 3072, Tokens: 2048, Prices: []Price{{"generativelanguage.googleapis.com", 0.15, pricesSeen}}},
	{Name: "mistral-embed", Dimensions: 1024, Tokens: 8192, Prices: []Price{{"api.mistral.ai", 0.10, pricesSeen}}},

	{Name: "nomic-embed-text-v1.5", Aliases: []string{"nomic-embed-text", "nomic-embed-text:v1.5", "nomic-embed-text:137m-v1.5"}, Dimensions: 768, Tokens: 8192, Prepare: nomic},
	{Name: "nomic-embed-text-v1", Dimensions: 768, Tokens: 8192, Prepare: nomic},
	{Name: "nomic-embed-text-v2-moe", Dimensions: 768, Tokens: 512, Prepare: nomic},

	{Name: "bge-small-en-v1.5", Aliases: []string{"bge-small:33m", "bge-small"}, Dimensions: 384, Tokens: 512, Prepare: bge},
	{Name: "bge-base-en-v1.5", Aliases: []string{"bge-base"}, Dimensions: 768, Tokens: 512, Prepare: bge},
	{Name: "bge-large-en-v1.5", Aliases: []string{"bge-large", "bge-large:335m"}, Dimensions: 1024, Tokens: 512, Prepare: bge},
	{Name: "bge-m3", Aliases: []string{"bge-m3:567m"}, Dimensions: 1024, Tokens: 8192},

	{Name: "e5-small-v2", Dimensions: 384, Tokens: 512, Prepare: e5},
	{Name: "e5-base-v2", Dimensions: 768, Tokens: 512, Prepare: e5},
	{Name: "e5-large-v2", Dimensions: 1024, Tokens: 512, Prepare: e5},
	{Name: "e5-small", Dimensions: 384, Tokens: 512, Prepare: e5},
	{Name: "e5-base", Dimensions: 768, Tokens: 512, Prepare: e5},
	{Name: "e5-large", Dimensions: 1024, Tokens: 512, Prepare: e5},
	{Name: "multilingual-e5-small", Dimensions: 384, Tokens: 512, Prepare: e5},
	{Name: "multilingual-e5-base", Dimensions: 768, Tokens: 512, Prepare: e5},
	{Name: "multilingual-e5-large", Dimensions: 1024, Tokens: 512, Prepare: e5},
	{Name: "multilingual-e5-large-instruct", Dimensions: 1024, Tokens: 512, Prepare: instruct},

	{Name: "mxbai-embed-large-v1", Aliases: []string{"mxbai-embed-large", "mxbai-embed-large:335m"}, Dimensions: 1024, Tokens: 512, Prepare: bge},

	{Name: "snowflake-arctic-embed-xs", Aliases: []string{"snowflake-arctic-embed:22m"}, Dimensions: 384, Tokens: 512, Prepare: bge},
	{Name: "snowflake-arctic-embed-s", Aliases: []string{"snowflake-arctic-embed:33m"}, Dimensions: 384, Tokens: 512, Prepare: bge},
	{Name: "snowflake-arctic-embed-m", Aliases: []string{"snowflake-arctic-embed:110m"}, Dimensions: 768, Tokens: 512, Prepare: bge},
	{Name: "snowflake-arctic-embed-m-long", Aliases: []string{"snowflake-arctic-embed:137m"}, Dimensions: 768, Tokens: 2048, Prepare: bge},
	{Name: "snowflake-arctic-embed-l", Aliases: []string{"snowflake-arctic-embed", "snowflake-arctic-embed:335m"}, Dimensions: 1024, Tokens: 512, Prepare: bge},
	{Name: "snowflake-arctic-embed-m-v2.0", Dimensions: 768, Tokens: 8192, Prepare: arctic2},
	{Name: "snowflake-arctic-embed-l-v2.0", Aliases: []string{"snowflake-arctic-embed2", "snowflake-arctic-embed2:568m"}, Dimensions: 1024, Tokens: 8192, Prepare: arctic2},

	{Name: "embeddinggemma-300m", Aliases: []string{"embeddinggemma", "embeddinggemma:300m", "embeddinggemma-300m-qat"}, Dimensions: 768, Tokens: 2048, Prepare: gemma},

	{Name: "qwen3-embedding-0.6b", Aliases: []string{"qwen3-embedding:0.6b"}, Dimensions: 1024, Tokens: 32768, Prepare: qwen},
	{Name: "qwen3-embedding-4b", Aliases: []string{"qwen3-embedding:4b"}, Dimensions: 2560, Tokens: 32768, Prepare: qwen},
	{Name: "qwen3-embedding-8b", Aliases: []string{"qwen3-embedding:8b", "qwen3-embedding"}, Dimensions: 4096, Tokens: 32768, Prepare: qwen},

	{Name: "all-minilm-l6-v2", Aliases: []string{"all-minilm", "all-minilm:22m", "all-minilm:l6-v2"}, Dimensions: 384, Tokens: 256},
	{Name: "all-minilm-l12-v2", Aliases: []string{"all-minilm:33m", "all-minilm:l12-v2"}, Dimensions: 384, Tokens: 128},
	{Name: "all-mpnet-base-v2", Dimensions: 768, Tokens: 384},
	{Name: "paraphrase-multilingual-minilm-l12-v2", Dimensions: 384, Tokens: 128},
	{Name: "paraphrase-multilingual-mpnet-base-v2", Aliases: []string{"paraphrase-multilingual", "paraphrase-multilingual:278m"}, Dimensions: 768, Tokens: 128},

	{Name: "gte-small", Dimensions: 384, Tokens: 512},
	{Name: "gte-base", Dimensions: 768, Tokens: 512},
	{Name: "gte-large", Dimensions: 1024, Tokens: 512},
	{Name: "gte-base-en-v1.5", Dimensions: 768, Tokens: 8192},
	{Name: "gte-large-en-v1.5", Dimensions: 1024, Tokens: 8192},
	{Name: "gte-multilingual-base", Dimensions: 768, Tokens: 8192},
	{Name: "gte-modernbert-base", Dimensions: 768, Tokens: 8192},

	{Name: "jina-embeddings-v2-small-en", Dimensions: 512, Tokens: 8192},
	{Name: "jina-embeddings-v2-base-en", Dimensions: 768, Tokens: 8192},
	{Name: "jina-embeddings-v3", Dimensions: 1024, Tokens: 8192, Prepare: jina3},
}
