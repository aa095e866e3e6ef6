package packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What others on the machine could see of a cluster while an application runs: the command lines of
 * all processes that this JVM started, and what the executors keep on disk.
 */
final class ClusterWatch {
  private final Path disks;
  private final Set<String> commandLines = new TreeSet<>();
  private final Map<Path, byte[]> blocks = new HashMap<>();

  /** {@code disks} is the cluster's {@code spark.local.dir}. */
  ClusterWatch(Path disks) {
    this.disks = disks;
  }

  /** Looks again and again until the process ends. */
  void until(Process end) throws IOException, InterruptedException {
    while (end.isAlive()) {
      for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
        commandLines.add(commandLine(process));
      }
      for (Path file : files()) {
        look(file);
      }
      Thread.sleep(50);
    }
  }

  Set<String> commandLines() {
    return commandLines;
  }

  /** Of all blocks of RDDs, as they were when last seen; one may not have been whole. */
  long blockBytes() {
    return blocks.values().stream().mapToLong(block -> block.length).sum();
  }

  /** The longest row of bytes of 0 in one of these blocks. */
  int mostZeros() {
    return blocks.values().stream().mapToInt(ClusterWatch::mostZeros).max().orElse(0);
  }

  private static int mostZeros(byte[] block) {
    int longest = 0;
    int zeros = 0;
    for (byte value : block) {
      zeros = value == 0 ? zeros + 1 : 0;
      longest = Math.max(longest, zeros);
    }
    return longest;
  }

  /** The JDK leaves long ones out, where it asks Linux. */
  private static String commandLine(ProcessHandle process) throws IOException {
    Path linux = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(linux, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (NoSuchFileException e) {
      return process.info().commandLine().orElse("");
    } catch (IOException e) {
      return ""; // it ended while it was read
    }
  }

  /** Spark makes and deletes folders meanwhile: a walk of the whole tree would fail. */
  private List<Path> files() {
    List<Path> found = List.of(disks);
    for (int depth = 0; depth < 5; depth++) {
      found = found.stream().flatMap(ClusterWatch::children).toList();
    }
    return found;
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // a file, or deleted
    }
  }

  private void look(Path file) throws IOException {
    if (file.getFileName().toString().startsWith("rdd_")) {
      try {
        blocks.put(file, Files.readAllBytes(file));
      } catch (NoSuchFileException e) {
        // deleted since it was listed
      }
    }
  }
}
