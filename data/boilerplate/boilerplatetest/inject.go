// Package boilerplatetest generates catalogues with known boilerplate. It adds typical
// boilerplate to the descriptions of real episodes.
package boilerplatetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"segue/data"
)

// Injected is an episode with boilerplate in its description.
type Injected struct {
	data.Episode
	// Own is the original description. Added are the inserted paragraphs and sentences,
	// in the order of the text.
	Own   string
	Added []string
}

// campaign is the number of consecutive episodes with the same sponsor.
const campaign = 12

// sponsors alternate. A number or a code changes from episode to episode.
var sponsors = []func(*rand.Rand) string{
	func(r *rand.Rand) string {
		return fmt.Sprintf("This week's episode is made possible by Nimbus Hosting, the cloud platform on which virtual machines, databases and Kubernetes clusters start in seconds. "+
			"New customers get $%d of credit for sixty days at nimbus.example/%s. Nimbus Hosting: deploy in minutes, and sleep at night.", 50+50*r.IntN(4), code(r))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("Are your data pipelines held together with hope? Quillstream moves events between your databases, queues and warehouses without a line of code, and it tells you when something breaks before your customers do. "+
			"Use the code %s at checkout for %d percent off your first year of Quillstream.", code(r), 10+5*r.IntN(4))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("Support for this show comes from Bramble Security. Bramble scans your containers, your dependencies and your infrastructure as code, and opens a pull request with the fix. "+
			"Start a free trial of %d days at bramble.example/podcast.", 14+7*r.IntN(3))
	},
}

// hosts alternate in the credits.
var hosts = []string{"Ines Carvalho", "Tom Okafor", "Maren Lindqvist"}

// Inject returns the episodes in order, with sponsors, credits, a request to rate the show
// and a footer of a network. Numbers, codes and names in them change. In every second
// episode a sentence of the sponsor is part of the description's paragraph. Equal seeds
// give equal texts.
func Inject(episodes []data.Episode, seed uint64) []Injected {
	list := make([]Injected, 0, len(episodes))
	for i, e := range episodes {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		list = append(list, inject(e, i, r))
	}
	return list
}

func inject(e data.Episode, i int, r *rand.Rand) Injected {
	own := strings.TrimSpace(e.Description)
	before := []string{fmt.Sprintf("Welcome to episode %d, recorded on %d %s %d.", i+1, 1+r.IntN(28), months[r.IntN(len(months))], 2015+i/50)}
	first, after := own, []string{
		sponsors[i/campaign%len(sponsors)](r),
		fmt.Sprintf("Hosted by %s. Produced and edited by Halyard Audio. Our theme is \"Slow Trains\" by The Paper Lanterns, used with permission.", hosts[r.IntN(len(hosts))]),
		fmt.Sprintf("Enjoying the show? Join the %d,%03d listeners who have rated us on Apple Podcasts and Spotify, and tell a friend about it. Find every episode and a full transcript on our website.", 2+r.IntN(9), r.IntN(1000)),
		"Part of the Halyard Network. See halyard.example/privacy for how this podcast measures its audience and for your choices about advertising.",
		"Thanks for listening!",
	}
	added := slices.Concat(before, after)
	if i%2 == 0 && own != "" {
		glued := "The first fifty listeners of today's episode also get a sticker set from our sponsors at halyard.example/stickers."
		first, added = own+" "+glued, append(added, glued)
	}
	out := Injected{Episode: e, Own: own, Added: added}
	parts := slices.DeleteFunc(slices.Concat(before, []string{first}, after), func(s string) bool { return s == "" })
	out.Description = strings.Join(parts, "\n\n")
	return out
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// code returns a random word.
func code(r *rand.Rand) string {
	letters := make([]byte, 6)
	for i := range letters {
		letters[i] = byte('A' + r.IntN(26))
	}
	return string(letters)
}
