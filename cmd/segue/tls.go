package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
)

// tlsFlags select the certificate of a server.
type tlsFlags struct {
	TLSCert string `help:"File with the certificate and its chain (PEM), to serve HTTPS." name:"tls-cert" placeholder:"FILE"`
	TLSKey  string `help:"File with the key of the certificate (PEM)." name:"tls-key" placeholder:"FILE"`
}

// certificate is a certificate that can be read again while a server uses it.
type certificate struct {
	files   tlsFlags
	current atomic.Pointer[tls.Certificate]
}

// certificate reads the certificate. It returns nil if the flags name none.
func (f tlsFlags) certificate() (*certificate, error) {
	switch {
	case f.TLSCert == "" && f.TLSKey == "":
		return nil, nil
	case f.TLSCert == "" || f.TLSKey == "":
		return nil, errors.New("--tls-cert and --tls-key must be given together")
	}
	c := &certificate{files: f}
	return c, c.load()
}

// load reads the files. After an error the former certificate stays.
func (c *certificate) load() error {
	read, err := tls.LoadX509KeyPair(c.files.TLSCert, c.files.TLSKey)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	c.current.Store(&read)
	return nil
}

// listener returns a listener that speaks TLS on l.
func (c *certificate) listener(l net.Listener) net.Listener {
	return tls.NewListener(l, &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current.Load(), nil },
	})
}
