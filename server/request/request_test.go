package request_test

import (
	"context"
	"strings"
	"testing"

	"segue/server/request"
)

func TestFromIsNeverNil(t *testing.T) {
	request.From(context.Background()).Code = "lost" // nobody reads it
	info := &request.Info{}
	request.From(request.NewContext(context.Background(), info)).Code = "kept"
	if info.Code != "kept" || request.From(context.Background()).Code != "" {
		t.Errorf("info has %q", info.Code)
	}
}

func FuzzID(f *testing.F) {
	for _, seed := range []string{"", "a", "a b", "a\nb", "é", strings.Repeat("a", 64), strings.Repeat("a", 65)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, proposed string) {
		id := request.ID(proposed)
		if len(id) == 0 || len(id) > 64 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" && id == proposed {
			t.Errorf("ID(%q) = %q", proposed, id)
		}
		if id != proposed && request.ID(proposed) == id {
			t.Errorf("ID(%q) makes %q twice", proposed, id)
		}
	})
}
