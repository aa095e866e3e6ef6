package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunLeaseTest {
  /** Silence is not found out within a test's life. */
  private static final RunLease.Pace PATIENT =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofHours(1));

  private static final RunLease.Pace HASTY =
      new RunLease.Pace(Duration.ofMillis(50), Duration.ofMillis(400));

  @TempDir java.nio.file.Path run;

  private FileSystem files;
  private Path folder;

  @BeforeEach
  void openFolder() throws IOException {
    folder = new Path(run.resolve("lease").toUri());
    files = PlainFiles.of(folder, new Configuration());
  }

  private RunLease take(RunLease.Pace pace) throws Exception {
    return RunLease.take(files, folder, pace);
  }

  private void write(int number, LeaseRecord record) throws IOException {
    new JsonFiles(files).write(new Path(folder, "%05d.json".formatted(number)), record);
  }

  private static LeaseRecord of(String processes, long pid) {
    return of(processes, pid, 9L);
  }

  private static LeaseRecord of(String processes, long pid, Long startTicks) {
    return new LeaseRecord(
        "another", "far-away", pid, processes, startTicks, "2026-11-22T01:02:03Z", 7, false);
  }

  @Test
  void isRefusedWhileItsOwnerShowsLife() throws Exception {
    try (RunLease first = take(PATIENT)) {
      assertThatThrownBy(() -> take(PATIENT))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(run.toString())
          .hasMessageContaining("is being trained by process " + ProcessHandle.current().pid())
          .hasMessageContaining("Wait for its end, or stop it");
      first.requireHeld();
    }
  }

  @Test
  @Timeout(60)
  void isFreeAtOnceWhenReleasedAndNumbersNeverComeAgain() throws Exception {
    take(PATIENT).close();
    take(PATIENT).close();
    try (RunLease third = take(PATIENT)) {
      third.requireHeld();
      assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00003.json");
      assertThat(run.resolve("lease")).isDirectoryNotContaining("glob:**/0000[12].json");
    }
  }

  @Test
  @Timeout(60)
  void isFreeAtOnceWhenItsProcessIsGone() throws Exception {
    write(4, of(ours().processes(), ended().pid()));
    take(PATIENT).close();
    write(6, of(ours().processes(), ended().pid(), null));
    take(PATIENT).close();
    assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00007.json");
  }

  @Test
  @Timeout(60)
  void isFreeAtOnceWhenItsPidWasGivenToAnotherProcess() throws Exception {
    write(4, of(ours().processes(), ours().pid(), ours().startTicks() - 1));
    take(PATIENT).close();
    assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00005.json");
  }

  /** As another JVM sees the start of this one when the clock was set between the two starts. */
  @Test
  void knowsALivingProcessWhateverTheClockSaysOfItsStart() {
    LeaseRecord hourOff = of(ours().processes(), ours().pid(), ours().startTicks());
    assertThat(hourOff.startedAt()).isNotEqualTo(ours().startedAt());
    assertThat(ThisProcess.fate(hourOff)).isEqualTo(ThisProcess.Fate.LIVING);
    assertThat(ThisProcess.fate(of(ours().processes(), ours().pid(), 9L)))
        .isEqualTo(ThisProcess.Fate.GONE);
    assertThat(ThisProcess.fate(of("another boot", ours().pid(), ours().startTicks())))
        .isEqualTo(ThisProcess.Fate.UNKNOWN);
  }

  /** As one that was killed stays in a container whose first process asks for none. */
  @Test
  @Timeout(60)
  void aProcessThatEndedIsGoneThoughNobodyAskedForItsEnd() throws Exception {
    String processes = ours().processes();
    Process careless = new ProcessBuilder("bash", "-c", "sleep 2 & echo $!; exec sleep 60").start();
    try (BufferedReader out = careless.inputReader()) {
      long pid = Long.parseLong(out.readLine());
      java.nio.file.Path stat = java.nio.file.Path.of("/proc", Long.toString(pid), "stat");
      LeaseRecord child = of(processes, pid, ThisProcess.startTicks(Files.readString(stat)));
      assertThat(ThisProcess.fate(child)).isEqualTo(ThisProcess.Fate.LIVING);
      while (!Files.readString(stat).contains("(sleep) Z")) {
        Thread.sleep(20);
      }
      assertThat(ThisProcess.fate(child)).isEqualTo(ThisProcess.Fate.GONE);
    } finally {
      careless.destroyForcibly();
    }
  }

  /** As versions wrote it that did not tell the ticks. */
  @Test
  void aLeaseWithoutTicksIsOfWhateverProcessHasItsPid() throws Exception {
    write(1, of(ours().processes(), ours().pid(), 9L));
    java.nio.file.Path file = run.resolve("lease/00001.json");
    Files.writeString(file, Files.readString(file).replace("  \"startTicks\" : 9,\n", ""));
    LeaseRecord read = new JsonFiles(files).read(new Path(file.toUri()), LeaseRecord.class);
    assertThat(read).isEqualTo(of(ours().processes(), ours().pid(), null));
    assertThat(ThisProcess.fate(read)).isEqualTo(ThisProcess.Fate.LIVING);
  }

  @Test
  void findsTheStartOfAProcessWhateverItsName() {
    assertThat(
            ThisProcess.startTicks(
                "7 (a) b (c)) R 1 7 7 0 -1 64 100 0 0 0 5 6 0 0 20 0 1 0 114076 313 355\n"))
        .isEqualTo(114076);
  }

  private static LeaseRecord ours() {
    LeaseRecord ours = ThisProcess.lease();
    assumeThat(ours.processes()).as("Linux").isNotEmpty();
    return ours;
  }

  private static Process ended() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process;
  }

  @Test
  void isFreeWhenAnotherMachinesOwnerWasSilentForLong() throws Exception {
    write(4, of("another boot", 1));
    try (RunLease lease = take(HASTY)) {
      lease.requireHeld();
      assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00005.json");
    }
  }

  /** As its owner leaves it who was killed between making the file and writing it. */
  @Test
  void isFreeWhenItsFileStayedEmpty() throws Exception {
    Files.createDirectories(run.resolve("lease"));
    Files.createFile(run.resolve("lease/00001.json"));
    try (RunLease lease = take(HASTY)) {
      lease.requireHeld();
    }
  }

  @Test
  void isLostToTheNextNumber() throws Exception {
    try (RunLease sleeper = take(PATIENT)) {
      write(2, of("another boot", 1));
      assertThatThrownBy(sleeper::requireHeld)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("This training has lost")
          .hasMessageContaining("found number 2");
    }
    assertThat(Files.readString(run.resolve("lease/00002.json"))).contains("far-away");
  }

  /** As when the run was discarded while its owner slept, and begun anew: numbers begin with 1. */
  @Test
  void isLostToAnotherOwnerOfItsNumberWhoseFileItLeavesAlone() throws Exception {
    LeaseRecord other = of("another boot", 1);
    try (RunLease sleeper = take(PATIENT)) {
      awaitBeat();
      write(1, other);
      assertThatThrownBy(sleeper::requireHeld)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("This training has lost")
          .hasMessageContaining("found another owner's in it");
      Thread.sleep(4 * PATIENT.beat().toMillis());
    }
    assertThat(first()).isEqualTo(other);
  }

  private LeaseRecord first() throws IOException {
    return new JsonFiles(files).read(new Path(folder, "00001.json"), LeaseRecord.class);
  }

  /** The next one comes a while later. */
  private void awaitBeat() throws Exception {
    while (first().beats() == 0) {
      Thread.sleep(5);
    }
  }

  @Test
  void isLostWithItsFolderWhichItDoesNotMakeAnew() throws Exception {
    try (RunLease lease = take(PATIENT)) {
      awaitBeat();
      Files.move(run.resolve("lease"), run.resolve("renamed"));
      assertThatThrownBy(lease::requireHeld)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Was the run deleted or renamed meanwhile?");
      Thread.sleep(4 * PATIENT.beat().toMillis());
    }
    assertThat(run.resolve("lease")).doesNotExist();
  }

  @Test
  void isNotHeldOnceReleased() throws Exception {
    RunLease lease = take(PATIENT);
    lease.close();
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("found it released");
  }

  @Test
  void leavesAloneWhatIsNoLease() throws Exception {
    Files.createDirectories(run.resolve("lease"));
    Files.writeString(run.resolve("lease/notes.txt"), "mine");
    take(PATIENT).discard();
    assertThat(run.resolve("lease/notes.txt")).hasContent("mine");
    assertThat(run.resolve("lease")).isDirectoryNotContaining("glob:**.json");
  }

  /** Something that happens to a lease just before it is read for the second time. */
  private static final class MeddledLease extends RawLocalFileSystem {
    private final Meddling meddling;
    private int reads;

    MeddledLease(Meddling meddling) throws IOException {
      this.meddling = meddling;
      initialize(URI.create("file:///"), new Configuration());
    }

    interface Meddling {
      void with(java.nio.file.Path lease) throws IOException;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
      if (++reads == 2) {
        meddling.with(java.nio.file.Path.of(path.toUri().getPath()));
      }
      return super.open(path, bufferBytes);
    }
  }

  /** As when a third one took it and deleted the earlier file between the look and the reading. */
  @Test
  @Timeout(60)
  void isFreeWhenItsFileIsDeletedWhileItIsWatched() throws Exception {
    write(1, of("another boot", 1));
    files = new MeddledLease(Files::delete);
    try (RunLease lease = take(PATIENT)) {
      lease.requireHeld();
    }
  }

  /** As when its owner fails before his first epoch, and discards the run. */
  @Test
  @Timeout(60)
  void isFreeWhenItIsDiscardedWithItsFolderWhileItIsWatched() throws Exception {
    write(1, of("another boot", 1));
    files =
        new MeddledLease(
            lease -> {
              Files.delete(lease);
              Files.delete(lease.getParent());
              Files.delete(run);
            });
    try (RunLease lease = take(PATIENT)) {
      lease.requireHeld();
      assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00001.json");
    }
  }

  @Test
  void isFreeWhenItIsDamagedWhileItIsWatchedAndShowsNoLifeAfterwards() throws Exception {
    write(1, of("another boot", 1));
    files = new MeddledLease(lease -> Files.writeString(lease, "{"));
    try (RunLease lease = take(HASTY)) {
      lease.requireHeld();
      assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/00002.json");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isRefusedWhenNoNumberIsLeft() throws Exception {
    write(999_999_999, of("another boot", 1).ended());
    assertThatThrownBy(() -> take(PATIENT))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(run.resolve("lease/999999999.json").toString())
        .hasMessageContaining("expected a number below 999999999");
  }
}
