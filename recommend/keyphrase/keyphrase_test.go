package keyphrase_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/recommend/keyphrase"
	"segue/recommend/words"
)

// extract returns the phrases of a text.
func extract(t keyphrase.Text) *keyphrase.Phrases {
	return keyphrase.Extract(keyphrase.Input{}, t, words.Analyser(t.Language))
}

// catalogueOf returns the catalogue of texts and their phrases. Other texts have other words.
func catalogueOf(others int, people []string, texts ...keyphrase.Text) (*keyphrase.Catalogue, []*keyphrase.Phrases) {
	counts := &keyphrase.Counts{}
	var list []*keyphrase.Phrases
	for i := range others {
		texts = append(texts, keyphrase.Text{Title: fmt.Sprintf("Other%d", i)})
	}
	for _, t := range texts {
		p := extract(t)
		counts.Add(p)
		list = append(list, p)
	}
	episodes := map[string]int{}
	for _, name := range people {
		episodes[name] = 1
	}
	return keyphrase.NewCatalogue(counts, episodes, func(each func(*keyphrase.Phrases)) {
		for _, p := range list {
			each(p)
		}
	}), list
}

func textsOf(topics []keyphrase.Topic) []string {
	texts := []string{}
	for _, t := range topics {
		texts = append(texts, t.Text)
	}
	return texts
}

func TestTopicsOfAText(t *testing.T) {
	for _, tt := range []struct {
		name   string
		text   keyphrase.Text
		people []string
		want   []string
	}{
		{"tags come first, then phrases", keyphrase.Text{Title: "Kubernetes", Tags: []string{"GitOps"}}, nil, []string{"GitOps", "Kubernetes"}},
		{"then phrases of chapters", keyphrase.Text{Title: "Kubernetes", Chapters: []string{"The state of Helm"}}, nil, []string{"Kubernetes", "Helm"}},
		{"a name is no topic", keyphrase.Text{Title: "Kubernetes with Mandy", Tags: []string{"Mandy Waite"}}, []string{"Mandy Waite"}, []string{"Kubernetes"}},
		{"a name with a genitive is no topic", keyphrase.Text{Title: "Mandy's Kubernetes"}, []string{"Mandy Waite"}, []string{"Kubernetes"}},
		{"a number or a day is no topic", keyphrase.Text{Title: "Monday 2019", Tags: []string{"42", "Friday", "May"}}, nil, []string{}},
		{"a filler is no topic", keyphrase.Text{Title: "Okay, gonna Kubernetes", Tags: []string{"podcast", "Episode"}}, nil, []string{"Kubernetes"}},
		{"the show's name is no topic", keyphrase.Text{Show: "Cloud Talk", Title: "Cloud", Tags: []string{"cloud"}}, nil, []string{}},
		{"boilerplate is no topic", keyphrase.Text{Boilerplate: "Try Nimbus Hosting.", Title: "Nimbus Hosting and Helm"}, nil, []string{"Helm"}},
		{"an address is no topic", keyphrase.Text{Title: "Helm", Description: "https://example.com/kubernetes-guide mail@example.com"}, nil, []string{"Helm"}},
		{"the name of a speaker is no topic", keyphrase.Text{Title: "Helm", Transcript: "ZOE: Zoe likes Helm.\nZOE: Yes, Zoe.\n[MUSIC]\n"}, nil, []string{"Helm"}},
		{"a German noun is a topic", keyphrase.Text{Language: "de", Title: "Der Gletscher", Description: "Heute am Montag sprechen wir."}, nil, []string{"Gletscher"}},
		{"an empty text has none", keyphrase.Text{}, nil, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, list := catalogueOf(20, tt.people, tt.text)
			if d := cmp.Diff(tt.want, textsOf(c.Topics(list[0]))); d != "" {
				t.Errorf("topics (-want +got):\n%s", d)
			}
		})
	}
}

