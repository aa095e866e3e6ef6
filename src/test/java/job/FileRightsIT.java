package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.Evaluations;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Processes;
import testing.SparkSessions;
import testing.Submit;

/**
 * A demo, and what others may do with its files: what the umask lets them, neither more nor less,
 * and nothing with what lies in temporary folders while it runs.
 */
class FileRightsIT {
  /** Not Hadoop's own 022, nor anything that Hadoop or Spark would choose. */
  private static final String UMASK = "umask 027; exec \"$0\" \"$@\"";

  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}|\\d{10}");
  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  @TempDir Path folder;

  private final Set<String> seen = new TreeSet<>();
  private final Set<String> wrong = new TreeSet<>();

  @Test
  void demoReaches97PercentItsFilesFollowTheUmaskAndTemporaryFoldersAreClosedAndEmptyAfterwards()
      throws Exception {
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Path runs = folder.resolve("Läufe 試し");
    Path log = folder.resolve("log");
    Process demo = start(temp, runs, log);
    try {
      while (!demo.waitFor(10, TimeUnit.MILLISECONDS)) {
        lookInto(temp);
      }
    } finally {
      Processes.end(demo.toHandle());
    }
    assertThat(demo.exitValue()).as(() -> read(log)).isZero();
    assertThat(read(log)).contains("models: ", "evaluations: ");
    Evaluations table =
        new Evaluations(SparkSessions.shared(), runs.resolve("evaluations.parquet").toString());
    assertThat(table.read().count()).isEqualTo(3);
    assertThat(table.read().where("epoch = 3 AND accuracy >= 0.97").count()).isOne();

    assertThat(wrong).isEmpty();
    assertThat(seen)
        .as("no home to unpack natives in")
        .anyMatch(name -> name.startsWith("natives-"));
    assertThat(seen).as("rows were dealt on disk").anyMatch(name -> name.startsWith("blockmgr-"));
    assertThat(temp).isEmptyDirectory();
    assertThat(rights(runs))
        .contains(
            "rw-r----- evaluation.parquet",
            "rw-r----- model.zip",
            "rw-r----- replicas.parquet",
            "rw-r----- run.json")
        .contains("rw-r----- t10k-images-idx3-ubyte", "rwxr-x--- lease", "rwxr-x--- epoch=3")
        .allMatch(line -> line.startsWith("rw-r----- ") || line.startsWith("rwxr-x--- "));
  }

  private static Process start(Path temp, Path runs, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder demo =
        new Submit()
            .withEnvironment("LC_ALL", "C") // as in cron, where Java knows no letters beyond ASCII
            .builder(
                "--driver-java-options",
                "-Djava.io.tmpdir=" + temp + " -Duser.home=/proc/nobody",
                "--conf",
                "spark.local.dir=" + temp,
                "demo",
                "--to",
                runs.toString());
    demo.command().addAll(0, List.of("bash", "-c", UMASK));
    return demo.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private void lookInto(Path temp) throws IOException {
    Files.walkFileTree(
        temp,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (path.getParent().equals(temp)) {
              lookAtFolder(path);
            }
            return visitFile(path, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (!path.equals(temp)) {
              lookAt(temp, path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return FileVisitResult.CONTINUE; // it is gone by now
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** First what is in it, for an empty folder may be open. */
  private void lookAtFolder(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent() && !Files.getPosixFilePermissions(path).equals(CLOSED)) {
        wrong.add("open to others: " + path);
      }
    } catch (NoSuchFileException e) {
      // It is gone by now.
    }
  }

  private void lookAt(Path temp, Path path) throws IOException {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
        wrong.add("written by anybody: " + path);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    String name = temp.relativize(path).getName(0).toString();
    seen.add(name);
    if (!RANDOM.matcher(name).find()) {
      wrong.add("of a name that can be foretold: " + path);
    }
  }

  private static List<String> rights(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(FileRightsIT::rightsAndName).toList();
    }
  }

  private static String rightsAndName(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
          + " "
          + path.getFileName();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
