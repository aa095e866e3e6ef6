package job;

import io.Sha256;
import io.idx.IdxColumns;
import io.idx.IdxFingerprint;
import io.idx.IdxPair;
import io.idx.IdxSum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import model.Architecture;
import model.LabelledImage;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A training or test set: found, fingerprinted, and readable as rows.
 *
 * @param source as given on the command line
 */
record ImageSet(String source, IdxPair files, IdxFingerprint images, IdxFingerprint labels) {

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
            IdxFingerprint.of(hadoop, files.images()),
            IdxFingerprint.of(hadoop, files.labels()));
    set.requireSize();
    return set;
  }

  /**
   * Makes sure that rows that have been read since are those that were fingerprinted: all of them,
   * each once, and no other, whatever machine read them.
   *
   * @param checks of the rows that were read, added up
   * @throws UnusableDataException if they are others
   */
  void requireSame(long checks) {
    long expected = images.sum() + labels.sum();
    if (checks != expected) {
      throw new UnusableDataException(
          "The data changed while they were read: expected the rows of %s and %s as they were at first, which come to %016x, found some that come to %016x. A file was written to or replaced, here or on a worker that has its own copy. Let nobody write there, then start again"
              .formatted(files.images(), files.labels(), expected, checks));
    }
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
    long index = row.getLong(0);
    int label = row.getInt(1);
    byte[] pixels = row.getAs(2);
    return new LabelledImage(index, label, pixels, IdxSum.ofRow(index, label, pixels));
  }
}
