#!/usr/bin/env bash
# The Debian packages that the kernel lane needs, or with the word `cluster` those of the cluster lane: lists the missing ones,
# one a line. `install`: installs them, after saying so.
#   guest-tools.sh [cluster] [install]
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
# command package
needed='qemu-system-x86_64 qemu-system-x86
busybox busybox-static
cpio cpio
xz xz-utils
modprobe kmod
nvme nvme-cli
mkfs.ext4 e2fsprogs
mkfs.xfs xfsprogs
fio fio'
needed_by_cluster='qemu-img qemu-utils
runc runc
/usr/lib/cni/ptp containernetworking-plugins
iptables iptables
ip iproute2
openssl openssl
dockerd docker.io
mmdebstrap mmdebstrap'

if [ "${1:-}" = cluster ]; then
  needed+=$'\n'$needed_by_cluster
  shift
fi

missing() {
  while read -r program package; do
    command -v "$program" >/dev/null 2>&1 || echo "$package"
  done <<<"$needed"
}

case ${1:-} in
  '') missing ;;
  install)
    mapfile -t packages < <(missing)
    [ "${#packages[@]}" -gt 0 ] || exit 0
    if [ "$(id -u)" != 0 ]; then
      echo "check: not root: run 'sudo apt-get install ${packages[*]}' and start again" >&2
      exit 1
    fi
    echo "check: installing Debian packages: ${packages[*]}"
    apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null
    ;;
  *)
    echo "usage: $0 [cluster] [install]" >&2
    exit 64
    ;;
esac
