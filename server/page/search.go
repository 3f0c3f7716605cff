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
	// maxQuery is the longest question in runes: some 100 words, which is about
	// as much as a sentence model reads of it.
	maxQuery = 600
	// maxPage keeps the offset small enough to be a number of results.
	maxPage = 100_000
)

// searchBody is what the template of the answers sees.
type searchBody struct {
	Query string
	// Meant is the question with its misspelt words corrected; nil where there
	// are none.
	Meant   *link
	Results []result
	Total   int
	// Show is the title of the show that all results on all pages belong to,
	// empty where there are more.
	Show string
	// Words says that meaning had no part in the answer.
	Words bool
	// Why says why there is no result, empty where there is one.
	Why string
	// Chosen are the filters of this answer, each with the address of the answer
	// without it, and All is that of the answer without any.
	Chosen []link
	All    string
	// Facets are what the answer can be narrowed by.
	Facets    []facet
	Progress  *progress
	Questions []string
	Pages     pages
}

// link is a text that leads to an address of this server.
type link struct{ Text, URL string }

// asked is what the address of a search asks for.
type asked struct {
	query string
	narrow
	// page is from 1.
	page int
}

func (s *Site) search(r *http.Request) (document, error) {
	a, err := searchParams(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	body, err := s.ask(r.Context(), a)
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

// ask finds nothing for a blank query, which is no error: it is how the page is
// opened before anything was asked.
func (s *Site) ask(ctx context.Context, a asked) (searchBody, error) {
	body := searchBody{Progress: s.progress()}
	if a.query == "" {
		return body, nil
	}
	answer, err := s.engine.Search(ctx, a.query, recommend.Options{
		Filter: a.filter(), Limit: recommend.DefaultSearch, Offset: (a.page - 1) * recommend.DefaultSearch,
	})
	if errors.Is(err, recommend.ErrBlankQuery) { // such as marks that no eye sees
		return body, nil
	}
	if err != nil {
		return searchBody{}, err
	}
	body.Query = a.query
	body.answer(answer, a)
	return body, nil
}

// answer fills in what was found.
func (b *searchBody) answer(found recommend.Search, a asked) {
	b.Show = showOf(found)
	b.Results, b.Total = newResults(found.Results, b.Show == "", ofSearch), found.Total
	b.Words = found.Mode == recommend.ModeKeyword
	b.Why = sentence(found.Empty)
	b.Pages = newPages(a.path, a.page, found.Total, recommend.DefaultSearch)
	b.Facets = a.facets(found)
	if b.Chosen = a.chosen(found.Facets); len(b.Chosen) > 0 {
		b.All = asked{query: a.query}.path(1)
	}
	if meant := found.DidYouMean; meant != "" {
		b.Meant = &link{meant, asked{query: meant, narrow: a.narrow}.path(1)}
	}
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

// searchParams reads the question in one line of valid text, the filters, and the
// number of the page.
func searchParams(v url.Values) (a asked, err error) {
	a.query = line(v.Get("q"))
	if utf8.RuneCountInString(a.query) > maxQuery {
		return asked{}, errLongQuery
	}
	a.narrow = newNarrow(v)
	if a.page, err = pageNumber(v); err != nil {
		return asked{}, err
	}
	return a, nil
}

// line is text in one line and in UTF-8.
func line(text string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
}

// pageNumber is from 1.
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

// path is the address of a page of this search.
func (a asked) path(page int) string {
	v := url.Values{"q": {a.query}}
	a.add(v)
	return "/search?" + withPage(v, page).Encode()
}

// suggest returns questions that the catalogue can answer.
func (s *Site) suggest(ctx context.Context) ([]string, error) {
	list, err := s.catalog.List(ctx, catalog.Query{Limit: listed})
	if err != nil {
		return nil, err
	}
	return s.questionsFor(list.Episodes), nil
}
