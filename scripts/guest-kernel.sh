#!/usr/bin/env bash
# Prepares the kernel that the guests boot, in a cache outside the checkout, and prints the folder it is in:
# Debian's own kernel package of the backports suite, unpacked (not installed), and an initramfs made from it.
# Needs the network only when the cache is empty. The machine's apt sources stay as they are.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/guest
# the initramfs depends on these files: another text, another folder
recipe=$(cat "$here/guest-kernel.sh" "$here/guest/init" "$here/guest/modules" | sha256sum | cut -c1-12)

say() { echo "guest-kernel: $*" >&2; }

# Moves the finished folder $1 to $2, unless another run was faster.
publish() {
  touch "$1/finished"
  chmod 755 "$1"
  mv -T "$1" "$2" 2>/dev/null || [ -e "$2/finished" ]
}

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

# Debian's kernel as modules/ and vmlinuz in the folder "$cache/debian".
kernel() {
  local package options
  [ ! -e "$cache/debian/finished" ] || return 0
  local work=$scratch/debian
  mkdir -p "$work" "$scratch/sources" "$scratch/lists/partial"
  backports_source >"$scratch/sources/backports.list"
  read -ra options < <(isolated "$scratch")
  apt-get "${options[@]}" -qq update
  package=$(apt-cache "${options[@]}" depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
  say "downloading $package (about 105 MB) and unpacking it into $cache"
  (cd "$scratch" && apt-get "${options[@]}" -qq download "$package")
  dpkg -x "$scratch"/linux-image-*.deb "$scratch/x"
  depmod -b "$scratch/x" "$(ls "$scratch/x/lib/modules")"
  mv "$scratch/x/lib/modules" "$work/modules"
  mv "$scratch"/x/boot/vmlinuz-* "$work/vmlinuz"
  publish "$work" "$cache/debian"
}

# The initramfs of that kernel, with links to the rest, in the folder "$cache/$recipe".
initramfs() {
  [ ! -e "$cache/$recipe/finished" ] || return 0
  local module file work=$scratch/recipe tree=$scratch/tree
  mkdir -p "$work" "$scratch/fake/lib" "$tree"/{bin,sbin,modules,proc,sys,dev,lower,upper,newroot}
  ln -s "$cache/debian/modules" "$scratch/fake/lib/modules"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  cp "$here/guest/init" "$tree/init"
  chmod +x "$tree/init" "$tree/bin/busybox"
  while read -r module; do
    modprobe -S "$(ls "$cache/debian/modules")" -d "$scratch/fake" --show-depends "$module"
  done <"$here/guest/modules" | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$scratch/order"
  while read -r file; do
    case $file in
      *.xz) xz -dc "$file" >"$tree/modules/$(basename "$file" .xz)" ;;
      *) cp "$file" "$tree/modules/" ;;
    esac
    basename "$file" .xz >>"$tree/modules/order"
  done <"$scratch/order"
  (cd "$tree" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/initramfs.gz"
  ln -s ../debian/vmlinuz ../debian/modules "$work/"
  publish "$work" "$cache/$recipe"
  say "a guest of kernel $(ls "$cache/debian/modules") is ready in $cache/$recipe"
}

mkdir -p "$cache"
scratch=$(mktemp -d "$cache/building.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
kernel
initramfs
ln -sfn "$recipe" "$cache/current"
echo "$cache/$recipe"
