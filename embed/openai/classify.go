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
