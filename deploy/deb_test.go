package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"segue/data/testenv"
)

// TestTheDebianPackageIsInstalledAndRemoved installs the package below a folder of its own.
func TestTheDebianPackageIsInstalledAndRemoved(t *testing.T) {
	if !testenv.Soak() {
		t.Skip(`"make soak" builds the package`)
	}
	dpkg := testenv.Command(t, "operator-tools", "dpkg")
	testenv.Root(t, "install a package")
	root := t.TempDir()
	build := exec.Command("deploy/deb.sh")
	build.Dir, build.Env = "..", append(os.Environ(), "VERSION=1.2.3")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found, err := filepath.Glob("../dist/segue_1.2.3_*.deb")
	if err != nil || len(found) != 1 {
		t.Fatalf("packages %q, %v", found, err)
	}
	defer os.RemoveAll("../dist")
	for _, folder := range []string{"var/lib/dpkg/updates", "var/lib/dpkg/info"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	options := []string{"--root=" + root, "--force-script-chrootless", "--force-not-root"}
	command(t, ".", dpkg, append(options, "--install", found[0])...)
	files := []string{
		"usr/bin/segue", "etc/segue/segue.toml", "lib/systemd/system/segue.service", "usr/share/man/man1/segue.1.gz", "usr/share/man/man1/segue-search.1.gz",
		"usr/share/bash-completion/completions/segue", "usr/share/zsh/vendor-completions/_segue", "usr/share/fish/vendor_completions.d/segue.fish",
	}
	for _, name := range files {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
	command(t, ".", filepath.Join(root, "usr/bin/segue"), "version")
	command(t, ".", dpkg, append(options, "--purge", "segue")...)
	for _, name := range files {
		if _, err := os.Stat(filepath.Join(root, name)); !os.IsNotExist(err) {
			t.Errorf("after the removal, %s remains", name)
		}
	}
}
