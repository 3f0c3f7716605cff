package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"segue/data/catalog"
	"segue/recommend"
)

const (
	// maxQuery is the maximum length of a query in runes: about 100 words. Embedding
	// models use few more.
	maxQuery = 600
	// maxPage limits the page number, so that the offset cannot overflow.
	maxPage = 100_000
)

// searchBody is the data for the template of search results.
type searchBody struct {
	Query string
	// DidYouMean links to the query with corrected spelling; nil if nothing was
	// corrected.
	DidYouMean *link
	Results    []result
	Total      int
	// Show is the title of the show of all results on all pages, empty if there are
	// several shows.
	Show string
	// KeywordOnly is true if the results were found without a model.
	KeywordOnly bool
	// Weak are shown, with a label, if there are no results.
	Weak []result
	// EmptyReason explains why there are no results. It is empty if there are.
	EmptyReason string
	// Filters are the active filters, each linked to the search without it. Unfiltered
	// is the address of the search without filters.
	Filters    []link
	Unfiltered string
	// Facets are the filters that can be added.
	Facets    []facet
	Progress  *progress
	Questions []string
	Pages     pages
}

// link is a link to an address of this server.
type link struct{ Text, URL string }

// searchRequest is a parsed search request.
type searchRequest struct {
	query string
	filters
	// page starts at 1.
	page int
}

func (s *Site) search(r *http.Request) (document, error) {
	request, err := newSearchRequest(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	body, err := s.searchBody(r.Context(), request)
	if err != nil {
		return document{}, err
	}
	if len(body.Results) == 0 {
		if body.Questions, err = s.suggest(r.Context()); err != nil {
			return document{}, err
		}
	}
	return document{Template: "search", Status: http.StatusOK, Head: searchHead(body.Query), At: "/search", Query: body.Query, Body: body}, nil
}

// searchBody runs the search. A blank query is no error and gives no results, because
// visitors open the page without a query.
func (s *Site) searchBody(ctx context.Context, request searchRequest) (searchBody, error) {
	body := searchBody{Progress: s.progress()}
	if request.query == "" {
		return body, nil
	}
	found, err := s.engine.Search(ctx, request.query, recommend.Options{
		Filter: request.filter(), Limit: recommend.DefaultSearch, Offset: (request.page - 1) * recommend.DefaultSearch,
	})
	if errors.Is(err, recommend.ErrBlankQuery) { // such as zero-width characters
		return body, nil
	}
	if err != nil {
		return searchBody{}, err
	}
	body.Query = request.query
	body.fill(found, request)
	return body, nil
}

// fill adds the results, facets and links of an answer.
func (b *searchBody) fill(found recommend.Search, request searchRequest) {
	b.Show = showOf(found)
	b.Results, b.Total = newResults(found.Results, b.Show == "", ofSearch), found.Total
	b.KeywordOnly = found.Mode == recommend.ModeKeyword
	b.EmptyReason, b.Weak = sentence(found.Empty), weakResults(found.Weak)
	b.Pages = newPages(request.path, request.page, found.Total, recommend.DefaultSearch)
	b.Facets = request.facets(found)
	if b.Filters = request.activeFilters(found.Facets); len(b.Filters) > 0 {
		b.Unfiltered = searchRequest{query: request.query}.path(1)
	}
	if corrected := found.DidYouMean; corrected != "" {
		b.DidYouMean = &link{corrected, searchRequest{query: corrected, filters: request.filters}.path(1)}
	}
}

// weakResults returns results without a score. A score compares the results of one answer, so
// the first weak match would have the score of a good match.
func weakResults(matches []recommend.Result) []result {
	list := newResults(matches, true, ofSearch)
	for i := range list {
		list[i].Score, list[i].bar = "", newBar(0)
	}
	return list
}

// showOf returns the title of the only show in an answer, or "".
func showOf(answer recommend.Search) string {
	if shows := answer.Facets.Shows; len(shows) == 1 {
		return shows[0].Label
	}
	return ""
}

func searchHead(query string) head {
	if query == "" {
		return head{Title: "Search – Segue", Description: tagline}
	}
	return head{Title: fmt.Sprintf("“%s” – Segue", query), Description: tagline}
}

// newSearchRequest reads the query, the filters and the page number.
func newSearchRequest(v url.Values) (request searchRequest, err error) {
	request.query = singleLine(v.Get("q"))
	if utf8.RuneCountInString(request.query) > maxQuery {
		return searchRequest{}, errLongQuery
	}
	request.filters = newFilters(v)
	if request.page, err = pageNumber(v); err != nil {
		return searchRequest{}, err
	}
	return request, nil
}

// singleLine returns text as valid UTF-8 on one line.
func singleLine(text string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
}

// pageNumber returns the page number, from 1.
func pageNumber(v url.Values) (int, error) {
	if !v.Has("page") {
		return 1, nil
	}
	number, err := strconv.Atoi(v.Get("page"))
	if err != nil || number < 1 || number > maxPage {
		return 0, errBadPage
	}
	return number, nil
}

// path returns the address of a page of this search.
func (r searchRequest) path(page int) string {
	v := url.Values{"q": {r.query}}
	r.add(v)
	return "/search?" + withPage(v, page).Encode()
}

// suggest returns suggested searches.
func (s *Site) suggest(ctx context.Context) ([]string, error) {
	list, err := s.catalog.List(ctx, catalog.Query{Limit: pageSize})
	if err != nil {
		return nil, err
	}
	return s.questionsFor(list.Episodes), nil
}