func TestSharedTopicsInEveryLanguage(t *testing.T) {
	for _, tt := range []struct{ language, a, b, want string }{
		{"ar", "الجاذبية في الفضاء", "ما هي الجاذبية", "الجاذبية"},
		{"da", "Gletsjere i Grønland", "Om gletsjere", "gletsjere"},
		{"de", "Gletscher in Österreich", "Über Gletscher", "Gletscher"},
		{"en", "Glaciers of Iceland", "About glaciers", "glaciers"},
		{"es", "Glaciares de Chile", "Sobre los glaciares", "glaciares"},
		{"fi", "Jäätiköt ja vuoret", "Mitä jäätiköt ovat", "jäätiköt"},
		{"fr", "Glaciers des Alpes", "Les glaciers", "glaciers"},
		{"hu", "Gleccserek és hegyek", "A gleccserek", "gleccserek"},
		{"it", "Ghiacciai delle Alpi", "I ghiacciai", "ghiacciai"},
		{"nl", "Gletsjers van IJsland", "Over gletsjers", "gletsjers"},
		{"no", "Isbreer i Norge", "Om isbreer", "isbreer"},
		{"pt", "Geleiras do Chile", "Sobre as geleiras", "geleiras"},
		{"ro", "Ghețari din Alpi", "Despre ghețari", "ghețari"},
		{"ru", "Ледники Исландии", "Про ледники", "ледники"},
		{"sv", "Glaciärer i Sverige", "Om glaciärer", "glaciärer"},
		{"tr", "Buzullar ve dağlar", "Buzullar nedir", "Buzullar"},
		{"ja", "氷河の歴史", "氷河を歩く", "氷河"},
		{"zh", "冰川的历史", "我们的冰川", "冰川"},
	} {
		t.Run(tt.language, func(t *testing.T) {
			c, list := catalogueOf(20, nil, keyphrase.Text{Language: tt.language, Title: tt.a}, keyphrase.Text{Language: tt.language, Title: tt.b})
			if d := cmp.Diff([]string{tt.want}, textsOf(c.Shared(list[0], list[1], 3))); d != "" {
				t.Errorf("topics (-want +got):\n%s", d)
			}
		})
	}
}

func TestPhrasesOfMoreThanAFifthOfTheTextsAreNoTopics(t *testing.T) {
	for _, others := range []int{8, 9} {
		rust := keyphrase.Text{Title: "Rust"}
		c, list := catalogueOf(others, nil, rust, rust)
		c3, list3 := catalogueOf(others, nil, rust, rust, rust)
		got := []int{len(c.Shared(list[0], list[1], 3)), len(c3.Shared(list3[0], list3[1], 3))}
		if d := cmp.Diff([]int{1, 0}, got); d != "" {
			t.Errorf("%d others: topics of two texts with the word, and of three (-want +got):\n%s", others, d)
		}
	}
}

func TestOrdinaryWordsAreNoNames(t *testing.T) {
	c, _ := catalogueOf(5, []string{"Will Price"}, keyphrase.Text{Description: "What is the price of tea?"}, keyphrase.Text{Description: "All about Will."})
	if got := []bool{c.IsName("Price"), c.IsName("Will")}; !slices.Equal(got, []bool{false, true}) {
		t.Errorf("names: %v", got)
	}
}

func TestCountsAfterChangesAreThoseOfTheTexts(t *testing.T) {
	a, b := extract(keyphrase.Text{Title: "Rust and Go"}), extract(keyphrase.Text{Title: "Go"})
	want := &keyphrase.Counts{}
	want.Add(b)
	got := &keyphrase.Counts{}
	got.Add(a)
	copied := got.Clone()
	got.Add(b)
	got.Remove(a)
	if !got.Equal(want) || copied.Equal(want) || copied.Texts() != 1 {
		t.Error("counts differ")
	}
}

func TestPhrasesAreDecodedAsTheyWereEncoded(t *testing.T) {
	text := keyphrase.Text{Title: "Kubernetes in Go", Description: "We build containers in Go.", Tags: []string{"GitOps"}}
	input := keyphrase.Input{7}
	p := keyphrase.Extract(input, text, words.Analyser("en"))
	value, err := p.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var got keyphrase.Phrases
	if err := got.UnmarshalBinary(value); err != nil || !got.Of(input) || got.Of(keyphrase.Input{}) {
		t.Fatalf("decoded with %v", err)
	}
	again, _ := got.MarshalBinary()
	if d := cmp.Diff(value, again); d != "" {
		t.Errorf("(-encoded +decoded and encoded):\n%s", d)
	}
	value[len(value)/2]++
	if got.UnmarshalBinary(value) == nil {
		t.Error("a damaged value is accepted")
	}
}

func FuzzUnmarshal(f *testing.F) {
	value, _ := extract(keyphrase.Text{Title: "Kubernetes in Go"}).MarshalBinary()
	f.Add(value)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		var p keyphrase.Phrases
		if p.UnmarshalBinary(value) == nil {
			counts := &keyphrase.Counts{}
			counts.Add(&p)
			keyphrase.NewCatalogue(counts, nil, func(each func(*keyphrase.Phrases)) { each(&p) }).Topics(&p)
		}
	})
}

func FuzzExtract(f *testing.F) {
	f.Add("Kubernetes with Mandy", "See https://example.com [MUSIC]\nZOE: C++ and Go.", "en")
	f.Add("氷河の歴史", "\xff[", "ja")
	f.Fuzz(func(t *testing.T, title, transcript, language string) {
		p := extract(keyphrase.Text{Title: title, Transcript: transcript, Tags: []string{title}, Language: language})
		value, err := p.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := new(keyphrase.Phrases).UnmarshalBinary(value); err != nil {
			t.Fatalf("%q: %v", value, err)
		}
	})
}
