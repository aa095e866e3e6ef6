#!/usr/bin/env bash
# Measures LeNet-5's training on this machine beside stock DL4J, PyTorch and BigDL, round by round, and prints a Markdown
# table: scripts/bench.sh --data DIR [--peers DIR] [more]. See --help, and docs/performance.md for what each line means.
# Runs on bash 3.2, which macOS still ships: no mapfile, no expansion of empty arrays.
set -euo pipefail
export LC_ALL=C

all='fma-peak step-stock step-dl4j step-fast step-torch spark-stock spark-ours spark-torch spark-bigdl'
rounds=5

# The exit code of a program that cannot run on this machine.
not_here=3

# Python for PyTorch's version, and the BLAS that it has loaded.
torch_and_blas='import os, torch
maps = open("/proc/self/maps").read().split() if os.path.exists("/proc/self/maps") else []
blas = [word for word in maps if "blas" in word and ".so" in word]
print(torch.__version__, "with", "/".join(blas[0].split("/")[-2:]) if blas else "a BLAS of its own")'

# Rows, passes to warm up, passes measured: enough for a steady rate, and ten minutes in all.
step_stock=(2048 2 2)
step_dl4j=(4096 1 2)
step_fast=(60000 2 3)
spark_stock=(10240 1 1)

fail() {
  local code=$1
  shift
  printf 'bench.sh: %s\n' "$*" >&2
  exit "$code"
}

say() {
  printf 'bench.sh: %s\n' "$*" >&2
}

print_help() {
  cat <<HELP
Usage: scripts/bench.sh --data DIR [--peers DIR] [--bigdl] [--rounds N] [--only NAMES]

  --data DIR    the four IDX files of MNIST, raw or .gz; scripts/submit.sh fetch-mnist --to DIR brings them
  --peers DIR   lenet_torch.py and dist_torch.py, which print a line of JSON with "ips"; needs python3 with torch
  --bigdl       DIR/bigdl/run.sh of the peers, too: a minute more a round
  --rounds N    1 to 99, default $rounds: each round runs everything once
  --only NAMES  with commas: ${all// /, }

Stop everything else first. Messages go to stderr, the table to stdout; the figures stay in target/bench/figures, what
programs said in target/bench/NAME.log. Ends with 0; with 1 if something failed, with 2 if the options are wrong.
HELP
}

parse_options() {
  while (($#)); do
    case $1 in
      --help | -h) print_help && exit ;;
      --bigdl) bigdl=yes ;;
      --data | --peers | --rounds | --only)
        (($# > 1)) || fail 2 "$1 needs a value: see --help"
        case $1 in
          --data) data=$2 ;;
          --peers) peers=$2 ;;
          --rounds) rounds=$2 ;;
          --only) only=${2//,/ } ;;
        esac
        shift
        ;;
      *) fail 2 "unknown option $1: see --help" ;;
    esac
    shift
  done
}

check_options() {
  local name
  [[ $rounds =~ ^[1-9][0-9]?$ ]] || fail 2 "--rounds: expected 1 to 99, found $rounds"
  for name in $only; do
    [[ " $all " == *" $name "* ]] || fail 2 "--only: expected some of ${all// /, }, found $name"
  done
  [[ -n $data ]] || fail 2 "--data DIR is needed, the folder of MNIST's four IDX files:" \
    "scripts/submit.sh fetch-mnist --to mnist brings them, then --data mnist"
  for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
    [[ -f $data/$name-ubyte.gz || -f $data/$name-ubyte ]] || fail 2 "--data: $data holds no $name-ubyte[.gz]:" \
      "scripts/submit.sh fetch-mnist --to $data brings it"
  done
  data=$(cd "$data" && pwd -P)
  [[ -z $peers || -f $peers/lenet_torch.py && -f $peers/dist_torch.py ]] ||
    fail 2 "--peers: expected a folder with lenet_torch.py and dist_torch.py, found $peers"
  [[ -z $peers ]] || peers=$(cd "$peers" && pwd -P)
  [[ -z $bigdl || -x $peers/bigdl/run.sh ]] || fail 2 "--bigdl needs --peers with bigdl/run.sh in it"
}

choose_java() {
  [[ -n ${JAVA_HOME:-} ]] || JAVA_HOME=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.home = //p' || true)
  java=$JAVA_HOME/bin/java
  [[ -x $java && $("$java" -version 2>&1) == *' version "17.'* ]] ||
    fail 1 "Java 17 is needed, found ${JAVA_HOME:-none}: set JAVA_HOME to a JDK 17"
  export JAVA_HOME PATH=$JAVA_HOME/bin:$PATH
}

