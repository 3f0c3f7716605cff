#!/usr/bin/env bash
# Builds the Debian package of this machine's kind of processor in dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
export ARCH=${ARCH:-$(go env GOARCH)} VERSION=${VERSION:-$(git describe --tags 2>/dev/null || echo 0.0.0)}
stage=dist/package
rm -rf $stage && mkdir -p $stage
CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o $stage/segue ./cmd/segue
$stage/segue man --out $stage/man
gzip -9 -n $stage/man/*
for shell in bash zsh fish; do $stage/segue completion $shell > $stage/segue.$shell; done
go tool -modfile=tools/go.mod nfpm package --config deploy/nfpm.yaml --packager deb --target dist/
