package job;

import io.ChampionRecord;
import io.DataRecord;
import io.DecisionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunRecord;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models show}: one version, where it comes from and where it lies. */
@Command(
    name = "show",
    description = "One version: where it lies, what it was made of, what the gate said.")
final class ShowModel extends ModelJob {
  @Option(
      names = "--version-id",
      paramLabel = "VERSION",
      description = "As models list names it. Default: the champion.")
  private String version;

  @Override
  void work() throws Exception {
    ModelDirectory directory = directory();
    Optional<ChampionRecord> champion =
        version == null ? directory.champion() : championIfReadable(directory);
    show(version == null ? championOf(directory, champion) : version(directory, version));
    champion.ifPresent(record -> System.out.printf("champion: %s%n", ChampionLine.of(record)));
  }

  private static ModelVersion championOf(
      ModelDirectory directory, Optional<ChampionRecord> champion) throws IOException {
    return directory.versionOf(
        champion.orElseThrow(() -> withoutChampion(directory, "one, or --version-id")));
  }

  private static void show(ModelVersion version) throws IOException {
    RunRecord run = version.run();
    DataRecord data = version.data();
    DecisionRecord decision = version.decision();
    System.out.printf(
        "version: %s, %s%nmodel: %s%nparameters: SHA-256 %s%nrun: %s, epoch %d, %s, %d replicas%n",
        version.record().version(),
        version.isBlessed() ? "blessed" : "not blessed",
        version.model().path(),
        version.record().parametersSha256(),
        run.runId(),
        version.record().epoch(),
        run.options().architecture(),
        run.options().replicas());
    System.out.printf(
        "data: %s, %,d rows, %,d held out, %,d twice, images SHA-256 %s%ndecided: %s, %s%n",
        data.source(),
        decision.rows(),
        decision.heldOutRows(),
        data.duplicateRows(),
        data.imagesSha256(),
        decision.decidedAt(),
        decision.reason());
    if (decision.testAccuracy() != null) {
      System.out.printf("test set: %.2f %%%n", 100 * decision.testAccuracy());
    }
    data.accepted().forEach(fault -> System.out.printf("accepted by hand: %s%n", fault));
  }
}
