package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.ModelDirectory;
import io.ModelVersion;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code models rollback}: the champion before the present one is champion again. */
@Command(
    name = "rollback",
    description = {
      "Makes the former champion champion again, in one step.",
      "That is the version that was it before the present one became it; again, one further back."
    })
final class RollBackModel extends ChampionJob {
  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description = {
        "The champion that is bad. If another one is champion by then, nothing is changed:",
        "so that the same command twice does not go two back. Default: whichever it is."
      })
  private String from;

  @Mixin private HoldOption hold = new HoldOption();

  @Override
  void change(ChampionWriter champions) throws Exception {
    ModelDirectory directory = champions.directory();
    if (from != null && !present(directory).version().equals(from)) {
      leave(champions, version(directory, from).record().version());
      return;
    }
    championIfReadable(directory); // or it is told
    ChampionRecord.Hold held = hold.after(directory.lastKnown());
    ChampionRecord champion =
        crown(champions, former(directory), ChampionRecord.Way.ROLLED_BACK, held);
    System.out.printf(
        "champion: %s, rolled back from %s%s%n",
        champion.version(), champion.predecessor(), HoldOption.inWords(champion));
  }

  private void leave(ChampionWriter champions, String bad) throws IOException {
    ChampionRecord now = present(champions.directory());
    ChampionRecord.Hold asked = hold.after(Optional.of(now));
    if (asked != now.hold()) {
      now = champions.hold(now, asked, reason(), Night.now());
    }
    System.out.printf(
        "champion: %s, as before; %s is not%s%n", now.version(), bad, HoldOption.inWords(now));
  }

  private static ModelVersion former(ModelDirectory directory) throws IOException {
    String former =
        directory
            .formerChampion()
            .orElseThrow(
                () ->
                    new UnusableDataException(
                        "%s cannot be rolled back: expected a champion with one before it, found none. Take one that models list shows (models promote)"
                            .formatted(directory.path())));
    return version(directory, former);
  }
}
