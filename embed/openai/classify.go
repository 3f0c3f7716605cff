package openai

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// tooLargePhrases are parts of the messages of providers and local servers about too many
// or too long texts, in lower case.
var tooLargePhrases = []string{
	"too large",                           // llama.cpp, proxies
	"too long",                            // OpenAI: array too long
	"too many",                            // Mistral: too many inputs, too many tokens
	"maximum context",                     // OpenAI, vLLM
	"context length",                      // Ollama, vLLM
	"context size",                        // llama.cpp
	"tokens per request",                  // OpenAI
	"max_tokens_per_request",              // OpenAI, as a code
	"context_length",                      // OpenAI, as a code
	"above_max_length",                    // OpenAI, as a code
	"batch size",                          // Hugging Face's server, DashScope
	"maximum allowed",                     // Hugging Face's server
	"must have less than",                 // Hugging Face's server
	"in one batch",                        // Gemini
	"expected a string, but got an array", // servers that read one text
	"input must be a string",
	"exceeds the limit", // Gemini
	"exceeds the maximum",
}

// loadingPhrases are parts of messages of servers whose model is not ready, in lower case.
var loadingPhrases = []string{"is loading", "loading model", "model loading", "still loading", "being loaded", "warming up", "model unloaded", "is starting", "not loaded yet", "try again later"}

// keyPhrases are parts of messages about a rejected key. LiteLLM sends them with status 400 and 500.
var keyPhrases = []string{"authentication error", "authenticationerror", "invalid api key", "incorrect api key", "invalid proxy server token", "no api key passed", "invalid_api_key", "api key not valid", "api_key_invalid", "unauthorized", "invalid token"}

// modelPhrases are parts of messages about an unknown model. LiteLLM sends them with status 400 and 500.
var modelPhrases = []string{"invalid model name", "model not found", "model_not_found", "does not exist", "unknown model", "no such model", "no healthy deployments", "no deployments available", "llm provider not provided", "not a valid model", "unsupported model", "try pulling it"}

// tooLarge reports whether an error response means that the texts are too many or too
// long. A phrase counts only with the statuses that are used with it.
func tooLarge(status int, err error) bool {
	reply := fullMessage(err)
	switch status {
	case http.StatusRequestEntityTooLarge:
		return true
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return containsAny(reply, tooLargePhrases...) && !aboutDimensions(err)
	case http.StatusTooManyRequests: // OpenAI, if one request exceeds the tokens per minute
		return containsAny(reply, "request too large")
	case http.StatusInternalServerError: // llama.cpp
		return containsAny(reply, "too large to process", "context size")
	}
	return false
}

// quotaExhausted reports whether the account has no credit. OpenAI uses status 429 for
// that, as for rate limits.
func quotaExhausted(status int, err error) bool {
	const code = "insufficient_quota"
	var api *openai.APIError
	return status == http.StatusPaymentRequired ||
		status == http.StatusTooManyRequests && errors.As(err, &api) && (api.Type == code || api.Code == code)
}

// aboutDimensions reports whether an error response is about the length of vectors.
func aboutDimensions(err error) bool {
	return containsAny(fullMessage(err), "dimension", "matryoshka")
}

// fullMessage returns the message, type and code of an error response in lower case.
func fullMessage(err error) string {
	reply := message(err)
	var api *openai.APIError
	if errors.As(err, &api) {
		reply += fmt.Sprint(" ", api.Type, " ", api.Code)
	}
	return strings.ToLower(reply)
}

func containsAny(text string, phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(w string) bool { return strings.Contains(text, w) })
}
