package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASocketOfAKilledServerIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "segue.sock")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	if _, err := listen(unixPrefix + path); err == nil || !strings.Contains(err.Error(), "another server listens") {
		t.Errorf("a socket in use: %v", err)
	}
	stale.Close()
	l, err := listen(unixPrefix + path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != socketMode {
		t.Errorf("the socket has %v (%v)", info.Mode(), err)
	}
}

func TestAFileIsNotReplacedByASocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listen(unixPrefix + path); err == nil || !strings.Contains(err.Error(), "is a file and not a socket") {
		t.Errorf("error %v", err)
	}
}

func TestHealthConnectsToThisMachineIfTheServerListensOnAllAddresses(t *testing.T) {
	for addr, want := range map[string]string{":8080": "localhost:8080", "0.0.0.0:80": "localhost:80", "[::]:80": "localhost:80", "10.0.0.1:80": "10.0.0.1:80", "/run/a.sock": "/run/a.sock"} {
		if got := dialable(addr); got != want {
			t.Errorf("dialable(%q) = %q, want %q", addr, got, want)
		}
	}
}