# Leaves in $python one that has PyTorch, and in $torch its version and its BLAS.
choose_python() {
  for python in python3 /usr/bin/python3; do
    torch=$("$python" -c "$torch_and_blas" 2>/dev/null) || continue
    [[ $torch == *openblas-openmp* ]] || note "PyTorch runs with ${torch#* with }; OpenBLAS with OpenMP serves it best, and" \
      "anything else flatters us (Debian: apt-get install libopenblas0-openmp)"
    return 0
  done
  skip 'step-torch spark-torch' 'for no python3 here has torch (Debian: apt-get install python3-torch libopenblas0-openmp)'
}

choose_peers() {
  if [[ -z $peers ]]; then
    skip 'step-torch spark-torch' 'for want of --peers'
  elif runs step-torch || runs spark-torch; then
    choose_python
  fi
  if [[ -z $bigdl ]]; then
    skip spark-bigdl 'for want of --bigdl'
  elif runs spark-bigdl; then
    prepare_bigdl
  fi
}

# Says what the table must say, too.
note() {
  say "$*"
  notes+="- $*"$'\n'
}

# Leaves out some of what would run, and notes why.
skip() {
  local name
  for name in $1; do
    runs "$name" || continue
    note "not measured: $name, $2"
    omitted+=" $name"
  done
}

runs() {
  [[ " ${only:-$all} " == *" $1 "* && "$omitted " != *" $1 "* ]]
}

build() {
  say "building"
  "$project/scripts/submit.sh" --version >/dev/null
  (cd "$project" && mvn -B -q -ntp -Dspotless.check.skip=true test-compile dependency:build-classpath \
    -Dmdep.includeScope=test "-Dmdep.outputFile=$work/classpath" >"$work/build.log" 2>&1) ||
    fail 1 "the tests do not compile: see $work/build.log"
  classpath=$project/target/test-classes:$project/target/classes:$(cat "$work/classpath")
  # What Spark asks of Java 17, as tests have it; and what the application itself starts its JVMs with.
  read -r -a test_options <<<"$(sed -n 's:.*<spark.java.options>\(.*\)</spark.java.options>.*:\1:p' "$project/pom.xml")"
  read -r -a our_options <<<"$(sed -n 's/^spark.driver.defaultJavaOptions //p' "$project/conf/spark-defaults.conf")"
  natives=$(printf '%s\n' "${our_options[@]}" | grep platform.extension || true)
}

# Runs a command; leaves its output in $work/NAME.out, and its wall seconds in $work/wall.
timed() {
  local name=$1 status=0
  shift
  TIMEFORMAT=%R
  { time "$@" >"$work/$name.out" 2>"$work/$name.log"; } 2>"$work/wall" || status=$?
  if ((status == not_here)); then
    skip "$name" "$(tail -n 1 "$work/$name.log")"
  elif ((status != 0)); then
    fail 1 "$name ended with code $status: see $work/$name.log"
  fi
}

# Keeps a figure that a program printed in JSON.
record() {
  local name=$1 key=$2 value
  runs "$name" || return 0
  value=$(sed -n "s/.*\"$key\": *\([0-9.]*\).*/\1/p" "$work/$name.out")
  [[ -n $value ]] || fail 1 "$name printed no \"$key\": see $work/$name.out"
  printf '%s %s\n' "$name" "$value" >>"$figures"
}

record_wall() {
  runs "${1/wall-/spark-}" || return 0
  printf '%s %s\n' "$1" "$(cat "$work/wall")" >>"$figures"
}

# Programs of one native thread a replica, which serves stock DL4J best, too.
java_program() {
  local name=$1
  shift
  timed "$name" env OMP_NUM_THREADS=1 SPARK_LOCAL_IP=127.0.0.1 "$java" -Xmx2g "${test_options[@]}" "$@"
  record "$name" ips
}

stock() {
  local name=$1
  shift
  java_program "$name" ${natives:+"$natives"} -cp "$classpath" "$@"
}

ours() {
  local name=$1
  shift
  java_program "$name" "${our_options[@]}" -cp "$classpath" "$@"
}

torch() {
  local name=$1 script=$2
  shift 2
  timed "$name" env -u OMP_NUM_THREADS -u OPENBLAS_NUM_THREADS "$python" "$peers/$script" "$@" --data "$data"
  record "$name" ips
}

