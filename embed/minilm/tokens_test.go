package minilm

import (
	"testing"

	"segue/embed/tokens"
)

// TestTokenEstimatesPerLanguage compares the estimates with the tokens of this model.
func TestTokenEstimatesPerLanguage(t *testing.T) {
	m := newTestModel(t)
	for _, tt := range []struct {
		name, text string
		min, max   float64 // of estimate / tokens
	}{
		{"English", "In this first episode your hosts discuss how this blog post was built and deployed, and why databases lock rows.", 1.05, 1.4},
		{"German", "Die Geschichte der Datenbanken beginnt in den sechziger Jahren, als Rechner noch ganze Räume füllten.", 0.85, 1.2},
		{"Polish", "Rozmowa o historii skrzypiec i o tym, dlaczego lutnicy wciąż szukają drewna z dawnych czasów.", 0.75, 1.2},
		{"Vietnamese", "Lịch sử của cơ sở dữ liệu bắt đầu vào những năm sáu mươi", 1, 2},
		{"Russian", "История баз данных начинается в шестидесятых годах, когда компьютеры занимали целые комнаты.", 0.95, 1.3},
		{"Greek", "Η ιστορία των βάσεων δεδομένων αρχίζει τη δεκαετία του εξήντα", 0.95, 1.3},
		{"Chinese", "播客推荐系统的介绍：我们讨论向量检索、词频和用户的收听习惯。", 0.95, 1.3},
		{"Japanese", "データベースの歴史は六十年代に始まり、今日まで続いている。", 0.95, 1.3},
		{"Korean", "데이터베이스의 역사는 컴퓨터가 방 하나를 가득 채우던 시절에 시작되었다.", 0.95, 1.3},
		{"Hebrew", "פודקאסט על מסדי נתונים ועל ההיסטוריה של המחשבים הראשונים", 0.95, 1.3},
		{"Arabic", "تبدأ قصة قواعد البيانات في الستينيات حين كانت الحواسيب تملأ الغرف", 0.95, 1.3},
		{"a link", "https://www.example.com/podcasts/episode-123?utm_source=feed&utm_medium=rss", 0.95, 1.3},
		{"numbers", "2023-11-05T14:03:59Z 0x7f3a9c 192.168.1.254 +49 30 1234567", 0.95, 1.3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			actual := len(m.vocabulary.Tokens(nil, tt.text, 1<<20))
			share := float64(tokens.Estimate(tt.text)) / float64(actual)
			if share < tt.min || share > tt.max {
				t.Errorf("the estimate is %.2f times the real number (%d tokens), want %v to %v", share, actual, tt.min, tt.max)
			}
		})
	}
}

func TestTokenEstimateOfTheReferenceRows(t *testing.T) {
	var actual, estimated int
	for _, row := range referenceRows(t) {
		if len(row.IDs) < MaxTokens { // otherwise the text is truncated
			actual += len(row.IDs)
			estimated += tokens.Estimate(row.Text)
		}
	}
	if share := float64(estimated) / float64(actual); share < 1 || share > 1.5 {
		t.Errorf("the estimate is %.2f times the real number (%d tokens), want 1 to 1.5", share, actual)
	}
}
