package job;

import io.DecisionRecord;
import io.Decisions;
import io.LeaseHeldException;
import io.ModelWriter;
import io.StatusRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain}: one night, its status for those who cannot see the exit code, and the word. */
@Command(
    name = "retrain",
    description = {
      "Trains a challenger, judges it against the champion by rows that neither was trained on,",
      "promotes it or keeps it back, and records why."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:promoted, or nothing new",
      "1:it failed; the last message says why, and the same command goes on",
      "2:wrong usage; every fault is listed",
      "10:kept back; the champion stays",
      "20:the data were refused; look at them",
      "75:somebody else retrains this model now",
      "143, 130:stopped by SIGTERM or Ctrl-C; the same command goes on"
    })
final class RetrainJob extends Job {
  /** As {@code EX_TEMPFAIL} of sysexits.h. */
  static final int BUSY = 75;

  private static final int FAILED = 1;

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
    try (ModelWriter model = ModelWriter.take(hadoop(), options.models(), options.name())) {
      return retrain(model, notification);
    } catch (LeaseHeldException e) {
      String message = "Somebody else is at it: " + e.getMessage();
      System.err.println(message);
      notification.send(status("BUSY", BUSY, message, null));
      return BUSY;
    }
  }

  private int retrain(ModelWriter model, Notification notification) throws Exception {
    Stopping stopping = Stopping.with(() -> release(model));
    try {
      model.say(status("RUNNING", null, "begun", null));
      DecisionRecord decision = night(model);
      int code = decision.outcome().exitCode();
      StatusRecord status = status(decision.outcome().name(), code, decision.reason(), decision);
      model.say(status);
      report(model, decision);
      notification.send(status);
      return code;
    } catch (Exception failure) {
      Stopping.awaitEndIfEnding();
      StatusRecord status = status("FAILED", FAILED, Failure.message(failure), null);
      sayFailed(model, status, failure);
      notification.send(status);
      throw failure;
    } finally {
      stopping.over();
    }
  }

  /** Or the next start would wait a minute for a sign of life, if it is on another machine. */
  private static void release(ModelWriter model) {
    try {
      model.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("others may have to wait a minute for this model: " + e);
    }
  }

  private static void sayFailed(ModelWriter model, StatusRecord status, Exception failure) {
    try {
      model.say(status);
    } catch (IOException | RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private StatusRecord status(String state, Integer code, String message, DecisionRecord decision) {
    return new StatusRecord(
        options.name(), options.date(), state, code, message, decision, Night.now());
  }

  private DecisionRecord night(ModelWriter model) throws Exception {
    Timeline timeline = timeline();
    NetworkAhead network = NetworkAhead.of(options.recipe());
    try (SparkSession session = Application.start()) {
      timeline.passed("Spark session");
      return ExecutorWatch.during(session, () -> night(session, model, options, network, timeline));
    }
  }

  /** All that a night does in a session: decides, and lets old versions go. */
  static DecisionRecord night(
      SparkSession session,
      ModelWriter model,
      RetrainOptions options,
      NetworkAhead network,
      Timeline timeline)
      throws Exception {
    NightRequest request = options.request(session, model.directory());
    DecisionRecord decision = new Night(session, model, request, timeline).decide(network);
    Pruning.of(model, request.keep()).prune();
    return decision;
  }

  private static void report(ModelWriter model, DecisionRecord decision) {
    System.out.printf(
        "%s %s: %s. %s%nchampion: %s%ndecided: %s%n",
        decision.name(),
        decision.date(),
        decision.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        decision.reason(),
        decision.championAfter() == null ? "none" : decision.championAfter(),
        model.directory().models() + "/" + Decisions.DEFAULT_NAME);
  }
}
