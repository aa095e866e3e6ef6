package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import io.RunWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;

/**
 * The run that this process has taken to train. Remembers what of it is recorded and kept, so that
 * a training that is stopped need read nothing to say how to go on.
 */
final class OpenRun implements AutoCloseable {
  /** Hadoop ends the JVM 30 s after it was told to stop, whoever still waits for a disk. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int UNKNOWN = -1;

  private final RunWriter writer;
  private final TrainRequest request;
  private volatile RunRecord recorded;

  /** How many epochs are; {@value #UNKNOWN} until they have been read. */
  private volatile int kept = UNKNOWN;

  private OpenRun(RunWriter writer, TrainRequest request, RunRecord recorded) {
    this.writer = writer;
    this.request = request;
    this.recorded = recorded;
  }

  /**
   * Takes the run that is asked for, or a new one.
   *
   * @throws io.RunException if another training has it, or its {@code run.json} cannot be read
   */
  static OpenRun take(Configuration hadoop, TrainRequest request)
      throws IOException, InterruptedException {
    RunWriter writer = RunWriter.take(hadoop, request.runs(), request.runId());
    try {
      return new OpenRun(writer, request, writer.begun().orElse(null));
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  RunDirectory directory() {
    return writer.directory();
  }

  /** What {@code run.json} says; empty if the run has not been begun. */
  Optional<RunRecord> recorded() {
    return Optional.ofNullable(recorded);
  }

  /** As {@link Resumption#kept}. */
  List<EpochRecord> kept() throws IOException {
    List<EpochRecord> epochs = Resumption.kept(writer.directory(), recorded());
    kept = epochs.size();
    return epochs;
  }

  /** As {@link RunWriter#update}. */
  void record(RunRecord run) throws IOException {
    writer.update(run);
    recorded = run;
  }

  /** As {@link RunWriter#keep}. */
  synchronized void keep(EpochRecord epoch, byte[] model) throws IOException {
    writer.keep(epoch, model);
    kept = epoch.epoch();
  }

  /** Unless the run says something else: that it was complete before it was to be extended. */
  void sayFailed(Exception failure) {
    try {
      RunRecord run = writer.directory().run();
      if (run.state() == RunRecord.State.RUNNING) {
        record(run.in(RunRecord.State.FAILED));
      }
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  void discardIfWithoutEpochs(Exception failure) {
    try {
      if (writer.directory().epochs().isEmpty()) {
        writer.discard();
        recorded = null;
      }
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Lets others have the run, when an epoch that is being kept is whole. */
  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }

  /** Closes it, for a process that is told to end; returns how to go on. */
  String stop() {
    return stop(PATIENCE);
  }

  String stop(Duration patience) {
    String trouble = closeWithin(patience);
    return recorded().map(this::howToGoOn).orElse(Stopping.BEFORE_ANYTHING)
        + (trouble.isEmpty() ? "" : " (others may have to wait a minute for it: " + trouble + ")");
  }

  private String howToGoOn(RunRecord run) {
    String stopped =
        "stopped%s in %s"
            .formatted(
                kept == UNKNOWN ? "" : " with %d of %d epochs".formatted(kept, request.epochs()),
                directory().path());
    if (request.retraining().isPresent()) {
      return stopped; // whoever retrains says how to go on
    }
    StringBuilder line =
        new StringBuilder(
            stopped
                + "; go on: scripts/submit.sh train --runs %s --run-id %s"
                    .formatted(Shell.quoted(request.runs()), request.runId()));
    if (request.dataGiven() && !request.data().name().equals(run.data().source())) {
      line.append(" --data ").append(Shell.quoted(request.data().name()));
    }
    if (request.epochs() != run.options().epochs()) {
      line.append(" --epochs ").append(request.epochs());
    }
    request
        .tensorBoard()
        .ifPresent(folder -> line.append(" --tensorboard ").append(Shell.quoted(folder)));
    return line.toString();
  }

  /** Of a run that was not begun nothing stays. */
  private synchronized void closeOrDiscard() throws IOException {
    if (recorded == null) {
      writer.discard();
    } else {
      close();
    }
  }

  /** Returns what hindered it; nothing if nothing did. */
  private String closeWithin(Duration patience) {
    AtomicReference<String> trouble = new AtomicReference<>("no answer from where it lies");
    Thread closing =
        new Thread(
            () -> {
              try {
                closeOrDiscard();
                trouble.set("");
              } catch (IOException | RuntimeException e) {
                trouble.set(e.toString());
              }
            });
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return trouble.get();
  }
}
