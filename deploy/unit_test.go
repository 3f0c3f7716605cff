package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"segue/data/testenv"
)

// TestSystemdAcceptsTheUnit checks the unit file. The path of the program is replaced by one that
// exists.
func TestSystemdAcceptsTheUnit(t *testing.T) {
	if !testenv.Soak() {
		t.Skip(`"make soak" checks the unit`)
	}
	analyze := testenv.Command(t, "operator-tools", "systemd-analyze")
	unit, err := os.ReadFile("segue.service")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "segue.service")
	text := strings.ReplaceAll(string(unit), "/usr/bin/segue", "/bin/true")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(analyze, "verify", "--man=no", name).CombinedOutput()
	if err != nil || strings.Contains(string(out), "segue.service") {
		t.Errorf("%v\n%s", err, out)
	}
}
