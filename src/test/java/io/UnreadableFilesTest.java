package io;

import static org.assertj.core.api.Assertions.assertThat;

import io.idx.IdxFingerprint;
import io.idx.IdxPair;
import io.idx.IdxWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import testing.MainProcess;

/**
 * Files that are there and may not be read: of those on a local disk Hadoop says that they are
 * missing. Read by a process of its own, from which root's right to read everything is taken.
 */
@Timeout(120)
class UnreadableFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofMillis(400));

  @TempDir Path folder;

  private final List<Path> closed = new ArrayList<>();

  /** Says what it is told of each. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      String root = args[0];
      EpochRecord epoch = SampleRuns.epoch(1, MODEL);
      say("file", () -> IdxFingerprint.of(HADOOP, root + "/data/images"));
      say("below", () -> IdxFingerprint.of(HADOOP, root + "/closed/images"));
      say("pair", () -> IdxPair.find(HADOOP, root + "/closed", IdxPair.TRAIN));
      say("folder", () -> IdxPair.find(HADOOP, root + "/closed/data", IdxPair.TRAIN));
      say("none", () -> IdxFingerprint.of(HADOOP, root + "/data/none"));
      say("under", () -> IdxFingerprint.of(HADOOP, root + "/data/images/under"));
      say("model", () -> open(root, "model").model(epoch));
      say("epoch", () -> open(root, "epoch").epochs());
      say("run", () -> open(root, "run"));
      say("lease", () -> RunWriter.take(HADOOP, root + "/runs", "lease", HASTY));
    }

    private static RunDirectory open(String root, String runId) throws Exception {
      return RunDirectory.open(HADOOP, root + "/runs/" + runId);
    }

    private static void say(String name, Callable<?> reading) {
      try {
        System.out.println(name + ": " + reading.call());
      } catch (Exception e) {
        System.out.println(name + ": " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void makeFiles() throws Exception {
    for (String name : List.of("data/images", "closed/images")) {
      IdxWriter.writeLabels(HADOOP, folder.resolve(name).toString(), new byte[] {1});
    }
    for (String runId : List.of("model", "epoch", "run", "lease")) {
      try (RunWriter writer =
          RunWriter.take(HADOOP, folder.resolve("runs").toString(), runId, HASTY)) {
        writer.update(SampleRuns.run(runId, 1));
        writer.keep(SampleRuns.epoch(1, MODEL), MODEL);
      }
    }
    for (String name :
        List.of(
            "data/images",
            "closed",
            "runs/model/epochs/00001/model.zip",
            "runs/epoch/epochs/00001",
            "runs/run",
            "runs/lease/lease/00001.json")) {
      closed.add(folder.resolve(name));
      setRights(folder.resolve(name), "---------");
    }
  }

  @AfterEach
  void open() throws Exception {
    for (Path path : closed) {
      setRights(path, "rwxrwxrwx");
    }
  }

  private static void setRights(Path path, String rights) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  private List<String> said() throws Exception {
    return new MainProcess(Reader.class)
        .withRightsOfOthers(folder.resolve("data/images"))
        .run(StandardCharsets.UTF_8, folder.toString())
        .lines()
        .toList();
  }

  @Test
  void areNotToldToBeMissing() throws Exception {
    String idx =
        "%1$s: Cannot be read: %2$s/%3$s: expected a file that may be read, found permission denied. See to the rights of the file and of the folders above it, for the users of driver and executors.";
    String run =
        "%1$s: Cannot read file:%2$s/%3$s: permission denied. Check rights there, then start again";
    assertThat(said())
        .containsExactly(
            idx.formatted("file", folder, "data/images"),
            idx.formatted("below", folder, "closed/images"),
            idx.formatted("pair", folder, "closed/train-images-idx3-ubyte"),
            idx.formatted("folder", folder, "closed/data"),
            missing("none", "data/none"),
            missing("under", "data/images/under"),
            run.formatted("model", folder, "runs/model/epochs/00001/model.zip"),
            run.formatted("epoch", folder, "runs/epoch/epochs/00001/epoch.json"),
            run.formatted("run", folder, "runs/run/run.json"),
            run.formatted("lease", folder, "runs/lease/lease/00001.json"));
  }

  private String missing(String name, String path) {
    return "%s: No such file: %s/%s: expected a file, found nothing. Check the path: one file, taken literally (no wildcards), on the file system that its scheme names or, without a scheme, on fs.defaultFS."
        .formatted(name, folder, path);
  }
}
