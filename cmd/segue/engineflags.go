package main

import "segue/recommend/vectors"

// searchFlags are the flags of commands that answer from a catalogue.
type searchFlags struct {
	catalogFlags
	modelFlags
	engineFlags
}

// engineFlags select the engine that compares vectors.
type engineFlags struct {
	Engine engineName `help:"Engine that compares vectors: auto, chromem or packed. All give the same answers. By default, the number of passages decides." default:"auto" enum:"auto,chromem,packed" placeholder:"NAME"`
}

func (f engineFlags) engine() vectors.Engine { return vectors.Engine(f.Engine) }

// engineName is the value of a flag: the name of an engine.
type engineName vectors.Engine

// UnmarshalText implements encoding.TextUnmarshaler.
func (e *engineName) UnmarshalText(text []byte) error {
	parsed, err := vectors.ParseEngine(string(text))
	*e = engineName(parsed)
	return err
}
