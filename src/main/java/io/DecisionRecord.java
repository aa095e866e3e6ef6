package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * What was decided in a night, and why: {@code decision.json} of a version, and a row of the table
 * of decisions.
 *
 * @param name of the model
 * @param date of the night, ISO 8601
 * @param version that the challenger became; null if none was trained
 * @param runId of its training; null if there was none
 * @param championBefore the version that was champion before; null if there was none
 * @param championAfter the version that is champion since; null if there is none
 * @param reason in words, with the figures
 * @param fingerprint {@link RunRecord#fingerprint} of the run, made or not
 * @param rows of the data
 * @param heldOutRows of them, held out by content
 * @param seenRows rows to train on that the champion was trained on, too; null without a champion
 * @param comparison of the challenger; null if none was trained
 * @param testAccuracy of the challenger on the test set, for the record; null if there is none
 * @param seconds how long what took
 * @param decidedAt ISO 8601, UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionRecord(
    String name,
    String date,
    Outcome outcome,
    String version,
    String runId,
    String championBefore,
    String championAfter,
    String reason,
    String fingerprint,
    long rows,
    long heldOutRows,
    Long seenRows,
    Comparison comparison,
    Double testAccuracy,
    Seconds seconds,
    String decidedAt) {
  /**
   * Challenger and champion on the rows held out.
   *
   * @param examples rows held out, at least 1
   * @param correct of them by the challenger
   * @param accuracyLow where the 95 % interval (Wilson) of the challenger's accuracy begins
   * @param accuracyHigh where it ends
   * @param champion what compares it with the champion; null if there was none
   * @param gate that it had to pass
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Comparison(
      long examples,
      long correct,
      double accuracyLow,
      double accuracyHigh,
      AgainstChampion champion,
      Gate gate) {
    public Comparison {
      Checks.atLeast("examples", examples, 1);
      Checks.atLeast("correct", correct, 0);
      Checks.atLeast("examples", examples, correct);
      Checks.share("accuracyLow", accuracyLow);
      Checks.share("accuracyHigh", accuracyHigh);
      RunChecks.present("gate", gate);
    }

    public double accuracy() {
      return (double) correct / examples;
    }
  }

  /**
   * What a challenger had to pass, as {@code retrain} was asked.
   *
   * @param floor of its accuracy
   * @param margin by which one of newer data may be worse
   * @param significance of the tests
   * @param mostRecallLoss of any class
   */
  public record Gate(double floor, double margin, double significance, double mostRecallLoss) {
    public Gate {
      Checks.share("floor", floor);
      Checks.share("margin", margin);
      Checks.share("significance", significance);
      Checks.share("mostRecallLoss", mostRecallLoss);
    }
  }

  /**
   * How a challenger compares with the champion.
   *
   * @param correct rows held out that the champion has right
   * @param gained rows that the challenger alone has right
   * @param lost rows that the champion alone has right
   * @param betterP of McNemar's test, one-sided, mid-p
   * @param notWorseP of Tango's test of worse by the margin
   * @param differenceLow where the 95 % interval (Tango) of the difference begins
   * @param differenceHigh where it ends
   */
  public record AgainstChampion(
      long correct,
      long gained,
      long lost,
      double betterP,
      double notWorseP,
      double differenceLow,
      double differenceHigh) {
    public AgainstChampion {
      Checks.atLeast("correct", correct, 0);
      Checks.atLeast("gained", gained, 0);
      Checks.atLeast("lost", lost, 0);
      Checks.share("betterP", betterP);
      Checks.share("notWorseP", notWorseP);
    }
  }

  /**
   * Wall time.
   *
   * @param look at the data
   * @param train of this start alone; 0 if nothing was trained
   * @param judge the challenger: test set, rows held out
   */
  public record Seconds(double look, double train, double judge) {
    public Seconds {
      RunChecks.notNegative("look", look);
      RunChecks.notNegative("train", train);
      RunChecks.notNegative("judge", judge);
    }
  }

  public DecisionRecord {
    ModelChecks.name(name);
    date(date);
    RunChecks.present("outcome", outcome);
    RunChecks.name("reason", reason);
    RunChecks.sha256("fingerprint", fingerprint);
    Checks.atLeast("rows", rows, 1);
    Checks.atLeast("heldOutRows", heldOutRows, 0);
    RunChecks.present("seconds", seconds);
    RunChecks.instant("decidedAt", decidedAt);
    if ((version == null) != (comparison == null)) {
      throw new IllegalArgumentException(
          "comparison: expected one of every version, and none without, found %s of version %s"
              .formatted(comparison, version));
    }
    if ((version == null) == outcome.isFinal()) {
      throw new IllegalArgumentException(
          "version: expected %s of outcome %s, found %s"
              .formatted(outcome.isFinal() ? "one" : "none", outcome, version));
    }
  }

  /**
   * The same where a person has spoken meanwhile: it is kept back.
   *
   * @param champion who is champion now; null if there is none
   * @param why in words
   */
  public DecisionRecord keptBackBesides(String champion, String why) {
    return new DecisionRecord(
        name,
        date,
        Outcome.KEPT_BACK,
        version,
        runId,
        championBefore,
        champion,
        why + "; the gate said " + reason,
        fingerprint,
        rows,
        heldOutRows,
        seenRows,
        comparison,
        testAccuracy,
        seconds,
        decidedAt);
  }

  private static void date(String found) {
    try {
      LocalDate.parse(RunChecks.present("date", found));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "date: expected a day such as 2026-11-21, found '%s'".formatted(found), e);
    }
  }
}
