package snippet

import (
	"strconv"
	"strings"
)

// Place is where a snippet goes in one kind of site.
type Place struct {
	Name string
	// Steps are sentences.
	Steps []string
	// Codes are what is pasted, or written into files.
	Codes []Code
}

// Code is a text to copy, with the file or the field that it belongs into.
type Code struct{ Where, Text string }

// places say where s goes. Instructions change with the software that they are for:
// they name what is stable, and not where a button is.
func (o Options) places(s Snippet) []Place {
	return []Place{o.plain(s), o.wordPress(s), squarespace(s), ghost(s), hugo(s), jekyll(s)}
}

func (o Options) plain(s Snippet) Place {
	p := Place{Name: "Plain HTML", Steps: []string{
		"Paste the snippet where it is to appear. The script may also stand in the head, once for all elements of a page.",
	}}
	if o.Element == Related {
		p.Steps = append(p.Steps, `The element finds its episode by the page's address. Where that is not the one in the feed, name the episode: episode="ID or address".`)
	}
	p.Codes = []Code{{"in the page", s.Whole()}}
	return p
}

func (o Options) wordPress(s Snippet) Place {
	return Place{
		Name: "WordPress",
		Steps: []string{
			`Add a block “Custom HTML” to a post, or to the template of all posts, and paste the snippet.`,
			`WordPress takes scripts away from users without the right unfiltered_html: authors and contributors, and in a network of sites everybody but its super admins. For them there is the plugin in widget/wordpress, which also puts the links into the page itself. It has a block, and a shortcode:`,
		},
		Codes: []Code{{"a block “Custom HTML”", s.Whole()}, {"with the plugin", o.shortcode()}},
	}
}

// shortcode has the attributes of the element. Square brackets would end it.
func (o Options) shortcode() string {
	o.Heading = strings.NewReplacer("[", "(", "]", ")").Replace(o.Heading)
	return "[segue_" + o.Element + strings.ReplaceAll(o.attributes(""), ` dir="rtl"`, "") + "]"
}

func squarespace(s Snippet) Place {
	return Place{
		Name: "Squarespace",
		Steps: []string{
			"Add a block “Code” to the page, leave it at HTML, and paste the snippet. Scripts in it need a plan that allows code injection.",
			"To have it below every post of a blog, paste it into the blog's page settings, under Advanced, as code injection of its posts.",
			"The editor does not run it: look at the published page.",
		},
		Codes: []Code{{"a block “Code”", s.Whole()}},
	}
}

func ghost(s Snippet) Place {
	return Place{
		Name: "Ghost",
		Steps: []string{
			"In one post: add an HTML card and paste the snippet.",
			"In all posts: paste the script into the settings, Code injection, Site footer, and the element into the theme's post.hbs below {{content}}.",
		},
		Codes: []Code{{"an HTML card", s.Whole()}, {"Code injection, Site footer", s.Script}, {"post.hbs", s.Element}},
	}
}

func hugo(s Snippet) Place {
	return Place{
		Name: "Hugo",
		Steps: []string{
			"Save the snippet as a partial, and call it in the template of your episodes, or as a shortcode, and call it in single pages.",
		},
		Codes: []Code{
			{"layouts/partials/segue.html or layouts/shortcodes/segue.html", s.Whole()},
			{"in layouts/_default/single.html", `{{ partial "segue.html" . }}`},
			{"in a page", "{{< segue >}}"},
		},
	}
}

func jekyll(s Snippet) Place {
	return Place{
		Name:  "Jekyll",
		Steps: []string{"Save the snippet as an include, and call it in the layout of your episodes."},
		Codes: []Code{{"_includes/segue.html", s.Whole()}, {"in _layouts/post.html", "{% include segue.html %}"}},
	}
}

// Rocket is the script's tag for sites behind an optimiser that rewrites scripts.
func (s Snippet) Rocket() string {
	return strings.Replace(s.Script, "<script ", `<script data-cfasync="false" `, 1)
}

// Text is everything, as a person reads it in a terminal.
func (s Snippet) Text() string {
	var b strings.Builder
	part := func(title, text string) {
		if text != "" {
			b.WriteString("# " + title + "\n\n" + text + "\n\n")
		}
	}
	part("Snippet", s.Whole())
	part("Script that never changes", s.Frozen)
	part("Without a style attribute", s.Plain)
	part("For the site's style sheet", s.Rule)
	part("In place of the element, for editors that take it away", s.Placeholder)
	part("Content-Security-Policy", s.Policy)
	part("Script behind an optimiser", s.Rocket())
	for _, p := range s.Places {
		steps := ""
		for i, step := range p.Steps {
			steps += strconv.Itoa(i+1) + ". " + step + "\n"
		}
		part(p.Name, strings.TrimRight(steps, "\n"))
		for _, c := range p.Codes {
			b.WriteString(c.Where + ":\n\n" + c.Text + "\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
