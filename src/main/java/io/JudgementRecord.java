package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * {@code judgement.json}: what challenger and champion took each of the rows held out for. All that
 * the gate saw but for which of the rows that one of them has wrong the other has right, too, which
 * {@code decision.json} counts.
 *
 * @param challenger {@code [truth, predicted]} counts
 * @param champion the same; null, and absent, if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgementRecord(List<List<Long>> challenger, List<List<Long>> champion) {
  public JudgementRecord {
    challenger = copy(RunChecks.present("challenger", challenger));
    champion = champion == null ? null : copy(champion);
  }

  private static List<List<Long>> copy(List<List<Long>> counts) {
    return counts.stream().map(List::copyOf).toList();
  }
}
