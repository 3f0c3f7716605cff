# Plain "make" lists the targets.

.DEFAULT_GOAL := help
SHELL := /bin/bash
# The product needs no C compiler, but the race detector links with one.
PRODUCT := CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/segue ./cmd/segue

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Serve the ten bundled episodes at http://127.0.0.1:8080
	@$(PRODUCT)
	@exec bin/segue serve --demo

.PHONY: build
build: ## Build bin/segue, one static binary
	$(PRODUCT)

.PHONY: test
test: compiler ## Run every test, with the race detector
	CGO_ENABLED=1 go test -race -timeout 20m ./...

.PHONY: compiler
compiler:
	@command -v cc >/dev/null || { \
		echo "a C compiler is needed for the race detector: installing Debian's"; \
		apt-get update -q && apt-get install -q -y --no-install-recommends gcc libc6-dev; }

.PHONY: check
check: ## Check formatting, vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: bench
bench: build ## Measure speed and memory (docs/benchmarks.md)
	go test -run '^$$' -bench . -benchmem -timeout 30m ./...

.PHONY: quality
quality: build ## Measure the answers on labelled sets (docs/quality.md)
	bin/segue eval $(wildcard ../shared/data/ir-*)

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin
