package job;

import io.EpochRecord;
import io.RunDirectory;
import io.Sha256;
import io.idx.IdxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import model.Architecture;
import org.apache.hadoop.conf.Configuration;
import testing.SparkSessions;

/**
 * A run named {@code run} on {@value #ROWS} rows of noise, trained and scored as {@code train} and
 * {@code evaluate} do it, in the session that all tests share.
 *
 * @param runs the folder of all runs, in which the data lie, too: a path or a URI
 * @param folder the same on the local disk
 */
record SmallRun(String runs, Path folder) {
  static final int ROWS = 24;

  static SmallRun in(Path folder) {
    return new SmallRun(folder.toString(), folder);
  }

  /** Writes training and test set; returns this. */
  SmallRun withData() throws IOException {
    write("train");
    write("t10k");
    return this;
  }

  private void write(String set) throws IOException {
    int side = Architecture.SIDE;
    SplittableRandom random = new SplittableRandom(set.hashCode());
    byte[] labels = new byte[ROWS];
    byte[][] images = new byte[ROWS][side * side];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = (byte) (row % Architecture.CLASSES);
      random.nextBytes(images[row]);
    }
    IdxWriter.writeImages(
        hadoop(),
        data(set + "-images-idx3").toString(),
        side,
        side,
        ROWS,
        Stream.of(images).iterator());
    IdxWriter.writeLabels(hadoop(), data(set + "-labels-idx1").toString(), labels);
  }

  /** A file of the data, such as {@code train-images-idx3}. */
  Path data(String file) {
    return folder.resolve("data/" + file + "-ubyte");
  }

  private static Configuration hadoop() {
    return SparkSessions.shared().sparkContext().hadoopConfiguration();
  }

  /** Begins the run: two replicas, unless the options say otherwise. */
  void begin(String... options) throws Exception {
    String[] first = {"--data", folder.resolve("data").toString(), "--replicas", "2"};
    train(Stream.concat(Stream.of(first), Arrays.stream(options)).toArray(String[]::new));
  }

  /** As {@code train --runs RUNS --run-id run} with further options. */
  void train(String... options) throws Exception {
    trainMeanwhile(() -> {}, options);
  }

  /** As above; when the data have been fingerprinted and not yet dealt, something happens. */
  void trainMeanwhile(InThisJvm.Meanwhile meanwhile, String... options) throws Exception {
    String[] arguments =
        Stream.concat(Stream.of("--runs", runs, "--run-id", "run"), Arrays.stream(options))
            .toArray(String[]::new);
    InThisJvm.trainMeanwhile(meanwhile, arguments);
  }

  /** As {@code evaluate --run RUNS/run}; returns how many epochs were scored. */
  int evaluate() throws Exception {
    return InThisJvm.evaluate(runs + "/run", folder.resolve("data").toString());
  }

  RunDirectory directory() throws IOException {
    return RunDirectory.open(hadoop(), runs + "/run");
  }

  /** Of each epoch that is kept: SHA-256 of its parameters, and of its model with the updater's. */
  List<String> hashes() throws IOException {
    return directory().epochs().stream()
        .map(epoch -> epoch.parametersSha256() + " " + epoch.modelSha256())
        .toList();
  }

  /** Of each epoch that is kept: SHA-256 of its parameters. */
  List<String> parameters() throws IOException {
    return directory().epochs().stream().map(EpochRecord::parametersSha256).toList();
  }

  Path file(String name) {
    return folder.resolve("run").resolve(name);
  }

  /** SHA-256 of each file of the run but its leases, by its path. */
  Map<String, String> contents() throws IOException {
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
