package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.ModelVersion;
import picocli.CommandLine.Option;

/** A command that changes the champion by hand, and says why. */
abstract class ChampionJob extends ModelJob {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "For those who ask later.")
  private String reason;

  @Override
  final void addFaults(Faults faults) {
    faults.unless(reason == null || !reason.isBlank(), "--reason", "''", "words");
  }

  final String reason() {
    return reason;
  }

  @Override
  final void work() throws Exception {
    try (ChampionWriter champions = champions()) {
      change(champions);
    }
  }

  /** Changes the champion, or leaves it, and says which it is. */
  abstract void change(ChampionWriter champions) throws Exception;

  final ChampionRecord crown(
      ChampionWriter champions,
      ModelVersion version,
      ChampionRecord.Way way,
      ChampionRecord.Hold hold)
      throws Exception {
    version.requireWhole();
    return champions.crown(version, way, reason, Night.now(), hold);
  }
}
