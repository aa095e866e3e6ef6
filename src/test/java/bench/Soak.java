package bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import testing.Runs;
import testing.SparkUi;
import testing.StandaloneCluster;
import testing.Submit;

/**
 * A long training of short epochs on a standalone cluster of one executor, and what its two JVMs
 * hold meanwhile.
 */
public final class Soak {
  /** The epoch that others are compared with: by then all code is compiled and all is loaded. */
  public static final int WARM = 20;

  private static final Pattern HELD =
      Pattern.compile(".*\\.BlockManager\\.(memory\\.memUsed|disk\\.diskSpaceUsed)_MB");

  /**
   * Of the heap that G1 gives the young generation the driver's garbage would touch more and more
   * until epoch 40; of this it has touched all by epoch {@link #WARM}.
   */
  private static final String DRIVER_YOUNG = "-Xmn64m";

  private static final int REPLICAS = 4;
  private static final int SAMPLES = 10;

  private Soak() {}

  /**
   * What there was right after an epoch.
   *
   * @param driverKilobytes resident memory of the driver, heap and native
   * @param executorKilobytes of the executor
   * @param blockMegabytes of all blocks that Spark's block managers hold, in memory and on disk:
   *     cached rows and broadcasts; as the block managers' master counts them, for the UI's list of
   *     executors never takes destroyed broadcasts off
   * @param cachedRdds how many RDDs are cached
   * @param files in Spark's local folders and in the temporary folders of driver and executor
   */
  public record Sample(
      int epoch,
      long driverKilobytes,
      long executorKilobytes,
      long blockMegabytes,
      int cachedRdds,
      long files) {
    String row() {
      return String.format(
          Locale.ROOT,
          "| %d | %.1f | %.1f | %d | %d | %d |%n",
          epoch,
          driverKilobytes / 1024.0,
          executorKilobytes / 1024.0,
          blockMegabytes,
          cachedRdds,
          files);
    }
  }

  /**
   * {@code Soak EPOCHS FOLDER}: prints the curve as a table in Markdown, and how the end compares
   * with epoch 20; ends with 1 if either JVM holds more than 1.1 times as much.
   */
  public static void main(String[] words) throws Exception {
    List<Sample> curve = curve(Integer.parseInt(words[0]), Path.of(words[1]));
    System.out.print(
        "| epoch | driver, MB | executor, MB | blocks, MB | cached RDDs | local files |\n|---|---|---|---|---|---|\n");
    curve.forEach(sample -> System.out.print(sample.row()));
    Sample warm = curve.get(0);
    Sample last = curve.get(curve.size() - 1);
    double driver = (double) last.driverKilobytes() / warm.driverKilobytes();
    double executor = (double) last.executorKilobytes() / warm.executorKilobytes();
    System.out.printf(
        Locale.ROOT,
        "epoch %d / epoch %d: driver %.3f, executor %.3f%n",
        last.epoch(),
        warm.epoch(),
        driver,
        executor);
    System.exit(Math.max(driver, executor) > 1.1 ? 1 : 0);
  }

  /**
   * Trains, and takes samples at epoch {@link #WARM}, at the last, and at about ten between.
   *
   * @param epochs more than {@link #WARM}
   * @param folder empty; for the run and for Spark's local files
   */
  public static List<Sample> curve(int epochs, Path folder) throws Exception {
    List<Sample> samples = new ArrayList<>();
    SparkUi ui = SparkUi.onFreePort();
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 2, "1g")) {
      // More than are sampled: the last sample is of a training that still runs.
      Process training = training(cluster, folder, ui, epochs + WARM);
      try {
        Runs runs = new Runs(folder.resolve("runs"));
        int step = Math.max(1, (epochs - WARM) / SAMPLES);
        for (int epoch = WARM; epoch <= epochs; epoch += step) {
          runs.awaitEpoch("soak", epoch, training);
          samples.add(sample(epoch, training, cluster, folder, ui));
        }
      } finally {
        training.destroy();
        training.waitFor();
      }
    }
    return samples;
  }

  private static Process training(StandaloneCluster cluster, Path folder, SparkUi ui, int epochs)
      throws IOException, InterruptedException {
    Path local = Files.createDirectories(folder.resolve("local"));
    String temporary = "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary"));
    List<String> arguments = new ArrayList<>(List.of("--master", cluster.masterUrl()));
    arguments.addAll(ui.settings());
    arguments.addAll(
        List.of(
            "--executor-memory",
            "700m",
            "--conf",
            "spark.driver.memory=700m",
            "--conf",
            "spark.local.dir=" + local,
            "--driver-java-options",
            DRIVER_YOUNG + " " + temporary,
            "--conf",
            "spark.executor.extraJavaOptions=" + temporary,
            "train",
            "--data",
            "builtin:digits",
            "--runs",
            folder.resolve("runs").toString(),
            "--run-id",
            "soak",
            "--replicas",
            Integer.toString(REPLICAS),
            "--epochs",
            Integer.toString(epochs)));
    return new Submit().start(folder.resolve("training.log"), arguments.toArray(String[]::new));
  }

  private static Sample sample(
      int epoch, Process driver, StandaloneCluster cluster, Path folder, SparkUi ui)
      throws Exception {
    return new Sample(
        epoch,
        residentKilobytes(driver.toHandle()),
        residentKilobytes(cluster.executors().get(0)),
        blockMegabytes(ui),
        ui.application("storage/rdd").size(),
        files(folder.resolve("local"))
            + files(folder.resolve("temporary"))
            + files(cluster.localFolder()));
  }

  private static long blockMegabytes(SparkUi ui) throws IOException {
    List<Long> held = new ArrayList<>();
    ui.page("/metrics/json/")
        .path("gauges")
        .fields()
        .forEachRemaining(
            gauge -> {
              if (HELD.matcher(gauge.getKey()).matches()) {
                held.add(gauge.getValue().path("value").asLong());
              }
            });
    if (held.size() != 2) {
      throw new IllegalStateException(
          "Spark's metrics: expected two gauges like %s, found %d".formatted(HELD, held.size()));
    }
    return held.get(0) + held.get(1);
  }

  /** From Linux's own files; elsewhere, as on macOS, from {@code ps}. */
  private static long residentKilobytes(ProcessHandle process) throws Exception {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (Files.exists(status)) {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
    return Long.parseLong(new String(ps.getInputStream().readAllBytes(), UTF_8).strip());
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
