package job;

import io.ChampionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code models verify}: reads every version from end to end. */
@Command(
    name = "verify",
    description = "Reads every file of every version: fails, and names them, if some are damaged.")
final class VerifyModels extends ModelJob {
  private final List<String> damaged = new ArrayList<>();
  private int whole;

  @Override
  void work() throws Exception {
    ModelDirectory directory = directory();
    for (String name : directory.versionNames()) {
      check(
          () -> {
            Optional<ModelVersion> version = directory.version(name);
            if (version.isPresent()) { // or it is being written, or was when its writer was killed
              requireWhole(version.get(), directory);
              whole++;
            }
          });
    }
    check(() -> championThatIsThere(directory));
    if (!damaged.isEmpty()) {
      throw new UnusableDataException(String.join(System.lineSeparator(), damaged));
    }
    System.out.printf(
        "%d whole, none damaged. champion: %s%n",
        whole, championThatIsThere(directory).orElse("none"));
  }

  private static Optional<String> championThatIsThere(ModelDirectory directory) throws IOException {
    Optional<ChampionRecord> champion = directory.champion();
    return champion.isPresent()
        ? Optional.of(directory.versionOf(champion.get()).record().version())
        : Optional.empty();
  }

  private interface Look {
    void take() throws IOException;
  }

  /** Unless a night deletes it in this moment. */
  private static void requireWhole(ModelVersion version, ModelDirectory directory)
      throws IOException {
    try {
      version.requireWhole();
    } catch (RunException e) {
      if (directory.version(version.record().version()).isPresent()) {
        throw e;
      }
    }
  }

  private void check(Look look) throws IOException {
    try {
      look.take();
    } catch (RunException e) {
      damaged.add(e.getMessage());
    }
  }
}
