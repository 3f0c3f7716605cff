package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	jsonfeed "github.com/mmcdole/gofeed/json"
)

// readJSON reads a JSON Feed item by item, so an invalid item does not affect the others.
func readJSON(ctx context.Context, text []byte) (*source, error) {
	var members map[string]json.RawMessage
	truncated := false
	if err := json.Unmarshal(text, &members); err != nil {
		if members = completeMembers(text); members == nil {
			return nil, newError(Malformed, "the JSON is invalid: %v; its publisher must correct it", err)
		}
		truncated = true
	}
	var version string
	if err := json.Unmarshal(members["version"], &version); err != nil || !strings.Contains(version, "jsonfeed.org/") {
		return nil, newError(NotAFeed, "this is JSON but not a JSON Feed: it has no \"version\" of jsonfeed.org; use the address of a feed")
	}
	raw, err := jsonItems(members["items"])
	if err != nil {
		return nil, err
	}
	head, err := jsonHead(members)
	if err != nil {
		return nil, err
	}
	src := &source{safeXML: safeXML{truncated: truncated}}
	if truncated {
		src.problems = append(src.problems, newLoss(0, "the JSON ends after %d complete items, which were read: the download was truncated, or its publisher must correct it", len(raw)))
	}
	for i, item := range raw {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		if i == MaxItems {
			src.problems = append(src.problems, newLoss(0, "%d items after the first %d were skipped; publish older items in pages (next_url)", len(raw)-MaxItems, MaxItems))
			break
		}
		src.addJSON(head, i+1, item)
	}
	src.Feed, err = translate(head)
	src.links = append(jsonHubs(members["hubs"]), link{"next", head.NextURL}, link{"self", head.FeedURL})
	return src, err
}

// completeMembers returns the members of a truncated JSON Feed, with the complete items; nil
// if there are none.
func completeMembers(text []byte) map[string]json.RawMessage {
	in := json.NewDecoder(bytes.NewReader(text))
	members := map[string]json.RawMessage{}
	if _, err := in.Token(); err != nil {
		return nil
	}
	for in.More() {
		name, err := in.Token()
		key, ok := name.(string)
		if err != nil || !ok {
			break
		}
		if key == "items" {
			members[key] = completeItems(in)
			continue
		}
		var value json.RawMessage
		if in.Decode(&value) != nil {
			break
		}
		members[key] = value
	}
	if len(members["items"]) == 0 {
		return nil
	}
	return members
}

// completeItems reads the complete items of a list; nil if there are none.
func completeItems(in *json.Decoder) json.RawMessage {
	var items []json.RawMessage
	if open, err := in.Token(); err != nil || open != json.Delim('[') {
		return nil
	}
	for in.More() {
		var item json.RawMessage
		if in.Decode(&item) != nil {
			break
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		return nil
	}
	in.Token() // the closing bracket, if the list is complete
	list, err := json.Marshal(items)
	if err != nil {
		return nil
	}
	return list
}

func jsonItems(raw json.RawMessage) (items []json.RawMessage, err error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, newError(Malformed, "the \"items\" of the JSON Feed are not a list; its publisher must correct them")
	}
	return items, nil
}

// jsonHead returns the feed without its items.
func jsonHead(members map[string]json.RawMessage) (*jsonfeed.Feed, error) {
	delete(members, "items")
	text, err := json.Marshal(members)
	if err != nil {
		return nil, newError(Malformed, "the JSON Feed is invalid: %v", err)
	}
	head, err := (&jsonfeed.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return nil, newError(Malformed, "the JSON Feed is invalid: %v; its publisher must correct it", err)
	}
	head.Items, head.Authors = nil, nonNull(head.Authors)
	return head, nil
}

// addJSON adds an item, or the problem with it.
func (s *source) addJSON(head *jsonfeed.Feed, place int, raw json.RawMessage) {
	if len(raw) > MaxField {
		s.problems = append(s.problems, newLoss(place, "it has %d MB; the maximum is %d", len(raw)>>20, MaxField>>20))
		return
	}
	item, err := s.jsonItem(place, raw)
	if err != nil {
		s.problems = append(s.problems, newLoss(place, "it is not a valid item of a JSON Feed: %v", err))
		return
	}
	item.Authors = nonNull(item.Authors)
	one := &jsonfeed.Feed{Version: head.Version, Items: []*jsonfeed.Item{item}}
	common, err := translate(one)
	if err != nil || len(common.Items) != 1 {
		s.problems = append(s.problems, newLoss(place, "it is not a valid item of a JSON Feed: %v", err))
		return
	}
	it := sourceItem{Item: common.Items[0], place: place, language: item.Language}
	if item.Attachments != nil {
		for _, a := range *item.Attachments {
			it.duration = max(it.duration, seconds(float64(a.DurationInSeconds)))
		}
	}
	s.items = append(s.items, it)
}

// jsonItem reads an item without its invalid members. It adds a problem for each of them.
func (s *source) jsonItem(place int, raw json.RawMessage) (*jsonfeed.Item, error) {
	var item *jsonfeed.Item
	err := json.Unmarshal(raw, &item)
	if err == nil && item != nil {
		return item, nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		return nil, errors.New("it is no object")
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		one, err := json.Marshal(map[string]json.RawMessage{name: members[name]})
		if err != nil || json.Unmarshal(one, new(jsonfeed.Item)) != nil {
			s.problems = append(s.problems, newProblem(place, "%q was left out: its value has the wrong type", name))
			delete(members, name)
		}
	}
	valid, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	return item, json.Unmarshal(valid, &item)
}

func translate(f *jsonfeed.Feed) (*gofeed.Feed, error) {
	return (&gofeed.DefaultJSONTranslator{}).Translate(f)
}

// nonNull returns the authors that are not null.
func nonNull(authors []*jsonfeed.Author) []*jsonfeed.Author {
	var out []*jsonfeed.Author
	for _, a := range authors {
		if a != nil {
			out = append(out, a)
		}
	}
	return out
}

func jsonHubs(raw json.RawMessage) (links []link) {
	var hubs []struct{ Type, URL string }
	if json.Unmarshal(raw, &hubs) != nil {
		return nil
	}
	for _, hub := range hubs {
		if strings.EqualFold(hub.Type, "WebSub") || strings.EqualFold(hub.Type, "PubSubHubbub") {
			links = append(links, link{"hub", hub.URL})
		}
	}
	return links
}

// maxDuration is the maximum playing time, a week, as in package jsonl.
const maxDuration = 7 * 24 * time.Hour

// seconds returns a playing time in whole seconds, or 0 if it is out of range.
func seconds(n float64) time.Duration {
	if !(n > 0 && n <= maxDuration.Seconds()) { // also excludes NaN
		return 0
	}
	return time.Duration(n+0.5) * time.Second
}
