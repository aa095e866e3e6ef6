package io.fetch;

import io.FilePlacement;
import io.fetch.MirrorException.Remedy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fetches published files into a local directory and unpacks them: raw files can be read by many
 * tasks at once, and {@code sha256sum} shows that they are the published ones.
 *
 * <p>Under its final name a file is whole and right, or absent. What has come of a file waits as
 * {@code name.gz.part} for the next try; a hidden empty lock file stays, too. A mirror that fails
 * is not asked again; the next one goes on where it stopped, and if the pieces don't fit together,
 * from the start. For one thread, once.
 */
public final class Fetch {
  static final String PARTIAL = ".part";

  /** Requests for one file to one mirror. */
  private static final int ATTEMPTS = 5;

  private final List<PublishedFile> files;
  private final Deque<Mirror> mirrors;
  private final Download download;
  private final FetchListener listener;
  private final List<String> failures = new ArrayList<>();

  /**
   * @param mirrors at least one, asked in this order
   */
  public Fetch(
      List<PublishedFile> files, List<Mirror> mirrors, Timeouts timeouts, FetchListener listener) {
    if (mirrors.isEmpty()) {
      throw new IllegalArgumentException("nothing can be fetched without a mirror");
    }
    this.files = List.copyOf(files);
    this.mirrors = new ArrayDeque<>(mirrors);
    this.download = new Download(timeouts, listener);
    this.listener = listener;
  }

  /**
   * Sees to it that all files are in the directory. Those that are there and right, raw or as
   * {@code name.gz}, are kept and not asked for.
   *
   * @param directory made if it is not there
   * @throws FetchException if a file is there but wrong (nothing is fetched then), or comes there
   *     meanwhile and is wrong (no file is ever overwritten), if no mirror has the right bytes, or
   *     if another fetch is at work there
   * @throws IOException if the local disk fails
   */
  public void into(Path directory) throws IOException, InterruptedException {
    List<PublishedFile> missing = missing(files, directory);
    if (missing.isEmpty()) {
      return;
    }
    make(directory);
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      // Again: a fetch that ended between that look and this lock has brought some of them.
      for (PublishedFile file : missing(missing, directory)) {
        fetch(file, directory);
      }
    } finally {
      lock.close();
    }
  }

  private static void make(Path directory) throws FetchException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new FetchException(
          "Cannot make the directory %s: %s. Name another, or see to its rights"
              .formatted(directory, e));
    }
  }

  private List<PublishedFile> missing(List<PublishedFile> wanted, Path directory)
      throws IOException {
    List<PublishedFile> missing = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (PublishedFile file : wanted) {
      List<Path> present = present(file, directory);
      if (present.isEmpty()) {
        missing.add(file);
      } else if (present.size() > 1) {
        wrong.add("%s and %s are both there".formatted(present.get(0), present.get(1)));
      } else {
        Path path = present.get(0);
        Contents.fault(path, file)
            .ifPresentOrElse(
                found -> wrong.add(unequal(path, file, found)), () -> listener.kept(path));
      }
    }
    if (!wrong.isEmpty()) {
      throw new FetchException(
          "%s. Nothing was changed: move what is wrong away, or name another directory"
              .formatted(String.join("; ", wrong)));
    }
    return missing;
  }

  private static List<Path> present(PublishedFile file, Path directory) {
    return List.of(directory.resolve(file.name()), directory.resolve(file.gzipName())).stream()
        .filter(Files::exists)
        .toList();
  }

  private static String unequal(Path path, PublishedFile file, String found) {
    return "%s is not the published file: expected %s, found %s"
        .formatted(path, file.expectation(), found);
  }

  private void fetch(PublishedFile file, Path directory) throws IOException, InterruptedException {
    while (!mirrors.isEmpty()) {
      Mirror mirror = mirrors.element();
      try {
        fetchFrom(mirror, file, directory);
        return;
      } catch (MirrorException e) {
        mirrors.remove();
        failures.add("%s: %s".formatted(mirror.locate(file.gzipName()), e.getMessage()));
        listener.abandoned(mirror, e.getMessage());
      }
    }
    throw new FetchException(
        "%s could not be fetched (%s). Without network, place these files, raw or gzipped, in %s: %s"
            .formatted(file.gzipName(), String.join("; ", failures), directory, absent(directory)));
  }

  private String absent(Path directory) {
    return files.stream()
        .filter(file -> present(file, directory).isEmpty())
        .map(PublishedFile::gzipName)
        .collect(Collectors.joining(", "));
  }

  private void fetchFrom(Mirror mirror, PublishedFile file, Path directory)
      throws IOException, InterruptedException {
    Path part = directory.resolve(file.gzipName() + PARTIAL);
    for (int attempt = 1; ; attempt++) {
      boolean resumed = Files.exists(part) && Files.size(part) > 0;
      try {
        download.complete(part, mirror.locate(file.gzipName()), file.mostGzipBytes());
        place(part, file, directory);
        return;
      } catch (MirrorException e) {
        if (e.remedy() == Remedy.START_AGAIN) {
          Files.deleteIfExists(part);
        }
        boolean hopeless = e.remedy() == Remedy.START_AGAIN && !resumed;
        if (e.remedy() == Remedy.NONE || hopeless || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void place(Path part, PublishedFile file, Path directory) throws IOException {
    Path unpacked = directory.resolve(file.name() + PARTIAL);
    try {
      Optional<String> fault = unpack(part, file, unpacked);
      if (fault.isPresent()) {
        throw new MirrorException(
            Remedy.START_AGAIN,
            "sent other bytes: expected %s, found %s".formatted(file.expectation(), fault.get()));
      }
      Path place = directory.resolve(file.name());
      if (FilePlacement.move(unpacked, place)) {
        listener.placed(place);
      } else {
        keep(place, file);
      }
    } finally {
      Files.deleteIfExists(unpacked);
    }
    Files.deleteIfExists(part);
  }

  private void keep(Path place, PublishedFile file) throws IOException {
    Optional<String> fault = Contents.fault(place, file);
    if (fault.isPresent()) {
      throw new FetchException(
          "%s. It came there meanwhile and stays: move it away, or name another directory"
              .formatted(unequal(place, file, fault.get())));
    }
    listener.kept(place);
  }

  /** Unpacks onto the disk itself, so that a crash after the move leaves no empty file. */
  private static Optional<String> unpack(Path part, PublishedFile file, Path unpacked)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                unpacked,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      Optional<String> fault = Contents.unpack(part, file, out);
      channel.force(true);
      return fault;
    }
  }
}
