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
              version.get().requireWhole();
              whole++;
            }
          });
    }
    check(
        () -> {
          Optional<ChampionRecord> champion = directory.champion();
          if (champion.isPresent()) {
            directory.versionOf(champion.get());
          }
        });
    if (!damaged.isEmpty()) {
      throw new UnusableDataException(String.join(System.lineSeparator(), damaged));
    }
    System.out.printf("%d versions are whole, and the champion is one of them%n", whole);
  }

  private interface Look {
    void take() throws IOException;
  }

  private void check(Look look) throws IOException {
    try {
      look.take();
    } catch (RunException e) {
      damaged.add(e.getMessage());
    }
  }
}
