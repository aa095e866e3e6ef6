package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunDirectory;
import io.RunRecord;
import io.RunWriter;
import io.Sha256;
import io.idx.IdxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import model.Architecture;
import model.Recipe;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import testing.SparkSessions;

/** A run of two epochs, killed after the first, whose data changed before the second. */
class ChangedDataTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int ROWS = 24;

  @TempDir Path folder;

  @BeforeEach
  void trainOneEpochOfTwo() throws Exception {
    int side = Architecture.SIDE;
    SplittableRandom random = new SplittableRandom(1);
    byte[] labels = new byte[ROWS];
    byte[][] images = new byte[ROWS][side * side];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = (byte) (row % Architecture.CLASSES);
      random.nextBytes(images[row]);
    }
    IdxWriter.writeImages(
        HADOOP, file("images-idx3"), side, side, ROWS, Stream.of(images).iterator());
    IdxWriter.writeLabels(HADOOP, file("labels-idx1"), labels);
    train("--data", folder.resolve("data").toString(), "--replicas", "2", "--epochs", "1");
    try (RunWriter writer = RunWriter.take(HADOOP, folder.toString(), "run")) {
      RunRecord run = writer.begun().orElseThrow();
      writer.update(run.extendedTo(2).in(RunRecord.State.RUNNING));
    }
  }

  private String file(String kind) {
    return folder.resolve("data/train-" + kind + "-ubyte").toString();
  }

  /** What {@code train} does, in the session of all tests. */
  private void train(String... more) throws Exception {
    TrainOptions options = CommandLine.populateCommand(new TrainOptions(), arguments(more));
    Optional<RunRecord> begun = RunDirectory.begun(HADOOP, folder.toString(), "run");
    Recipe recipe = options.recipe(begun);
    TrainRequest request = options.request(recipe, options.data(begun), begun, 1);
    new Training(SparkSessions.shared(), request, Timeline.hidden()).run(NetworkAhead.of(recipe));
  }

  private String[] arguments(String... more) {
    return Stream.concat(Stream.of("--runs", folder.toString(), "--run-id", "run"), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void goesOnByItsNameAloneWhenNothingChanged() throws Exception {
    train();
    assertThat(run().epochs()).hasSize(2);
    assertThat(run().run().state()).isEqualTo(RunRecord.State.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({"labels-idx1, 20, labels", "images-idx3, 5000, images"})
  void isRefusedWhenOneByteChangedInPlaceAndStaysAsItWas(String kind, int offset, String noun)
      throws Exception {
    Path file = Path.of(file(kind));
    byte[] bytes = Files.readAllBytes(file);
    String expected = Sha256.of(bytes);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
    Map<String, String> before = contents();

    assertThatThrownBy(this::train)
        .isInstanceOf(ResumeException.class)
        .hasMessageContaining("Run file:%s was begun otherwise", folder.resolve("run"))
        .hasMessageContaining(
            "SHA-256 of the %s: expected %s, found %s", noun, expected, Sha256.of(bytes));
    assertThat(contents()).isEqualTo(before);
    assertThat(run().run().state()).isEqualTo(RunRecord.State.RUNNING);
  }

  private RunDirectory run() throws IOException {
    return RunDirectory.open(HADOOP, folder.resolve("run").toString());
  }

  /** All but who trains it. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("run"))) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if (!path.getParent().endsWith("lease")) {
          contents.put(path.toString(), Sha256.of(Files.readAllBytes(path)));
        }
      }
    }
    return contents;
  }
}
