#!/usr/bin/env bash
# Runs a job of this project by spark-submit: scripts/submit.sh [spark-submit options] COMMAND [options]
# Builds first when the jar is missing or older than its sources; with LENET_BUILD=no it fails then instead. See --help.
# Runs on bash 3.2, which macOS still ships: no mapfile, no expansion of empty arrays.
set -euo pipefail
started=${EPOCHREALTIME:-} # bash 5: with a dot or, by some locales, a comma

main_class=job.Main

# Keys of secrets: as spark.redaction.regex of conf/spark-secure.conf. And those that only say where one is, or how long.
secrets='secret|password|token|access[.]?key|account[.]?key|credential|[.]sas[.]|(encryption|private)[.]key$'
no_secrets='[.](file|path|provider|enabled|binding)$|File$|_FILE$|_APPLICATION_CREDENTIALS$|BitLength$|[.](provider|keyprovider|secrets|secretKeyRef|renewal)[.]'

# PATH with every symbolic link of its last part followed (readlink -f is not everywhere).
follow_links() {
  local path=$1 target
  while [[ -L $path ]]; do
    target=$(readlink "$path")
    case $target in
      /*) path=$target ;;
      *) path=$(dirname "$path")/$target ;;
    esac
  done
  printf '%s\n' "$path"
}

fail() {
  local code=$1
  shift
  printf 'submit.sh: %s\n' "$*" >&2
  exit "$code"
}

# The major version of the Java installed at HOME, read without starting it where its release file says it.
java_version() {
  local home=$1 version=
  [[ -x $home/bin/java ]] || return 0
  if [[ -r $home/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  fi
  if [[ -z $version ]]; then
    version=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  fi
  printf '%s\n' "$version"
}

# Leaves in JAVA_HOME a Java 17: the one named there, else the one on PATH, else what macOS or Homebrew knows: its
# openjdk@17 is on no path. Maven runs on it, too.
choose_java() {
  local candidate version on_path prefix seen=''
  local candidates=()
  [[ -n ${JAVA_HOME:-} ]] && candidates+=("$JAVA_HOME")
  if on_path=$(command -v java); then
    candidates+=("$(dirname "$(dirname "$(follow_links "$on_path")")")")
  fi
  [[ -x /usr/libexec/java_home ]] && candidates+=("$(/usr/libexec/java_home -v 17 2>/dev/null || true)")
  for prefix in "${HOMEBREW_PREFIX:-/opt/homebrew}" /opt/homebrew /usr/local; do
    candidates+=("$prefix/opt/openjdk@17/libexec/openjdk.jdk/Contents/Home")
  done
  for candidate in ${candidates[@]+"${candidates[@]}"}; do
    version=$(java_version "$candidate")
    if [[ $version == 17 ]]; then
      export JAVA_HOME=$candidate
      return
    fi
    [[ -n $version ]] && seen+=" Java $version in $candidate;"
  done
  fail 1 "Java 17 is needed (Spark 3.5 does not run on newer ones), found:${seen:- none;} install it" \
    "(Debian: apt-get install openjdk-17-jdk; Fedora: dnf install java-17-openjdk-devel;" \
    "macOS: brew install openjdk@17) or set JAVA_HOME to it"
}

# The name that ND4J's natives for this machine go by.
native_platform() {
  case $(uname -s)/$(uname -m) in
    Linux/x86_64) echo linux-x86_64 ;;
    Linux/aarch64) echo linux-arm64 ;;
    Darwin/arm64) echo macosx-arm64 ;;
    Darwin/x86_64) echo macosx-x86_64 ;;
    *) fail 1 "no ND4J natives are known for $(uname -s) on $(uname -m): build with mvn package -Djavacpp.platform=…" ;;
  esac
}

# Whether jar and runtime are there, whole (an interrupted build leaves a jar without DL4J) and newer than the sources.
is_built() {
  [[ -n $(find "$jar" -size +20000k 2>/dev/null) ]] || return 1
  (cd "$runtime/jars" && compgen -G 'spark-core_*.jar') >/dev/null 2>&1 || return 1 # the folder is no pattern
  [[ -z $(find "$project/pom.xml" "$project/.mvn" "$project/src/main" -newer "$jar" -print 2>/dev/null | head -n 1) ]]
}

# Builds, unless somebody else just did. The folder $lock says that somebody builds, and $lock/pid who.
build_alone() {
  [[ ${LENET_BUILD:-} != no ]] || fail 1 "$jar is missing, or older than its sources, and LENET_BUILD=no forbids to" \
    "build it: run mvn package, or unset LENET_BUILD"
  [[ -x $JAVA_HOME/bin/javac ]] || fail 1 "$jar must be built, and $JAVA_HOME is a Java without compiler: install the" \
    "JDK 17 (Debian: apt-get install openjdk-17-jdk; Fedora: dnf install java-17-openjdk-devel; macOS: brew install openjdk@17)"
  command -v mvn >/dev/null || fail 1 "$jar must be built, and mvn is missing: install Maven 3.8 or newer" \
    "(Debian: apt-get install maven; Fedora: dnf install maven; macOS: brew install maven)"
  local platform status=0
  platform=$(native_platform)
  take_lock
  [[ -z $interrupted ]] && is_built || build "$platform" || status=$?
  rm -rf "$lock"
  ((status == 0)) || fail 1 "the build failed: see Maven's messages above"
}

# Leaves this process, and nobody else, with $lock. Of a builder that died the lock is taken over, and $interrupted says so.
take_lock() {
  local builders said='' seconds=0
  mkdir -p "$project/target"
  until mkdir "$lock" 2>/dev/null; do
    builders=$(builders)
    # No process there: its owner is about to write it, or died before it could.
    if [[ -n $builders ]] || ((seconds > 10)); then
      # shellcheck disable=SC2086 # one word a process
      if ! any_alive $builders && mkdir "$lock/after-${builders%% *}" 2>/dev/null; then
        if [[ $(builders) == "$builders" ]]; then
          interrupted=yes
          break
        fi
        rmdir "$lock/after-${builders%% *}" 2>/dev/null || true # the lock is another one by now
      elif [[ -z $said ]]; then
        echo "submit.sh: waiting for process ${builders%% *}, which builds (if it does not, delete $lock)" >&2
        said=yes
      fi
    fi
    sleep 1
    seconds=$((seconds + 1))
  done
  echo $$ >"$lock/pid"
}

# The processes that the lock names, on one line: a script, and its Maven.
builders() {
  local pids
  pids=$(cat "$lock/pid" 2>/dev/null || true)
  printf '%s\n' "${pids//$'\n'/ }"
}

any_alive() {
  local pid
  for pid in "$@"; do
    kill -0 "$pid" 2>/dev/null && return 0
  done
  return 1
}

# Maven by a shell that becomes it and signs the lock, too: if this script is killed, the lock still names who builds.
build() {
  echo "submit.sh: building target/lenet-spark.jar (two to four minutes; the first time Maven downloads about 500 MB)" >&2
  (cd "$project" && sh -c 'echo $$ >>"$0" && exec mvn "$@"' "$lock/pid" -B -q -ntp -Dstyle.color=never -Dmaven.test.skip=true \
    -Dspotless.check.skip=true "-Djavacpp.platform=$1" package) >&2
}

# Becomes job.Main without Spark's launcher.
exec_alone() {
  local shared=()
  [[ ! -f $archive ]] || shared=("-XX:SharedArchiveFile=$archive" "${archive_options[@]}")
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${shared[@]+"${shared[@]}"} \
    "-Dlog4j2.configurationFile=$project/conf/log4j2.properties" -cp "$jar:$runtime/conf/:$runtime/jars/*" \
    "$main_class" "$@"
}

# Has Spark's driver load the jar's classes itself and take what it can from the archive of archive-classes.sh, unless
# somebody else sees to the class path, or the driver runs elsewhere. An archive that does not fit the JVM passes over.
share_classes() {
  local word previous='' others='ClassPath|driver-class-path|deploy-?[mM]ode[=[:space:]]*cluster'
  [[ -n $bundled && ! -e $runtime/conf && -z ${SPARK_CONF_DIR:-} ]] || return 0
  [[ ! "${SPARK_SUBMIT_OPTS:-} ${settings[*]:-} ${spark_options[*]:-}" =~ $others ]] || return 0
  for word in ${spark_options[@]+"${spark_options[@]}"}; do
    [[ $previous == --properties-file ]] || [[ $word == --properties-file=* ]] || { previous=$word && continue; }
    ! grep -qsE "$others" "${word#--properties-file=}" || return 0
    previous=$word
  done
  settings+=(--driver-class-path "$jar")
  [[ ! -f $archive || ${SPARK_SUBMIT_OPTS:-} == *ArchiveClassesAtExit* || ${SPARK_SUBMIT_OPTS:-} == *SharedArchiveFile* ]] ||
    SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} -XX:SharedArchiveFile=\"$archive\" ${archive_options[*]}"
}

# Runs job.Main without Spark's launcher: help needs no cluster.
main_alone() {
  (exec_alone "$@")
}

# Whether the job starts in half the time without Spark's launcher, for it needs no Spark, and nothing is set that the
# launcher alone would heed.
needs_no_launcher() {
  [[ ${job_words[0]} == show && -n $bundled && ${#spark_options[@]} == 0 && ! -e $runtime/conf &&
    ${settings[*]:-} != *spark.hadoop.* && -z ${SPARK_SUBMIT_OPTS:-}${SPARK_CONF_DIR:-}${SPARK_DIST_CLASSPATH:-} &&
    -z ${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-} ]]
}

print_help() {
  main_alone --help
  cat <<'HELP'

Options of spark-submit stand before COMMAND, and are passed on: --master URL
(default local[*]), --deploy-mode, --conf KEY=VALUE, --properties-file FILE (for
secrets), --executor-memory, --total-executor-cores, --name and so on. The
settings of conf/spark-defaults.conf go before them. SPARK_HOME names the Spark
to use; unset, it is the one that the build leaves in target/spark.
HELP
}

# Splits "$@" into spark-submit's options and the job's words. Of the former all but a few flags take a value.
split_arguments() {
  while (($#)); do
    case $1 in
      --help | -h) help=yes && return ;;
      --version | -V) version=yes && return ;;
      --verbose | -v | --supervise | --*=*) spark_options+=("$1") ;;
      -*)
        (($# > 1)) || fail 2 "$1 needs a value (a spark-submit option; see --help)"
        spark_options+=("$1" "$2")
        shift
        ;;
      *)
        job_words=("$@")
        return
        ;;
    esac
    shift
  done
}

# Whether a key's value is a secret.
is_secret() {
  local found=1
  [[ ! $1 =~ $no_secrets ]] || return 1
  shopt -s nocasematch
  [[ $1 =~ $secrets ]] && found=0
  shopt -u nocasematch
  return "$found"
}

# The first of these keys, one a line, whose value is a secret; none if all values may be seen.
first_secret() {
  local key first=
  while IFS= read -r key || [[ -n $key ]]; do # to the end, for who writes them would be told of a broken pipe
    [[ -n $first ]] || ! is_secret "$key" || first=$key
  done
  printf '%s' "$first"
}

# Everybody on the machine can read command lines: secrets come in a file, by --properties-file. A word may hold several
# settings: --driver-java-options "-Dspark.x=1 -Dspark.y=2".
refuse_open_secrets() {
  local word file key='' previous=''
  [[ $* != *spark.* ]] || key=$({ printf '%s\n' "$@" | grep -oE 'spark\.[^=[:space:]]+[[:space:]]*=' || true; } |
    sed 's/[[:space:]]*=$//' | first_secret)
  [[ -z $key ]] || fail 2 "$key is a secret, and everybody on this machine can read command lines: write it into a file" \
    "that only you can read, and give that by --properties-file FILE (see docs/security.md)"
  for word in "$@"; do
    file=
    [[ $previous != --properties-file ]] || file=$word
    [[ $word != --properties-file=* ]] || file=${word#*=}
    if [[ -r $file ]]; then
      key=$(sed -n 's/^[[:space:]]*\(spark\.[^=:[:space:]]*\).*/\1/p' "$file" | first_secret)
      if [[ -n $key && $(ls -lL "$file") != -???------* ]]; then
        fail 2 "$file holds $key, and others than you may read it: chmod 600 $file"
      fi
    fi
    previous=$word
  done
}

