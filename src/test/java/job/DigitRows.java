package job;

import io.idx.IdxColumns;
import io.idx.IdxWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import testing.SparkSessions;

/** Labelled images that a test puts together into files. */
record DigitRows(List<DigitRow> rows) {
  /** One of them; the pixels are not to be changed. */
  static final class DigitRow {
    private final int label;
    private final byte[] pixels;

    DigitRow(int label, byte[] pixels) {
      this.label = label;
      this.pixels = pixels;
    }

    int label() {
      return label;
    }

    /** As docs/formats.md says it. */
    boolean isHeldOut(double fraction) {
      return (hash() >>> 11) / 0x1p53 < fraction;
    }

    private long hash() {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) label);
        return ByteBuffer.wrap(sha256.digest(pixels)).getLong();
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  DigitRows {
    rows = List.copyOf(rows);
  }

  /** Digits that are drawn for a test, by way of a folder of its own. */
  static DigitRows drawn(int count, Path folder) throws IOException {
    InThisJvm.drawDigits(count, folder.toString());
    return of(folder, "train");
  }

  /** What a folder of IDX files holds, in its order: {@code train} or {@code t10k}. */
  static DigitRows of(Path folder, String set) {
    String suffix = folder.resolve(set + "-labels-idx1-ubyte").toFile().exists() ? "" : ".gz";
    List<Row> rows =
        SparkSessions.shared()
            .read()
            .format("idx")
            .option("labels", folder.resolve(set + "-labels-idx1-ubyte" + suffix).toString())
            .load(folder.resolve(set + "-images-idx3-ubyte" + suffix).toString())
            .select(IdxColumns.LABEL, IdxColumns.IMAGE)
            .orderBy(IdxColumns.INDEX)
            .collectAsList();
    return new DigitRows(
        rows.stream().map(row -> new DigitRow(row.getInt(0), row.<byte[]>getAs(1))).toList());
  }

  int count() {
    return rows.size();
  }

  DigitRows first(int count) {
    return new DigitRows(rows.subList(0, count));
  }

  DigitRows only(Predicate<DigitRow> wanted) {
    return new DigitRows(rows.stream().filter(wanted).toList());
  }

  /** In the reverse order. */
  DigitRows reversed() {
    List<DigitRow> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    return new DigitRows(reversed);
  }

  /** As {@code trained-rows.bin} has them: of each the first eight bytes of its hash, sorted. */
  byte[] hashes() {
    long[] sorted = rows.stream().mapToLong(DigitRow::hash).sorted().toArray();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * sorted.length);
    bytes.asLongBuffer().put(sorted);
    return bytes.array();
  }

  /** With other labels from one row on. */
  DigitRows relabelled(int from, IntUnaryOperator labelOf) {
    return new DigitRows(
        IntStream.range(0, count())
            .mapToObj(
                i ->
                    i < from
                        ? rows.get(i)
                        : new DigitRow(labelOf.applyAsInt(i), rows.get(i).pixels))
            .toList());
  }

  /** Writes them as {@code train} or {@code t10k} into a folder that has none yet. */
  void write(Path folder, String set) throws IOException {
    Configuration hadoop = new Configuration();
    byte[] labels = new byte[count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) rows.get(i).label;
    }
    IdxWriter.writeLabels(hadoop, folder.resolve(set + "-labels-idx1-ubyte").toString(), labels);
    IdxWriter.writeImages(
        hadoop,
        folder.resolve(set + "-images-idx3-ubyte").toString(),
        28,
        28,
        count(),
        rows.stream().map(row -> row.pixels).iterator());
  }
}
