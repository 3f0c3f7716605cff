package respond_test

import (
	"context"
	"strings"
	"testing"

	"segue/server/respond"
)

func TestInfoOfIsNeverNil(t *testing.T) {
	respond.InfoOf(context.Background()).Code = "lost" // this Info has no reader
	info := &respond.Info{}
	respond.InfoOf(respond.WithInfo(context.Background(), info)).Code = "kept"
	if info.Code != "kept" || respond.InfoOf(context.Background()).Code != "" {
		t.Errorf("info has %q", info.Code)
	}
}

func FuzzRequestID(f *testing.F) {
	for _, seed := range []string{"", "a", "a b", "a\nb", "é", strings.Repeat("a", 64), strings.Repeat("a", 65)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, proposed string) {
		id := respond.RequestID(proposed)
		if len(id) == 0 || len(id) > 64 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" && id == proposed {
			t.Errorf("RequestID(%q) = %q", proposed, id)
		}
		if id != proposed && respond.RequestID(proposed) == id {
			t.Errorf("RequestID(%q) makes %q twice", proposed, id)
		}
	})
}
