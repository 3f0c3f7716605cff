#!/usr/bin/env bash
# Builds the binaries of all platforms in dist/, with checksums and an SBOM (CycloneDX).
set -euo pipefail
cd "$(dirname "$0")/.."
version=${VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo 0.0.0)}
platforms=${PLATFORMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}
rm -rf dist && mkdir -p dist
for platform in $platforms; do
	os=${platform%/*} arch=${platform#*/} suffix=
	[ "$os" != windows ] || suffix=.exe
	name=segue-$version-$os-$arch
	mkdir "dist/$name"
	GOOS=$os GOARCH=$arch CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "dist/$name/segue$suffix" ./cmd/segue
	cp LICENSE NOTICE README.md "dist/$name/"
	tar -C dist -czf "dist/$name.tar.gz" --owner=0 --group=0 --numeric-owner "$name"
	first=${first:-dist/$name/segue$suffix}
done
go tool -modfile=tools/go.mod cyclonedx-gomod bin -json -output "dist/segue-$version.sbom.json" "$first"
rm -rf dist/*/
(cd dist && sha256sum -- *.tar.gz *.json > SHA256SUMS)
ls -l dist
