package catalog

import (
	"testing"

	sqlite3 "modernc.org/sqlite/lib"
)

// Two connections, 1 and 2, take and give back locks as SQLite does.
func TestLogIndexLocks(t *testing.T) {
	type step struct {
		file uintptr
		do   string // "read", "write" or "free", the locks from first up to end
		from int32
		end  int32
		busy bool
	}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"lets two read", []step{{1, "read", 3, 4, false}, {2, "read", 3, 4, false}}},
		{"keeps a writer from a reader", []step{{1, "read", 3, 4, false}, {2, "write", 3, 4, true}}},
		{"keeps a reader from a writer", []step{{1, "write", 3, 4, false}, {2, "read", 3, 4, true}}},
		{"keeps a writer from a writer", []step{{1, "write", 3, 4, false}, {2, "write", 3, 4, true}}},
		{"takes all of several locks or none", []step{{1, "read", 5, 6, false}, {2, "write", 3, 8, true}, {1, "write", 3, 5, false}}},
		{"keeps other locks apart", []step{{1, "write", 0, 1, false}, {2, "write", 1, 2, false}, {2, "read", 3, 4, false}}},
		{"frees after a writer", []step{{1, "write", 0, 8, false}, {1, "free", 0, 8, false}, {2, "write", 0, 8, false}}},
		{"frees after the last reader only", []step{{1, "read", 3, 4, false}, {2, "read", 3, 4, false}, {1, "free", 3, 4, false},
			{1, "write", 3, 4, true}, {2, "free", 3, 4, false}, {1, "write", 3, 4, false}}},
		{"counts a reader that asks twice once", []step{{1, "read", 3, 4, false}, {1, "read", 3, 4, false}, {1, "free", 3, 4, false}, {2, "write", 3, 4, false}}},
		{"does not free what another holds", []step{{1, "write", 3, 4, false}, {2, "free", 3, 4, false}, {2, "write", 3, 4, true}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			index := &logIndex{}
			files := map[uintptr]*logFile{1: {index: index}, 2: {index: index}}
			for i, s := range tt.steps {
				code := int32(sqlite3.SQLITE_OK)
				switch f := files[s.file]; s.do {
				case "read":
					code = f.lockShared(s.file, s.from, s.end)
				case "write":
					code = f.lockAlone(s.file, s.from, s.end)
				default:
					f.unlock(s.file, s.from, s.end)
				}
				if busy := code == sqlite3.SQLITE_BUSY; busy != s.busy {
					t.Fatalf("step %d, %+v: busy is %t", i, s, busy)
				}
			}
		})
	}
}