# Java 17 takes the letters of file names from the locale, and where that is C (cron, containers, or one that is not
# installed) knows none beyond ASCII.
leave_ascii() {
  local locale
  case $(locale charmap 2>/dev/null) in
    ANSI_X3.4-1968 | US-ASCII) ;;
    *) return 0 ;;
  esac
  for locale in C.UTF-8 en_US.UTF-8; do # macOS has the latter alone
    if [[ $(LC_ALL=$locale locale charmap 2>/dev/null) == UTF-8 ]]; then
      export LC_ALL=$locale
      return
    fi
  done
}

asks_for_help() {
  local word
  for word in "$@"; do
    [[ $word == --help || $word == -h ]] && return 0
  done
  return 1
}

# Adds conf/spark-defaults.conf to $settings. All of it becomes words of a command line: it may hold no secret.
read_settings() {
  local key value word
  [[ -r $project/conf/spark-defaults.conf ]] ||
    fail 1 "$project/conf/spark-defaults.conf is missing, or may not be read: restore it from the project's repository"
  while read -r key value || [[ -n $key ]]; do
    [[ -n $key && $key != '#'* ]] || continue
    set -f # words, not patterns
    # shellcheck disable=SC2086 # one word a setting
    for word in "$key=" $value; do
      [[ $word == *spark.*=* ]] || continue
      word=spark.${word#*spark.} # -Dspark.…
      word=${word%%[=:]*}
      if is_secret "$word"; then
        fail 2 "conf/spark-defaults.conf holds $word, whose value would stand on a command line that everybody on this" \
          "machine can read: move it into a file that only you can read, and give that by --properties-file FILE"
      fi
    done
    set +f
    [[ $key != *[=:]* ]] ||
      fail 2 "conf/spark-defaults.conf: expected a line 'key value', with a blank between, found ${key%%[=:]*} with another sign"
    settings+=(--conf "$key=$value")
  done <"$project/conf/spark-defaults.conf"
}

# Replaces this shell by SparkSubmit from target/spark, as bin/spark-class of a Spark installation does: its launcher
# prints the java command, NUL after each word, and so the driver's memory and options apply to the JVM that runs it. It
# needs no other jar of Spark's, and opening all 170 would take as long as all that it does.
exec_bundled_spark() {
  local word status core launcher
  local command=()
  core=$(cd "$SPARK_HOME/jars" && compgen -G 'spark-core_*.jar')
  core=${core#spark-core_}
  export SPARK_SCALA_VERSION=${core%%-*}
  launcher=$(compgen -G "$SPARK_HOME/jars/spark-launcher_*.jar") ||
    fail 1 "$SPARK_HOME/jars holds no spark-launcher: the build was interrupted; delete $jar, and it is built again"
  {
    IFS= read -r -d '' word || true # what Java itself has to say, up to the launcher's mark: NUL, newline
    [[ -z $word ]] || printf '%s\n' "$word" >&2
    read -r || true
    while IFS= read -r -d '' word; do
      command+=("$word")
    done
  } < <("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -cp "$launcher" \
    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@" && printf '0\0' || printf '\0\n1\0')
  status=$((${#command[@]} - 1))
  [[ ${command[$status]} == 0 ]] || exit 1
  unset "command[$status]"
  exec "${command[@]}"
}

project=$(cd "$(dirname "$(follow_links "${BASH_SOURCE[0]}")")/.." && pwd -P)
jar=$project/target/lenet-spark.jar
runtime=$project/target/spark
lock=$project/target/.building
archive=$runtime/classes.jsa
# By default Java 17.0.15 moves the archive to another address in each process, pointer by pointer: 0.6 s.
archive_options=('-Xlog:cds*=off' '-Xlog:class+path=off' -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
interrupted=
spark_options=()
job_words=()
settings=()
help=
version=

split_arguments "$@"
read_settings
refuse_open_secrets "${SPARK_SUBMIT_OPTS:-}" ${spark_options[@]+"${spark_options[@]}"}
leave_ascii
choose_java
if [[ -d $lock && ${LENET_BUILD:-} != no ]] || ! is_built; then
  build_alone
fi
bundled=
if [[ -z ${SPARK_HOME:-} || $SPARK_HOME -ef $runtime ]]; then
  bundled=yes
  export SPARK_HOME=$runtime
fi

if [[ -n $help ]]; then
  print_help
  exit
elif [[ -n $version ]]; then
  main_alone --version
  exit
elif ((${#job_words[@]} == 0)) || asks_for_help "${job_words[@]}"; then
  main_alone ${job_words[@]+"${job_words[@]}"}
  exit
fi

export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
export LENET_STARTED_MICROS=${started/[.,]/} # where --verbose counts from
if [[ -t 2 ]]; then
  export LENET_TERMINAL=yes # a bar within each epoch, on stderr
fi
if [[ -t 1 ]]; then
  { window=$(stty size <&3 2>/dev/null) || window=; } 3>&1 # lines and columns; Java cannot tell
  export LENET_COLUMNS=${window#* } LENET_LINES=${window% *}
fi
if needs_no_launcher; then
  exec_alone "${job_words[@]}"
fi
if [[ ${SPARK_SUBMIT_OPTS:-} != *-Dlog4j2.configurationFile=* ]]; then
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} -Dlog4j2.configurationFile=\"$project/conf/log4j2.properties\""
fi
share_classes
arguments=(${settings[@]+"${settings[@]}"} --class "$main_class" --name lenet-spark)
arguments+=(${spark_options[@]+"${spark_options[@]}"} "$jar" "${job_words[@]}")
if [[ -n $bundled ]]; then
  exec_bundled_spark "${arguments[@]}"
fi
[[ -x $SPARK_HOME/bin/spark-submit ]] || fail 1 "SPARK_HOME is $SPARK_HOME, but no $SPARK_HOME/bin/spark-submit is there:" \
  "unset SPARK_HOME to use target/spark, or correct it"
exec "$SPARK_HOME/bin/spark-submit" "${arguments[@]}"
