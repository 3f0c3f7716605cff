package page

// progress is how far the catalogue has been embedded, while that goes on.
type progress struct {
	// Done and All count episodes; All is 0 as long as the engine has not begun.
	Done, All int
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
