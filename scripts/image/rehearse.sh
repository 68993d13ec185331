#!/bin/sh
# rehearse ROOT: with that folder as its root, the roles of the product live through one volume's life together, and each leaves
# an archive of what it has loaded. An archive is good for these jars and this Java runtime only, in this place.
set -eu
root=${1%/}
place=/opt/liteio
log=$root/tmp/rehearsal.log

# nothing of the caller's environment: its TMPDIR may not be there
env -i PATH="$PATH" chroot "$root/" $place/java/bin/java "@$place/options" dev.liteio.demo.Rehearsal $place >"$log" 2>&1 || true
for role in target agent controller node; do
  # without it the role starts slower, no more
  [ -e "$root$place/$role.aot" ] || { echo "rehearse: no archive for $role:"; tail -n 20 "$log"; } >&2
done
rm -rf "$root"/tmp/*
