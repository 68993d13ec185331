#!/usr/bin/env bash
# with-docker.sh COMMAND...: runs it with a Docker daemon, the one that answers already or else one of its own: without networks,
# with its images in a cache outside the checkout, ended with the command.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/docker

say() { echo "with-docker: $*" >&2; }

ours() {
  cat >"$scratch/daemon.json" <<C
{"data-root": "$cache", "exec-root": "$scratch/exec", "pidfile": "$scratch/pid", "hosts": ["unix://$scratch/sock"],
 "bridge": "none", "iptables": false, "ip6tables": false, "log-level": "warn"}
C
  # its images and containers are for one daemon at a time
  exec 9>"$cache.lock"
  flock -n 9 || { say "waiting for another run to end, it has $cache.lock"; flock 9; }
  dockerd --config-file "$scratch/daemon.json" >"$scratch/log" 2>&1 &
  daemon=$!
  DOCKER_HOST=unix://$scratch/sock
  export DOCKER_HOST
  until docker version >/dev/null 2>&1; do
    kill -0 "$daemon" 2>/dev/null || { cat "$scratch/log" >&2; say "dockerd ended"; return 1; }
    sleep 0.2
  done
  say "a Docker daemon of our own, for as long as this runs: $DOCKER_HOST"
}

# Removes what a killed command has left running, and images of earlier days that later ones have replaced.
tidy() {
  docker ps --all --quiet | xargs -r docker rm --force
  docker image prune --force --filter until=24h
}

end() {
  if [ -n "$daemon" ]; then
    tidy >/dev/null 2>&1 || true
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" || true
  fi
  # what it leaves mounted
  umount "$scratch"/exec/netns/* 2>/dev/null || true
  rm -rf "$scratch"
}

if ! docker version >/dev/null 2>&1; then
  if [ "$(id -u)" != 0 ] || ! command -v docker >/dev/null || ! command -v dockerd >/dev/null; then
    say "no Docker answers: start it, or, as root, apt-get install docker.io mmdebstrap"
    exit 1
  fi
  scratch=$(mktemp -d /tmp/liteio-docker.XXXXXX) # short: it holds sockets
  daemon=
  trap end EXIT
  mkdir -p "$cache"
  ours
fi
"$@"
