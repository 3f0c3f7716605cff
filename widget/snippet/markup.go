package snippet

import (
	"cmp"
	"html"
	"strconv"
	"strings"
)

// Language is a language of the widget.
type Language struct{ Tag, Name string }

// Languages are the languages of the widget, each with its native name.
var Languages = []Language{
	{"en", "English"}, {"de", "Deutsch"}, {"es", "Español"}, {"fr", "Français"}, {"ja", "日本語"}, {"ar", "العربية"},
}

// linkTexts are the texts of the link inside an element: for related episodes and for a
// search.
var linkTexts = map[string][]string{
	"en": {"All episodes", "Search all episodes"},
	"de": {"Alle Folgen", "Alle Folgen durchsuchen"},
	"es": {"Todos los episodios", "Buscar en todos los episodios"},
	"fr": {"Tous les épisodes", "Rechercher dans tous les épisodes"},
	"ja": {"すべてのエピソード", "すべてのエピソードを検索"},
	"ar": {"كل الحلقات", "البحث في كل الحلقات"},
}

// script returns the script tag. A module with async does not block the page and runs as
// soon as it is loaded.
func script(address, integrity string) string {
	tag := `<script type="module" async src="` + html.EscapeString(address) + `"`
	if integrity != "" {
		tag += ` integrity="` + html.EscapeString(integrity) + `" crossorigin="anonymous"`
	}
	return tag + "></script>"
}

// markup returns the element with its link. If around is not empty, it returns the element
// in a box with that attribute.
func (o Options) markup(style, around string) string {
	name := "segue-" + o.Element
	tag := "<" + name + o.attributes("")
	if style != "" {
		tag += ` style="` + style + `"`
	}
	return wrap(tag+">\n  "+o.link()+"\n</"+name+">", around)
}

// placeholder returns the element as a div, for editors that remove unknown elements.
func (o Options) placeholder(r reserve) string {
	tag := `<div data-segue="` + o.Element + `"` + o.attributes("data-")
	if r.attribute != "" {
		tag += ` style="` + r.attribute + `"`
	}
	return wrap(tag+">\n  "+o.link()+"\n</div>", r.around("style", r.placeStyle))
}

func wrap(element, around string) string {
	if around == "" {
		return element
	}
	return "<div " + around + ">\n" + element + "\n</div>"
}

// attributes returns the attributes whose values differ from the defaults, with prefix
// before each name.
func (o Options) attributes(prefix string) string {
	var b strings.Builder
	add := func(name, value string, set bool) {
		if !set {
			return
		}
		b.WriteString(" " + name)
		if value != "" {
			b.WriteString(`="` + html.EscapeString(value) + `"`)
		}
	}
	defaultCount := DefaultRelated
	if o.Element == Search {
		defaultCount = DefaultSearch
	}
	add(prefix+"layout", o.Layout, o.Layout != Layouts[0])
	add(prefix+"count", strconv.Itoa(o.Count), o.Count != defaultCount)
	add(prefix+"theme", o.Theme, o.Theme != Themes[0])
	add(prefix+"images", "", o.Images)
	add(prefix+"reasons", "", o.Reasons)
	add(prefix+"episode", o.Episode, o.Episode != "")
	add(prefix+"show", o.Show, o.Show != "")
	if o.NoHeading {
		b.WriteString(" " + prefix + `heading=""`)
	} else {
		add(prefix+"heading", o.Heading, o.Heading != "")
	}
	add(prefix+"api", o.API, o.API != "")
	add("lang", o.Language, o.Language != "")
	add("dir", "rtl", o.Language == "ar")
	return b.String()
}

// link returns the link that is shown without JavaScript or if the server does not respond.
func (o Options) link() string {
	texts := linkTexts[cmp.Or(o.Language, "en")]
	text := texts[0]
	if o.Element == Search {
		text = texts[1]
	}
	return `<a href="` + html.EscapeString(o.More) + `">` + text + "</a>"
}
