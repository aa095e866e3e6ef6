package job;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --tensorboard}: part of no result, and so of no run's record. */
final class TensorBoardOption {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = {
        "Event files for TensorBoard: train writes DIR/RUN-ID/train, evaluate DIR/RUN-ID/test.",
        "Default: none."
      })
  private String folder;

  void addFaults(Faults faults) {
    faults.notBlank("--tensorboard", folder);
  }

  Optional<String> folder() {
    return Optional.ofNullable(folder);
  }
}
