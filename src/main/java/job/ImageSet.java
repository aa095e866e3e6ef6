package job;

import io.Sha256;
import io.idx.IdxColumns;
import io.idx.IdxFingerprint;
import io.idx.IdxPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import model.Architecture;
import model.LabelledImage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A training or test set: found, fingerprinted, and readable as rows.
 *
 * @param source as given on the command line
 * @param written when images and labels were written last, before they were fingerprinted, in
 *     milliseconds since 1970
 */
record ImageSet(
    String source,
    IdxPair files,
    List<Long> written,
    IdxFingerprint images,
    IdxFingerprint labels) {

  /**
   * Looks at both files of a set from end to end.
   *
   * @param prefix {@link IdxPair#TRAIN} or {@link IdxPair#TEST}
   * @throws io.idx.IdxException if the files are not there, damaged, no pair, or not of images that
   *     the networks take
   */
  static ImageSet find(SparkSession session, DataSource data, String prefix) throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    IdxPair files = IdxPair.find(hadoop, data.directory(hadoop), prefix);
    ImageSet set =
        new ImageSet(
            data.name(),
            files,
            written(files, hadoop),
            IdxFingerprint.of(hadoop, files.images()),
            IdxFingerprint.of(hadoop, files.labels()));
    set.requireSize();
    return set;
  }

  private static List<Long> written(IdxPair files, Configuration hadoop) throws IOException {
    List<Long> written = new ArrayList<>();
    for (String file : List.of(files.images(), files.labels())) {
      Path path = new Path(file);
      written.add(path.getFileSystem(hadoop).getFileStatus(path).getModificationTime());
    }
    return written;
  }

  /**
   * Makes sure that what has been read since is what was fingerprinted.
   *
   * @throws UnusableDataException if a file was written to
   */
  void requireUnchanged(SparkSession session) throws IOException {
    List<Long> now = written(files, session.sparkContext().hadoopConfiguration());
    if (!now.equals(written)) {
      throw new UnusableDataException(
          "The data were written to while they were read: expected %s and %s as they were at %s, found them written at %s. Let nobody write there, then start again"
              .formatted(files.images(), files.labels(), inWords(written), inWords(now)));
    }
  }

  private static List<Instant> inWords(List<Long> written) {
    return written.stream().map(Instant::ofEpochMilli).toList();
  }

  private void requireSize() {
    if (images.rows() != Architecture.SIDE || images.columns() != Architecture.SIDE) {
      throw new UnusableDataException(
          "The networks take images of %d×%d pixels: %s has %d×%d. Scale them first"
              .formatted(
                  Architecture.SIDE,
                  Architecture.SIDE,
                  files.images(),
                  images.rows(),
                  images.columns()));
    }
  }

  /**
   * Of both files: SHA-256 of their two SHA-256, images before labels, written as 128 hexadecimal
   * digits.
   */
  String sha256() {
    return Sha256.of((images.sha256() + labels.sha256()).getBytes(StandardCharsets.US_ASCII));
  }

  long count() {
    return images.count();
  }

  /** Every row once, through the {@code idx} data source. */
  JavaRDD<LabelledImage> rows(SparkSession session) {
    return session
        .read()
        .format("idx")
        .option("labels", files.labels())
        .option("classes", Architecture.CLASSES)
        .load(files.images())
        .select(IdxColumns.INDEX, IdxColumns.LABEL, IdxColumns.IMAGE)
        .javaRDD()
        .map(ImageSet::labelledImage);
  }

  private static LabelledImage labelledImage(Row row) {
    return new LabelledImage(row.getLong(0), row.getInt(1), row.getAs(2));
  }
}
