package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/recommend"
	"segue/server/api"
)

type peopleCommand struct {
	Name []string `arg:"" optional:"" help:"Name or id of the person to show."`
	catalogFlags
	filterFlags
	Limit  int  `help:"Maximum number of people, or of episodes of a person." default:"20"`
	Offset int  `help:"Number of people or episodes to skip." placeholder:"N"`
	JSON   bool `help:"Print the body of the HTTP response." name:"json"`
}

func (peopleCommand) Help() string {
	return `Examples:
  segue people --demo
  segue people --demo venkat yalla
  segue people --language en --published-after 2018-08-01`
}

// Validate refuses the values that the HTTP parameters refuse. Kong calls it.
func (cmd *peopleCommand) Validate() error {
	switch {
	case cmd.Limit < 1:
		return fmt.Errorf("--limit must be 1 or more, not %d", cmd.Limit)
	case cmd.Offset < 0:
		return fmt.Errorf("--offset must be 0 or more, not %d", cmd.Offset)
	case len(cmd.Name) > 0 && !cmd.filter().IsZero():
		return errors.New("filters apply to the list; remove them to show one person")
	}
	return nil
}

func (cmd *peopleCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.open(ctx, app.Options{Mode: app.List, Source: cmd.source()})
	if err != nil {
		return err
	}
	defer a.Close()
	if len(cmd.Name) > 0 {
		return cmd.show(ctx, t, a)
	}
	facets, err := a.Engine.Facets(ctx, cmd.filter())
	if err != nil {
		return err
	}
	all := facets.People
	if cmd.JSON {
		return api.Write(t.stdout, api.NewPeopleBody(all, cmd.Offset, cmd.Limit))
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(t.stdout, "no people")
		return err
	}
	list := newTable(table.Row{"person", "episodes", "id"})
	for _, person := range pageOf(cmd, all) {
		list.AppendRow(table.Row{person.Label, person.Count, data.PersonID(person.Label)})
	}
	cmd.printNext(t, len(all), "people")
	return render(t.stdout, list)
}

// show prints one person with the person's episodes.
func (cmd *peopleCommand) show(ctx context.Context, t *terminal, a *app.App) error {
	name := strings.Join(cmd.Name, " ")
	person, err := a.Engine.Person(ctx, data.PersonID(name)) // PersonID does not change an id
	if errors.Is(err, recommend.ErrUnknownPerson) {
		return app.WithHint(fmt.Errorf("unknown person %q; want a name or an id", name), `"segue people" lists all people, "segue suggest" searches for similar names`)
	}
	if err != nil {
		return err
	}
	ids := pageOf(cmd, person.Episodes)
	episodes, err := a.Shown().Episodes(ctx, ids)
	if err != nil {
		return err
	}
	if cmd.JSON {
		topics, err := a.Engine.Topics(ctx, ids)
		if err != nil {
			return err
		}
		return api.Write(t.stdout, api.NewPersonBody(person, episodes, topics, cmd.Offset, cmd.Limit))
	}
	list := newTable(table.Row{"episode", "published", "length", "id"})
	for _, id := range ids {
		if e, ok := episodes[id]; ok {
			list.AppendRow(columns(e))
		}
	}
	if _, err := fmt.Fprintln(t.stdout, strings.Join(describePerson(person), "\n")+"\n"); err != nil {
		return err
	}
	cmd.printNext(t, len(person.Episodes), "episodes")
	return render(t.stdout, list)
}

// describePerson returns lines with the name, the roles, and the people in the same
// episodes.
func describePerson(p recommend.Person) []string {
	lines := []string{p.Name}
	if len(p.Roles) > 0 {
		var roles []string
		for _, r := range p.Roles {
			roles = append(roles, string(r))
		}
		lines = append(lines, strings.Join(roles, ", "))
	}
	var with []string
	for _, other := range p.With {
		with = append(with, fmt.Sprintf("%s (%d)", other.Label, other.Count))
	}
	if len(with) > 0 {
		lines = append(lines, "with "+strings.Join(with, ", "))
	}
	return lines
}

// pageOf returns the part of a list that --offset and --limit select.
func pageOf[T any](cmd *peopleCommand, list []T) []T {
	from := min(cmd.Offset, len(list))
	return list[from:min(from+cmd.Limit, len(list))]
}

// printNext prints how to list the next entries, if there are more.
func (cmd *peopleCommand) printNext(t *terminal, total int, noun string) {
	if next := cmd.Offset + cmd.Limit; next < total {
		fmt.Fprintf(t.stderr, "segue: %d to %d of %d %s; continue with --offset %d\n", cmd.Offset+1, next, total, noun, next)
	}
}
