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
    description =
        "One line a version: which, what became of it, its accuracy on the rows held out.")
final class ListModels extends ModelJob {
  private static final String LINE = "%s %-19s  %-12s  %8s  %s%n";

  @Override
  void work() throws Exception {
    ModelDirectory directory = directory();
    Optional<ChampionRecord> champion = championIfReadable(directory);
    System.out.printf(LINE, " ", "version", "state", "accuracy", "what the gate said");
    for (ModelVersion version : directory.versions()) {
      print(version, directory, champion);
    }
    System.out.printf("champion (*): %s%n", champion.map(ChampionLine::of).orElse("none"));
    directory.champion(); // one that cannot be read has been told, and is a failure all the same
  }

  private static void print(
      ModelVersion version, ModelDirectory directory, Optional<ChampionRecord> champion)
      throws IOException {
    String name = version.record().version();
    boolean isChampion = champion.map(ChampionRecord::version).equals(Optional.of(name));
    String state =
        isChampion ? "champion" : directory.isRolledBack(name) ? "rolled back" : gate(version);
    String accuracy = "";
    String reason;
    try {
      DecisionRecord decision = version.decision();
      accuracy = String.format(Locale.ROOT, "%.2f %%", 100 * decision.comparison().accuracy());
      reason = decision.reason();
      if (version.isSeenDamaged()) {
        reason = "DAMAGED, see models verify";
      }
    } catch (RunException e) {
      reason = "DAMAGED: " + e.getMessage();
    }
    System.out.printf(LINE, isChampion ? "*" : " ", name, state, accuracy, reason);
  }

  private static String gate(ModelVersion version) {
    return version.isBlessed() ? "blessed" : "not blessed";
  }
}
