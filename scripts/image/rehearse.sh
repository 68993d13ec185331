#!/bin/sh
# rehearse ROOT: with that folder as its root, the roles of the product live through one volume's life together, and each leaves
# an archive of what it has loaded. An archive is good for these jars and this Java runtime only, in this place.
set -eu
root=${1%/}
place=/opt/liteio
log=$root/tmp/rehearsal.log

# Nothing of the caller's environment: its TMPDIR may not be there.
rehearsed() {
  rm -f "$root$place"/*.aot*
  env -i PATH="$PATH" chroot "$root/" $place/java/bin/java "@$place/options" dev.liteio.demo.Rehearsal $place >"$log" 2>&1 || return
  for role in target agent controller node; do
    [ -e "$root$place/$role.aot" ] || { echo "no archive for $role" >>"$log"; return 1; }
  done
}

# once more, for it has deadlines and the machine may have been busy; images are kept, one without archives must not be
if ! rehearsed && ! rehearsed; then
  echo "rehearse: the roles did not live through a volume's life:"
  tail -n 20 "$log"
  exit 1
fi >&2
rm -rf "$root"/tmp/*
