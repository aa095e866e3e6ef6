package io.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.idx.LateFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnDigitsTest {
  private static final List<String> NAMES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  @TempDir Path directory;

  /** Golden: a change of these bytes changes every accuracy on them; note it in CHANGELOG.md. */
  @Test
  void writesTheSameBytesOnEveryMachine() throws Exception {
    write();

    assertThat(sha256(NAMES.get(0)))
        .isEqualTo("d4a609a1c05804b275ae4782c6a8e11ff1f418e8b49a70d755715226541a3dff");
    assertThat(sha256(NAMES.get(1)))
        .isEqualTo("d3a37ad462bfd568c716fec8c9b85bea6fd710f2d26d0575e27995aaa6320c66");
    assertThat(sha256(NAMES.get(2)))
        .isEqualTo("f0bf2b326610a25b1da8b08cd69b37edbead1af7254e2fa04487801b0adb8667");
    assertThat(sha256(NAMES.get(3)))
        .isEqualTo("aed7f47d0d03c943d6d640bf9c8c010520817559cbaf585f5b6e58ac23fc1e54");
  }

  @Test
  void startsEachFileWithItsIdxHeader() throws IOException {
    write();

    assertThat(header(NAMES.get(0), 16)).isEqualTo("00000803000017700000001c0000001c");
    assertThat(header(NAMES.get(1), 8)).isEqualTo("0000080100001770");
    assertThat(header(NAMES.get(2), 16)).isEqualTo("00000803000003e80000001c0000001c");
    assertThat(header(NAMES.get(3), 8)).isEqualTo("00000801000003e8");
  }

  @Test
  void makesTheDirectoryAndLeavesNothingElseInIt() throws IOException {
    directory = directory.resolve("made for/the digits");

    write();

    assertThat(visibleFiles()).containsExactlyInAnyOrderElementsOf(NAMES);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(n -> n.startsWith("."));
    }
  }

  @Test
  void keepsFilesThatAreRightAndAddsTheMissingOne() throws IOException {
    write();
    FileTime longAgo = FileTime.fromMillis(0);
    for (String name : NAMES) {
      Files.setLastModifiedTime(directory.resolve(name), longAgo);
    }
    Files.delete(directory.resolve(NAMES.get(2)));

    write();

    assertThat(visibleFiles()).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(Files.getLastModifiedTime(directory.resolve(NAMES.get(0)))).isEqualTo(longAgo);
    assertThat(Files.getLastModifiedTime(directory.resolve(NAMES.get(2)))).isNotEqualTo(longAgo);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void refusesAnotherFileUnderItsNameAndTouchesNothing(int file) throws IOException {
    Path theirs = Files.writeString(directory.resolve(NAMES.get(file)), "not ours");

    assertThatThrownBy(this::write)
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(theirs.toString())
        .hasMessageMatching(
            ".*expected SHA-256 [0-9a-f]{64}, found SHA-256 [0-9a-f]{64}"
                + "\\..*delete this file to have it drawn again\\.");
    assertThat(theirs).hasContent("not ours");
    assertThat(visibleFiles()).containsExactly(NAMES.get(file));
  }

  @Test
  void refusesItsOwnFileOnceDamaged() throws Exception {
    write();
    Path damaged = directory.resolve(NAMES.get(0));
    byte[] bytes = Files.readAllBytes(damaged);
    copyWithChecksum(bytes, damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);

    assertThatThrownBy(this::write)
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(damaged.toString())
        .hasMessageContaining("the storage's own checksum refutes");

    Files.delete(directory.resolve("." + NAMES.get(0) + ".crc"));
    assertThatThrownBy(this::write)
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(", found SHA-256 " + sha256(NAMES.get(0)));
  }

  /** As Hadoop's own commands do. */
  private static void copyWithChecksum(byte[] bytes, Path place) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(place.toUri()), true)) {
      out.write(bytes);
    }
  }

  @Test
  void refusesADirectoryWithACompressedSetOfTheSameNames() throws IOException {
    Path theirs = Files.createFile(directory.resolve("t10k-labels-idx1-ubyte.gz"));

    assertThatThrownBy(this::write)
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(theirs + " is in the way");
    assertThat(visibleFiles()).containsExactly(theirs.getFileName().toString());
  }

  /** Whoever sees a file reads it: it must not be replaced under him, not even by equal bytes. */
  @Test
  void letsTwoWritersDrawIntoOneDirectoryAtOnceAndReplacesNoFile() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      Callable<Void> writer =
          () -> {
            write();
            return null;
          };
      List<Future<Void>> drawing = List.of(writers.submit(writer), writers.submit(writer));
      Map<String, Object> first = new HashMap<>();
      while (!drawing.stream().allMatch(Future::isDone)) {
        for (String name : NAMES) {
          if (!first.containsKey(name) && Files.exists(directory.resolve(name))) {
            first.put(name, fileKey(name));
          }
        }
      }
      for (Future<Void> done : drawing) {
        done.get();
      }
      for (String name : first.keySet()) {
        assertThat(fileKey(name)).as(name).isEqualTo(first.get(name));
      }
    } finally {
      writers.shutdown();
    }

    write();
    assertThat(visibleFiles()).containsExactlyInAnyOrderElementsOf(NAMES);
  }

  /** Of device and inode: another one for another file under the name. */
  private Object fileKey(String name) throws IOException {
    return Files.readAttributes(directory.resolve(name), BasicFileAttributes.class).fileKey();
  }

  @Test
  void keepsTheFilesOfSomebodyWhoWasFaster() throws Exception {
    DrawnDigits.writeTo(LateFileSystem.configuration(), LateFileSystem.SCHEME + "://" + directory);

    write();
    assertThat(visibleFiles()).containsExactlyInAnyOrderElementsOf(NAMES);
  }

  @Test
  void refusesOtherFilesOfSomebodyWhoWasFaster() {
    Configuration hadoop = LateFileSystem.configuration();
    hadoop.set(LateFileSystem.OTHER_CONTENT, "not ours");

    assertThatThrownBy(() -> DrawnDigits.writeTo(hadoop, LateFileSystem.SCHEME + "://" + directory))
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(NAMES.get(0) + " is not the drawn digits' file: expected SHA-256 ");
    assertThat(directory.resolve(NAMES.get(0))).hasContent("not ours");
  }

  @Test
  void refusesADirectoryUnderItsName() throws IOException {
    Files.createDirectory(directory.resolve(NAMES.get(1)));

    assertThatThrownBy(this::write)
        .isExactlyInstanceOf(DrawnDigitsException.class)
        .hasMessageContaining(NAMES.get(1) + " is not the drawn digits' file")
        .hasMessageContaining("found a directory.");
  }

  private void write() throws IOException {
    DrawnDigits.writeTo(new Configuration(), directory.toString());
  }

  private List<String> visibleFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private String header(String name, int length) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(directory.resolve(name)), 0, length);
  }

  private String sha256(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
