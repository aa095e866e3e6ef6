package io;

/**
 * {@code lease/00001.json}: who may write a run.
 *
 * @param owner told apart from every other, even in the same process
 * @param host as it calls itself
 * @param pid of the process, on its host
 * @param processes the set of processes in which {@code pid} is one: of a boot of a machine, or of
 *     a container; empty where that cannot be told
 * @param startTicks when the process began, in clock ticks since the boot, which no setting of the
 *     clock changes: with {@code pid} and {@code processes} it names one process; null where that
 *     cannot be told
 * @param startedAt when the process began, ISO 8601, UTC; for people
 * @param beats grows while the owner lives
 * @param released the owner has ended in peace
 */
record LeaseRecord(
    String owner,
    String host,
    long pid,
    String processes,
    Long startTicks,
    String startedAt,
    long beats,
    boolean released) {
  LeaseRecord {
    RunChecks.name("owner", owner);
    RunChecks.name("host", host);
    RunChecks.present("processes", processes);
    RunChecks.instant("startedAt", startedAt);
    Checks.atLeast("beats", beats, 0);
  }

  LeaseRecord next() {
    return new LeaseRecord(owner, host, pid, processes, startTicks, startedAt, beats + 1, released);
  }

  LeaseRecord ended() {
    return new LeaseRecord(owner, host, pid, processes, startTicks, startedAt, beats, true);
  }
}
