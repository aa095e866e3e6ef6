package job;

import io.ChampionRecord;
import io.ModelVersion;
import io.ModelWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
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

  @Override
  public Integer call() throws Exception {
    try (ModelWriter model = writer()) {
      ModelVersion chosen = version(model.directory(), version);
      chosen.requireWhole();
      if (championIfReadable(model.directory())
          .map(ChampionRecord::version)
          .equals(Optional.of(version))) {
        System.out.printf("champion: %s, as before%n", version);
        return 0;
      }
      ChampionRecord champion =
          model.crown(chosen, ChampionRecord.Way.PROMOTED_BY_HAND, reason(), Night.now());
      System.out.printf(
          "champion: %s, before: %s%n",
          champion.version(), champion.predecessor() == null ? "none" : champion.predecessor());
      return 0;
    }
  }
}
