package catalog

import (
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// A catalogue in memory uses SQLite's own VFS "memdb", in which connections
// share a database by its name. That VFS has no write-ahead log, so there a
// writer shuts out every reader. All that the log lacks is the index that its
// connections share and lock; this file adds it, and the result is registered
// as a VFS of its own. What the functions must do is told at
// https://sqlite.org/c3ref/io_methods.html.
const memoryVFS = "segue-memory"

// inMemory knows every open database, by name, and its connections' files, by
// their address. The mutex is also the memory barrier that SQLite asks for.
var inMemory = struct {
	sync.Mutex
	indexes map[string]*logIndex
	files   map[uintptr]*logFile
}{indexes: map[string]*logIndex{}, files: map[uintptr]*logFile{}}

// The tables of functions that SQLite calls, and the two of memdb that are
// wrapped. They are package variables because SQLite keeps their addresses.
var (
	memoryTable   sqlite3.Tsqlite3_vfs
	memoryMethods sqlite3.Tsqlite3_io_methods
	memdbOpen     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	memdbClose    func(tls *libc.TLS, file uintptr) int32
	methodsReady  sync.Once
)

// registerMemory makes the VFS known to SQLite, once.
var registerMemory = sync.OnceValue(func() error {
	tls := libc.NewTLS()
	defer tls.Close()
	if rc := sqlite3.Xsqlite3_initialize(tls); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("sqlite does not start (code %d)", rc)
	}
	memdb, err := libc.CString("memdb")
	if err != nil {
		return err
	}
	defer libc.Xfree(tls, memdb)
	found := sqlite3.Xsqlite3_vfs_find(tls, memdb)
	if found == 0 {
		return errors.New("sqlite has no memdb")
	}
	memoryTable = *at[sqlite3.Tsqlite3_vfs](found)
	memdbOpen = *at[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](addressOf(&memoryTable.FxOpen))
	memoryTable.FpNext, memoryTable.FxOpen = 0, pointer(openInMemory)
	if memoryTable.FzName, err = libc.CString(memoryVFS); err != nil {
		return err
	}
	if rc := sqlite3.Xsqlite3_vfs_register(tls, addressOf(&memoryTable), 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("sqlite refuses %s (code %d)", memoryVFS, rc)
	}
	return nil
})

// at reads an address of SQLite's as a Go pointer.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

func addressOf[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// pointer is a top-level function as SQLite calls it.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

func openInMemory(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32 {
	if rc := memdbOpen(tls, vfs, name, file, flags, outFlags); rc != sqlite3.SQLITE_OK || flags&sqlite3.SQLITE_OPEN_MAIN_DB == 0 {
		return rc
	}
	opened := at[sqlite3.Tsqlite3_file](file)
	methodsReady.Do(func() { extendMethods(opened.FpMethods) })
	opened.FpMethods = addressOf(&memoryMethods)

	inMemory.Lock()
	defer inMemory.Unlock()
	key := libc.GoString(name)
	index := inMemory.indexes[key]
	if index == nil {
		index = &logIndex{}
		inMemory.indexes[key] = index
	}
	index.files++
	inMemory.files[file] = &logFile{index: index, name: key}
	return sqlite3.SQLITE_OK
}

// extendMethods makes memoryMethods of memdb's methods.
func extendMethods(memdb uintptr) {
	memoryMethods = *at[sqlite3.Tsqlite3_io_methods](memdb)
	memdbClose = *at[func(*libc.TLS, uintptr) int32](addressOf(&memoryMethods.FxClose))
	memoryMethods.FiVersion = 2 // with a shared index, without mapped files
	memoryMethods.FxClose = pointer(closeInMemory)
	memoryMethods.FxShmMap = pointer(mapIndex)
	memoryMethods.FxShmLock = pointer(lockIndex)
	memoryMethods.FxShmBarrier = pointer(indexBarrier)
	memoryMethods.FxShmUnmap = pointer(unmapIndex)
}

// closeInMemory forgets a connection, and the index with its last one.
func closeInMemory(tls *libc.TLS, file uintptr) int32 {
	inMemory.Lock()
	if f := inMemory.files[file]; f != nil {
		delete(inMemory.files, file)
		f.unlock(file, 0, locks)
		if f.index.files--; f.index.files == 0 {
			delete(inMemory.indexes, f.name)
			for _, region := range f.index.regions {
				libc.Xfree(tls, region)
			}
		}
	}
	inMemory.Unlock()
	return memdbClose(tls, file)
}
