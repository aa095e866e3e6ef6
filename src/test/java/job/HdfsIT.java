package job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.Evaluation;
import io.Evaluations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Hdfs;
import testing.Processes;
import testing.SparkSessions;
import testing.Submit;

/**
 * Data, runs and table on an HDFS, and processes that are killed, beside a local run that is not.
 */
class HdfsIT {
  private static final Submit SUBMIT = new Submit();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EPOCHS = 15;

  @TempDir static Path folder;

  private static Hdfs hdfs;
  private static FileSystem files;
  private static String data;
  private static String runs;

  @BeforeAll
  static void drawDigits() throws Exception {
    hdfs = Hdfs.start(folder.resolve("nodes"));
    files = hdfs.files();
    data = hdfs.uri() + "/digits";
    runs = hdfs.uri() + "/runs";
    InThisJvm.drawDigits(1000, data);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  @Test
  void isKilledInTrainingAndInScoringAndEndsAsTheLocalRunThatWasNot() throws Exception {
    Path local = folder.resolve("local");
    files.copyToLocalFile(path(data), path(folder.resolve("digits").toString()));
    InThisJvm.train(options(folder.resolve("digits").toString(), local.toString()));

    killWhenThere(runs + "/run/epochs/00003/epoch.json", train(data, runs));
    assertThat(hashes(files, runs)).hasSizeBetween(3, EPOCHS - 1);
    SUBMIT.succeeds("--master", "local[2]", "train", "--runs", runs, "--run-id", "run");
    assertThat(hashes(files, runs))
        .hasSize(EPOCHS)
        .isEqualTo(hashes(FileSystem.getLocal(new Configuration()), local.toString()));
    assertThat(below(runs)).noneMatch(path -> path.endsWith(".part"));

    killWhenThere(runs + "/evaluations.parquet/run_id=run/epoch=1", evaluate());
    assertThat(table(runs)).as("rows before the kill").hasSizeLessThan(EPOCHS);
    evaluateTwiceAtOnce();
    InThisJvm.evaluate(local + "/run", DataSource.BUILTIN);
    assertThat(table(runs)).hasSize(EPOCHS).isEqualTo(table(local.toString()));
    // Whoever was killed before it could say who it is leaves its folder for an hour.
    assertThat(below(runs + "/evaluations.parquet").filter(path -> !path.contains("/_staging-")))
        .containsExactlyInAnyOrderElementsOf(rowsOfAllEpochs());
  }

  private static String[] train(String from, String to) {
    return Stream.concat(
            Stream.of("--master", "local[2]", "train"), Arrays.stream(options(from, to)))
        .toArray(String[]::new);
  }

  /** The counts of each epoch's row: {@code [epoch, truth, predicted]}. */
  private static List<List<List<Long>>> table(String runs) throws IOException {
    return new Evaluations(SparkSessions.shared(), runs + "/" + Evaluations.DEFAULT_NAME)
        .evaluations("run").stream().map(Evaluation::confusion).toList();
  }

  private static String[] options(String from, String to) {
    return new String[] {
      "--data",
      from,
      "--runs",
      to,
      "--run-id",
      "run",
      "--replicas",
      "3",
      "--batch-size",
      "16",
      "--epochs",
      Integer.toString(EPOCHS)
    };
  }

  private static String[] evaluate() {
    return new String[] {
      "--master", "local[2]", "evaluate", "--run", runs + "/run", "--data", "builtin:digits"
    };
  }

  private static void evaluateTwiceAtOnce() throws Exception {
    Process beside = SUBMIT.start(folder.resolve("beside.log"), evaluate());
    try {
      SUBMIT.succeeds(evaluate());
      assertThat(beside.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(beside.exitValue()).isZero();
    } finally {
      Processes.kill(beside.toHandle());
    }
  }

  private static List<String> rowsOfAllEpochs() {
    return IntStream.rangeClosed(1, EPOCHS)
        .mapToObj(
            epoch ->
                "%s/evaluations.parquet/run_id=run/epoch=%d/evaluation.parquet"
                    .formatted(runs, epoch))
        .toList();
  }

  /** As soon as a file or folder is seen. */
  private static void killWhenThere(String place, String... arguments) throws Exception {
    Process process = SUBMIT.start(folder.resolve("killed.log"), arguments);
    try {
      for (int tries = 0; !files.exists(path(place)) && tries < 6_000; tries++) {
        assertThat(process.isAlive()).as("the process that is to be killed").isTrue();
        Thread.sleep(20);
      }
    } finally {
      Processes.kill(process.toHandle());
    }
    assertThat(files.exists(path(place))).as(place).isTrue();
  }

  private static List<String> hashes(FileSystem disk, String runs) throws IOException {
    List<String> hashes = new ArrayList<>();
    FileStatus[] epochs = disk.globStatus(path(runs + "/run/epochs/*/epoch.json"));
    for (FileStatus epoch : Arrays.stream(epochs).sorted().toList()) {
      try (InputStream in = disk.open(epoch.getPath())) {
        hashes.add(JSON.readTree(in).path("parametersSha256").asText());
      }
    }
    return hashes;
  }

  private static Stream<String> below(String place) throws IOException {
    List<String> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(path(place), true);
    while (all.hasNext()) {
      found.add(all.next().getPath().toString());
    }
    return found.stream();
  }

  private static org.apache.hadoop.fs.Path path(String place) {
    return new org.apache.hadoop.fs.Path(place);
  }
}
