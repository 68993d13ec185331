#!/usr/bin/env bash
# Lays the images that Pods of the cluster lane run from on a disk, in a cache outside the checkout, and prints its folder.
# No registry: each image is one layer of files that are on this machine. containerd unpacks them here (importing in a guest is
# slow), and mke2fs makes a disk of its folder; guests write to overlays of their own.
#   cluster-images.sh [NAME=FOLDER...]   further images: the files of FOLDER, started by its /usr/bin/liteio
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/images
tools=$(readlink -f "${cache%/images}/tools/current") || tools=
size=8G

say() { echo "cluster-images: $*" >&2; }

# All there is to know of the further images: names, modes and times of files.
further_text() {
  local each
  for each in "$@"; do
    echo "${each%%=*}"
    (cd "${each#*=}" && find . -printf '%P %m %s %T@ %l\n' | sort)
  done
}

# image NAME FOLDER ENTRYPOINT_JSON: imports the files of the folder as an image of one layer
image() {
  local name=$1 folder=$2 entrypoint=$3 work=$scratch/archive layer
  rm -rf "$work"
  mkdir "$work"
  tar -C "$folder" --numeric-owner --owner=0 --group=0 --sort=name -cf "$work/layer.tar" .
  layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  cat >"$work/config.json" <<C
{"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]},
 "config": {"Entrypoint": $entrypoint, "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}}
C
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$name\"], \"Layers\": [\"layer.tar\"]}]" >"$work/manifest.json"
  tar -C "$work" -cf "$scratch/image.tar" manifest.json config.json layer.tar
  "$tools/ctr" -a "$scratch/containerd.sock" -n k8s.io images import "$scratch/image.tar" >"$scratch/import.log" 2>&1 ||
    { cat "$scratch/import.log" >&2; return 1; }
  say "$name"
}

containerd_up() {
  cat >"$scratch/containerd.toml" <<C
version = 3
root = "$scratch/disk/containerd"
state = "$scratch/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.nri.v1.nri"]
[grpc]
  address = "$scratch/containerd.sock"
C
  PATH=$tools:$PATH "$tools/containerd" -c "$scratch/containerd.toml" >"$scratch/containerd.log" 2>&1 &
  containerd=$!
  until "$tools/ctr" -a "$scratch/containerd.sock" version >/dev/null 2>&1; do
    kill -0 $containerd 2>/dev/null || { cat "$scratch/containerd.log" >&2; return 1; }
    sleep 0.1
  done
}

containerd_down() {
  kill "$containerd"
  wait "$containerd" || true
}

# the users' Pods: a shell and the usual small programs
busybox_tree() {
  local tree=$scratch/busybox name
  mkdir -p "$tree"/{bin,etc,tmp,root,proc,sys,dev}
  chmod 1777 "$tree/tmp"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  for name in $(busybox --list); do [ "$name" = busybox ] || ln -s busybox "$tree/bin/$name"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
  echo 'root:x:0:' >"$tree/etc/group"
  echo "$tree"
}

# one program and nothing else
program_tree() {
  local tree=$scratch/tree-$1
  mkdir -p "$tree/tmp"
  chmod 1777 "$tree/tmp"
  cp "$tools/$1" "$tree/$1"
  echo "$tree"
}

images() {
  local each busybox
  busybox=$(busybox_tree)
  image liteio.test/pause:1 "$busybox" '["/bin/sleep", "infinity"]'
  image liteio.test/busybox:1 "$busybox" '["/bin/sh"]'
  for each in csi-provisioner csi-attacher csi-resizer; do
    image "liteio.test/$each:1" "$(program_tree $each)" "[\"/$each\"]"
  done
  for each in "$@"; do
    image "${each%%=*}" "${each#*=}" '["/usr/bin/liteio"]'
  done
}

[ -n "$tools" ] || { say "no programs of Kubernetes: run scripts/cluster-tools.sh first"; exit 1; }
mkdir -p "$cache"
recipe=$({ cat "$here/cluster-images.sh"; echo "$tools"; further_text "$@"; } | sha256sum | cut -c1-12)
if [ ! -e "$cache/$recipe/disk" ]; then
  scratch=$(mktemp -d "$cache/building.XXXXXX")
  trap 'kill ${containerd:-} 2>/dev/null || true; rm -rf "$scratch"' EXIT
  mkdir -p "$scratch/disk" "$scratch/done"
  containerd_up
  images "$@"
  containerd_down
  mke2fs -q -t ext4 -m 0 -d "$scratch/disk" "$scratch/done/disk" $size >/dev/null
  chmod 755 "$scratch/done"
  mv -T "$scratch/done" "$cache/$recipe" 2>/dev/null || [ -e "$cache/$recipe/disk" ]
  # of earlier images; what another run has just made is let be
  find "$cache" -mindepth 1 -maxdepth 1 -type d ! -name "$recipe" -mmin +60 -exec rm -rf {} +
fi
ln -sfn "$recipe" "$cache/current"
echo "$cache/$recipe"
