package admin

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestAKeyCannotBePrinted(t *testing.T) {
	key := NewKey(" secret \n")
	encoded, err := json.Marshal(key)
	if got := fmt.Sprintf("%v %+v %#v %s", key, key, key, encoded); got != `[key] [key] [key] "[key]"` || err != nil {
		t.Errorf("the key is printed as %s (error %v)", got, err)
	}
	if !key.matches("secret") || key.matches("secret ") || key.matches("") {
		t.Error("the key does not match exactly its text without white space around it")
	}
	if none := NewKey(" "); none.IsSet() || none.String() != "" {
		t.Errorf("a blank key is set or is printed as %v", none)
	}
}

func TestAKeyMustBeLong(t *testing.T) {
	for _, tt := range []struct {
		name, key string
		ok        bool
	}{
		{"no key is allowed", "", true},
		{"a blank key is no key", " \n", true},
		{"15 characters are too short", "123456789012345", false},
		{"white space does not count", " 123456789012345 ", false},
		{"16 characters are enough", "1234567890123456", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := CheckLength(tt.key); (err == nil) != tt.ok {
				t.Errorf("CheckLength returns %v", err)
			}
		})
	}
}
