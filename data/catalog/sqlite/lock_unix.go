//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// The bytes of a file that SQLite locks while a connection is open, from its file format.
const (
	sharedLock     = 0x40000002
	sharedLockSize = 510
)

// InUse reports whether another process has the catalogue open. This process must not have
// it open.
func InUse(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: sharedLock, Len: sharedLockSize}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock); err != nil {
		return false, err
	}
	return lock.Type != syscall.F_UNLCK, nil
}
