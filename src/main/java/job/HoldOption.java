package job;

import io.ChampionRecord;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a champion that is made by hand is held, too. */
final class HoldOption {
  @Option(
      names = "--hold",
      description = "No night replaces it, until models release. Default: as it was before.")
  private boolean given;

  /** What is asked for where this was the champion before: a hold ends by a release alone. */
  ChampionRecord.Hold after(Optional<ChampionRecord> before) {
    return given || before.map(ChampionRecord::isHeld).orElse(false)
        ? ChampionRecord.Hold.HELD
        : ChampionRecord.Hold.FREE;
  }

  /** For the line that says who is champion now. */
  static String inWords(ChampionRecord champion) {
    return champion.isHeld() ? ", held until models release" : "";
  }
}
