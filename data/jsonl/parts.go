package jsonl

// Show is the podcast of an episode.
type Show struct {
	ID    string `json:"id" doc:"What the parameter show takes." example:"software-engineering-daily" upload:"Made from the title where it is missing."`
	Title string `json:"title" example:"Software Engineering Daily" uploadRequired:"true"`
}

// Person is a host or guest of an episode.
type Person struct {
	Name string `json:"name" doc:"What the parameter person takes." example:"Alexis Richardson" uploadRequired:"true"`
	Role string `json:"role" doc:"\"host\", \"guest\", or what the publisher says." example:"guest"`
}

// File is a file that a publisher offers with an episode.
type File struct {
	URL      string  `json:"url" doc:"Its address." example:"https://example.com/gitops.vtt" uploadRequired:"true"`
	Type     *string `json:"type" doc:"Its media type, null where unknown." example:"text/vtt"`
	Language *string `json:"language" doc:"A BCP 47 tag, null where unknown." example:"en"`
}

// Soundbite is a piece of the recording.
type Soundbite struct {
	Start    float64 `json:"start" minimum:"0" doc:"Where it begins, in seconds." example:"73.5" uploadRequired:"true"`
	Duration float64 `json:"duration" minimum:"0" doc:"How long it is, in seconds." example:"60" uploadRequired:"true"`
	Title    *string `json:"title" doc:"What it is called, null where it has no name." example:"Why Git"`
}

// Removal is a piece of a description that is not about the episode.
type Removal struct {
	Text string `json:"text" doc:"What was removed, as plain text." example:"The post GitOps appeared first on Software Engineering Daily." uploadRequired:"true"`
	Rule string `json:"rule" doc:"Why." example:"appeared-first" uploadRequired:"true"`
}
