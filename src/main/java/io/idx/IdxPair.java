package io.idx;

import io.PlainFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The two files of a set, under the names that MNIST gave them.
 *
 * @param images such as {@code DIR/train-images-idx3-ubyte.gz}
 * @param labels such as {@code DIR/train-labels-idx1-ubyte.gz}
 */
public record IdxPair(String images, String labels) {
  /** The prefix of the training set's files. */
  public static final String TRAIN = "train";

  /** The prefix of the test set's files. */
  public static final String TEST = "t10k";

  /**
   * The standard names of a set's raw files, without a directory.
   *
   * @param prefix {@link #TRAIN} or {@link #TEST}
   */
  public static IdxPair named(String prefix) {
    return new IdxPair(prefix + "-images-idx3-ubyte", prefix + "-labels-idx1-ubyte");
  }

  /**
   * Finds the pair in a directory, each file raw or gzipped.
   *
   * @param prefix {@link #TRAIN} or {@link #TEST}
   * @throws IdxException if the directory is missing or, for either file, holds neither or both; it
   *     names all that is wrong with the directory
   */
  public static IdxPair find(Configuration hadoop, String directory, String prefix)
      throws IOException {
    Path path = new Path(directory);
    FileSystem fileSystem = path.getFileSystem(hadoop);
    requireDirectory(fileSystem, path, directory);
    IdxPair names = named(prefix);
    List<String> faults = new ArrayList<>();
    Optional<String> images = choose(fileSystem, directory, names.images(), faults);
    Optional<String> labels = choose(fileSystem, directory, names.labels(), faults);
    if (images.isEmpty() || labels.isEmpty()) {
      throw IdxException.directory(
          directory, faults, "Exactly one of each file is to be there, raw or as .gz.");
    }
    return new IdxPair(images.get(), labels.get());
  }

  private static void requireDirectory(FileSystem fileSystem, Path path, String directory)
      throws IOException {
    try {
      if (fileSystem.getFileStatus(path).isFile()) {
        throw IdxException.directory(directory, List.of("a file"), "Name the directory it is in.");
      }
    } catch (FileNotFoundException e) {
      requireMissing(fileSystem, path, e);
      throw IdxException.noDirectory(directory);
    }
  }

  private static void requireMissing(FileSystem fileSystem, Path path, FileNotFoundException told)
      throws IOException {
    Optional<String> hindrance = PlainFiles.hindrance(fileSystem, path, told);
    if (hindrance.isPresent()) {
      throw IdxException.unreadable(path.toString(), hindrance.get(), told);
    }
  }

  private static Optional<String> choose(
      FileSystem fileSystem, String directory, String name, List<String> faults)
      throws IOException {
    Path raw = new Path(directory, name);
    Path gzip = new Path(directory, IdxInput.gzipName(name));
    boolean rawThere = fileSystem.exists(raw);
    boolean gzipThere = fileSystem.exists(gzip);
    if (rawThere && gzipThere) {
      faults.add("both %s and %s".formatted(name, gzip.getName()));
    } else if (!rawThere && !gzipThere) {
      requireMissing(fileSystem, raw, new FileNotFoundException(raw.toString()));
      faults.add("neither %s nor %s".formatted(name, gzip.getName()));
    } else {
      return Optional.of((rawThere ? raw : gzip).toString());
    }
    return Optional.empty();
  }
}
