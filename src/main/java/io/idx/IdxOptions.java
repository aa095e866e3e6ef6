package io.idx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the {@code idx} data source. Whatever else is set on the reader goes to Hadoop's
 * configuration, as with Spark's own sources ({@code fs.s3a.endpoint}, say).
 *
 * @param images the image file
 * @param labels the label file, if asked for
 * @param rowsPerPartition the items a task reads, if set: see {@link #ROWS_PER_PARTITION}
 * @param classes labels are below this
 * @param hadoop settings for this read alone
 */
public record IdxOptions(
    String images,
    Optional<String> labels,
    Optional<Long> rowsPerPartition,
    int classes,
    Map<String, String> hadoop) {
  /** The image file: what {@code load} is given. One file. */
  public static final String PATH = "path";

  /** The label file; without it there is no column {@code label}. */
  public static final String LABELS = "labels";

  /**
   * How many items a task reads at most, from 1. Without it: {@link #DEFAULT_ROWS_PER_PARTITION},
   * fewer if they were more than {@link #DEFAULT_BYTES_PER_PARTITION} bytes of pixels. A gzip
   * cannot be entered in its midst and is always one task.
   */
  public static final String ROWS_PER_PARTITION = "rowsPerPartition";

  /**
   * MNIST's 60,000 images become four tasks of 12.8 MB: enough for a small machine's cores, and
   * each long enough beside the few milliseconds that a task costs.
   */
  public static final long DEFAULT_ROWS_PER_PARTITION = 16_384;

  /** Half a block of HDFS: keeps tasks of large images short and near their bytes. */
  public static final long DEFAULT_BYTES_PER_PARTITION = 64L << 20;

  /** A driver plans no more tasks than this. */
  public static final long MOST_PARTITIONS = 1_000_000;

  /** How many classes there are, 1 to 256; a label from this on is refused. */
  public static final String CLASSES = "classes";

  /** As many as there are digits. */
  public static final int DEFAULT_CLASSES = 10;

  private static final int MOST_CLASSES = 256;
  private static final String SEVERAL_PATHS = "paths";

  /** Throws {@link IllegalArgumentException} for a number out of range. */
  public IdxOptions {
    if (classes < 1 || classes > MOST_CLASSES || rowsPerPartition.orElse(1L) < 1) {
      throw new IllegalArgumentException(
          "classes is %d, expected 1 to %d; rowsPerPartition is %s, expected at least 1"
              .formatted(classes, MOST_CLASSES, rowsPerPartition));
    }
    hadoop = Map.copyOf(hadoop);
  }

  /**
   * Reads the options that Spark hands to a data source.
   *
   * @throws IllegalArgumentException naming every option at fault, its value and what is allowed
   */
  static IdxOptions parse(CaseInsensitiveStringMap options) {
    List<String> faults = new ArrayList<>();
    String images = path(options, faults);
    Optional<String> labels = Optional.ofNullable(options.get(LABELS));
    if (labels.isPresent() && labels.get().isBlank()) {
      faults.add("labels is empty: expected a file, or leave the option out");
    }
    Optional<Long> rows = number(options, ROWS_PER_PARTITION, Long.MAX_VALUE, faults);
    Optional<Long> classes = number(options, CLASSES, MOST_CLASSES, faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "Options of the data source idx: " + String.join("; ", faults));
    }
    return new IdxOptions(
        images, labels, rows, classes.map(Long::intValue).orElse(DEFAULT_CLASSES), others(options));
  }

  private static String path(CaseInsensitiveStringMap options, List<String> faults) {
    String path = options.get(PATH);
    if (options.containsKey(SEVERAL_PATHS)) {
      faults.add(
          "path is %s: expected one image file; load each and union them"
              .formatted(options.get(SEVERAL_PATHS)));
    } else if (path == null || path.isBlank()) {
      faults.add("path is missing: expected an image file, as in load(IMAGES)");
    }
    return path;
  }

  private static Optional<Long> number(
      CaseInsensitiveStringMap options, String key, long most, List<String> faults) {
    String text = options.get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 1 && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through: what is no number is a fault like one out of range.
    }
    faults.add(
        "%s is '%s': expected a whole number %s"
            .formatted(key, text, most == Long.MAX_VALUE ? "from 1" : "from 1 to " + most));
    return Optional.empty();
  }

  private static Map<String, String> others(CaseInsensitiveStringMap options) {
    Map<String, String> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options
        .asCaseSensitiveMap()
        .forEach(
            (key, value) -> {
              if (value != null) {
                others.put(key, value);
              }
            });
    List.of(PATH, LABELS, ROWS_PER_PARTITION, CLASSES).forEach(others::remove);
    return others;
  }

  /** The active session's configuration of Hadoop, and this read's settings over it; a copy. */
  Configuration configuration() {
    Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
    hadoop.forEach(configuration::set);
    return configuration;
  }

  /**
   * The items of a task.
   *
   * @throws IllegalArgumentException if the option makes more than {@link #MOST_PARTITIONS} tasks
   */
  long rowsPerPartition(IdxHeader header) {
    long rows =
        rowsPerPartition.orElse(
            Math.max(
                1,
                Math.min(
                    DEFAULT_ROWS_PER_PARTITION, DEFAULT_BYTES_PER_PARTITION / header.itemBytes())));
    if (header.count() / rows > MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "rowsPerPartition is %d, which makes %d tasks of %s: expected at most %d tasks; raise it"
              .formatted(rows, header.count() / rows, images, MOST_PARTITIONS));
    }
    return rows;
  }
}
