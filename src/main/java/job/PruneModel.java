package job;

import io.ModelWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models prune}: old versions go. */
@Command(
    name = "prune",
    description = {
      "Deletes all versions but the newest, and those that are needed.",
      "The champion, the one before it, and what one that stays began with are never deleted."
    })
final class PruneModel extends ModelJob {
  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Versions that stay, 2..10000. Default: ${DEFAULT-VALUE}.")
  private int keep = 10;

  @Override
  void addFaults(Faults faults) {
    faults.within("--keep", keep, 2, 10_000);
  }

  @Override
  void work() throws Exception {
    try (ModelWriter model = writer()) {
      int deleted =
          Pruning.of(model, keep, /* tonight= */ "")
              .prune(version -> System.out.println("deleted " + version));
      System.out.printf("%d deleted%n", deleted);
    }
  }
}
