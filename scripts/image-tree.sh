#!/usr/bin/env bash
# Makes the file tree of the product's image in a cache outside the checkout, and prints its folder: a Java runtime of its own,
# the jars of cli/target/lib, the programs that the node plugin calls with their libraries, and per role an archive of what it
# loads, from a rehearsal. Made again (a minute) when a jar has changed.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/trees
jars=$root/cli/target/lib
place=/opt/liteio
# shellcheck source=.mvn/find-jdk.sh
. "$root/.mvn/find-jdk.sh"
find_jdk 25
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs
programs='sh mount umount blkid blockdev findmnt mkfs.ext4 resize2fs e2fsck mkfs.xfs xfs_growfs nvme modprobe'

say() { echo "image-tree: $*" >&2; }

# Copies a file of this machine to the same place of the tree, links resolved.
same_place() {
  mkdir -p "$tree$(dirname "$1")"
  cp -Ln "$1" "$tree$1"
}

operating_system() {
  local each path library
  mkdir -p "$tree"/{dev,etc,proc,root,run,sys,tmp,usr/bin,usr/sbin,usr/lib,usr/lib64,var/tmp}
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

runtime() {
  mkdir -p "$tree$place"
  "$JAVA_HOME/bin/jlink" --add-modules $modules --strip-debug --no-header-files --no-man-pages --output "$tree$place/java"
  libraries "$tree$place/java/lib/server/libjvm.so"
  cp -r --preserve=timestamps "$jars" "$tree$place/lib"
}

# The options of every role, in a file; the class path in an order of its own, because the archives are good for that order only.
launcher() {
  {
    echo '--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:TieredStopAtLevel=1'
    echo "-cp $(cd "$tree" && printf '/%s\n' "${place#/}"/lib/*.jar | LC_ALL=C sort | paste -sd:)"
  } >"$tree$place/options"
  cat >"$tree/usr/bin/liteio" <<L
#!/bin/sh
# liteio ROLE: as in the checkout, with the runtime of this image.
archive=$place/\${1:-}.aot
[ -e "\$archive" ] || archive=
exec $place/java/bin/java @$place/options \${archive:+-XX:AOTCache=\$archive} \${LITEIO_JAVA_OPTIONS:--Xmx256m} dev.liteio.cli.Liteio "\$@"
L
  chmod 755 "$tree/usr/bin/liteio"
}

# rehearse ROLE OPTION...: the role runs for a while, with an API server that is not there, in the tree as its root
rehearse() {
  local role=$1
  shift
  mkdir -p "$tree/tmp/rehearsal"
  KUBECONFIG=/dev/null KUBERNETES_MASTER=http://127.0.0.1:1 timeout -s TERM -k 60 8 chroot "$tree" $place/java/bin/java \
    "@$place/options" "-XX:AOTCacheOutput=$place/$role.aot" -Xmx256m dev.liteio.cli.Liteio "$role" "$@" \
    >"$tree/tmp/rehearsal/$role.log" 2>&1 || true
  # without it the role starts slower, no more
  [ -e "$tree$place/$role.aot" ] || { say "no archive for $role:"; tail -n 5 "$tree/tmp/rehearsal/$role.log" >&2; }
}

[ -d "$jars" ] || { say "no jars in $jars: run ./mvnw -pl cli -am -Dliteio.unit.skip=true package"; exit 1; }
recipe=$({ cat "$root/scripts/image-tree.sh" "$JAVA_HOME/release"; cd "$jars" && sha256sum -- *; } | sha256sum | cut -c1-12)
mkdir -p "$cache"
if [ ! -d "$cache/$recipe" ]; then
  say "making the product's image, a minute"
  tree=$(mktemp -d "$cache/building.XXXXXX")
  trap 'umount "$tree/proc" 2>/dev/null || true; rm -rf "$tree"' EXIT
  chmod 755 "$tree"
  operating_system
  runtime
  launcher
  mount --bind /proc "$tree/proc"
  rehearse target --rpc-socket=/tmp/rehearsal/target.sock
  rehearse controller --csi-socket=/tmp/rehearsal/controller.sock
  rehearse agent --node=n --address=127.0.0.1 --rpc-socket=/tmp/rehearsal/agent.sock --state=/tmp/rehearsal/agent
  rehearse node --node=n --csi-socket=/tmp/rehearsal/node.sock --state=/tmp/rehearsal/node
  umount "$tree/proc"
  rm -rf "$tree/tmp/rehearsal"
  mv -T "$tree" "$cache/$recipe" 2>/dev/null || [ -d "$cache/$recipe" ]
  # of earlier builds; one that another run has just made is let be
  find "$cache" -mindepth 1 -maxdepth 1 ! -name "$recipe" -mmin +60 -exec rm -rf {} +
fi
echo "$cache/$recipe"
