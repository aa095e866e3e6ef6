package io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;

/**
 * A run on the local disk, named first unless it is said otherwise, and those who write it; closing
 * it closes them.
 */
final class FirstRun implements AutoCloseable {
  /**
   * Quick to show life, and so patient with others that no load of the machine looks like death.
   */
  static final RunLease.Pace QUICK =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofMinutes(5));

  private static final Configuration HADOOP = new Configuration();

  private final Path runs;
  private final Queue<RunWriter> writers = new ConcurrentLinkedQueue<>();

  FirstRun(Path runs) {
    this.runs = runs;
  }

  static RunRecord record(String runId) {
    return SampleRuns.run(runId, 10);
  }

  static EpochRecord epoch(int epoch) {
    return SampleRuns.epoch(epoch, SampleRuns.MODEL);
  }

  RunWriter create() throws IOException {
    return begin("first");
  }

  /** Of another name. */
  RunWriter begin(String runId) throws IOException {
    try {
      RunWriter writer = RunWriter.take(HADOOP, runs.toString(), runId, QUICK);
      writers.add(writer);
      writer.update(record(runId));
      return writer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  RunDirectory open() throws IOException {
    return RunDirectory.open(HADOOP, runs.resolve("first").toString());
  }

  @Override
  public void close() throws IOException {
    for (RunWriter writer : writers) {
      writer.close();
    }
  }
}
