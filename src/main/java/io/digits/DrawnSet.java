package io.digits;

import io.PlainFiles;
import io.idx.IdxPair;
import io.idx.IdxWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A training set of as many drawn digits as one asks for, to see how things grow: the same hands as
 * {@link DrawnDigits}, other digits. Its bytes follow from rows and seed alone, on every machine. A
 * row's label and picture follow from the seed and the row, so a smaller set is the beginning of a
 * larger one; labels are drawn, so classes are as often as chance has it.
 *
 * @param rows 1 to {@link IdxWriter#MOST_ITEMS}; each takes 785 bytes on disk and none in memory
 */
public record DrawnSet(long rows, long seed) {
  private static final int CLASSES = 10;

  /** See {@link RowStream}. */
  private static final int NUMBER = 2;

  /** How many are in memory at once: drawn by all cores, then written by one. */
  private static final int DRAWN_AT_ONCE = 1 << 13;

  public DrawnSet {
    if (rows < 1 || rows > IdxWriter.MOST_ITEMS) {
      throw new IllegalArgumentException(
          "rows: expected 1 to %d, found %d".formatted(IdxWriter.MOST_ITEMS, rows));
    }
  }

  /**
   * Draws the set into a directory, under the names of MNIST's training files. Each file appears
   * whole or not at all, the labels last: without them nobody takes the directory for a set.
   *
   * @param directory on any file system that Hadoop writes; made if it is not there
   * @param drawn is told again and again how many rows have been drawn so far
   * @throws DrawnDigitsException if a training set or a part of one is there already, raw or
   *     gzipped, or labels have come there meanwhile; nothing of this set is there then
   * @throws FileAlreadyExistsException if images have come there meanwhile; nothing of this set is
   *     there then
   * @throws IOException if the file system fails
   */
  public void writeTo(Configuration hadoop, String directory, LongConsumer drawn)
      throws IOException {
    Path parent = new Path(directory);
    IdxPair names = IdxPair.named(IdxPair.TRAIN);
    FileSystem fileSystem = PlainFiles.of(parent, hadoop);
    refuseAnother(fileSystem, parent, names);
    Path images = new Path(parent, names.images());
    int side = Handwriting.SIDE;
    IdxWriter.writeImages(hadoop, images.toString(), side, side, rows, images(drawn));
    try {
      writeLabels(hadoop, new Path(parent, names.labels()));
    } catch (FileAlreadyExistsException e) {
      fileSystem.delete(images, false); // which are ours, and would be taken for those labels'
      throw new DrawnDigitsException(
          "%s got another one's %s while the images were drawn: expected no file of that name, found one. Nothing of this set is there. Name another directory, or delete that file."
              .formatted(parent, names.labels()));
    }
  }

  private void writeLabels(Configuration hadoop, Path path) throws IOException {
    PrimitiveIterator.OfInt labels = LongStream.range(0, rows).mapToInt(this::label).iterator();
    IdxWriter.writeLabels(hadoop, path.toString(), rows, labels);
  }

  private static void refuseAnother(FileSystem fileSystem, Path parent, IdxPair names)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : List.of(names.images(), names.labels())) {
      for (String file : List.of(name, name + ".gz")) {
        if (fileSystem.exists(new Path(parent, file))) {
          found.add(file);
        }
      }
    }
    if (!found.isEmpty()) {
      throw new DrawnDigitsException(
          "%s holds a training set already, or a part of one: expected no file of its names, found %s. Name another directory, or delete them."
              .formatted(parent, String.join(", ", found)));
    }
  }

  private Iterator<byte[]> images(LongConsumer drawn) {
    return LongStream.iterate(0, from -> from < rows, from -> from + DRAWN_AT_ONCE)
        .boxed()
        .flatMap(
            from -> {
              drawn.accept(from);
              return Stream.of(images(from, Math.min(rows, from + DRAWN_AT_ONCE)));
            })
        .iterator();
  }

  private byte[][] images(long from, long to) {
    return LongStream.range(from, to).parallel().mapToObj(this::image).toArray(byte[][]::new);
  }

  /** The class of a row, 0 to 9. */
  int label(long row) {
    return label(RowStream.of(seed, NUMBER, row));
  }

  /** The picture of a row, {@code [28, 28]}: drawn from what follows the label in its stream. */
  byte[] image(long row) {
    SplittableRandom random = RowStream.of(seed, NUMBER, row);
    return Handwriting.write(label(random), random);
  }

  private static int label(SplittableRandom random) {
    return Uniform.below(CLASSES, random);
  }
}
