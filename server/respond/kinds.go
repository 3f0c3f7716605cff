package respond

import (
	"net/http"
	"slices"
)

// Code names a kind of problem. It is the only part of a problem that a client may test.
// All other parts are for people and may change.
type Code string

// The codes. [Kinds] describes them.
const (
	MalformedQuery       Code = "malformed_query"
	UnknownParameter     Code = "unknown_parameter"
	RepeatedParameter    Code = "repeated_parameter"
	MalformedBody        Code = "malformed_body"
	UnknownMember        Code = "unknown_member"
	InvalidParameter     Code = "invalid_parameter"
	InvalidReference     Code = "invalid_reference"
	BlankQuery           Code = "blank_query"
	InvalidBody          Code = "invalid_body"
	NothingGiven         Code = "nothing_given"
	NoTimes              Code = "no_times"
	BadCursor            Code = "bad_cursor"
	BadFeed              Code = "bad_feed"
	Unauthorized         Code = "unauthorized"
	AdminDisabled        Code = "admin_disabled"
	FeedsDisabled        Code = "feeds_disabled"
	UnknownEpisode       Code = "unknown_episode"
	UnknownPerson        Code = "unknown_person"
	UnknownShow          Code = "unknown_show"
	UnknownFeed          Code = "unknown_feed"
	NotFound             Code = "not_found"
	MethodNotAllowed     Code = "method_not_allowed"
	BodyTooSlow          Code = "body_too_slow"
	KnownFeed            Code = "known_feed"
	BodyTooLarge         Code = "body_too_large"
	AddressTooLong       Code = "address_too_long"
	UnsupportedMediaType Code = "unsupported_media_type"
	TooManyAttempts      Code = "too_many_attempts"
	RateLimited          Code = "rate_limited"
	HeadersTooLarge      Code = "headers_too_large"
	Internal             Code = "internal"
	Stopping             Code = "stopping"
	Starting             Code = "starting"
	Overloaded           Code = "overloaded"
	ReadOnly             Code = "read_only"
	InsufficientStorage  Code = "insufficient_storage"
	Timeout              Code = "timeout"
)

// Kind holds the parts that all problems of one code share.
type Kind struct {
	Code   Code
	Status int
	// Title is a short name.
	Title string
	// Meaning is one or two sentences for the documentation. It is also the detail of a
	// problem that hides its cause.
	Meaning string
	// Fix explains how to correct the request. Like all fixes of an answer, it starts
	// with a small letter and has no full stop.
	Fix string
}

