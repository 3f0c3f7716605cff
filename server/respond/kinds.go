package respond

import (
	"net/http"
	"slices"
)

// Code names a kind of problem. It is the only part of a problem that a client may test.
// All other parts are for people and may change.
type Code string

// The codes, in the order of [Kinds].
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
	HeadersTooLarge      Code = "headers_too_large"
	Internal             Code = "internal"
	Stopping             Code = "stopping"
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

// kinds is the table of all codes. The documentation of errors is made from it.
var kinds = []Kind{
	{MalformedQuery, http.StatusBadRequest, "Malformed query string",
		"The part of the address after \"?\" cannot be read as parameters in UTF-8.",
		"percent-encode every name and value, and separate parameters by \"&\""},
	{UnknownParameter, http.StatusBadRequest, "Unknown query parameter",
		"The address has a parameter that this operation does not know. It is refused, because a misspelt filter would otherwise give an answer to another question.",
		"use one of the parameters that the answer lists"},
	{RepeatedParameter, http.StatusBadRequest, "Repeated query parameter",
		"A parameter that takes one value is there more than once.",
		"give it once; only show, tag, person, language and type may be repeated"},
	{MalformedBody, http.StatusBadRequest, "Malformed request body",
		"The body is not what the operation reads: one JSON object in UTF-8, or for episodes and lists of feeds a format of their own.",
		"send a JSON object such as {\"liked\":[\"an-id\"],\"text\":\"what to hear about\"}"},
	{UnknownMember, http.StatusBadRequest, "Unknown member of the body",
		"The body has a member that this operation does not know. It is refused, because a misspelt one would otherwise give an answer to another question.",
		"use one of the members that the answer lists"},
	{InvalidParameter, http.StatusUnprocessableEntity, "Invalid parameter value",
		"A parameter is known, but its value is not of its kind or outside its bounds.",
		"use a value of the kind and within the bounds that the answer names"},
	{InvalidReference, http.StatusUnprocessableEntity, "Not exactly one episode named",
		"The episode is named by none of url, guid and id, or by more than one.",
		"give exactly one of url, guid and id"},
	{BlankQuery, http.StatusUnprocessableEntity, "Blank search text",
		"The search has no text.",
		"give words or a question in q, such as /v1/search?q=kubernetes"},
	{InvalidBody, http.StatusUnprocessableEntity, "Invalid request body",
		"A member of the body is known, but its value is not of its kind or outside its bounds.",
		"use a value of the kind and within the bounds that the answer names"},
	{NothingGiven, http.StatusUnprocessableEntity, "Nothing to recommend from",
		"The body has neither an episode nor a text.",
		"give at least one episode in liked or disliked, or words in text"},
	{BadCursor, http.StatusUnprocessableEntity, "Bad cursor",
		"The cursor was not made by this catalogue, or for another sort.",
		"leave cursor out to begin with the first page, then take it from next of the page before, with the same sort"},
	{BadFeed, http.StatusUnprocessableEntity, "No feed to follow",
		"The address gives no feed that can be followed: it cannot be reached, may not be reached, holds something else, or asks not to be listed.",
		"give the address of an RSS, Atom or JSON feed, or of a page that names its feed"},
	{Unauthorized, http.StatusUnauthorized, "No admin key",
		"The operation is for whoever runs the server, and the request has no admin key or another one.",
		"send the header Authorization: Bearer KEY, with the key that the server was given as SEGUE_ADMIN_KEY"},
	{AdminDisabled, http.StatusForbidden, "No admin key is configured",
		"The operation is for whoever runs the server, which has no admin key. Without one, nobody may change the catalogue over HTTP.",
		"set SEGUE_ADMIN_KEY to a long random text, such as what \"openssl rand -hex 32\" prints, and restart the server"},
	{FeedsDisabled, http.StatusForbidden, "This server follows no feeds",
		"The server runs in a mode in which it follows no feeds.",
		"start the server with a catalogue of its own, such as \"segue serve --data segue.db\""},
	{UnknownEpisode, http.StatusNotFound, "Unknown episode",
		"The catalogue has no episode of that name.",
		"list the episodes with GET /v1/episodes, each has its id, guid and url"},
	{UnknownShow, http.StatusNotFound, "Unknown show",
		"The catalogue has no episode of a show of that id.",
		"list the shows with GET /v1/shows, each has its id as value"},
	{UnknownPerson, http.StatusNotFound, "Unknown person",
		"Nobody of that id is heard in the catalogue.",
		"list the people with GET /v1/people, each has its id"},
	{UnknownFeed, http.StatusNotFound, "Unknown feed",
		"The catalogue follows no feed of that id.",
		"list the feeds with GET /v1/feeds, each has its id"},
	{NotFound, http.StatusNotFound, "Not found",
		"Nothing is at this address.",
		"see /docs for all addresses of the API"},
	{MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed",
		"The address exists, but does not take this method.",
		"use one of the methods in the header Allow"},
	{BodyTooSlow, http.StatusRequestTimeout, "Request body too slow",
		"Nothing more of the body came for as long as the server waits. Episodes that came before are kept.",
		"send the body again; what is kept already counts as unchanged"},
	{KnownFeed, http.StatusConflict, "Feed is followed already",
		"The catalogue follows the feed of that address already.",
		"ask for it again with POST /v1/feeds/{id}/refresh; GET /v1/feeds lists its id"},
	{BodyTooLarge, http.StatusRequestEntityTooLarge, "Request body too large",
		"The request has a larger body than the server reads.",
		"send at most 64 kB, 4 MB to POST /v1/feeds.opml, or 256 MB to PUT /v1/episodes; more episodes fit in several requests"},
	{AddressTooLong, http.StatusRequestURITooLong, "Address too long",
		"The address is longer than the server reads.",
		"shorten the search text or give fewer filters"},
	{UnsupportedMediaType, http.StatusUnsupportedMediaType, "Unsupported media type",
		"The body is said to be of a type that the operation does not read, or to be encoded.",
		"send JSON with the header Content-Type: application/json"},
	{TooManyAttempts, http.StatusTooManyRequests, "Too many wrong keys",
		"Too many wrong admin keys came from the address of the client.",
		"wait as long as the header Retry-After says, then send the right key"},
	{HeadersTooLarge, http.StatusRequestHeaderFieldsTooLarge, "Request headers too large",
		"The headers of the request are larger than the server reads.",
		"send fewer headers; the API needs none, and no cookies"},
	{Internal, http.StatusInternalServerError, "Internal error",
		"Something went wrong in the server. The cause is in its log, under the request id of this answer.",
		"try again; if it stays, give the request id to whoever runs the server"},
	{Stopping, http.StatusServiceUnavailable, "Server is about to stop",
		"The server is about to stop and broke off what would take long. What was kept before stays.",
		"send the request again when the server is back"},
	{Timeout, http.StatusGatewayTimeout, "Timed out",
		"The answer took longer than the server waits.",
		"try again, with a smaller limit or more filters if it stays"},
}

// Kinds returns all kinds in the order of their status.
func Kinds() []Kind { return slices.Clone(kinds) }

// Kind returns the kind of c. For a code that is not in the table it returns the kind of
// [Internal].
func (c Code) Kind() Kind {
	for _, k := range kinds {
		if k.Code == c {
			return k
		}
	}
	return Internal.Kind()
}
