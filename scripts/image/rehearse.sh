#!/bin/sh
# rehearse ROOT: with that folder as its root, the roles of the product live through one volume's life together, and each leaves
# an archive of what it has loaded. An archive is good for these jars and this Java runtime only, in this place.
set -eu
root=${1%/}
place=/opt/liteio
log=$root/tmp/rehearsal.log

failed() {
  tail -n 20 "$log" >&2
  # half an archive makes a role start ten times slower than a whole one, and nobody would know why
  echo "rehearse: the roles did not get through a volume's life: $1; repeat it on a machine that is less busy" >&2
  exit 1
}

# nothing of the caller's environment: its TMPDIR may not be there
env -i PATH="$PATH" chroot "$root/" $place/java/bin/java "@$place/options" dev.liteio.demo.Rehearsal $place >"$log" 2>&1 ||
  failed "exit code $?"
for role in target agent controller node; do
  [ -e "$root$place/$role.aot" ] || failed "no archive for $role"
done
rm -rf "$root"/tmp/*
