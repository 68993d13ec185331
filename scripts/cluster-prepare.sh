#!/usr/bin/env bash
# Prepares all that a cluster on this machine is made of: the guests' kernel, the programs of Kubernetes, the product's image,
# the disk of images. Each is reused until what it is made of changes. Needs the jars of cli/target/lib.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

if [ "$(id -u)" != 0 ]; then
  echo "cluster-prepare: not root: it mounts folders to make images, and the nodes read this machine's files" >&2
  exit 1
fi
"$here/guest-kernel.sh"
"$here/cluster-tools.sh"
tree=$("$here/image-tree.sh")
"$here/cluster-images.sh" "liteio.test/liteio:1=$tree"
