package deploy_test

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

// maxImage is the maximum size of the compressed image.
const maxImage = 60 << 20

// command runs a program and returns its output.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// stageImage makes the files that the first stage of the Dockerfile makes, and a Dockerfile with
// the last stage only. The first stage needs an image from a registry.
func stageImage(t *testing.T) (dir string) {
	t.Helper()
	dockerfile, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, ok := strings.Cut(string(dockerfile), "FROM scratch\n")
	if !ok {
		t.Fatal("the Dockerfile has no stage from scratch")
	}
	dir = t.TempDir()
	last = strings.Replace("FROM scratch\n"+last, "--from=build ", "", 1)
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(last), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"image/etc/ssl/certs", "image/data", "image/tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "image/segue"), "./cmd/segue")
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// TestTheImageStarts builds the last stage of the Dockerfile, and starts its root file system as
// the user of the image.
func TestTheImageStarts(t *testing.T) {
	if !testenv.Soak() {
		t.Skip(`"make soak" builds the image`)
	}
	buildah := testenv.Command(t, "operator-tools", "buildah")
	testenv.Root(t, "start the root file system of an image")
	dir := stageImage(t)
	layout := filepath.Join(dir, "layout")
	store := []string{"--root", filepath.Join(dir, "store"), "--runroot", filepath.Join(dir, "run"), "--storage-driver", "vfs"}
	command(t, dir, buildah, append(store, "bud", "--isolation", "chroot", "--format", "docker", "-t", "segue", ".")...)
	command(t, dir, buildah, append(store, "push", "segue", "oci:"+layout+":latest")...)
	size := int64(0)
	err := filepath.Walk(layout, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return err
	})
	if err != nil || size > maxImage {
		t.Errorf("the compressed image has %.1f MB, want at most %d MB (%v)", float64(size)/1e6, maxImage>>20, err)
	}
	config := command(t, dir, buildah, append(store, "inspect", "--type", "image", "segue")...)
	for _, want := range []string{`"User": "65532:65532"`, `"/data": {}`, `"/segue"`, `"health"`} {
		if !strings.Contains(config, want) {
			t.Errorf("the image has no %s:\n%s", want, config)
		}
	}
	container := strings.TrimSpace(command(t, dir, buildah, append(store, "from", "--pull-never", "localhost/segue")...))
	root := strings.TrimSpace(command(t, dir, buildah, append(store, "mount", container)...))
	defer exec.Command(buildah, append(store, "umount", container)...).Run()
	startAndCheck(t, root)
}

// startAndCheck starts the program in a root file system, and waits until its health check passes.
func startAndCheck(t *testing.T, root string) {
	t.Helper()
	socket := "unix:/data/segue.sock" // no port is needed
	in := func(args ...string) *exec.Cmd {
		cmd := exec.Command("/segue", args...)
		cmd.Dir, cmd.Env = "/", []string{"SEGUE_DATA=/data/segue.db", "SEGUE_ADDR=" + socket}
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
		return cmd
	}
	server := in("serve")
	var log bytes.Buffer
	server.Stderr = &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Process.Kill()
	testenv.Wait(t, "the health check", func() bool { return in("health").Run() == nil })
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("the server ends with %v\n%s", err, &log)
	}
	if _, err := os.Stat(filepath.Join(root, "data/segue.db")); err != nil {
		t.Error(err)
	}
}
