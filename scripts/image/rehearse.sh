#!/bin/sh
# rehearse ROOT: with that folder as its root, every role of the product runs for a while, with an API server that is not there,
# and leaves an archive of what it has loaded. An archive is good for these jars and this Java runtime only, in this place.
set -eu
root=${1%/}
place=/opt/liteio
folder=/tmp/rehearsal

# as ROLE OPTION...
as() {
  role=$1
  shift
  # nothing of the caller's environment: its TMPDIR may not be there
  env -i PATH="$PATH" KUBECONFIG=/dev/null KUBERNETES_MASTER=http://127.0.0.1:1 timeout -s TERM -k 60 8 \
    chroot "$root/" $place/java/bin/java "@$place/options" "-XX:AOTCacheOutput=$place/$role.aot" -Xmx256m \
    dev.liteio.cli.Liteio "$role" "$@" >"$root$folder/$role.log" 2>&1 || true
  # without it the role starts slower, no more
  [ -e "$root$place/$role.aot" ] || { echo "rehearse: no archive for $role:"; tail -n 5 "$root$folder/$role.log"; } >&2
}

mkdir -p "$root$folder"
as target --rpc-socket=$folder/target.sock
as controller --csi-socket=$folder/controller.sock
as agent --node=n --address=127.0.0.1 --rpc-socket=$folder/agent.sock --state=$folder/agent
as node --node=n --csi-socket=$folder/node.sock --state=$folder/node
rm -rf "$root$folder"
