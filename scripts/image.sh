#!/usr/bin/env bash
# Builds the product's image with Docker from deploy/image/Dockerfile and the jars of cli/target/lib, and prints its name.
#   image.sh [NAME [BASE [OPTION...]]]   NAME: liteio:VERSION; BASE: debian:12-slim; options of `docker build`, such as --no-cache
# Where debian:12-slim can not be pulled, the base is made of Debian's packages from the mirror that this machine's apt uses.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/base
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' "$root/pom.xml")
name=${1:-liteio:$version}
base=${2:-debian:12-slim}
[ $# -ge 2 ] && own_base= || own_base=1
shift $(($# < 2 ? $# : 2))

say() { echo "image: $*" >&2; }

# The sources of Debian's packages that this machine's apt has for its own release, a line each.
debian_sources() {
  # the format's $(...) are apt's, not the shell's
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v codename="$1" '$1 == "Debian" && ($3 == codename || index($3, codename "-updates") || index($3, codename "-security")) {
      print "deb", $2, $3, $4 }'
}

# What this machine's apt has been told about its way to the mirror, as options of a command, one a line.
apt_options() {
  command -v apt-config >/dev/null || return 0
  apt-config dump |
    sed -n 's/^\(Acquire::\(Check-Valid-Until\|Check-Date\|https\?::Proxy\)\) "\([^" ]\+\)";$/\1=\3/p'
}

# A small Debian in the image $base, made once a month.
make_base() {
  local codename options=()
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  base=liteio-base:$codename-$(date +%Y%m)
  ! docker image inspect "$base" >/dev/null 2>&1 || return 0
  command -v mmdebstrap >/dev/null || { say "cannot pull a base image: log in to a registry, or apt-get install mmdebstrap"; return 1; }
  mkdir -p "$cache"
  scratch=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  debian_sources "$codename" >"$scratch/sources.list"
  [ -s "$scratch/sources.list" ] || { say "apt has no source of Debian $codename to make a base image of"; return 1; }
  while IFS='=' read -r key value; do options+=(--aptopt="$key \"$value\""); done < <(apt_options)
  say "making a base image of Debian $codename, a minute"
  # the hook's $1 is mmdebstrap's: the base's root
  # shellcheck disable=SC2016
  mmdebstrap --quiet --variant=minbase "${options[@]}" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --customize-hook='rm -f "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/etc/resolv.conf' \
    "$codename" "$scratch/base.tar" "$scratch/sources.list" >&2
  docker import "$scratch/base.tar" "$base" >/dev/null
}

docker version >/dev/null 2>&1 || { say "no Docker answers: start it, or run scripts/with-docker.sh $0"; exit 1; }
context=$("$root/scripts/image/runtime.sh")
if ! docker image inspect "$base" >/dev/null 2>&1 && ! timeout 300 docker pull -q "$base" >&2; then
  [ -n "$own_base" ] || { say "cannot pull $base"; exit 1; }
  make_base
fi
say "building $name on $base"
docker build --network=host -f "$root/deploy/image/Dockerfile" -t "$name" \
  --build-arg BASE="$base" --build-arg VERSION="$version" \
  --build-arg APT_OPTIONS="$(apt_options | sed 's/^/-o /' | paste -sd' ')" \
  --build-arg http_proxy --build-arg https_proxy --build-arg no_proxy \
  "$@" "$context" >&2
echo "$name"
