package job;

import io.ChampionRecord;
import io.ChampionWriter;
import picocli.CommandLine.Command;

/** {@code models release}: nights may replace the champion again. */
@Command(
    name = "release",
    description = {
      "Lets nights replace the champion again.",
      "What was kept back meanwhile stays so: models promote takes it."
    })
final class ReleaseModel extends ChampionJob {
  @Override
  void change(ChampionWriter champions) throws Exception {
    ChampionRecord now = present(champions.directory());
    if (now.isHeld()) {
      champions.hold(now, ChampionRecord.Hold.FREE, reason(), Night.now());
    }
    System.out.printf("champion: %s, nights may replace it%n", now.version());
  }
}
