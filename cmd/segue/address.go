package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
)

// unixPrefix begins an address that is the path of a Unix socket.
const unixPrefix = "unix:"

// socketMode lets the group of the server use its socket, such as a proxy in the same group.
const socketMode = 0o660

// splitAddress returns the network and the address of a value of --addr.
func splitAddress(addr string) (network, address string) {
	if path, ok := strings.CutPrefix(addr, unixPrefix); ok {
		return "unix", path
	}
	return "tcp", addr
}

// checkAddress refuses the value of a flag that is no address to listen on.
func checkAddress(flag, addr, example string) error {
	network, address := splitAddress(addr)
	if network == "unix" {
		if address == "" {
			return fmt.Errorf("invalid %s %q; want the path of a socket, such as unix:/run/segue/segue.sock", flag, addr)
		}
		return nil
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		return fmt.Errorf("invalid %s %q; want host and port, such as %s, or unix: and a path", flag, addr, example)
	}
	return nil
}

// listen listens on a value of --addr.
func listen(addr string) (net.Listener, error) {
	network, address := splitAddress(addr)
	if network != "unix" {
		return net.Listen(network, address)
	}
	if err := removeStaleSocket(address); err != nil {
		return nil, err
	}
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(address, socketMode); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// removeStaleSocket removes the socket of a killed server. It refuses another file, and a socket
// on which a server answers.
func removeStaleSocket(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is a file and not a socket", path)
	}
	if connection, err := net.Dial("unix", path); err == nil {
		connection.Close()
		return fmt.Errorf("another server listens on %s", path)
	}
	return os.Remove(path)
}

// urlOf returns the address of a listener for people.
func urlOf(l net.Listener, secure bool) string {
	switch {
	case l.Addr().Network() == "unix":
		return unixPrefix + l.Addr().String()
	case secure:
		return "https://" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}
