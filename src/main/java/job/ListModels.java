package job;

import io.ChampionRecord;
import io.DecisionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code models list}: one line a version, the oldest first. */
@Command(
    name = "list",
    description =
        "One line a version: which, what became of it, its accuracy on the rows held out.")
final class ListModels extends ModelJob {
  private static final String LINE = "%s %-19s  %-11s  %8s  %s%n";

  @Override
  void work() throws Exception {
    ModelDirectory directory = directory();
    Optional<ChampionRecord> champion = championIfReadable(directory);
    Optional<ChampionRecord> known = directory.lastKnown();
    System.out.printf(LINE, " ", "version", "state", "accuracy", "what the gate said");
    Set<String> rolledBack = directory.rolledBack();
    Set<String> champions =
        directory.champions().stream().map(ChampionRecord::version).collect(Collectors.toSet());
    for (ModelVersion version : directory.versions()) {
      String name = version.record().version();
      if (known.map(ChampionRecord::version).equals(Optional.of(name))) {
        print("*", version, "champion");
      } else if (rolledBack.contains(name)) {
        print(" ", version, "rolled back");
      } else {
        print(" ", version, champions.contains(name) ? "former" : "kept back");
      }
    }
    System.out.printf("champion (*): %s%n", champion.map(ChampionLine::of).orElse("none"));
    directory.champion(); // one that cannot be read has been told, and is a failure all the same
  }

  private static void print(String mark, ModelVersion version, String state) throws IOException {
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
    System.out.printf(LINE, mark, version.record().version(), state, accuracy, reason);
  }
}
