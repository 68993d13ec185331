#!/usr/bin/env bash
# Prepares the kernel that the guests boot, in a cache outside the checkout, and prints the folder it is in:
# Debian's own kernel package of the backports suite, unpacked (not installed), and an initramfs made from it.
# Needs the network only when the cache is empty. The machine's apt sources stay as they are.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/guest
# what is built depends on these files: another text, another folder
recipe=$(cat "$here/guest-kernel.sh" "$here/guest/init" "$here/guest/modules" | sha256sum | cut -c1-12)

say() { echo "guest-kernel: $*" >&2; }
finished() { [ -e "$cache/$recipe/finished" ]; }

# Options that make apt see one suite only, with its lists in folder $1 and in no other place.
isolated() {
  echo "-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$1/sources -o Dir::State::Lists=$1/lists" \
    "-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Debug::NoLocking=1"
}

# The mirror this machine already uses for its release, as a source line for the backports of that release.
backports_source() {
  local codename uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # the format's $(...) are apt's, not the shell's
  # shellcheck disable=SC2016
  uri=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v release="$codename" '$1 == release && !found++ { print $2 }')
  if [ -z "$uri" ]; then
    say "apt has no source for $codename: add Debian's main archive to /etc/apt/sources.list.d"
    return 1
  fi
  [ -r "$keyring" ] && keyring="[signed-by=$keyring] " || keyring=
  echo "deb $keyring$uri $codename-backports main"
}

download() { # into folder $1, which holds x/ with the unpacked package afterwards
  local work=$1 package options
  mkdir -p "$work/sources" "$work/lists/partial"
  backports_source >"$work/sources/backports.list"
  read -ra options < <(isolated "$work")
  apt-get "${options[@]}" -qq update
  package=$(apt-cache "${options[@]}" depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
  say "downloading $package (about 105 MB) and unpacking it into $cache"
  (cd "$work" && apt-get "${options[@]}" -qq download "$package")
  dpkg -x "$work"/linux-image-*.deb "$work/x"
  rm -f "$work"/linux-image-*.deb
}

initramfs() { # of the kernel unpacked in $1/x, version $2
  local work=$1 version=$2 module file
  local tree=$work/initramfs
  mkdir -p "$tree"/{bin,sbin,modules,proc,sys,dev,lower,upper,newroot}
  cp "$(command -v busybox)" "$tree/bin/busybox"
  cp "$here/guest/init" "$tree/init"
  chmod +x "$tree/init" "$tree/bin/busybox"
  while read -r module; do
    modprobe -S "$version" -d "$work/x" --show-depends "$module"
  done <"$here/guest/modules" | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$work/order"
  while read -r file; do
    case $file in
      *.xz) xz -dc "$file" >"$tree/modules/$(basename "$file" .xz)" ;;
      *) cp "$file" "$tree/modules/" ;;
    esac
    basename "$file" .xz >>"$tree/modules/order"
  done <"$work/order"
  (cd "$tree" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/initramfs.gz"
  rm -rf "$tree" "$work/order"
}

build() {
  local work version
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/building.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  download "$work"
  version=$(basename "$work"/x/lib/modules/*)
  depmod -b "$work/x" "$version"
  initramfs "$work" "$version"
  mv "$work/x/boot/vmlinuz-$version" "$work/vmlinuz"
  mv "$work/x/lib/modules" "$work/modules"
  rm -rf "$work/x" "$work/sources" "$work/lists"
  echo "$version" >"$work/finished"
  chmod 755 "$work"
  mv -T "$work" "$cache/$recipe" 2>/dev/null || finished
  say "kernel $version is ready in $cache/$recipe"
}

finished || build
ln -sfn "$recipe" "$cache/current"
echo "$cache/$recipe"
