package server

import (
	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// requireAdminKey refuses requests without the admin key. It runs before the request is
// read, so other clients cannot find out which feeds and episodes exist.
func (s *Server) requireAdminKey(c *gin.Context) {
	info := respond.InfoOf(c.Request.Context())
	if p := s.gate.Admit(info.Client, c.GetHeader("Authorization")); p != nil {
		p.Write(c.Writer, c.Request)
		c.Abort()
	}
}
