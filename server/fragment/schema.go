package fragment

// itemList describes a fragment to search engines, in the vocabulary of
// schema.org.
type itemList struct {
	Context string     `json:"@context"`
	Type    string     `json:"@type"`
	Name    string     `json:"name"`
	Items   []listItem `json:"itemListElement"`
}

type listItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	URL      string `json:"url"`
}

func newItemList(name string, items []item) itemList {
	list := itemList{Context: "https://schema.org", Type: "ItemList", Name: name}
	for n, i := range items {
		list.Items = append(list.Items, listItem{"ListItem", n + 1, i.Title, i.URL})
	}
	return list
}
