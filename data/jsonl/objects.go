package jsonl

// Show is the podcast of an episode.
type Show struct {
	ID    string `json:"id" doc:"The value for the parameter show." example:"software-engineering-daily" upload:"Derived from the title if missing."`
	Title string `json:"title" example:"Software Engineering Daily" uploadRequired:"true"`
}

// Person is a host or guest of an episode.
type Person struct {
	Name string `json:"name" doc:"The value for the parameter person." example:"Alexis Richardson" uploadRequired:"true"`
	Role string `json:"role" doc:"\"host\", \"guest\" or the publisher's term." example:"guest"`
}

// File is a file that a publisher offers with an episode.
type File struct {
	URL      string  `json:"url" doc:"The address of the file." example:"https://example.com/gitops.vtt" uploadRequired:"true"`
	Type     *string `json:"type" doc:"The media type, null if unknown." example:"text/vtt"`
	Language *string `json:"language" doc:"A BCP 47 tag, null if unknown." example:"en"`
}

// Soundbite is a highlight of the recording.
type Soundbite struct {
	Start    float64 `json:"start" minimum:"0" doc:"The start in the recording, in seconds." example:"73.5" uploadRequired:"true"`
	Duration float64 `json:"duration" minimum:"0" doc:"The length in seconds." example:"60" uploadRequired:"true"`
	Title    *string `json:"title" doc:"The title, null if there is none." example:"Why Git"`
}

// Removal is text that cleaning removed from a description.
type Removal struct {
	Text string `json:"text" doc:"The removed text, as plain text." example:"The post GitOps appeared first on Software Engineering Daily." uploadRequired:"true"`
	Rule string `json:"rule" doc:"The rule that removed it." example:"post-footer" uploadRequired:"true"`
}
