package model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;

/**
 * Looks at every row of a data set once. Nothing of it depends on the order of the rows or on the
 * cluster. The driver holds eight bytes a row.
 */
public final class Profiling {
  private Profiling() {}

  /**
   * What there is to say of the rows.
   *
   * @param rows every row exactly once, in any order
   * @param count how many there are
   * @param fraction of the rows that is held out by content, 0 to 1
   */
  public static Profiled profile(JavaRDD<LabelledImage> rows, long count, double fraction) {
    Total total = new Total(count);
    InOrder.forEach(
        rows.mapPartitions(partition -> List.of(part(partition, fraction)).iterator(), true),
        Part.class,
        Function.identity(),
        total::add);
    return total.profiled();
  }

  private static Part part(Iterator<LabelledImage> rows, double fraction) {
    Part part = new Part();
    RowHash hash = new RowHash();
    while (rows.hasNext()) {
      LabelledImage row = rows.next();
      part.add(row, hash.of(row), fraction);
    }
    return part;
  }

  /** Counts of one partition. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;
    private final long[] labels = new long[Architecture.CLASSES];
    private final long[] heldOutLabels = new long[Architecture.CLASSES];
    private final Longs trained = new Longs();
    private final Longs heldOut = new Longs();
    private final Longs heldOutIndices = new Longs();
    private long pixelSum;
    private long pixelSquares;
    private long checks;
    private long heldOutChecks;

    void add(LabelledImage row, long hash, double fraction) {
      labels[row.label()]++;
      checks += row.check();
      for (byte pixel : row.pixels()) {
        long grey = pixel & 0xff;
        pixelSum += grey;
        pixelSquares += grey * grey;
      }
      if (RowHash.isHeldOut(hash, fraction)) {
        heldOutLabels[row.label()]++;
        heldOutIndices.add(row.index());
        heldOut.add(hash);
        heldOutChecks += row.check();
      } else {
        trained.add(hash);
      }
    }
  }

  /** Grows as it is added to. */
  private static final class Longs implements Serializable {
    private static final long serialVersionUID = 1L;
    private long[] values = new long[16];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(count, 2));
      }
      values[count++] = value;
    }

    void addAll(Longs others) {
      if (values.length - count < others.count) {
        values = Arrays.copyOf(values, Math.max(2 * count, Math.addExact(count, others.count)));
      }
      System.arraycopy(others.values, 0, values, count, others.count);
      count += others.count;
    }

    long[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }

  private static final class Total {
    private final long rows;
    private final Part sum = new Part();

    Total(long rows) {
      this.rows = rows;
    }

    void add(Part part) {
      for (int label = 0; label < sum.labels.length; label++) {
        sum.labels[label] += part.labels[label];
        sum.heldOutLabels[label] += part.heldOutLabels[label];
      }
      sum.trained.addAll(part.trained);
      sum.heldOut.addAll(part.heldOut);
      sum.heldOutIndices.addAll(part.heldOutIndices);
      sum.pixelSum += part.pixelSum;
      sum.pixelSquares += part.pixelSquares;
      sum.checks += part.checks;
      sum.heldOutChecks += part.heldOutChecks;
    }

    Profiled profiled() {
      RowHashes trained = new RowHashes(sum.trained.toArray());
      RowHashes heldOut = new RowHashes(sum.heldOut.toArray());
      double pixels = (double) rows * ImageBlock.PIXELS;
      double mean = sum.pixelSum / pixels;
      DataProfile profile =
          new DataProfile(
              list(sum.labels),
              list(sum.heldOutLabels),
              mean,
              Math.sqrt(Math.max(0, sum.pixelSquares / pixels - mean * mean)),
              // Copies of a row are on one side.
              trained.duplicates() + heldOut.duplicates());
      return new Profiled(
          profile,
          HeldOutRows.of(rows, sum.heldOutIndices.toArray()),
          heldOut,
          trained,
          sum.checks,
          sum.heldOutChecks);
    }

    private static List<Long> list(long[] counts) {
      return Arrays.stream(counts).boxed().toList();
    }
  }
}
