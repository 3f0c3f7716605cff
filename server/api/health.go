package api

import (
	"context"
	"net/http"
)

// HealthBody says that the program runs.
type HealthBody struct {
	Status  string `json:"status" enum:"ok"`
	Version string `json:"version" doc:"The version of the program." example:"v0.1.0"`
}

// ReadyBody says whether requests should be sent here, and how far the engine
// has come.
type ReadyBody struct {
	Status   string `json:"status" enum:"ready,starting,stopping" doc:"Only ready goes with status 200."`
	Episodes int    `json:"episodes" minimum:"0" doc:"Episodes that the engine knows." example:"10"`
	Embedded int    `json:"embedded" minimum:"0" doc:"Episodes that have vectors; they are served while the others are being embedded." example:"10"`
	Model    string `json:"model" doc:"The model whose vectors answer." example:"all-MiniLM-L6-v2"`
	Index    string `json:"index" doc:"The state of the index." example:"7-10"`
}

// StatusCode is 503 until the first index stands, and when the server is about
// to stop.
func (b ReadyBody) StatusCode() int {
	if b.Status == "ready" {
		return http.StatusOK
	}
	return http.StatusServiceUnavailable
}

// unfinished reports whether some episodes have no vectors yet.
func (s Service) unfinished() bool {
	status := s.Recommender.Status()
	return status.Embedded < status.Episodes
}

// health asks nobody: a slow disk is no reason to be restarted.
func (s Service) health(context.Context, *struct{}) (HealthBody, error) {
	return HealthBody{Status: "ok", Version: s.Version}, nil
}

func (s Service) ready(context.Context, *struct{}) (ReadyBody, error) {
	status := s.Recommender.Status()
	body := ReadyBody{
		Status: "ready", Episodes: status.Episodes, Embedded: status.Embedded, Model: status.Model, Index: status.Index,
	}
	switch {
	case s.Stopping != nil && s.Stopping():
		body.Status = "stopping"
	case status.Model == "": // an engine names it with its first index
		body.Status = "starting"
	}
	return body, nil
}
