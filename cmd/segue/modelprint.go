package main

import (
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

// printSwitch prints the result of switching the model.
func (t *terminal) printSwitch(s app.Switch, asJSON bool) error {
	if asJSON {
		return api.Write(t.stdout, s)
	}
	line := fmt.Sprintf("%s is already the current model", s.Active)
	if s.Changed {
		line = fmt.Sprintf(`switched from %s to %s; "segue model back" switches back`, s.Previous, s.Active)
	}
	_, err := fmt.Fprintln(t.stdout, line)
	return err
}

// dropReport is the number of deleted vectors of a model, as printed with --json.
type dropReport struct {
	Model   string `json:"model"`
	Vectors int    `json:"vectors"`
	Bytes   int64  `json:"bytes"`
	Deleted bool   `json:"deleted"`
}
