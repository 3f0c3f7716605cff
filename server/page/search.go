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
	Query   string
	Results []result
	Total   int
	// Show is the title of the show that all results on all pages belong to,
	// empty where there are more.
	Show string
	// Words says that meaning had no part in the answer.
	Words     bool
	Progress  *progress
	Questions []string
	Pages     pages
}

// pages is where one is among the pages of an answer. An address is empty where
// there is no such page.
type pages struct {
	Number, Last          int
	First, Previous, Next string
}

func (s *site) search(r *http.Request) (document, error) {
	query, number, err := searchParams(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	body, err := s.ask(r.Context(), query, number)
	if err != nil {
		return document{}, err
	}
	if len(body.Results) == 0 {
		if body.Questions, err = s.suggest(r.Context()); err != nil {
			return document{}, err
		}
	}
	return document{Template: "search", Status: http.StatusOK, Head: searchHead(body.Query), Query: body.Query, Body: body}, nil
}

// ask finds nothing for a blank query, which is no error: it is how the page is
// opened before anything was asked.
func (s *site) ask(ctx context.Context, query string, number int) (searchBody, error) {
	body := searchBody{Progress: s.progress()}
	if query == "" {
		return body, nil
	}
	offset := (number - 1) * recommend.DefaultSearch
	answer, err := s.engine.Search(ctx, query, recommend.Options{Limit: recommend.DefaultSearch, Offset: offset})
	if errors.Is(err, recommend.ErrBlankQuery) { // such as marks that no eye sees
		return body, nil
	}
	if err != nil {
		return searchBody{}, err
	}
	body.Query = query
	body.answer(answer, number)
	return body, nil
}

// answer fills in what was found; number is the page's, from 1.
func (b *searchBody) answer(a recommend.Search, number int) {
	b.Show = showOf(a)
	b.Results, b.Total = newResults(a.Results, b.Show == ""), a.Total
	b.Words = a.Mode == recommend.ModeKeyword
	b.Pages = newPages(b.Query, number, a.Total)
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

// searchParams returns the question in one line of valid text, and the number
// of the page from 1.
func searchParams(v url.Values) (query string, number int, err error) {
	query = strings.Join(strings.Fields(strings.ToValidUTF8(v.Get("q"), "")), " ")
	if utf8.RuneCountInString(query) > maxQuery {
		return "", 0, errLongQuery
	}
	if !v.Has("page") {
		return query, 1, nil
	}
	number, err = strconv.Atoi(v.Get("page"))
	if err != nil || number < 1 || number > maxPage {
		return "", 0, errBadPage
	}
	return query, number, nil
}

func newPages(query string, number, total int) pages {
	last := max(1, (total+recommend.DefaultSearch-1)/recommend.DefaultSearch)
	p := pages{Number: number, Last: last, First: searchPath(query, 1)}
	if number > 1 {
		p.Previous = searchPath(query, min(number-1, last))
	}
	if number < last {
		p.Next = searchPath(query, number+1)
	}
	return p
}

func searchPath(query string, number int) string {
	v := url.Values{"q": {query}}
	if number > 1 {
		v.Set("page", strconv.Itoa(number))
	}
	return "/search?" + v.Encode()
}

// suggest returns questions that the catalogue can answer.
func (s *site) suggest(ctx context.Context) ([]string, error) {
	list, err := s.catalog.List(ctx, catalog.Query{Limit: listed})
	if err != nil {
		return nil, err
	}
	return s.questionsFor(list.Episodes), nil
}
