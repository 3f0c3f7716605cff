package snippet

import (
	"html"
	"strconv"
	"strings"
)

// Language is one that the widget speaks.
type Language struct{ Tag, Name string }

// Languages are those that the widget speaks, each by its own name.
var Languages = []Language{
	{"en", "English"}, {"de", "Deutsch"}, {"es", "Español"}, {"fr", "Français"}, {"ja", "日本語"}, {"ar", "العربية"},
}

// more is what the link inside of an element says: of related episodes, and of a search.
var more = map[string][]string{
	"en": {"All episodes", "Search all episodes"},
	"de": {"Alle Folgen", "Alle Folgen durchsuchen"},
	"es": {"Todos los episodios", "Buscar en todos los episodios"},
	"fr": {"Tous les épisodes", "Rechercher dans tous les épisodes"},
	"ja": {"すべてのエピソード", "すべてのエピソードを検索"},
	"ar": {"كل الحلقات", "البحث في كل الحلقات"},
}

// script is a tag that holds nothing up: a module is loaded beside the page, and async
// runs it as soon as it is there.
func script(address, integrity string) string {
	tag := `<script type="module" async src="` + html.EscapeString(address) + `"`
	if integrity != "" {
		tag += ` integrity="` + html.EscapeString(integrity) + `" crossorigin="anonymous"`
	}
	return tag + "></script>"
}

// markup is the element with its link, in a box that is named by around where its height
// depends on the width.
func (o Options) markup(style, around string) string {
	name := "segue-" + o.Element
	tag := "<" + name + o.attributes("")
	if style != "" {
		tag += ` style="` + style + `"`
	}
	return wrap(tag+">\n  "+o.link()+"\n</"+name+">", around)
}

// placeholder is what editors leave alone that take unknown elements away.
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

// attributes are those that say something else than what is usual, each with prefix
// before its name.
func (o Options) attributes(prefix string) string {
	var b strings.Builder
	add := func(name, value string, said bool) {
		if !said {
			return
		}
		b.WriteString(" " + name)
		if value != "" {
			b.WriteString(`="` + html.EscapeString(value) + `"`)
		}
	}
	usual := UsualRelated
	if o.Element == Search {
		usual = UsualSearch
	}
	add(prefix+"layout", o.Layout, o.Layout != Layouts[0])
	add(prefix+"count", strconv.Itoa(o.Count), o.Count != usual)
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

// link is what is there for readers without JavaScript, and on the day on which the
// server does not answer.
func (o Options) link() string {
	words := more[orFirst(o.Language, "en")]
	text := words[0]
	if o.Element == Search {
		text = words[1]
	}
	return `<a href="` + html.EscapeString(o.More) + `">` + text + "</a>"
}
