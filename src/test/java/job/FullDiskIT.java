package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.EpochRecord;
import io.RunDirectory;
import io.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Project;
import testing.Submit;

/**
 * Jobs on a small disk of their own, a tmpfs, that becomes full, grows and is closed to writers.
 */
class FullDiskIT {
  private static final Submit SUBMIT = new Submit().withFirstCompilerAlone();
  private static final int EPOCHS = 5;
  private static final String REMEDY = "Check rights and space there";

  /** Holds three models of 723 KiB, but not four. */
  private static final String THREE_EPOCHS = "size=2500k";

  private static final int SMALLEST_TABLE = 24 * 1024;

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void makeTheDiskPlace() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
  }

  @AfterEach
  void unmount() throws Exception {
    command("umount", disk.toString());
  }

  @Test
  void trainAndEvaluateFailInWordsAndGoOnWithSpaceToTheSameResults() throws Exception {
    mount(THREE_EPOCHS);
    Path whole = folder.resolve("whole");
    InThisJvm.train(begin("builtin:digits", whole));

    Submit.Result full =
        fails(locally("train", begin(whole.resolve(".builtin-digits-1").toString(), disk)));
    assertThat(full.stderr()).contains(disk + "/run/epochs/00004/", REMEDY);
    assertThat(hashes(disk)).isEqualTo(hashes(whole).subList(0, 3));

    mount("remount,size=20m");
    InThisJvm.train(of(disk));
    assertThat(hashes(disk)).hasSize(EPOCHS).isEqualTo(hashes(whole));

    evaluateOnAFullDiskAndThenWithSpace();
    refuseToTrainOnADiskThatMayOnlyBeRead();
  }

  private void evaluateOnAFullDiskAndThenWithSpace() throws Exception {
    Path filler = fillBut(SMALLEST_TABLE);
    String data = folder.resolve("whole/.builtin-digits-1").toString();
    Submit.Result full = fails(locally("evaluate", "--run", disk + "/run", "--data", data));
    assertThat(full.stderr()).contains(disk + "/evaluations.parquet", REMEDY);
    assertThat(rows()).hasSizeLessThan(EPOCHS).allMatch(path -> path.endsWith(".parquet"));
    Files.delete(filler);
    assertThat(InThisJvm.evaluate(disk + "/run", data)).isEqualTo(EPOCHS);
    assertThat(rows()).hasSize(EPOCHS);
  }

  private void refuseToTrainOnADiskThatMayOnlyBeRead() throws Exception {
    mount("remount,ro");
    Map<String, String> before = contents();
    assertThatThrownBy(() -> InThisJvm.train(of(disk, "--epochs", "7")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot write file:" + disk + "/run/lease/")
        .hasMessageContaining("Read-only file system")
        .hasMessageContaining(REMEDY);
    assertThat(contents()).isEqualTo(before);
  }

  /** Beside the jar, which Spark copies there, there is too little for the rows. */
  @Test
  void saysSoWhenTheDiskOfSparksTemporaryFilesIsFull() throws Exception {
    mount("size=" + (Files.size(Project.JAR) / 1024 + 256) + "k");
    Path runs = folder.resolve("runs");
    List<String> options = new ArrayList<>(List.of("--conf", "spark.local.dir=" + disk));
    options.addAll(List.of(locally("train", begin("builtin:digits", runs))));
    Submit.Result full = fails(options.toArray(String[]::new));
    assertThat(full.stderr())
        .contains("its temporary folders, [" + disk + "] (spark.local.dir)", "Make room there");
    assertThat(runs.resolve("run")).doesNotExist();

    mount("remount,ro");
    Submit.Result closed = SUBMIT.run(options.toArray(String[]::new));
    assertThat(closed.exitCode()).as(closed::stderr).isEqualTo(1);
    assertThat(closed.stderr())
        .contains("Spark's temporary folders cannot be used", disk.toString(), REMEDY);
  }

  private static String[] begin(String data, Path runs) {
    String epochs = Integer.toString(EPOCHS);
    return of(runs, "--data", data, "--kernels", "dl4j", "--replicas", "2", "--epochs", epochs);
  }

  private static String[] of(Path runs, String... options) {
    return Stream.concat(
            Stream.of("--runs", runs.toString(), "--run-id", "run"), Arrays.stream(options))
        .toArray(String[]::new);
  }

  private static String[] locally(String command, String... options) {
    return Stream.concat(Stream.of("--master", "local[2]", command), Arrays.stream(options))
        .toArray(String[]::new);
  }

  private static Submit.Result fails(String... arguments) throws Exception {
    Submit.Result result = SUBMIT.run(arguments);
    assertThat(result.exitCode()).as(() -> result.stdout() + result.stderr()).isEqualTo(1);
    assertThat(result.stderr()).contains("No space left on device").doesNotContain("\tat ");
    return result;
  }

  private void mount(String options) throws Exception {
    boolean mounted = command("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString());
    assumeThat(mounted).as("a tmpfs may be mounted here").isTrue();
  }

  private static boolean command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such command
    }
  }

  private Path fillBut(long bytes) throws IOException {
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
        file.setLength(Files.size(filler) - bytes);
      }
    }
    return filler;
  }

  private static List<String> hashes(Path runs) throws IOException {
    List<String> hashes = new ArrayList<>();
    for (EpochRecord epoch : RunDirectory.open(new Configuration(), runs + "/run").epochs()) {
      hashes.add(epoch.parametersSha256());
    }
    return hashes;
  }

  private List<String> rows() throws IOException {
    Path table = disk.resolve("evaluations.parquet");
    if (!Files.exists(table)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(table)) {
      return all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(disk)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        contents.put(
            path.toString(), Sha256.of(Files.readAllBytes(path)) + Files.getLastModifiedTime(path));
      }
    }
    return contents;
  }
}
