#!/usr/bin/env bash
# Makes a file tree of the product's image from this machine alone, without Docker, in a cache outside the checkout, and prints
# its folder: what scripts/image/runtime.sh has laid, the programs that the node plugin calls with their libraries, and per role
# an archive of what it loads, from a rehearsal. Made again (a minute) when a jar has changed. For an image to ship: scripts/image.sh
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/trees
programs='sh cmp dd stat mount unshare umount blkid blockdev findmnt mkfs.ext4 resize2fs e2fsck mkfs.xfs xfs_growfs nvme modprobe'

say() { echo "image-tree: $*" >&2; }

# Copies a file of this machine to the same place of the tree, links resolved.
same_place() {
  mkdir -p "$tree$(dirname "$1")"
  cp -Ln "$1" "$tree$1"
}

operating_system() {
  local each path library
  mkdir -p "$tree"/{dev,etc,mnt,proc,root,run,sys,tmp,usr/bin,usr/sbin,usr/lib,usr/lib64,var/tmp}
  chmod 1777 "$tree/tmp" "$tree/var/tmp"
  for each in bin sbin lib lib64; do ln -s usr/$each "$tree/$each"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
  echo 'root:x:0:' >"$tree/etc/group"
  for each in $programs; do
    path=$(command -v "$each")
    same_place "$path"
    libraries "$path"
  done
  for library in /etc/mke2fs.conf /lib/x86_64-linux-gnu/libz.so.1; do same_place $library; done
}

libraries() {
  local library
  { ldd "$1" 2>/dev/null || true; } | grep -o '/[^ ]*' | while read -r library; do same_place "$library"; done
}

runtime=$("$root/scripts/image/runtime.sh")
recipe=$({ cat "$root/scripts/image-tree.sh"; echo "${runtime##*/}"; } | sha256sum | cut -c1-12)
mkdir -p "$cache"
if [ ! -d "$cache/$recipe" ]; then
  say "making the product's image, a minute"
  tree=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf --one-file-system "$tree"' EXIT
  chmod 755 "$tree"
  operating_system
  cp -a "$runtime/opt" "$runtime/usr" "$tree"
  libraries "$tree/opt/liteio/java/lib/server/libjvm.so"
  # mounted for the rehearsal alone: a build that was killed must leave no way from its tree to this machine's /dev
  unshare --mount --propagation private bash -euc '
    mount --bind /proc "$1/proc"
    mount --bind /dev "$1/dev"
    "$0" "$1"' "$runtime/rehearse" "$tree"
  mv -T "$tree" "$cache/$recipe" 2>/dev/null || [ -d "$cache/$recipe" ]
  # of earlier builds; one that another run has just made is let be
  find "$cache" -mindepth 1 -maxdepth 1 ! -name "$recipe" -mmin +60 -exec rm -rf --one-file-system {} +
fi
echo "$cache/$recipe"
