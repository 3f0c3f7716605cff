// Package widget serves a script for other sites. The script defines two custom elements:
// <segue-related> shows related episodes, <segue-search> a search. docs/widget.md explains
// the usage; the modules in src explain the implementation.
//
// The sources are plain JavaScript with types in comments. Editors and "make types" check
// the types by jsconfig.json. Building and testing need no Node.js: esbuild, a Go tool,
// bundles and minifies the modules into dist. The result is committed and embedded, and a
// test rebuilds and compares it.
//
// The script is one file, so a page loads it with one request. Features that few pages
// need (the search form, other languages, static sites) are separate files, the parts. A
// part gets the functions of the script as an argument (see kit in src/v1.js), because
// esbuild copies every imported module into the part. Only small helpers are copied.
package widget

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"
)

//go:generate go tool esbuild --log-level=warning --minify --target=es2022 --outdir=dist src/related.css src/search.css
//go:generate go tool esbuild --log-level=warning --minify --target=es2022 --charset=utf8 --bundle --format=esm --loader:.css=text --banner:js=(()=>{ --footer:js=})(); --outdir=dist src/v1.js
//go:generate go tool esbuild --log-level=warning --minify --target=es2022 --charset=utf8 --bundle --format=esm --loader:.css=text --outdir=dist/parts --outbase=src --entry-names=[name] src/search.js src/static.js src/address.js src/find.js src/described.js src/placeholder.js src/lang/ar.js src/lang/de.js src/lang/en.js src/lang/es.js src/lang/fr.js src/lang/ja.js

//go:embed dist
var dist embed.FS

const (
	// Prefix is the path of the files. The script is at Prefix + "v1.js".
	Prefix = "/widget/"
	script = "v1.js"
	// partsFolder and ownAddress each occur once in the script. The handler replaces them
	// with the actual values.
	partsFolder = `"./parts/"`
	ownAddress  = "import.meta.url"
)

// Config configures a [Handler]. The zero value is valid.
type Config struct {
	// PublicURL is the public address of the root of the server, such as
	// "https://podcast.example". With it, a copy of the script on another host still finds
	// the API. Without it, the script uses the address from which it was loaded.
	PublicURL string
}

// Handler serves the script and its parts below [Prefix], for GET and HEAD.
type Handler struct {
	files     map[string]file
	integrity string
	frozen    string
	// folder is the folder of the parts.
	folder string
}

// New returns a handler. It returns an error for an invalid public URL.
func New(c Config) (*Handler, error) {
	parts, folder, err := readParts()
	if err != nil {
		return nil, fmt.Errorf("widget: %w", err)
	}
	code, err := readScript(c.PublicURL, folder)
	if err != nil {
		return nil, fmt.Errorf("widget: %w", err)
	}
	sum := sha512.Sum384(code)
	h := &Handler{
		files:     map[string]file{},
		integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		frozen:    "v1." + hex.EncodeToString(sum[:8]) + ".js",
		folder:    folder,
	}
	h.files[script] = newFile(code, evergreen)
	h.files[h.frozen] = newFile(code, forever)
	for name, body := range parts {
		h.files[folder+"/"+name] = newFile(body, forever)
	}
	return h, nil
}

// Integrity returns the value of the attribute integrity: "sha384-" and the hash of the
// script.
func (h *Handler) Integrity() string { return h.integrity }

// Evergreen returns the path of the script that changes with updates of the program.
func (h *Handler) Evergreen() string { return Prefix + script }

// Frozen returns the path of the script that never changes. Its name contains the
// beginning of the hash.
func (h *Handler) Frozen() string { return Prefix + h.frozen }

// Files returns all files by path below [Prefix], for a static site.
func (h *Handler) Files() map[string][]byte {
	files := map[string][]byte{}
	for name, f := range h.files {
		files[name] = bytes.Clone(f.body)
	}
	return files
}

// Style returns the style sheet of <segue-related>, for a declarative shadow root rendered
// by a server.
func Style() string {
	style, _ := dist.ReadFile("dist/related.css") // it is embedded
	return strings.TrimSpace(string(style))
}

// readParts returns the parts by name and their folder, a hash of all parts.
func readParts() (parts map[string][]byte, folder string, err error) {
	parts = map[string][]byte{}
	names, err := fs.Glob(dist, "dist/parts/*.js")
	if err != nil {
		return nil, "", err
	}
	for _, name := range names {
		if parts[strings.TrimPrefix(name, "dist/parts/")], err = dist.ReadFile(name); err != nil {
			return nil, "", err
		}
	}
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintf(all, "%s %d\n%s", name, len(parts[name]), parts[name])
	}
	return parts, hex.EncodeToString(all.Sum(nil)[:6]), nil
}

// readScript returns the script with the folder of its parts and, if known, its address.
func readScript(publicURL, folder string) ([]byte, error) {
	code, err := dist.ReadFile("dist/" + script)
	if err != nil {
		return nil, err
	}
	for _, place := range []string{partsFolder, ownAddress} {
		if n := bytes.Count(code, []byte(place)); n != 1 {
			return nil, fmt.Errorf("the script contains %d occurrences of %s; want 1; run \"make widget\"", n, place)
		}
	}
	code = bytes.ReplaceAll(code, []byte(partsFolder), []byte(`"./`+folder+`/"`))
	if publicURL == "" {
		return code, nil
	}
	address, err := scriptAddress(publicURL)
	if err != nil {
		return nil, fmt.Errorf("public URL %q: %w", publicURL, err)
	}
	quoted, err := json.Marshal(address)
	if err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(code, []byte(ownAddress), quoted), nil
}

func scriptAddress(publicURL string) (string, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New(`want an http or https address without a query, such as "https://podcast.example"`)
	}
	return strings.TrimRight(u.String(), "/") + Prefix + script, nil
}
