package job;

import io.ChampionRecord;
import io.DecisionRecord;
import io.Decisions;
import io.LeaseHeldException;
import io.ModelWriter;
import io.RunException;
import io.StatusRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain}: one night, its status for those who cannot see the exit code, and the word. */
@Command(
    name = "retrain",
    description = {
      "One night: trains a challenger, and promotes it if it passes the gate.",
      "It is judged against the champion by rows that neither was trained on.",
      "Why it was promoted or kept back is on record."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:promoted, or nothing new",
      "1:it failed; the last message says why, and the same command goes on",
      "2:wrong usage; every fault is listed",
      "10:kept back; the champion stays",
      "20:the data were refused; look at them",
      "75:somebody else is at it",
      "143, 130:stopped by SIGTERM or Ctrl-C; the same command goes on"
    })
final class RetrainJob extends Job {
  /** As {@code EX_TEMPFAIL} of sysexits.h. */
  static final int BUSY = 75;

  private static final int FAILED = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(RetrainJob.class);

  @Mixin private RetrainOptions options = new RetrainOptions();

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    options.addFaults(faults);
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    Notification notification = new Notification(options.notifyCommand());
    ModelWriter model;
    try {
      model = ModelWriter.take(hadoop(), options.models(), options.name());
    } catch (LeaseHeldException e) {
      return busy(e, notification);
    } catch (Exception failure) {
      // Who has not the lease writes no status: monitors see that its date is not today's.
      notification.send(failed(failure));
      throw failure;
    }
    try {
      return retrain(model, notification);
    } finally {
      release(model);
    }
  }

  private int busy(LeaseHeldException held, Notification notification) throws InterruptedException {
    StatusRecord status = busy(held);
    System.err.println(status.message());
    notification.send(status);
    return BUSY;
  }

  private StatusRecord busy(LeaseHeldException held) {
    return undecided("BUSY", BUSY, "somebody else is at it: " + held.getMessage());
  }

  private int retrain(ModelWriter model, Notification notification) throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    Stopping stopping = Stopping.with(() -> stop(model, told));
    StatusRecord ended;
    try {
      model.say(undecided("RUNNING", null, "begun by process " + ProcessHandle.current().pid()));
      DecisionRecord decision = night(model, notification);
      ended = StatusRecord.of(decision, Night.now());
      model.say(ended);
      told.set(true);
      report(model, decision);
      prune(model, options, decision);
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      ended = failed(failure);
      sayUnlessThatFails(model, ended, failure);
      stopping.over();
      notification.send(ended);
      if (failure
          instanceof LeaseHeldException) { // of the run: by a training that was begun otherwise
        System.err.println(ended.message());
        return BUSY;
      }
      throw failure;
    } finally {
      stopping.over();
    }
    notification.send(ended);
    return ended.exitCode();
  }

  private StatusRecord failed(Exception failure) {
    if (failure instanceof LeaseHeldException held) {
      return busy(held);
    }
    int code = failure instanceof UsageException ? CommandLine.ExitCode.USAGE : FAILED;
    return undecided("FAILED", code, Failure.message(failure));
  }

  private void stop(ModelWriter model, AtomicBoolean told) {
    Thread saying = new Thread(() -> end(model, told), "end-model");
    saying.setDaemon(true);
    saying.start();
    try {
      saying.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.printf("stopped; go on: the same command again, with --date %s%n", options.date());
  }

  private void end(ModelWriter model, AtomicBoolean told) {
    try {
      if (!told.get()) {
        model.end(undecided("STOPPED", null, "told to end; the same command goes on"));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot say that this night was stopped: {}", e.toString());
    }
    release(model);
  }

  /** Or the next start would wait a minute for a sign of life, if it is on another machine. */
  private static void release(ModelWriter model) {
    try {
      model.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("others may have to wait a minute for this model: {}", e.toString());
    }
  }

  private static void sayUnlessThatFails(
      ModelWriter model, StatusRecord status, Exception failure) {
    try {
      model.say(status);
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private StatusRecord undecided(String state, Integer code, String message) {
    return new StatusRecord(
        options.name(), options.date(), state, code, message, /* decision= */ null, Night.now());
  }

  private DecisionRecord night(ModelWriter model, Notification notification) throws Exception {
    Timeline timeline = timeline();
    NetworkAhead network = NetworkAhead.of(options.recipe());
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(
          session,
          () ->
              new Night(session, model, options, timeline)
                  .decide(network, decision -> tellOfAnEarlierNight(decision, notification)));
    }
  }

  /** Tonight's own is told at the end. */
  private void tellOfAnEarlierNight(DecisionRecord decision, Notification notification)
      throws InterruptedException {
    if (!decision.date().equals(options.date())) {
      System.out.printf(
          "%s, decided by an earlier start and carried out now: %s%n",
          decision.date(), inWords(decision));
      notification.send(StatusRecord.of(decision, Night.now()));
    }
  }

  private static String inWords(DecisionRecord decision) {
    return "%s. %s"
        .formatted(
            decision.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            decision.reason());
  }

  /** Lets old versions go; that they stay is no failure of a night that is decided. */
  static void prune(ModelWriter model, RetrainOptions options, DecisionRecord decision)
      throws InterruptedException {
    String tonight = decision.version() == null ? "" : decision.version();
    try {
      Pruning.of(model, options.keep(), tonight)
          .prune(version -> LOG.info("deleted version {}", version));
    } catch (IOException | RunException e) {
      LOG.warn("not all old versions are deleted: {}", e.getMessage());
    }
  }

  private static void report(ModelWriter model, DecisionRecord decision) throws IOException {
    System.out.printf(
        "%s %s: %s%nchampion: %s%ndecisions: %s%n",
        decision.name(),
        decision.date(),
        inWords(decision),
        model.directory().champion().map(ChampionRecord::version).orElse("none"),
        model.directory().models() + "/" + Decisions.DEFAULT_NAME);
  }
}
