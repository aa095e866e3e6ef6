package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer of a table deletes of other writers' folders, and what it never does. */
class StagingTest {
  private static final Duration OLD = Duration.ofMinutes(61);
  private static final Duration YOUNG = Duration.ofMinutes(59);

  @TempDir Path table;

  private FileSystem files;

  @BeforeEach
  void openTable() throws IOException {
    files = FileSystem.getLocal(new Configuration());
  }

  private Staging begin() throws IOException {
    return Staging.begin(files, new org.apache.hadoop.fs.Path(table.toUri()));
  }

  @Test
  void deletesAtOnceWhatAWriterOfThisMachineLeftThatIsGone() throws Exception {
    Path left = folder("_staging-" + UUID.randomUUID(), Optional.of(gone()), Duration.ZERO);
    begin().close();
    assertThat(left).doesNotExist();
  }

  @Test
  void leavesALivingWritersFolderHoweverOldItIs() throws Exception {
    LeaseRecord living = ThisProcess.lease();
    assumeThat(living.processes()).as("Linux").isNotEmpty();
    Path kept = folder("_staging-" + UUID.randomUUID(), Optional.of(living), Duration.ofDays(9));
    begin().close();
    assertThat(kept.resolve("rows/part-0")).exists();
    try (Staging first = begin()) {
      begin().close();
      assertThat(Path.of(first.rows().toUri()).getParent()).exists();
    }
  }

  @Test
  void deletesWhatNobodyKnowsTheOwnerOfAfterAnHour() throws Exception {
    for (Optional<LeaseRecord> owner : List.of(Optional.of(far()), Optional.<LeaseRecord>empty())) {
      Path left = folder("_staging-" + UUID.randomUUID(), owner, OLD);
      Path kept = folder("_staging-" + UUID.randomUUID(), owner, YOUNG);
      begin().close();
      assertThat(left).doesNotExist();
      assertThat(kept.resolve("rows/part-0")).exists();
    }
    Path empty = age(Files.createDirectory(table.resolve("_staging-" + UUID.randomUUID())), OLD);
    Path damaged = folder("_staging-" + UUID.randomUUID(), Optional.empty(), OLD);
    age(Files.writeString(damaged.resolve("owner.json"), "{"), OLD);
    begin().close();
    assertThat(empty).doesNotExist();
    assertThat(damaged).doesNotExist();
  }

  @Test
  void leavesAFolderInWhichOneFileIsNew() throws Exception {
    Path kept = folder("_staging-" + UUID.randomUUID(), Optional.of(far()), OLD);
    age(Files.writeString(kept.resolve("rows/part-1"), "new"), Duration.ZERO);
    age(kept, OLD);
    begin().close();
    assertThat(kept.resolve("rows/part-0")).exists();
  }

  /** As when the clock was set back since: nobody knows how old it is. */
  @Test
  void leavesAFolderOfTheFuture() throws Exception {
    Path kept = folder("_staging-" + UUID.randomUUID(), Optional.of(far()), OLD.negated());
    begin().close();
    assertThat(kept.resolve("rows/part-0")).exists();
  }

  @Test
  void leavesWhatOnlyLooksAlike() throws Exception {
    UUID uuid = UUID.randomUUID();
    List<String> names =
        List.of(
            "_staging-mine",
            "_staging-",
            "_staging-" + uuid + ".bak",
            "_staging-" + uuid.toString().replace("-", ""),
            "_STAGING-" + uuid,
            "_staging-" + uuid.toString().toUpperCase(Locale.ROOT),
            "my_staging-" + uuid,
            ".staging-" + uuid,
            "run_id=_staging-" + uuid);
    for (String name : names) {
      folder(name, Optional.of(gone()), OLD);
    }
    Path file = age(Files.writeString(table.resolve("_staging-" + uuid), "mine"), OLD);
    begin().close();
    assertThat(file).hasContent("mine");
    for (String name : names) {
      assertThat(table.resolve(name).resolve("rows/part-0")).exists();
    }
  }

  private static LeaseRecord gone() throws Exception {
    LeaseRecord ours = ThisProcess.lease();
    assumeThat(ours.processes()).as("Linux").isNotEmpty();
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return of(ours.processes(), process.pid());
  }

  private static LeaseRecord far() {
    return of("another boot", 1);
  }

  private static LeaseRecord of(String processes, long pid) {
    return new LeaseRecord("another", "host", pid, processes, 9L, "2026-11-22T01:02:03Z", 0, false);
  }

  /** With a prepared file; all of it was written that long ago. */
  private Path folder(String name, Optional<LeaseRecord> owner, Duration age) throws IOException {
    Path folder = table.resolve(name);
    Files.createDirectories(folder.resolve("rows"));
    Files.writeString(folder.resolve("rows/part-0"), "prepared");
    if (owner.isPresent()) {
      org.apache.hadoop.fs.Path place =
          new org.apache.hadoop.fs.Path(folder.resolve("owner.json").toUri());
      new JsonFiles(files).write(place, owner.get());
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        age(path, age);
      }
    }
    return folder;
  }

  private static Path age(Path path, Duration age) throws IOException {
    return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }
}