measure() {
  case $1 in
    fma-peak)
      timed "$1" "$java" --add-modules jdk.incubator.vector "$project/src/test/java/bench/FmaPeak.java"
      record "$1" gflops
      ;;
    step-stock) stock "$1" bench.StockStep "$data" "${step_stock[@]}" ;;
    step-dl4j) ours "$1" model.ReplicaBench "$data" dl4j "${step_dl4j[@]}" ;;
    step-fast) ours "$1" model.ReplicaBench "$data" fast "${step_fast[@]}" ;;
    step-torch) torch "$1" lenet_torch.py --threads 1 --batch 64 --epochs 2 ;;
    spark-stock) stock "$1" bench.StockSpark "$data" "$work/exports" "${spark_stock[@]}" ;;
    spark-ours) spark_ours "$1" ;;
    spark-torch)
      torch "$1" dist_torch.py --mode local --batch 64 --epochs 10
      record_wall wall-torch
      ;;
    spark-bigdl) spark_bigdl "$1" ;;
  esac
}

spark_ours() {
  timed "$1" "$project/scripts/submit.sh" --master 'local[2]' train --data "$data" --runs "$work/runs" \
    --run-id "round-$round" --replicas 2 --batch-size 64 --epochs 10
  record_wall wall-ours
  # The median of epochs 2 to 10, as PyTorch's scripts give it.
  sed -n 's/.*"imagesPerSecond" *: *\([0-9.]*\).*/spark-ours \1/p' "$work/runs/round-$round"/epochs/*/epoch.json |
    tail -n +2 | sort -n -k 2 | sed -n 5p >>"$figures"
}

# BigDL's example logs the wall clock at each step; an epoch is from the last step of one to the last of the next.
spark_bigdl() {
  local seconds
  timed "$1" env ${for_mkl[@]+"${for_mkl[@]}"} "$peers/bigdl/run.sh" "$work/raw" -b 128 -e 2
  runs "$1" || return 0
  seconds=$(cat "$work/$1.out" "$work/$1.log" | awk -F 'Wall Clock ' '/\[Epoch 1 /{one = $2 + 0}
    /\[Epoch 2 /{two = $2 + 0} END {if (two > one) print two - one}')
  [[ -n $seconds ]] || fail 1 "$1 logged no wall clock of its epochs 1 and 2: see $work/$1.log"
  printf '%s %s\n' "$1" "$(awk -v seconds="$seconds" 'BEGIN {print 60000 / seconds}')" >>"$figures"
}

# BigDL reads raw files only. Its MKL is faster on AMD when told that it may use AVX2.
prepare_bigdl() {
  local name
  mkdir -p "$work/raw"
  for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
    cat "$data/$name-ubyte" >"$work/raw/$name-ubyte" 2>/dev/null ||
      gunzip -c "$data/$name-ubyte.gz" >"$work/raw/$name-ubyte"
  done
  [[ $machine != *AMD* ]] || for_mkl=(MKL_DEBUG_CPU_TYPE=5)
}

# Leaves in $machine what the figures depend on.
describe_machine() {
  local cpu load
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1 || true)
  [[ -n $cpu ]] || cpu=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || uname -m)
  load=$(uptime | sed 's/.*load average[s]*: *//; s/[, ].*//')
  machine="$cpu, $(getconf _NPROCESSORS_ONLN) cores; $(uname -s -r -m);"
  [[ -z ${JAVA_TOOL_OPTIONS:-} ]] || machine+=" JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS;"
  machine+=" $("$java" -version 2>&1 | sed -n 's/.*Runtime Environment (build \(.*\))$/JDK \1/p');"
  machine+=" commit $(git -C "$project" describe --always --dirty 2>/dev/null || echo unknown)."
  if awk -v load="$load" 'BEGIN {exit load < 0.5}'; then
    note "the machine was busy before the first round (load $load): the figures say little"
  fi
}

print_table() {
  printf '%s Rounds: %s.%s\n\n' "$machine" "$rounds" "${torch:+ PyTorch $torch.}"
  "$java" -cp "$classpath" bench.Table "$figures"
  [[ -z $notes ]] || printf '\n%s' "$notes"
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$project/target/bench
figures=$work/figures
data='' peers='' only='' bigdl='' omitted='' notes='' torch=''
for_mkl=()

parse_options "$@"
check_options
choose_java
mkdir -p "$work"
rm -rf "$work/runs" "$work/exports"
: >"$figures"
describe_machine
choose_peers
build
for ((round = 1; round <= rounds; round++)); do
  for name in $all; do
    if runs "$name"; then
      say "round $round of $rounds: $name"
      measure "$name"
    fi
  done
done
print_table
