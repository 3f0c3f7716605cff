package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"segue/data/testenv"
)

func TestSIGHUPReloadsTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "segue.toml")
	write := func(text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("log-level = 'info'")
	var log syncBuffer
	cmd := exec.Command(binary(t), "serve", "--demo", "--addr", "unix:"+filepath.Join(dir, "s.sock"), "--config", name)
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	waitLog := func(text string) {
		testenv.Wait(t, text, func() bool { return strings.Contains(log.String(), text) })
	}
	hangUp := func() {
		if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	waitLog("listening on unix:")
	write("log-level = 'debug'\nfeed = ['http://127.0.0.1:1/feed?token=abc']")
	hangUp()
	waitLog("reloaded the configuration")
	waitLog("http://127.0.0.1:1/feed?token=[hidden]")
	health := exec.Command(binary(t), "health", "--addr", "unix:"+filepath.Join(dir, "s.sock"))
	if out, err := health.CombinedOutput(); err != nil || !bytes.Contains(out, []byte(`"ok"`)) {
		t.Errorf("health: %v\n%s", err, out)
	}
	waitLog("address=/healthz") // only debug logs a probe
	write("nonsense")
	hangUp()
	waitLog("the configuration was not reloaded")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server ends with %v", err)
	}
}
