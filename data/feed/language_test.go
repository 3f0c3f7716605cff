package feed_test

import "testing"

// Short descriptions in six languages, in feeds without a language, with the right one and
// with a wrong one.
func TestTheLanguageOfAnEpisodeIsDetected(t *testing.T) {
	for _, tt := range []struct{ language, title, text string }{
		{"en", "Salt", "How the salt of the sea is won, and who carries it to the market."},
		{"en", "Rye bread", "We bake with a miller and ask what is in the flour that you buy."},
		{"de", "Salz", "Wie das Salz aus dem Meer kommt und wer es auf den Markt bringt."},
		{"de", "Roggenbrot", "Wir backen mit einer Müllerin und fragen, was in dem Mehl ist."},
		{"fr", "Le sel", "Comment on tire le sel de la mer, et qui le porte au marché."},
		{"fr", "Pain de seigle", "Nous parlons avec une meunière de la farine et des moulins du pays."},
		{"es", "La sal", "Cómo se saca la sal del mar y quién la lleva al mercado."},
		{"es", "Pan de centeno", "Hablamos con una molinera sobre la harina y los molinos del país."},
		{"it", "Il sale", "Come si ricava il sale dal mare e chi lo porta al mercato della città."},
		{"it", "Pane di segale", "Parliamo con una mugnaia della farina e dei mulini che sono ancora in uso."},
		{"pt", "O sal", "Como se tira o sal do mar e quem o leva para o mercado da cidade."},
		{"pt", "Pão de centeio", "Falamos com uma moleira sobre a farinha e os moinhos que ainda são usados."},
	} {
		inner := "<title>" + tt.title + "</title><description>" + tt.text + "</description>"
		wrong := "en-us"
		if tt.language == "en" {
			wrong = "de"
		}
		for _, declared := range []string{"", tt.language, wrong} {
			channel := ""
			if declared != "" {
				channel = "<language>" + declared + "</language>"
			}
			if got := item(t, channel, inner).Episode.Language; got != tt.language {
				t.Errorf("%q in a feed with language %q: detected %q", tt.text, declared, got)
			}
		}
	}
}

func TestTheLanguageOfTheFeedStaysInDoubt(t *testing.T) {
	for _, tt := range []struct{ channel, inner, want string }{
		{"<language>en-GB</language>", "<title>Tea</title>", "en-GB"},
		{"<language>en-GB</language>", "<title>La vie en rose</title><description>A song of the war and what it meant to the singer.</description>", "en-GB"},
		{"<language>de-AT</language>", "<title>Tee</title><description>Wie der Tee nach Wien kam und was er dort ist.</description>", "de-AT"},
		{"<language>ja</language>", "<title>茶</title><description>お茶の話。 The tea of the sea.</description>", "ja"},
		{"", "<title>Tea</title>", ""},
		{"", "<title>La La Land</title>", ""},
	} {
		if got := item(t, tt.channel, tt.inner).Episode.Language; got != tt.want {
			t.Errorf("%s %s: language %q, want %q", tt.channel, tt.inner, got, tt.want)
		}
	}
}
