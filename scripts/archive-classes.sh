#!/usr/bin/env bash
# Has the JVM write down, as it keeps them in memory, the classes that the commands load: target/spark/classes.jsa, with
# which scripts/submit.sh starts a command in two thirds of the time (class-data sharing, JEP 350). The build calls this;
# it takes 20 to 35 seconds. Without the file, or with one of another Java or jar, commands just start as they would.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
archive=$project/target/spark/classes.jsa
part=$archive.part
folder=$project/target/rehearsal

rm -rf "$folder" "$archive" "$part"
mkdir -p "$folder"
# With the settings of nobody: what they name may be elsewhere, and is not what a start needs.
if env -u SPARK_HOME -u SPARK_CONF_DIR -u HADOOP_CONF_DIR -u YARN_CONF_DIR -u SPARK_DIST_CLASSPATH LENET_BUILD=no \
  SPARK_LOCAL_IP=127.0.0.1 SPARK_SUBMIT_OPTS="-XX:ArchiveClassesAtExit=\"$part\"" "$project/scripts/submit.sh" \
  --master 'local[2]' --conf spark.hadoop.fs.defaultFS=file:/// rehearse --to "$folder" >"$folder/log" 2>&1 \
  </dev/null && [[ -s $part ]]; then
  mv "$part" "$archive"
  rm -rf "$folder"
else
  rm -f "$part"
  printf 'archive-classes.sh: no archive of classes: commands start more slowly; %s says why\n' "$folder/log" >&2
fi
