package catalog

import (
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// locks is the number of locks of one log.
const locks = sqlite3.SQLITE_SHM_NLOCK

// logIndex is the index of one database's log.
type logIndex struct {
	regions []uintptr
	readers [locks]int
	writer  [locks]uintptr // the file that holds the lock alone
	files   int
}

// logFile is a connection's part in a logIndex.
type logFile struct {
	index *logIndex
	name  string
	reads [locks]bool
}

// mapIndex gives the address of one region of the index, or none where it does
// not exist and should not be made.
func mapIndex(tls *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32 {
	inMemory.Lock()
	defer inMemory.Unlock()
	index := inMemory.files[file].index
	address := at[uintptr](out)
	*address = 0
	for extend != 0 && len(index.regions) <= int(region) {
		made := libc.Xcalloc(tls, 1, libc.Tsize_t(size))
		if made == 0 {
			return sqlite3.SQLITE_NOMEM
		}
		index.regions = append(index.regions, made)
	}
	if int(region) < len(index.regions) {
		*address = index.regions[region]
	}
	return sqlite3.SQLITE_OK
}

// lockIndex takes or gives back the n locks from first on, without waiting.
func lockIndex(_ *libc.TLS, file uintptr, first, n, flags int32) int32 {
	inMemory.Lock()
	defer inMemory.Unlock()
	f := inMemory.files[file]
	end := first + n
	switch {
	case flags&sqlite3.SQLITE_SHM_UNLOCK != 0:
		f.unlock(file, first, end)
		return sqlite3.SQLITE_OK
	case flags&sqlite3.SQLITE_SHM_SHARED != 0:
		return f.lockShared(file, first, end)
	default:
		return f.lockAlone(file, first, end)
	}
}

func (f *logFile) lockShared(file uintptr, first, end int32) int32 {
	for i := first; i < end; i++ {
		if w := f.index.writer[i]; w != 0 && w != file {
			return sqlite3.SQLITE_BUSY
		}
	}
	for i := first; i < end; i++ {
		if !f.reads[i] {
			f.reads[i] = true
			f.index.readers[i]++
		}
	}
	return sqlite3.SQLITE_OK
}

func (f *logFile) lockAlone(file uintptr, first, end int32) int32 {
	for i := first; i < end; i++ {
		others := f.index.readers[i]
		if f.reads[i] {
			others--
		}
		if w := f.index.writer[i]; w != 0 && w != file || others > 0 {
			return sqlite3.SQLITE_BUSY
		}
	}
	for i := first; i < end; i++ {
		f.index.writer[i] = file
	}
	return sqlite3.SQLITE_OK
}

func (f *logFile) unlock(file uintptr, first, end int32) {
	for i := first; i < end; i++ {
		if f.reads[i] {
			f.reads[i] = false
			f.index.readers[i]--
		}
		if f.index.writer[i] == file {
			f.index.writer[i] = 0
		}
	}
}

func indexBarrier(*libc.TLS, uintptr) {
	inMemory.Lock()
	defer inMemory.Unlock()
}

// unmapIndex ends a connection's use of the index; closeInMemory frees it.
func unmapIndex(_ *libc.TLS, file uintptr, _ int32) int32 {
	inMemory.Lock()
	defer inMemory.Unlock()
	inMemory.files[file].unlock(file, 0, locks)
	return sqlite3.SQLITE_OK
}
