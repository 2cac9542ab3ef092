#!/bin/sh
# deploy/run.sh — what the image runs, by its name: run.sh web|bridge|worker|gas [arguments]. A secret that is mounted as a
# file, /run/secrets/NAME, becomes the setting NAME, unless that is set already.
set -eu
cd "$(dirname "$0")/.."

for file in "${SECRETS_FOLDER:-/run/secrets}"/*; do
  [ -f "$file" ] || continue
  name=${file##*/}
  case $name in
    *[!A-Z0-9_]* | [0-9]*) continue ;; # not the name of a setting
  esac
  [ -n "$(printenv "$name")" ] || export "$name=$(cat "$file")"
done

what=${1:-web}
[ $# -eq 0 ] || shift
case $what in
  # A small young generation (MiB), and an old one that is looked through soon: a thousand event streams take less than
  # they would grow to by themselves.
  web) MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1} exec node --max-semi-space-size=4 --heap-growing-percent=30 web/main.ts ;;
  bridge) exec node bridge/main.ts ;;
  # A transfer makes garbage of the size of its bytes; a small young generation has it collected soon (MiB), and with one
  # arena glibc keeps no freed memory for each thread.
  worker) MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1} exec node --max-semi-space-size=2 worker/main.ts ;;
  gas) exec node cli/main.ts "$@" ;;
  healthy) exec node deploy/healthy.ts "$@" ;;
  *)
    echo "This image runs web, bridge, worker or gas; not $what." >&2
    exit 64
    ;;
esac
