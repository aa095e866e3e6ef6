#!/usr/bin/env bash
# One night of retraining for cron, systemd and whoever else starts plain commands:
# deploy/nightly.sh [DATE [OPTIONS OF retrain]]; the date is the machine's day if it is not given.
# Tries again what may pass (1, 137, 143), with the same date; gives any other code on as it is (docs/scheduling.md).
# LENET_DATA, LENET_MODELS and LENET_RUNS are required; LENET_MASTER, LENET_NAME, LENET_REPLICAS, LENET_NOTIFY,
# LENET_TRIES and LENET_PAUSE (seconds between tries) are not.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
date=${1:-$(date +%F)}
tries=${LENET_TRIES:-3}
pause=${LENET_PAUSE:-300}

night=(
  --master "${LENET_MASTER:-local[*]}" retrain
  --data "${LENET_DATA:?the folder of the training set}"
  --models "${LENET_MODELS:?the folder of all models}"
  --runs "${LENET_RUNS:?the folder of all runs}"
  --name "${LENET_NAME:-mnist}" --replicas "${LENET_REPLICAS:-2}" --date "$date"
)
night+=("${@:2}")
[[ -z ${LENET_NOTIFY:-} ]] || night+=(--notify "$LENET_NOTIFY")

for ((try = 1; ; try++)); do
  code=0
  "$project/scripts/submit.sh" "${night[@]}" || code=$?
  case $code in
    1 | 137 | 143) ;;
    *) exit "$code" ;;
  esac
  ((try < tries)) || exit "$code"
  printf 'nightly.sh: %s ended with %d, try %d of %d; again in %d s\n' "$date" "$code" "$try" "$tries" "$pause" >&2
  sleep "$pause"
done
