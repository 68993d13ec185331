#!/usr/bin/env bash
# Builds Kubernetes and what belongs to it from the Go module e2e/tools, into a cache outside the checkout, and prints the
# folder the programs are in. Built once (10 to 15 minutes on two cores), then reused until a version changes.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
module=$here/../e2e/tools
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/tools
recipe=$(cat "$module/go.mod" "$module/go.sum" "$here/cluster-tools.sh" | sha256sum | cut -c1-12)
kubernetes=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$module/go.mod")

say() { echo "cluster-tools: $*" >&2; }

needs_go() {
  local wanted
  wanted=$(awk '$1 == "go" { print $2 }' "$module/go.mod")
  if ! command -v go >/dev/null || ! go -C "$module" version >/dev/null 2>&1; then
    say "the cluster lane builds Kubernetes itself: install Go $wanted or newer on PATH"
    return 1
  fi
}

# The names of the packages go compiles, one a line, as a count now and then.
progress() {
  awk -v of="$1" '++compiled % 200 == 0 {
    printf "cluster-tools: %d packages compiled, of at most %d\n", compiled, of; fflush()
  }'
}

build() {
  local work=$scratch/bin packages version=k8s.io/component-base/version minor
  mkdir "$work"
  minor=${kubernetes#v1.}
  mapfile -t packages < <(go -C "$module" list tool)
  say "building ${#packages[@]} programs of Kubernetes $kubernetes into $cache/$recipe, once, 10 to 15 minutes"
  # without cgo the programs are static, so that an image needs nothing beside them; nobody debugs them, and a compiler that
  # collects less garbage is done a tenth sooner
  { CGO_ENABLED=0 GOGC=400 go -C "$module" build -v -trimpath -o "$work/" -gcflags=all=-dwarf=false \
    -ldflags "-s -w -X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}" \
    "${packages[@]}" 2>&1 >/dev/null; echo $? >"$scratch/exit"; } | tee "$scratch/log" \
    | progress "$(go -C "$module" list -deps tool | wc -l)" >&2
  if [ "$(cat "$scratch/exit")" != 0 ]; then
    grep -v '^[a-z0-9./_-]*$' "$scratch/log" >&2 || true
    say "the build failed"
    return 1
  fi
  mv "$work/server" "$work/etcd"
}

mkdir -p "$cache"
if [ ! -e "$cache/$recipe/finished" ]; then
  needs_go
  scratch=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  build
  touch "$scratch/bin/finished"
  mv -T "$scratch/bin" "$cache/$recipe" 2>/dev/null || [ -e "$cache/$recipe/finished" ]
fi
ln -sfn "$recipe" "$cache/current"
echo "$cache/$recipe"
