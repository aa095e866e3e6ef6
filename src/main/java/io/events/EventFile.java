package io.events;

import io.FileReplacement;
import io.HadoopStream;
import io.PlainFiles;
import io.Staging;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The one event file that this program keeps in a folder, on any file system that Hadoop knows. Its
 * name is always the same, so that there is never a second one with the same points; what others
 * have in the folder stays as it is.
 *
 * <p>It is replaced in one step: whoever opens it has the old points or the new ones. What is added
 * is seen at once on local disks and on HDFS; elsewhere (object stores), where files cannot be
 * added to, when it is {@link #settle settled}.
 *
 * <p>Not for several threads at once.
 */
public final class EventFile implements AutoCloseable {
  /** TensorBoard reads files with {@code tfevents} in their names. */
  public static final String NAME = "events.out.tfevents.0000000000.lenet";

  private final FileSystem files;
  private final Path folder;
  private final Path place;

  /** The file that stands in its place, of HDFS, which is written on. */
  private HadoopStream open;

  /** All points of a file that cannot be added to, and how many of them it holds. */
  private final List<Point> all = new ArrayList<>();

  private int settled;

  /** When the file was begun, whose place those take that replace it. */
  private double begun;

  private EventFile(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.place = new Path(folder, NAME);
  }

  /**
   * The file of a folder, which is made; the file is not, until something is to be in it.
   *
   * @throws EventFileException if no file can be written there
   */
  public static EventFile in(Configuration hadoop, String folder) {
    try {
      Path given = new Path(folder);
      FileSystem files = PlainFiles.of(given, hadoop);
      Path qualified = files.makeQualified(given);
      Staging.begin(files, qualified).close(); // writes a file
      return new EventFile(files, qualified);
    } catch (IOException | IllegalArgumentException e) {
      throw new EventFileException(
          "No event file can be written in %s: expected a folder that this process may write, on a file system that this Spark knows (file:, hdfs:, …), found: %s. Name another folder, or go without event files"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Where it lies, qualified with its file system. */
  public String path() {
    return place.toString();
  }

  /**
   * Those before the first record that is damaged or cut off; none if there is no file.
   *
   * @throws IOException if it cannot be read, naming it
   */
  public List<Point> points() throws IOException {
    return contents().points();
  }

  private EventRecords.Contents contents() throws IOException {
    try (InputStream in = files.open(place)) {
      return EventRecords.read(in.readAllBytes());
    } catch (FileNotFoundException e) {
      Optional<String> hindrance = PlainFiles.hindrance(files, place, e);
      if (hindrance.isEmpty()) {
        return EventRecords.Contents.NONE;
      }
      throw failure("read", hindrance.get(), e);
    } catch (IOException e) {
      throw failure("read", e.toString(), e);
    }
  }

  /**
   * Makes it hold these points, in this order, and no others. A local file that begins with them
   * already is only added to: a program that has it open reads on.
   *
   * @throws IOException if that fails, naming the file, which then is as it was
   */
  public void hold(List<Point> points) throws IOException {
    EventRecords.Contents old = contents();
    begun = begun(old, points);
    try {
      close();
      if (isLocal() && isBeginning(old, points)) {
        append(points.subList(old.points().size(), points.size()));
      } else {
        replace(points);
      }
    } catch (IOException e) {
      throw failure("write", e.toString(), e);
    }
  }

  /** Not later than its points, which may be older than the file. */
  private static double begun(EventRecords.Contents old, List<Point> points) {
    double earliest = Math.min(old.begun(), Point.seconds(Instant.now()));
    return points.stream().mapToDouble(Point::wallTime).reduce(earliest, Math::min);
  }

  private static boolean isBeginning(EventRecords.Contents old, List<Point> points) {
    int length = old.points().size();
    return old.whole() && length <= points.size() && old.points().equals(points.subList(0, length));
  }

  /**
   * Adds points to a file that holds some, by {@link #hold}.
   *
   * @throws IOException if that fails, naming the file
   */
  public void add(List<Point> points) throws IOException {
    try {
      if (isLocal()) {
        append(points);
      } else if (open == null) {
        all.addAll(points);
      } else {
        open.write(EventRecords.of(points));
        open.show();
      }
    } catch (IOException e) {
      throw failure("write", e.toString(), e);
    }
  }

  /**
   * Writes what was added and is not to be seen yet.
   *
   * @throws IOException if that fails, naming the file
   */
  public void settle() throws IOException {
    if (settled < all.size()) {
      try {
        replace(List.copyOf(all));
      } catch (IOException e) {
        throw failure("write", e.toString(), e);
      }
    }
  }

  /** A killed process leaves one record cut off at most, the last. */
  private void append(List<Point> points) throws IOException {
    if (!points.isEmpty()) {
      Files.write(PlainFiles.local(place), EventRecords.of(points), StandardOpenOption.APPEND);
    }
  }

  private void replace(List<Point> points) throws IOException {
    try (Staging staging = Staging.begin(files, folder)) {
      OutputStream out = PlainFiles.create(files, staging.rows());
      try {
        out.write(EventRecords.file(begun, points));
        if (isOfHdfs() && out instanceof HadoopStream stream) {
          stream.sync();
          open = stream; // its name changes, and it is still the same file
        }
      } finally {
        if (open == null) {
          out.close();
        }
      }
      FileReplacement.move(files, staging.rows(), place);
    }
    if (!isLocal() && open == null) {
      remember(points);
    }
  }

  private void remember(List<Point> points) {
    all.clear();
    all.addAll(points);
    settled = all.size();
  }

  private boolean isLocal() {
    return PlainFiles.isLocal(place);
  }

  private boolean isOfHdfs() {
    return "hdfs".equals(place.toUri().getScheme());
  }

  private IOException failure(String what, String reason, IOException cause) {
    return new IOException(
        "Cannot %s %s: %s. Check rights and space there, then start again"
            .formatted(what, place, reason),
        cause);
  }

  /** Ends a file that is written on; it can be held again. */
  @Override
  public void close() throws IOException {
    HadoopStream ending = open;
    open = null;
    if (ending != null) {
      ending.close();
    }
  }
}
