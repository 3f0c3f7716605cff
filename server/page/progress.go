package page

// progress is the progress of embedding the catalogue.
type progress struct {
	// Done and Total count episodes. Total is 0 until the engine has opened the
	// catalogue.
	Done, Total int
	bar
}

// progress returns nil once every episode is embedded.
func (s *Site) progress() *progress {
	status := s.engine.Status()
	switch {
	case status.Index == "":
		return &progress{}
	case status.Embedded >= status.Episodes:
		return nil
	}
	return &progress{status.Embedded, status.Episodes, newBar(float64(status.Embedded) / float64(status.Episodes))}
}
