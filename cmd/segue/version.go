package main

import (
	"fmt"
	"runtime"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type versionCommand struct {
	JSON bool `help:"Print the version as JSON." name:"json"`
}

func (versionCommand) Help() string {
	return `Examples:
  segue version
  segue version --json`
}

func (cmd versionCommand) Run(t *terminal) error {
	if cmd.JSON {
		return api.Write(t.stdout, struct {
			Version  string `json:"version"`
			Go       string `json:"go"`
			Platform string `json:"platform"`
		}{app.Version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
	}
	_, err := fmt.Fprintln(t.stdout, versionText())
	return err
}

// versionText is the version for people.
func versionText() string {
	return fmt.Sprintf("segue %s (%s, %s/%s)", app.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
