package job;

import io.ChampionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code models rollback}: the champion before the present one is champion again. */
@Command(
    name = "rollback",
    description = {
      "Makes the version champion again that was it before the present one became it, in one step.",
      "Again, it goes one further back."
    })
final class RollBackModel extends ChampionJob {
  @Override
  public Integer call() throws Exception {
    try (ModelWriter model = writer()) {
      ModelVersion former = former(model.directory());
      former.requireWhole();
      ChampionRecord champion =
          model.crown(former, ChampionRecord.Way.ROLLED_BACK, reason(), Night.now());
      System.out.printf(
          "champion: %s, rolled back from %s%n", champion.version(), champion.predecessor());
      return 0;
    }
  }

  private static ModelVersion former(ModelDirectory directory) throws IOException {
    String former =
        directory
            .formerChampion()
            .orElseThrow(
                () ->
                    new UnusableDataException(
                        "%s cannot be rolled back: expected a champion with one before it, found none"
                            .formatted(directory.path())));
    return version(directory, former);
  }
}
