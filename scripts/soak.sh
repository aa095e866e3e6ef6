#!/usr/bin/env bash
# Trains many short epochs on a standalone cluster of its own, and prints what driver and executor hold meanwhile.
# See --help. Runs on bash 3.2, which macOS still ships.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/soak.sh [--epochs N]

Trains N epochs (default 200, at least 21) of the drawn digits with four replicas on a master, a worker and an executor
on loopback, and prints a table in Markdown: at epoch 20, at N and at about ten between, the resident memory of driver
and executor, the megabytes of all of Spark's blocks (cached rows, broadcasts), cached RDDs, and files in Spark's
local folders. The driver has a young generation of 64 MB, so that its garbage has been everywhere there by epoch 20.
The last line compares the end with epoch 20. Exit code 1 if either JVM holds more than 1.1 times as much.
HELP
}

fail() {
  local code=$1
  shift
  printf 'soak.sh: %s\n' "$*" >&2
  exit "$code"
}

epochs=200
while (($#)); do
  case $1 in
    --help | -h) usage && exit ;;
    --epochs)
      (($# > 1)) || fail 2 "$1 needs a value (see --help)"
      epochs=$2
      shift
      ;;
    *) fail 2 "no such option: $1 (see --help)" ;;
  esac
  shift
done
if ! [[ $epochs =~ ^[1-9][0-9]{1,4}$ ]] || ((epochs < 21)); then
  fail 2 "--epochs: expected a number from 21 to 99999, found $epochs"
fi

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$project/scripts/submit.sh" --version >/dev/null # builds, if that is needed
cd "$project"
mvn -B -ntp -q -Pbench process-test-classes -Dbench.main=bench.Soak "-Dbench=$epochs $folder"
