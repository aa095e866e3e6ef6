package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.FullFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/**
 * Runs whose disk refuses, from the n-th call on, to make and to move files, for every n: between
 * averages and writes, and in writes. With space each goes on.
 */
class FullDiskTest {
  private static final String[] OPTIONS = {"--epochs", "3", "--batch-size", "4"};

  @TempDir Path folder;
  private FullFileSystem disk;

  @BeforeEach
  void openDisk() throws Exception {
    Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
    FullFileSystem.makeKnown(hadoop);
    disk = FullFileSystem.shared(hadoop);
    disk.makeRoom();
  }

  @AfterEach
  void makeRoom() {
    disk.makeRoom();
  }

  @Test
  void becomesTheRunThatItWouldHaveBeenWhateverFileCannotBeMadeOrMoved() throws Exception {
    SmallRun undisturbed = run("undisturbed");
    undisturbed.begin(OPTIONS);
    List<String> hashes = undisturbed.hashes();
    assertThat(hashes).hasSize(3).doesNotHaveDuplicates();
    int failures = 0;
    while (failsAndGoesOn(failures, hashes)) {
      failures++;
    }
    // Of each of three epochs two files, run.json at the beginning and the end, the lease's two.
    assertThat(failures).as("files made and moved").isGreaterThanOrEqualTo(2 * (3 * 2 + 2 + 2));
  }

  private boolean failsAndGoesOn(int calls, List<String> hashes) throws Exception {
    SmallRun run = run("after-" + calls);
    disk.leaveCalls(calls);
    Throwable failure = catchThrowable(() -> run.begin(OPTIONS));
    disk.makeRoom();
    if (failure == null) {
      return false;
    }
    assertThat(failure)
        .as("after %d calls", calls)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("full:" + run.folder().resolve("run"))
        .hasMessageContaining("Check rights and space there");
    endItsProcess(run.file("lease"));
    run.begin(OPTIONS);
    assertThat(run.hashes()).as("after %d calls", calls).isEqualTo(hashes);
    try (Stream<Path> left = Files.walk(run.folder())) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
    }
    return true;
  }

  private SmallRun run(String name) throws Exception {
    Path place = folder.resolve(name);
    return new SmallRun("full:" + place, place).withData();
  }

  /** As if the process that had the lease were gone; it was this one. */
  static void endItsProcess(Path folder) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    if (Files.exists(folder)) {
      try (Stream<Path> leases = Files.list(folder)) {
        for (Path lease : leases.toList()) {
          ObjectNode record = (ObjectNode) json.readTree(lease.toFile());
          json.writeValue(lease.toFile(), record.put("pid", gone.pid()));
        }
      }
    }
  }
}
