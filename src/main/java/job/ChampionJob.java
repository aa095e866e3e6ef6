package job;

import picocli.CommandLine.Option;

/** A command that makes a version champion by hand, and says why. */
abstract class ChampionJob extends ModelJob {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "For those who ask later.")
  private String reason;

  @Override
  final void addFaults(Faults faults) {
    faults.unless(reason == null || !reason.isBlank(), "--reason", "''", "words");
  }

  final String reason() {
    return reason;
  }
}
