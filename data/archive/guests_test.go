package archive

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
)

func TestGuests(t *testing.T) {
	for _, tt := range []struct {
		title string
		want  string // names, separated by "|"
	}{
		// Names.
		{"Tea with Jane Roe", "Jane Roe"},
		{"Tea with Jane Roe and Max Poe", "Jane Roe|Max Poe"},
		{"Tea with Jane Roe, Max Poe and Ann Lee", "Jane Roe|Max Poe|Ann Lee"},
		{"Tea with Jane Roe, Max Poe, and Ann Lee", "Jane Roe|Max Poe|Ann Lee"},
		{"Tea with Jane Roe & Max Poe", "Jane Roe|Max Poe"},
		{"Tea With Jane Roe", "Jane Roe"},
		{"Tea w/ Jane Roe", "Jane Roe"},
		{"Tea feat. Jane Roe", "Jane Roe"},
		{"Engineering with Marcus Granström", "Marcus Granström"},
		{"Machine Learning with Jane Roe", "Jane Roe"},
		{"Working with Databases with Jane Roe", "Jane Roe"},
		{"Tea with Guido van Rossum", "Guido van Rossum"},
		{"Tea with Ludwig van der Rohe", "Ludwig van der Rohe"},
		{"Tea with J. Paul Reed and DJ Patil", "J. Paul Reed|DJ Patil"},
		{"Tea with Bryan M. Roe", "Bryan M. Roe"},
		{"Tea with Megan O'Keefe and Sean O’Brien", "Megan O'Keefe|Sean O’Brien"},
		{"Tea with Anne-Marie Roe-Poe", "Anne-Marie Roe-Poe"},
		{"Tea with Neil McGovern and JoAnn DeVries", "Neil McGovern|JoAnn DeVries"},
		{"Tea with Dr. Jane Roe and Professor Max Poe", "Jane Roe|Max Poe"},
		{"Tea with Sammy Roe Jr.", "Sammy Roe Jr."},
		{"Tea with Łukasz Żak and İpek Öz", "Łukasz Żak|İpek Öz"},
		{"Tea with Ruby Jenkins and Cassandra Black", "Ruby Jenkins|Cassandra Black"},
		{"Tea with Jane Roe (Repeat)", "Jane Roe"},
		{"Tea with Jane Roe [Rebroadcast]", "Jane Roe"},
		{"Tea with Jane Roe – Part 2", "Jane Roe"},
		{"Tea with Jane Roe: a Year Later", "Jane Roe"},
		{"Tea with Jane Roe of Acme", "Jane Roe"},
		{"Tea with Jane Roe from Acme", "Jane Roe"},
		{"Tea at Scale with Jane Roe at Acme", "Jane Roe"},
		{"Tea with Jane Roe, CTO of Acme", "Jane Roe"},
		{"Tea with Jane Roe, Co-Founder and CEO", "Jane Roe"},
		{"Dealing with Failure with Jane Roe", "Jane Roe"},

		// Other text.
		{"Working with Databases", ""},
		{"Dealing with Failure at Scale", ""},
		{"Dealing with Legacy Systems", ""},
		{"Living with Jane Austen", ""},
		{"Getting Started with Visual Basic", ""},
		{"The Problem with Silicon Valley", ""},
		{"Building Bots with Microsoft Azure", ""},
		{"Tracing with Open Telemetry", ""},
		{"Search with Deep Learning and Big Data", ""},
		{"Writing Services with Go", ""},
		{"Storage with MongoDB Atlas", ""},
		{"Interfaces with React Native", ""},
		{"Pipelines with Apache Beam", ""},
		{"Inference with AWS Lambda", ""},
		{"Querying with GraphQL Federation", ""},
		{"Python 3 with Type Annotations", ""},
		{"Phones with iPhone Apps", ""},
		{"Numbers with Web3 Wallets", ""},
		{"Ethics with Google's Ethicists", ""},
		{"Tea with Milk", ""},
		{"Tea with milk and sugar", ""},
		{"Tea with Databases and Jane Roe", ""},
		{"Tea with Jane and Max", ""},
		{"Tea with Jane Roe and Friends", ""},
		{"Tea with JANE ROE", ""},
		{"Tea with J. R.", ""},
		{"Tea with", ""},
		{"Tea with ", ""},
		{"With Jane Roe", ""},
		{"Within Reach", ""},
		{"Tea", ""},
		{"", ""},
		{"Tea with Jane Roe and ", ""},
		{"Tea with One Two Three Four Five Six Seven", ""},
	} {
		t.Run(tt.title, func(t *testing.T) {
			var want []data.Person
			for name := range strings.SplitSeq(tt.want, "|") {
				if name != "" {
					want = append(want, data.Person{Name: name, Role: data.RoleGuest})
				}
			}
			if d := cmp.Diff(want, guests(tt.title), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("guests(%q) (-want +got):\n%s", tt.title, d)
			}
		})
	}
}
