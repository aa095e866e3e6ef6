package job;

import io.ChampionRecord;
import picocli.CommandLine.Option;

/** Whether a champion that is made by hand is held, too. */
final class HoldOption {
  @Option(
      names = "--hold",
      description = "No night replaces it, until models release. Default: the next one may.")
  private boolean held;

  ChampionRecord.Hold value() {
    return held ? ChampionRecord.Hold.HELD : ChampionRecord.Hold.FREE;
  }

  /** For the line that says who is champion now. */
  String inWords() {
    return held ? ", held until models release" : "";
  }
}
