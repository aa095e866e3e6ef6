package job;

import io.ChampionRecord;
import io.DecisionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code models list}: one line a version, the oldest first. */
@Command(
    name = "list",
    description = "One line a version: which, blessed or not, accuracy on the rows held out, why.")
final class ListModels extends ModelJob {
  @Override
  void work() throws Exception {
    ModelDirectory directory = directory();
    Optional<ChampionRecord> champion = championIfReadable(directory);
    Optional<String> named = champion.map(ChampionRecord::version);
    for (ModelVersion version : directory.versions()) {
      boolean isChampion = named.equals(Optional.of(version.record().version()));
      System.out.println((isChampion ? "* " : "  ") + line(version));
    }
    System.out.printf("champion (*): %s%n", champion.map(ChampionLine::of).orElse("none"));
  }

  private static String line(ModelVersion version) throws IOException {
    DecisionRecord decision;
    try {
      decision = version.decision();
    } catch (RunException e) {
      return version.record().version() + "  damaged: " + e.getMessage();
    }
    return String.format(
        Locale.ROOT,
        "%s  %-11s  %6.2f %%  %s",
        version.record().version(),
        version.isBlessed() ? "blessed" : "not blessed",
        100 * decision.comparison().accuracy(),
        decision.reason());
  }
}
