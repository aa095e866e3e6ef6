package io.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.FullFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.hadoop.util.Crc32C;
import org.tensorflow.proto.Event;
import testing.Events;

class EventFileTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Point FIRST = new Point("train_loss", 1, 1_700_000_000.25, 0.5f);
  private static final Point SECOND = new Point("test_accuracy", 2, 1_700_000_001.5, 0.99f);
  private static final Point THIRD = new Point("train_loss", 3_000_000_000L, 1.7e9, Float.NaN);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve(EventFile.NAME);
  }

  private EventFile here() {
    return EventFile.in(HADOOP, folder.toString());
  }

  private void write(List<Point> points) throws IOException {
    Files.deleteIfExists(file());
    try (EventFile file = here()) {
      file.hold(points);
    }
  }

  @Test
  void writesWhatTheFormatsOwnReaderAndMessagesRead() throws Exception {
    try (EventFile file = here()) {
      file.hold(List.of(FIRST));
      file.add(List.of(SECOND, THIRD));

      List<Event> events = Events.read(file());
      assertThat(Events.scalars(events))
          .containsExactly(
              new Events.Scalar("train_loss", 1, 0.5f),
              new Events.Scalar("test_accuracy", 2, 0.99f),
              new Events.Scalar("train_loss", 3_000_000_000L, Float.NaN));
      assertThat(events)
          .extracting(Event::getWallTime)
          .containsExactly(1_700_000_000.25, 1_700_000_000.25, 1_700_000_001.5, 1.7e9);
      assertThat(file.points()).containsExactly(FIRST, SECOND, THIRD);
      assertThat(file.path()).isEqualTo("file:" + file());
    }
  }

  @Test
  void holdsNothingUntilItIsToldTo() throws Exception {
    try (EventFile file = here()) {
      assertThat(file.points()).isEmpty();
      assertThat(folder).isEmptyDirectory();
      file.hold(List.of());
      assertThat(Events.scalars(file())).isEmpty();
    }
  }

  @Test
  void dropsATailThatIsCutOffAndGoesOn() throws Exception {
    write(List.of(FIRST, SECOND));
    byte[] whole = Files.readAllBytes(file());
    write(List.of(FIRST));
    int first = Files.readAllBytes(file()).length;
    for (int length = first + 1; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (EventFile file = here()) {
        assertThat(file.points()).as("%d bytes", length).containsExactly(FIRST);
        file.hold(List.of(FIRST));
        file.add(List.of(THIRD));
      }
      assertThat(Events.scalars(file())).as("%d bytes", length).hasSize(2);
    }
  }

  @Test
  void trustsNothingFromADamagedByteOn() throws Exception {
    write(List.of(FIRST, SECOND, THIRD));
    byte[] whole = Files.readAllBytes(file());
    for (int place = 0; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x10;
      Files.write(file(), damaged);
      try (EventFile file = here()) {
        List<Point> points = file.points();
        assertThat(points).isEqualTo(List.of(FIRST, SECOND, THIRD).subList(0, points.size()));
        assertThat(points).as("byte %d", place).hasSizeLessThan(3);
        file.hold(List.of(FIRST));
      }
      assertThat(Events.scalars(file())).hasSize(1);
    }
  }

  /** The checksum of the length is right. */
  @Test
  void asksForNoMemoryThatTheFileHasNot() throws Exception {
    write(List.of(FIRST));
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(Integer.MAX_VALUE).array();
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(tail);
    out.write(length);
    out.writeInt(Integer.reverseBytes(Crc32C.maskedCrc32c(length)));
    out.writeLong(0);
    Files.write(file(), tail.toByteArray(), java.nio.file.StandardOpenOption.APPEND);
    try (EventFile file = here()) {
      assertThat(file.points()).containsExactly(FIRST);
    }
  }

  @Test
  void isAnotherFileOnlyIfItLosesPoints() throws Exception {
    write(List.of(FIRST));
    Object before = key();
    try (EventFile file = here()) {
      file.hold(List.of(FIRST, SECOND));
      assertThat(key()).isEqualTo(before);
      file.hold(List.of(FIRST, SECOND));
      assertThat(key()).isEqualTo(before);
      assertThat(Events.scalars(file())).hasSize(2);
      file.hold(List.of(FIRST));
      assertThat(key()).as("one less").isNotEqualTo(before);
      file.hold(List.of(SECOND, THIRD));
      assertThat(file.points()).as("others").containsExactly(SECOND, THIRD);
    }
  }

  private Object key() throws IOException {
    return Files.getAttribute(file(), "unix:ino");
  }

  @Test
  void isTheOnlyThingInItsFolderThatItTouches() throws Exception {
    Path others = Files.writeString(folder.resolve("events.out.tfevents.1700000000.host"), "mine");
    Path folderOfOthers = Files.createDirectory(folder.resolve("plugins"));
    write(List.of(FIRST));
    write(List.of(SECOND));
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactlyInAnyOrder(file(), others, folderOfOthers);
    }
    assertThat(others).hasContent("mine");
  }

  @Test
  void refusesAPlaceThatIsNoFolder() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    assertThatThrownBy(() -> EventFile.in(HADOOP, taken + "/run/train"))
        .isInstanceOf(EventFileException.class)
        .hasMessageStartingWith("No event file can be written in " + taken + "/run/train: expected")
        .hasMessageContaining("Cannot make the folder file:" + taken + "/run/train")
        .hasMessageEndingWith("Name another folder, or go without event files");
    assertThatThrownBy(() -> EventFile.in(HADOOP, "nowhere://host/logs"))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining("found: No FileSystem for scheme \"nowhere\"");
    assertThatThrownBy(() -> EventFile.in(HADOOP, "22:00"))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining("in 22:00: expected a folder");
    assertThat(taken).hasContent("mine");
  }

  @Test
  void saysWhichFileCannotBeAddedTo() throws Exception {
    try (EventFile file = here()) {
      file.hold(List.of(FIRST));
      Files.delete(file());
      assertThatThrownBy(() -> file.add(List.of(SECOND)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot write file:%s: ", file())
          .hasMessageEndingWith("Check rights and space there, then start again");
    }
  }

  /** As on object stores, of which this disk has the scheme of its own alone. */
  @Test
  void showsWhatCannotBeAddedWhenItIsSettled() throws Exception {
    try (EventFile file = EventFile.in(FullFileSystem.configuration(), "full:" + folder)) {
      file.hold(List.of(FIRST));
      file.add(List.of(SECOND));
      assertThat(file.points()).containsExactly(FIRST);
      file.settle();
      file.settle();
      assertThat(file.points()).containsExactly(FIRST, SECOND);
      file.add(List.of(THIRD));
      file.settle();
    }
    assertThat(Events.scalars(file())).hasSize(3);
  }

  @Test
  void staysAsItWasOnADiskThatIsFullWhateverByteFindsItSo() throws Exception {
    Configuration hadoop = FullFileSystem.configuration();
    FullFileSystem disk = FullFileSystem.shared(hadoop);
    disk.makeRoom();
    try (EventFile file = EventFile.in(hadoop, "full:" + folder)) {
      file.hold(List.of(FIRST));
      int failures = 0;
      for (boolean fails = true; fails; failures++) {
        disk.leaveBytes(failures * 7L);
        fails = failsToHold(file);
        disk.makeRoom();
      }
      assertThat(failures).isGreaterThan(10);
      assertThat(file.points()).containsExactly(SECOND, THIRD);
    } finally {
      disk.makeRoom();
    }
  }

  private boolean failsToHold(EventFile file) throws IOException {
    try {
      file.hold(List.of(SECOND, THIRD));
      return false;
    } catch (IOException e) {
      assertThat(e)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("full:" + folder);
      assertThat(file.points()).containsExactly(FIRST);
      return true;
    }
  }
}
