package snippet

import (
	"strconv"
	"strings"
)

// Place holds the instructions for one kind of site.
type Place struct {
	Name string
	// Steps are the instructions, in sentences.
	Steps []string
	// Codes are the texts to paste or to save in files.
	Codes []Code
}

// Code is a text to copy. Where is the file or the field for it.
type Code struct{ Where, Text string }

// places returns the instructions for s. They avoid details that change often, such as the
// position of a button.
func (o Options) places(s Snippet) []Place {
	return []Place{o.plain(s), o.wordPress(s), squarespace(s), ghost(s), hugo(s), jekyll(s)}
}

func (o Options) plain(s Snippet) Place {
	p := Place{Name: "Plain HTML", Steps: []string{
		"Paste the snippet where the episodes should appear. You can also move the script to the head; a page needs it only once.",
	}}
	if o.Element == Related {
		p.Steps = append(p.Steps, `The element finds its episode by the page's address. If that address is not in the feed, add the attribute episode="ID or address".`)
	}
	p.Codes = []Code{{"in the page", s.Whole()}}
	return p
}

func (o Options) wordPress(s Snippet) Place {
	return Place{
		Name: "WordPress",
		Steps: []string{
			`Add a “Custom HTML” block to a post or to the template of all posts, and paste the snippet.`,
			`WordPress removes scripts from posts of users without the capability unfiltered_html: authors and contributors, and on a multisite network all users except super admins. For these users, install the plugin in widget/wordpress. It also adds the links to the HTML of the page. It provides a block and a shortcode:`,
		},
		Codes: []Code{{"a “Custom HTML” block", s.Whole()}, {"with the plugin", o.shortcode()}},
	}
}

// shortcode returns the shortcode with the attributes of the element. It replaces square
// brackets in the heading, because they would end the shortcode.
func (o Options) shortcode() string {
	o.Heading = strings.NewReplacer("[", "(", "]", ")").Replace(o.Heading)
	return "[segue_" + o.Element + strings.ReplaceAll(o.attributes(""), ` dir="rtl"`, "") + "]"
}

func squarespace(s Snippet) Place {
	return Place{
		Name: "Squarespace",
		Steps: []string{
			"Add a “Code” block to the page, keep the type HTML, and paste the snippet. Scripts need a plan with code injection.",
			"To show it below every post of a blog, paste it into the blog's page settings, under Advanced, as code injection for posts.",
			"The editor does not run scripts, so check the published page.",
		},
		Codes: []Code{{"a “Code” block", s.Whole()}},
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
			"Save the snippet as a partial and call it in the template of your episodes, or save it as a shortcode and call it in single pages.",
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
		Steps: []string{"Save the snippet as an include and call it in the layout of your episodes."},
		Codes: []Code{{"_includes/segue.html", s.Whole()}, {"in _layouts/post.html", "{% include segue.html %}"}},
	}
}

// Rocket returns the script tag with an attribute that excludes it from Cloudflare Rocket
// Loader.
func (s Snippet) Rocket() string {
	return strings.Replace(s.Script, "<script ", `<script data-cfasync="false" `, 1)
}

// Text returns the snippet with all instructions as plain text.
func (s Snippet) Text() string {
	var b strings.Builder
	part := func(title, text string) {
		if text != "" {
			b.WriteString("# " + title + "\n\n" + text + "\n\n")
		}
	}
	part("Snippet", s.Whole())
	part("Pinned version of the script", s.Frozen)
	part("Without a style attribute", s.Plain)
	part("For the site's style sheet", s.Rule)
	part("Instead of the element, for editors that remove it", s.Placeholder)
	part("Content-Security-Policy", s.Policy)
	part("Script tag for Cloudflare Rocket Loader", s.Rocket())
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
