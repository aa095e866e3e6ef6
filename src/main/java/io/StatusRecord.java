package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * {@code status.json}: how the last start of {@code retrain} ended, for those who cannot see its
 * exit code.
 *
 * @param name of the model
 * @param date of the night, ISO 8601
 * @param state {@code RUNNING}, {@code STOPPED}, {@code FAILED}, {@code BUSY}, or an {@link
 *     Outcome}
 * @param exitCode as the process ends with; null, and absent, while it runs and if it was stopped,
 *     by 143 or 130
 * @param message in words
 * @param decision of that night; null, and absent, while there is none
 * @param at ISO 8601, UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusRecord(
    String name,
    String date,
    String state,
    Integer exitCode,
    String message,
    DecisionRecord decision,
    String at) {
  public StatusRecord {
    ModelChecks.name(name);
    RunChecks.name("date", date);
    RunChecks.name("state", state);
    RunChecks.name("message", message);
    RunChecks.instant("at", at);
  }

  /** Of a night that is decided. */
  public static StatusRecord of(DecisionRecord decision, String at) {
    return new StatusRecord(
        decision.name(),
        decision.date(),
        decision.outcome().name(),
        decision.outcome().exitCode(),
        decision.reason(),
        decision,
        at);
  }

  /** As {@code status.json} has it. */
  public byte[] toJson() throws IOException {
    return JsonFiles.bytes(new Path(ModelDirectory.STATUS_JSON), this);
  }
}
