#!/usr/bin/env bash
# Times training as the training set grows: draws sets of digits, trains on each by submit.sh, prints a Markdown table.
# See --help. Runs on bash 3.2, which macOS still ships.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/growth.sh [--to DIR] [--sizes N,N,…] [--epochs E] [--replicas K] [-- SPARK-SUBMIT-OPTIONS]

Draws a training set of each size (draw-digits), trains E epochs on it with K replicas, and prints a table and a plot:
how time and memory grow with the images. Sets that are there from an earlier call are used again.

  --to DIR      where sets, runs, logs and Spark's files go. Default: target/growth. An image takes 785 bytes of it for
                good, and 1,000 more while it is trained on
  --sizes N,…   default 60000,600000,6000000; the ratio's base is the first
  --epochs E    2 or more; the first is told apart, for it has to warm up. Default: 5
  --replicas K  default 2
  -- OPTIONS    of spark-submit. Default: --master local[2]

Columns: images; seconds from the command's start to the first epoch's (read, check, deal); the first epoch's seconds;
an epoch's after it (median, least-most); images a second of the median; seconds an image as a ratio to the first row's
(1.00 is linear growth, less is better); most resident memory of the JVM that was called, which in local mode does
everything (on Linux as the kernel counted it, elsewhere the most that was seen).
HELP
}

fail() {
  local code=$1
  shift
  printf 'growth.sh: %s\n' "$*" >&2
  exit "$code"
}

parse() {
  while (($#)); do
    case $1 in
      --help | -h) usage && exit ;;
      --)
        shift
        spark_options=("$@")
        return
        ;;
      --to | --sizes | --epochs | --replicas)
        (($# > 1)) || fail 2 "$1 needs a value (see --help)"
        case $1 in
          --to) folder=$2 ;;
          --sizes) sizes=${2//,/ } ;;
          --epochs) epochs=$2 ;;
          --replicas) replicas=$2 ;;
        esac
        shift
        ;;
      *) fail 2 "no such option: $1 (see --help; spark-submit's come after --)" ;;
    esac
    shift
  done
}

check_number() {
  if ! [[ $2 =~ ^[1-9][0-9]*$ ]] || (($2 < $3)); then
    fail 2 "$1: expected a number from $3, found $2"
  fi
}

# Seconds since 1970, with a fraction where date has one.
now() {
  local time
  time=$(date +%s.%N)
  printf '%s\n' "${time%%[!0-9.]*}"
}

# Draws the set of SIZE images unless it is there; the labels come last.
draw() {
  [[ -f $folder/digits-$1/train-labels-idx1-ubyte ]] ||
    "$submit" --master 'local[*]' draw-digits --rows "$1" --to "$folder/digits-$1" >&2
}

# The most kilobytes that the process has had resident so far, or $2 if that is more.
resident() {
  local now
  if [[ -r /proc/$1/status ]]; then
    now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null || true)
  else
    now=$(ps -o rss= -p "$1" 2>/dev/null || true)
  fi
  now=${now//[^0-9]/}
  ((${now:-0} > $2)) && printf '%s\n' "$now" || printf '%s\n' "$2"
}

# Trains on the set of SIZE images. Sets $run, $start_seconds and $kilobytes.
train() {
  local size=$1 log start begun=''
  run=growth-$size-$(date +%Y%m%d-%H%M%S)
  log=$folder/$run.log
  start=$(now)
  kilobytes=0
  : >"$log"
  # submit.sh becomes the JVM, so the process here is the one to look at.
  "$submit" ${spark_options[@]+"${spark_options[@]}"} --conf "spark.local.dir=$folder/spark" train --data "$folder/digits-$size" \
    --runs "$folder/runs" --run-id "$run" --replicas "$replicas" --epochs "$epochs" >"$log" 2>&1 &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    if [[ -z $begun ]] && grep -q "^run $run:" "$log"; then
      begun=$(now)
    fi
    kilobytes=$(resident "$child" "$kilobytes")
    sleep 0.2
  done
  wait "$child" || fail 1 "training on $size images failed; the last lines of $log:"$'\n'"$(tail -n 5 "$log")"
  child=
  start_seconds=$(awk -v a="$start" -v b="${begun:-$(now)}" 'BEGIN { printf "%.1f", b - a }')
}

# The row of SIZE images. Our JSON is indented by two, and a replica's seconds by more: those of an epoch are unique.
row() {
  local size=$1 epoch seconds=''
  for epoch in "$folder/runs/$run"/epochs/*/epoch.json; do
    seconds+="$(sed -n 's/^  "seconds" : \([0-9.E-]*\),*$/\1/p' "$epoch")"$'\n'
  done
  printf '%s' "$seconds" | awk -v size="$size" -v start="$start_seconds" -v kb="$kilobytes" -v base="$base" '
    NR == 1 { first = $1; next }
    { later[NR - 1] = $1 }
    END {
      n = NR - 1
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && later[j - 1] > later[j]; j--) { t = later[j]; later[j] = later[j - 1]; later[j - 1] = t }
      median = n % 2 ? later[(n + 1) / 2] : (later[n / 2] + later[n / 2 + 1]) / 2
      if (base == "") base = median / size
      printf "| %d | %.1f | %.2f | %.2f (%.2f-%.2f) | %d | %.2f | %d |\n", size, start, first, median, later[1], later[n],
        size / median, median / size / base, kb / 1024
      printf "%.12g\n", base
    }'
}

# Bars of the microseconds that an image takes, by the table's images a second.
plot() {
  printf '%s' "$rows" | awk -F '|' '
    { images[NR] = $2; micros[NR] = 1e6 / $6; if (micros[NR] > most) most = micros[NR] }
    END {
      for (i = 1; i <= NR; i++) {
        bar = sprintf("%*s", int(50 * micros[i] / most + 0.5), "")
        gsub(/ /, "#", bar)
        printf "%12d %s %.1f\n", images[i], bar, micros[i]
      }
    }'
}

machine() {
  local cpu
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1 || true)
  [[ -n $cpu ]] || cpu=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || uname -m)
  printf '%s, %s cores, %s\n' "$cpu" "$(getconf _NPROCESSORS_ONLN)" "$(date +%Y-%m-%d)"
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
submit=$project/scripts/submit.sh
folder=$project/target/growth
sizes='60000 600000 6000000'
epochs=5
replicas=2
spark_options=(--master 'local[2]')
child=
base=
rows=

parse "$@"
check_number --epochs "$epochs" 2
check_number --replicas "$replicas" 1
for size in $sizes; do check_number --sizes "$size" 1; done
mkdir -p "$folder/spark" "$folder/runs"
folder=$(cd "$folder" && pwd -P)
trap '[[ -z $child ]] || kill "$child" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
"$submit" --version >&2 # builds if it must, before the clock runs

for size in $sizes; do
  draw "$size"
  echo "growth.sh: training on $size images" >&2
  train "$size"
  result=$(row "$size")
  base=${result##*$'\n'}
  rows+=${result%$'\n'*}$'\n'
  echo "${result%$'\n'*}" >&2
done

printf 'scripts/growth.sh %s\n\n%s\n\n' "$*" "$(machine)"
cat <<'HEAD'
| images | s to the first epoch | first epoch, s | an epoch, s | images/s | to linear | resident, MB |
|---|---|---|---|---|---|---|
HEAD
printf '%s\n```\nmicroseconds an image in an epoch; equal bars are linear growth\n' "$rows"
plot
echo '```'
