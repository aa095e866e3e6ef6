package job;

import io.ChampionRecord;
import io.ChampionWriter;
import picocli.CommandLine.Command;

/** {@code models hold}: the champion stays, whatever nights come to. */
@Command(
    name = "hold",
    description = {
      "Keeps nights from replacing the champion, until models release.",
      "They are played, and what their gate promotes is kept back."
    })
final class HoldModel extends ChampionJob {
  @Override
  void change(ChampionWriter champions) throws Exception {
    ChampionRecord now = present(champions.directory());
    champions.hold(now, ChampionRecord.Hold.HELD, reason(), Night.now());
    System.out.printf("champion: %s, held until models release%n", now.version());
  }
}
