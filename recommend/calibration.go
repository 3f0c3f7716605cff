package recommend

import "math"

// Calibration describes the answers of a catalogue and a model to texts about other subjects. It
// gives evidence the same meaning in every catalogue; see [Confidence]. Package calibrate
// computes it. The zero value is unknown.
type Calibration struct {
	// Version identifies the texts and the computation, Model the model.
	Version string `json:"version"`
	Model   string `json:"model"`
	// Episodes and Passages are the size of the catalogue when it was measured.
	Episodes int `json:"episodes"`
	Passages int `json:"passages"`
	// Center is the mean vector of the passages.
	Center []float32 `json:"center"`
	// Meaning, Words and Topic are the values of [Evidence] that texts about other subjects reach.
	Meaning Spread `json:"meaning"`
	Words   Spread `json:"words"`
	Topic   Spread `json:"topic"`
	// Subject is how far the passages of the catalogue are above Topic, in widths, from 0 for a
	// catalogue about everything to maxSubject for one with a subject.
	Subject float64 `json:"subject"`
	// Pairs are the cosines of random episodes.
	Pairs Spread `json:"pairs"`
}

// Known reports whether the calibration was computed.
func (c Calibration) Known() bool { return c.Meaning.Width > 0 }

// Spread describes a distribution by its median and its width, an estimate of the standard
// deviation that outliers do not change.
type Spread struct {
	Middle float64 `json:"middle"`
	Width  float64 `json:"width"`
}

// widthsAbove returns how many widths x is above the middle, at least low and at most high.
func (s Spread) widthsAbove(x, low, high float64) float64 {
	if !(s.Width > 0) {
		return 0
	}
	return min(max((x-s.Middle)/s.Width, low), high)
}

// Evidence is how well the best results of a text match it.
type Evidence struct {
	// Meaning is the highest cosine of a result and the text, Words the highest share of its telling
	// words that a result has, and Topic the cosine of the text and the centre of the catalogue.
	Meaning, Words, Topic float64
}

const (
	// wordsWeight and topicWeight are the weights of widths of words and topic in evidence; a width
	// of meaning has the weight 1. docs/quality.md has the measurements.
	wordsWeight, topicWeight = 0.4, 1
	// minWords and maxWords bound the widths of words: a text without any known word, and a text
	// of which a result has every word, say no more than that.
	minWords, maxWords = -2, 5
	// minTopic and maxSubject bound the widths of the topic.
	minTopic, maxSubject = -1, 3
)

// SubjectOf returns [Calibration.Subject] for the topic of the catalogue's own passages.
func SubjectOf(topic Spread, own float64) float64 { return topic.widthsAbove(own, 0, maxSubject) }

// of returns the evidence that a result answers a text better than chance would: the widths of its
// cosine above those of texts about other subjects, plus the widths of its telling words, minus
// those that the topic of the text is below the subject of the catalogue.
func (c Calibration) of(e Evidence) float64 {
	topic := c.Topic.widthsAbove(e.Topic, minTopic, c.Subject) - c.Subject
	return c.Meaning.widthsAbove(e.Meaning, math.Inf(-1), math.Inf(1)) +
		wordsWeight*c.Words.widthsAbove(e.Words, minWords, maxWords) + topicWeight*topic
}
