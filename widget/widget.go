// Package widget is what a site includes to show related episodes and a search:
// one script with two custom elements, <segue-related> and <segue-search>.
// docs/widget.md says how it is used, and the modules in src how it works.
//
// The sources are plain JavaScript with types in comments, so that what is read is
// what runs, editors check the types by jsconfig.json ("make types" does too), and
// neither building nor testing needs node. esbuild, a Go tool, puts the modules
// into one file and takes comments and spaces away. What it makes is committed in
// dist and embedded; a test makes it anew and compares.
//
// The script is one file, so that a page waits for one answer; what few pages
// need (the search form, other languages, static sites) are parts of their own
// beside it. A part imports nothing that the script has too, because a module
// that both import would be one more file for every page.
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
//go:generate go tool esbuild --log-level=warning --minify --target=es2022 --charset=utf8 --bundle --format=esm --loader:.css=text --outdir=dist/parts --outbase=src --entry-names=[name] src/search.js src/static.js src/find.js src/described.js src/placeholder.js src/lang/ar.js src/lang/de.js src/lang/en.js src/lang/es.js src/lang/fr.js src/lang/ja.js

//go:embed dist
var dist embed.FS

const (
	// Prefix is where the files are: the script is Prefix + "v1.js".
	Prefix = "/widget/"
	script = "v1.js"
	// partsFolder and ownAddress stand in the script once each, for what is put
	// in their place.
	partsFolder = `"./parts/"`
	ownAddress  = "import.meta.url"
)

// Config is what a Handler is made of. The zero value works.
type Config struct {
	// PublicURL is the address under which visitors reach the root of the server,
	// such as "https://podcast.example". With it, a copy of the script that a site
	// moved elsewhere still finds the API. Without it, the script looks where it
	// was loaded from.
	PublicURL string
}

// Handler serves the script and its parts below [Prefix], for GET and HEAD. It
// knows nothing of the episodes.
type Handler struct {
	files     map[string]file
	integrity string
	frozen    string
	// folder is where the parts are.
	folder string
}

// New returns the handler. It fails for a public URL that is no address of a
// server.
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

// Integrity returns what a snippet gives as the attribute integrity, "sha384-"
// and the hash of the script as this handler serves it.
func (h *Handler) Integrity() string { return h.integrity }

// Evergreen returns the path of the script that changes with the program.
func (h *Handler) Evergreen() string { return Prefix + script }

// Frozen returns the path of the script whose name holds the beginning of the
// hash that [Handler.Integrity] gives, and whose bytes therefore never change.
func (h *Handler) Frozen() string { return Prefix + h.frozen }

// Files returns every file by its path below [Prefix], for a site without a
// server.
func (h *Handler) Files() map[string][]byte {
	files := map[string][]byte{}
	for name, f := range h.files {
		files[name] = bytes.Clone(f.body)
	}
	return files
}

// Style returns the style sheet of <segue-related>, for a declarative shadow root
// that a server sends.
func Style() string {
	style, _ := dist.ReadFile("dist/related.css") // it is embedded
	return strings.TrimSpace(string(style))
}

// readParts returns the parts by name, and the folder that they are served from:
// a hash of all of them.
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

// readScript returns the script with what it cannot know.
func readScript(publicURL, folder string) ([]byte, error) {
	code, err := dist.ReadFile("dist/" + script)
	if err != nil {
		return nil, err
	}
	for _, place := range []string{partsFolder, ownAddress} {
		if n := bytes.Count(code, []byte(place)); n != 1 {
			return nil, fmt.Errorf("the script has %d times %s and needs it once; run \"make widget\"", n, place)
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
		return "", errors.New(`it must be an address without a query, such as "https://podcast.example"`)
	}
	return strings.TrimRight(u.String(), "/") + Prefix + script, nil
}
