package openai

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// largeWords are how providers and local servers say that texts are too many or too
// long, in lower case.
var largeWords = []string{
	"too large",              // llama.cpp, proxies
	"too long",               // OpenAI: array too long
	"too many",               // Mistral: too many inputs, too many tokens
	"maximum context",        // OpenAI, vLLM
	"context length",         // Ollama, vLLM
	"context size",           // llama.cpp
	"tokens per request",     // OpenAI
	"max_tokens_per_request", // OpenAI, as a code
	"context_length",         // OpenAI, as a code
	"above_max_length",       // OpenAI, as a code
	"batch size",             // Hugging Face's server, DashScope
	"maximum allowed",        // Hugging Face's server
	"must have less than",    // Hugging Face's server
	"in one batch",           // Gemini
	"exceeds the limit",      // Gemini
	"exceeds the maximum",
}

// tooLarge reports whether a refusal says that the texts are too many or too long.
// Words count under the status with which they have been seen.
func tooLarge(status int, err error) bool {
	said := everything(err)
	switch status {
	case http.StatusRequestEntityTooLarge:
		return true
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return containsAny(said, largeWords...) && !aboutDimensions(err)
	case http.StatusTooManyRequests: // OpenAI, for more than a minute's tokens at once
		return containsAny(said, "request too large")
	case http.StatusInternalServerError: // llama.cpp
		return containsAny(said, "too large to process", "context size")
	}
	return false
}

// usedUp reports whether an account has no credit, which OpenAI says with the
// status of a provider that is busy.
func usedUp(status int, err error) bool {
	const code = "insufficient_quota"
	var api *openai.APIError
	return status == http.StatusPaymentRequired ||
		status == http.StatusTooManyRequests && errors.As(err, &api) && (api.Type == code || api.Code == code)
}

// aboutDimensions reports whether a refusal is about the length of vectors.
func aboutDimensions(err error) bool {
	return containsAny(everything(err), "dimension", "matryoshka")
}

// everything returns the words, type and code of a refusal in lower case.
func everything(err error) string {
	said := message(err)
	var api *openai.APIError
	if errors.As(err, &api) {
		said += fmt.Sprint(" ", api.Type, " ", api.Code)
	}
	return strings.ToLower(said)
}

func containsAny(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}
