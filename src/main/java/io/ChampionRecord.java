package io;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * {@code champion.json}: which version of a model is to be used, since when, and why. The same is
 * kept of each change, as {@code champions/00001.json}.
 *
 * @param number of changes that there were, this one included
 * @param version whose folder holds the model
 * @param runId of its training
 * @param epoch of that run
 * @param modelSha256 of the version's {@code model.zip}
 * @param parametersSha256 of the float32 parameters in it
 * @param way how it became champion
 * @param reason in words
 * @param since ISO 8601, UTC
 * @param predecessor the version that was champion before; null, and absent, of the first
 * @param hold whether a night may replace it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChampionRecord(
    int number,
    String version,
    String runId,
    int epoch,
    String modelSha256,
    String parametersSha256,
    Way way,
    String reason,
    String since,
    String predecessor,
    Hold hold) {
  /** Whether a night may replace a champion. */
  public enum Hold {
    /** It may. */
    FREE,
    /** What the gate promotes is kept back, until a person says otherwise. */
    HELD
  }

  /** How a version becomes champion. */
  public enum Way {
    /** By the gate. */
    PROMOTED,
    /** By hand. */
    PROMOTED_BY_HAND,
    /** By hand, in place of one that came after it. */
    ROLLED_BACK,
    /** It was champion before, and is held since. */
    HELD,
    /** It was champion before, and is held no more. */
    RELEASED
  }

  public ChampionRecord {
    Checks.atLeast("number", number, 1);
    ModelChecks.version("version", version);
    RunChecks.runId(runId);
    RunChecks.epochs("epoch", epoch);
    RunChecks.sha256("modelSha256", modelSha256);
    RunChecks.sha256("parametersSha256", parametersSha256);
    RunChecks.present("way", way);
    RunChecks.name("reason", reason);
    RunChecks.instant("since", since);
    if (predecessor != null) {
      ModelChecks.version("predecessor", predecessor);
    }
    RunChecks.present("hold", hold);
  }

  /** Whether what the gate promotes is kept back. */
  public boolean isHeld() {
    return hold == Hold.HELD;
  }

  /** The same version, held or held no more. */
  ChampionRecord heldOrNot(int nextNumber, Hold other, String why, String at) {
    return new ChampionRecord(
        nextNumber,
        version,
        runId,
        epoch,
        modelSha256,
        parametersSha256,
        other == Hold.FREE ? Way.RELEASED : Way.HELD,
        why,
        at,
        predecessor,
        other);
  }
}
