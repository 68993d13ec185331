#!/usr/bin/env bash
# with-image.sh COMMAND...: runs it with a Docker daemon that has the product's image, built by scripts/image.sh of the jars in
# cli/target/lib; LITEIO_IMAGE is its name. Testcontainers learns that it is on the daemon's own machine, where there may be no
# network of Docker's to find that out by, and that its helpers, which are images of a registry, are not to be had: tests remove
# their containers themselves.
set -euo pipefail
scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# shellcheck disable=SC2016
exec "$scripts/with-docker.sh" env \
  TESTCONTAINERS_HOST_OVERRIDE=localhost TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_RYUK_DISABLED=true bash -euc '
  LITEIO_IMAGE=$("$0/image.sh")
  export LITEIO_IMAGE
  "$@"' "$scripts" "$@"
