package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.ModelVersion;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code models promote}: a version becomes champion by hand. */
@Command(name = "promote", description = "Makes a version champion by hand, in one step.")
final class PromoteModel extends ChampionJob {
  @Option(
      names = "--version-id",
      required = true,
      paramLabel = "VERSION",
      description = "As models list names it.")
  private String version;

  @Mixin private HoldOption hold = new HoldOption();

  @Override
  void change(ChampionWriter champions) throws Exception {
    ModelVersion chosen = version(champions.directory(), version);
    Optional<ChampionRecord> before = championIfReadable(champions.directory());
    ChampionRecord.Hold held = hold.after(champions.directory().lastKnown());
    if (before.isPresent()
        && before.get().version().equals(version)
        && before.get().hold() == held) {
      chosen.requireWhole();
      System.out.printf("champion: %s, as before%s%n", version, HoldOption.inWords(before.get()));
      return;
    }
    ChampionRecord champion = crown(champions, chosen, ChampionRecord.Way.PROMOTED_BY_HAND, held);
    System.out.printf(
        "champion: %s, before: %s%s%n",
        champion.version(),
        champion.predecessor() == null ? "none" : champion.predecessor(),
        HoldOption.inWords(champion));
  }
}
