package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.Project;
import testing.Submit;

/** The options of {@code scripts/bench.sh}; what it measures is for people to run. */
class BenchScriptTest {
  private static final Submit BENCH =
      new Submit().withScript(Project.DIRECTORY.resolve("scripts/bench.sh"));

  @TempDir Path folder;

  @Test
  void helpNamesEveryOption() throws Exception {
    Submit.Result help = BENCH.run("--help");

    assertThat(help.exitCode()).as(help.stderr()).isZero();
    assertThat(help.stderr()).isEmpty();
    assertThat(help.stdout())
        .contains("--data DIR", "--peers DIR", "--bigdl", "--rounds N", "--only NAMES");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--quick | unknown option --quick: see --help",
        "--data | --data needs a value: see --help",
        "--rounds 0 | --rounds: expected 1 to 99, found 0",
        "--rounds five | --rounds: expected 1 to 99, found five",
        "--rounds 1 | scripts/submit.sh fetch-mnist --to mnist brings them, then --data mnist",
        "--only step-fast,step-slow | spark-bigdl, found step-slow",
        "--data no-such-folder | --data: no-such-folder holds no train-images-idx3-ubyte[.gz]"
      })
  void refusesWrongOptionsInOneLineWithCode2(String words, String message) throws Exception {
    Submit.Result result = BENCH.run(words.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr()).startsWith("bench.sh: ").contains(message).hasLineCount(1);
  }

  @Test
  void refusesPeersThatAreNotThere() throws Exception {
    for (String name : new String[] {"train-images-idx3", "train-labels-idx1"}) {
      Files.createFile(folder.resolve(name + "-ubyte"));
      Files.createFile(folder.resolve(name.replace("train", "t10k") + "-ubyte.gz"));
    }
    String data = folder.toString();

    assertThat(BENCH.run("--data", data, "--peers", data).stderr())
        .contains("expected a folder with lenet_torch.py and dist_torch.py, found " + data);
    assertThat(BENCH.run("--data", data, "--bigdl").stderr())
        .contains("--bigdl needs --peers with bigdl/run.sh in it");
  }
}