// kinds is the table of all codes. docs/errors.md is generated from it.
var kinds = []Kind{
	{MalformedQuery, http.StatusBadRequest, "Malformed query string",
		"The query string (the part of the URL after \"?\") does not contain valid parameters in UTF-8.",
		"percent-encode every name and value, and separate parameters with \"&\""},
	{UnknownParameter, http.StatusBadRequest, "Unknown query parameter",
		"The operation does not have this parameter. Unknown parameters are errors, because a misspelt filter would otherwise have no effect.",
		"use one of the parameters in the list of the answer"},
	{RepeatedParameter, http.StatusBadRequest, "Repeated query parameter",
		"A parameter with a single value appears more than once.",
		"give the parameter once; only show, tag, topic, person, language and type can be repeated"},
	{MalformedBody, http.StatusBadRequest, "Malformed request body",
		"The body does not have the format of the operation. Most operations read one JSON object in UTF-8. Uploads of episodes and lists of feeds have their own formats.",
		"send a JSON object such as {\"liked\":[\"an-id\"],\"text\":\"a topic\"}"},
	{UnknownMember, http.StatusBadRequest, "Unknown member of the body",
		"The operation does not have this member of the body. Unknown members are errors, because a misspelt member would otherwise have no effect.",
		"use one of the members in the list of the answer"},
	{InvalidParameter, http.StatusUnprocessableEntity, "Invalid parameter value",
		"The value of a parameter has the wrong type or is outside its limits.",
		"use a value with the type and the limits that the answer describes"},
	{InvalidReference, http.StatusNotFound, "Not exactly one episode reference",
		"The request has none of url, guid and id, or more than one of them.",
		"give exactly one of url, guid and id"},
	{BlankQuery, http.StatusUnprocessableEntity, "Blank query",
		"The query of the search is missing or blank.",
		"give words or a question in q, such as /v1/search?q=kubernetes"},
	{InvalidBody, http.StatusUnprocessableEntity, "Invalid request body",
		"The value of a member of the body has the wrong type or is outside its limits.",
		"use a value with the type and the limits that the answer describes"},
	{NothingGiven, http.StatusUnprocessableEntity, "No episode and no text",
		"The body has no episode and no text to recommend from.",
		"give at least one episode in liked or disliked, or words in text"},
	{NoTimes, http.StatusUnprocessableEntity, "No transcript with times",
		"The parameter at refers to a time, but the episode has no transcript with times.",
		"leave out at to compare the whole episode"},
	{BadCursor, http.StatusNotFound, "Invalid cursor",
		"The cursor is invalid, or it belongs to another sort.",
		"omit cursor to get the first page; for each further page, use the value of next from the previous page with the same sort"},
	{BadFeed, http.StatusUnprocessableEntity, "Feed cannot be followed",
		"The address is not a feed that can be followed. It is not reachable, the server does not allow it, it is not a feed, or the feed does not want to be listed.",
		"give the address of an RSS, Atom or JSON feed, or of a page that links to its feed"},
	{Unauthorized, http.StatusUnauthorized, "Missing or wrong admin key",
		"The operation needs the admin key. The request has no key or a wrong one.",
		"send the header Authorization: Bearer KEY, where KEY is the value of SEGUE_ADMIN_KEY on the server"},
	{AdminDisabled, http.StatusForbidden, "No admin key configured",
		"The operation needs the admin key, but the server has none. Without a key, the catalogue cannot be changed over HTTP.",
		"set SEGUE_ADMIN_KEY to a long random text, such as the output of \"openssl rand -hex 32\", and restart the server"},
	{FeedsDisabled, http.StatusForbidden, "Following feeds is disabled",
		"The server runs in a mode without feeds.",
		"start the server with its own catalogue, such as \"segue serve --data segue.db\""},
	{UnknownEpisode, http.StatusNotFound, "Unknown episode",
		"The catalogue has no episode with this id, GUID or URL.",
		"use GET /v1/episodes to list the id, guid and url of each episode"},
	{UnknownShow, http.StatusNotFound, "Unknown show",
		"The catalogue has no show with this id.",
		"use GET /v1/shows to list the shows; value is the id"},
	{UnknownPerson, http.StatusNotFound, "Unknown person",
		"The catalogue has no person with this id.",
		"use GET /v1/people to list the id of each person"},
	{UnknownFeed, http.StatusNotFound, "Unknown feed",
		"The catalogue has no feed with this id.",
		"use GET /v1/feeds to list the id of each feed"},
	{NotFound, http.StatusNotFound, "Not found",
		"No page or operation has this address.",
		"see /docs for all operations of the API"},
	{MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed",
		"The address exists, but it does not support this method.",
		"use one of the methods in the header Allow"},
	{BodyTooSlow, http.StatusRequestTimeout, "Request body too slow",
		"The rest of the body did not arrive in time. An upload of episodes stores the episodes before that point.",
		"send the body again; episodes that are already stored count as unchanged"},
	{KnownFeed, http.StatusConflict, "Feed already followed",
		"The catalogue already follows this feed.",
		"use POST /v1/feeds/{id}/refresh to refresh the feed; GET /v1/feeds lists the id"},
	{BodyTooLarge, http.StatusRequestEntityTooLarge, "Request body too large",
		"The body is larger than the limit of the operation.",
		"send at most 64 kB, 4 MB to POST /v1/feeds.opml, or 256 MB to PUT /v1/episodes; split a larger upload into several requests"},
	{AddressTooLong, http.StatusRequestURITooLong, "URL too long",
		"The URL is longer than the limit of the server.",
		"shorten the query or give fewer filters"},
	{UnsupportedMediaType, http.StatusUnsupportedMediaType, "Unsupported media type",
		"The operation does not support the Content-Type or the Content-Encoding of the body.",
		"send JSON with the header Content-Type: application/json"},
	{TooManyAttempts, http.StatusTooManyRequests, "Too many wrong keys",
		"The client has sent too many wrong admin keys.",
		"wait for the number of seconds in the header Retry-After, then send the correct key"},
	{RateLimited, http.StatusTooManyRequests, "Too many requests",
		"The client has sent more requests than its limit allows. The header RateLimit-Policy has the limit.",
		"wait for the number of seconds in the header Retry-After"},
	{HeadersTooLarge, http.StatusRequestHeaderFieldsTooLarge, "Request headers too large",
		"The headers of the request are larger than the limit of the server.",
		"send fewer headers; the API needs no cookies"},
	{Internal, http.StatusInternalServerError, "Internal error",
		"The server has an internal error. Its log has the cause under the request id of this answer.",
		"try again; if the error remains, report the request id to the operator of the server"},
	{Stopping, http.StatusServiceUnavailable, "Server is about to stop",
		"The server is about to stop and has aborted this long request. Stored changes remain.",
		"send the request again after the server has restarted"},
	{Starting, http.StatusServiceUnavailable, "Server is starting",
		"The server has just started and is reading the catalogue. GET /readyz shows its progress.",
		"wait for the number of seconds in the header Retry-After, then send the request again"},
	{Overloaded, http.StatusServiceUnavailable, "Server is busy",
		"The server has more requests than it can answer soon. It refuses this request at once instead of letting it wait.",
		"wait for the number of seconds in the header Retry-After, then send the request again"},
	{ReadOnly, http.StatusServiceUnavailable, "Catalogue cannot be written",
		"The catalogue is read-only, or its file was replaced while the server runs. Answers still work.",
		"ask the operator of the server; GET /readyz names the problem"},
	{InsufficientStorage, http.StatusInsufficientStorage, "Disk is full",
		"The disk of the catalogue is full. An upload of episodes stores the episodes before that point.",
		"free some space on the server, then send the request again; episodes that are already stored count as unchanged"},
	{Timeout, http.StatusGatewayTimeout, "Timed out",
		"The answer was not ready within the time limit of the server.",
		"try again; if the error remains, use a smaller limit or more filters"},
}

// Kinds returns all kinds: first those with status 4xx, then those with status 5xx.
func Kinds() []Kind { return slices.Clone(kinds) }

// Kind returns the kind of c. It returns the kind of [Internal] for an unknown code.
func (c Code) Kind() Kind {
	for _, k := range kinds {
		if k.Code == c {
			return k
		}
	}
	return Internal.Kind()
}
