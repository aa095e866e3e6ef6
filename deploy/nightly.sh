#!/usr/bin/env bash
# One night of retraining for cron, systemd and whoever else starts plain commands:
#   deploy/nightly.sh [DATE] [OPTIONS OF retrain]
# DATE is the machine's day if it is not given. Tries again what may pass (1, 137, 143), with the same date; gives any
# other code on as it is (docs/scheduling.md). Told to end (SIGTERM), it tells the night to, and tries no more.
# From the environment, required: LENET_DATA, LENET_MODELS and LENET_RUNS, the folders of the training set, of all
# models and of all runs. Not required: LENET_MASTER (local[*]), LENET_NAME (mnist), LENET_REPLICAS (2), LENET_TRIES
# (3), LENET_PAUSE (300, seconds between tries), and LENET_NOTIFY, a command as for --notify: of a failure it is told
# once, when no further try is made, even if the night died without a word; then it may take as long as it likes.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
tries=${LENET_TRIES:-3}
pause=${LENET_PAUSE:-300}

usage() {
  sed -n '2,/^set /{s/^# \{0,1\}//;/^set /d;p;}' "${BASH_SOURCE[0]}"
}

require_folders() {
  local variable missing=''
  for variable in LENET_DATA LENET_MODELS LENET_RUNS; do
    [[ -n ${!variable:-} ]] || missing+=" $variable"
  done
  if [[ -n $missing ]]; then
    printf 'nightly.sh: not set:%s. See deploy/nightly.sh --help\n' "$missing" >&2
    exit 2
  fi
}

# Runs a command, and hands on to it that this script is to end.
child=''
stopped=''
run() {
  local code=0
  "$@" &
  child=$!
  [[ -z $stopped ]] || kill -TERM "$child" 2>/dev/null || true # told to in the moment before
  wait "$child" || code=$?
  while kill -0 "$child" 2>/dev/null; do # it was the signal that ended the waiting
    code=0
    wait "$child" || code=$?
  done
  child=''
  return "$code"
}

stop() {
  stopped=yes
  [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || true
}

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  usage
  exit
fi
require_folders
date=$(date +%F)
if [[ ${1:-} == [0-9]* ]]; then
  date=$1
  shift
fi

night=(
  --master "${LENET_MASTER:-local[*]}" retrain --data "$LENET_DATA" --models "$LENET_MODELS" --runs "$LENET_RUNS"
  --name "${LENET_NAME:-mnist}" --replicas "${LENET_REPLICAS:-2}" --date "$date" "$@"
)
export LENET_NOTIFY=${LENET_NOTIFY:-}
if [[ -n $LENET_NOTIFY ]]; then
  LENET_FAILURE=$(mktemp) || LENET_FAILURE='' # a full disk
  export LENET_FAILURE
  trap '[[ -z $LENET_FAILURE ]] || rm -f "$LENET_FAILURE"' EXIT
  # Keeps the last failure of those that are tried again, and tells of all else.
  # shellcheck disable=SC2016 # the shell of --notify expands it
  night+=(--notify 'status=$(cat)
case $status in
  *"\"exitCode\" : 1,"*) printf "%s\n" "$status" >"$LENET_FAILURE" || printf "%s\n" "$status" | sh -c "$LENET_NOTIFY" ;;
  *) printf "%s\n" "$status" | sh -c "$LENET_NOTIFY" ;;
esac')
fi

# Tells of the failure that is not tried again, and ends.
give_up() {
  local code=$1 status=''
  if [[ -n $LENET_NOTIFY ]]; then
    status=$(cat "$LENET_FAILURE" 2>/dev/null || true)
    if [[ -z $status && -z $stopped ]]; then
      status=$(printf '{ "name" : "%s", "date" : "%s", "state" : "FAILED", "exitCode" : %d, "message" : "%s" }' \
        "${LENET_NAME:-mnist}" "$date" "$code" "ended with $code and said no more; see its log")
    fi
    if [[ -n $status ]]; then
      printf '%s\n' "$status" | sh -c "$LENET_NOTIFY" || printf 'nightly.sh: LENET_NOTIFY ended with %d\n' "$?" >&2
    fi
  fi
  exit "$code"
}

trap stop TERM INT
for ((try = 1; ; try++)); do
  [[ -z ${LENET_FAILURE:-} ]] || : >"$LENET_FAILURE" || true
  code=0
  run "$project/scripts/submit.sh" "${night[@]}" || code=$?
  case $code in
    0 | 2 | 10 | 20 | 75) exit "$code" ;; # told, or wrong usage
    1 | 137 | 143) ;;
    *) give_up "$code" ;;
  esac
  if [[ -n $stopped ]] || ((try >= tries)); then
    give_up "$code"
  fi
  printf 'nightly.sh: %s ended with %d, try %d of %d; again in %d s\n' "$date" "$code" "$try" "$tries" "$pause" >&2
  run sleep "$pause" || give_up "$code"
  [[ -z $stopped ]] || give_up "$code"
done
