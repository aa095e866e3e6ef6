package testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of a training as the JVM keeps them parsed (its application class-data sharing), for
 * the JVMs of a cluster: they need two thirds of the time with it. Drivers have the build's own,
 * which is of another class path. Made by one training when the first test asks, unless it is newer
 * than the jar; who asks meanwhile does without.
 */
final class ClassArchive {
  /** The system property that says where it is to be; without it there is none. */
  private static final String PLACE = "class.archive";

  /** Of the tests' own JVMs; the archive is of use only to those with the same collector. */
  private static final String TEST_OPTIONS = "test.java.options";

  /** A JVM that cannot use an archive goes on without, and would say so on stdout. */
  static final List<String> OPTIONS =
      Stream.concat(
              Stream.of("-Xlog:disable"),
              Stream.of(System.getProperty(TEST_OPTIONS, "").split(" ")).filter(s -> !s.isEmpty()))
          .toList();

  /** Java 17.0.15 would move it to another address, pointer by pointer: half a second a JVM. */
  private static final List<String> AS_IT_IS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  private ClassArchive() {}

  /**
   * For JVMs whose class path is {@link #CLASS_PATH}, beside the options; empty if there is none.
   */
  static synchronized List<String> shared() throws IOException, InterruptedException {
    String place = System.getProperty(PLACE, "");
    if (place.isEmpty()) {
      return List.of();
    }
    Path archive = Path.of(place);
    if (!isMade(archive)) {
      make(archive);
    }
    return isMade(archive)
        ? Stream.concat(Stream.of("-XX:SharedArchiveFile=" + archive), AS_IT_IS.stream()).toList()
        : List.of();
  }

  /** As Spark's launchers make it. */
  static final String CLASS_PATH = Project.SPARK + "/conf:" + Project.SPARK + "/jars/*";

  private static boolean isMade(Path archive) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(Project.JAR))
            >= 0;
  }

  private static void make(Path archive) throws IOException, InterruptedException {
    Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null && !isMade(archive)) {
        Path part = archive.resolveSibling(archive.getFileName() + ".part");
        Files.deleteIfExists(part);
        train("-XX:ArchiveClassesAtExit=" + part);
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void train(String option) throws IOException, InterruptedException {
    Path runs = Files.createTempDirectory("class-archive");
    try {
      new Submit()
          .withEnvironment("SPARK_SUBMIT_OPTS", String.join(" ", OPTIONS) + " " + option)
          .withTimeout(Duration.ofMinutes(10))
          .succeeds(
              "--master",
              "local[2]",
              "--conf",
              "spark.driver.userClassPathFirst=false", // or the jar would stand in the class path
              "train",
              "--data",
              "builtin:digits",
              "--runs",
              runs.toString(),
              "--run-id",
              "run",
              "--replicas",
              "2",
              "--epochs",
              "1");
    } finally {
      try (Stream<Path> files = Files.walk(runs)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
