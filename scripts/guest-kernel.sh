#!/usr/bin/env bash
# Prepares what the guests boot, in a cache outside the checkout, and prints the folder it is in: Debian's own kernel package of
# the backports suite, an initramfs made from it, and the QEMU that emulates it. Needs the network only when the cache is empty.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/backports.sh
. "$here/backports.sh"
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/guest
# the initramfs depends on these files: another text, another folder
recipe=$(cat "$here/guest-kernel.sh" "$here/backports.sh" "$here/guest/init" "$here/guest/modules" | sha256sum | cut -c1-12)

say() { echo "guest-kernel: $*" >&2; }

# Moves the finished folder $1 to $2, unless another run was faster.
publish() {
  touch "$1/finished"
  chmod 755 "$1"
  mv -T "$1" "$2" 2>/dev/null || [ -e "$2/finished" ]
}

# Debian's kernel as modules/ and vmlinuz in the folder "$cache/debian".
kernel() {
  local package work=$scratch/debian
  [ ! -e "$cache/debian/finished" ] || return 0
  backports_lists "$scratch/suite"
  package=$(apt-cache "${backports[@]}" depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
  say "downloading $package (about 105 MB) and unpacking it into $cache"
  backports_unpack "$scratch/x" "$package"
  depmod -b "$scratch/x" "$(ls "$scratch/x/lib/modules")"
  mkdir "$work"
  mv "$scratch/x/lib/modules" "$work/modules"
  mv "$scratch"/x/boot/vmlinuz-* "$work/vmlinuz"
  publish "$work" "$cache/debian"
}

# The emulator, as the program qemu in the folder "$cache/qemu": this machine's own, unless it is older than 10; that of the
# backports suite then, which starts a JVM in 2/3 of the time that 7.2 takes and forks in less than half of it.
emulator() {
  local version work=$scratch/qemu
  [ ! -e "$cache/qemu/finished" ] || return 0
  version=$(qemu-system-x86_64 --version | sed -n 's/^QEMU emulator version \([0-9]*\).*/\1/p')
  mkdir "$work"
  if [ "${version:-0}" -ge 10 ]; then
    ln -s "$(command -v qemu-system-x86_64)" "$work/qemu"
  else
    say "downloading a newer QEMU than $version (about 13 MB) and unpacking it into $cache"
    backports_lists "$scratch/suite-of-qemu"
    backports_unpack "$work/root" qemu-system-x86 qemu-system-data seabios
    cp "$here/guest/qemu" "$work/qemu"
  fi
  "$work/qemu" --version >/dev/null
  publish "$work" "$cache/qemu"
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
  ln -s ../debian/vmlinuz ../debian/modules ../qemu/qemu "$work/"
  publish "$work" "$cache/$recipe"
  say "a guest of kernel $(ls "$cache/debian/modules") is ready in $cache/$recipe"
}

mkdir -p "$cache"
scratch=$(mktemp -d "$cache/building.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
kernel
emulator
initramfs
ln -sfn "$recipe" "$cache/current"
echo "$cache/$recipe"
