package model;

import java.util.List;

/**
 * What is counted of a data set before anything is trained on it.
 *
 * @param labels {@code [classes]}, the rows of each class
 * @param heldOutLabels {@code [classes]}, those of them that are held out
 * @param pixelMean of all pixels, 0..255
 * @param pixelSpread their standard deviation, 0..255
 * @param duplicates rows whose pixels and label another row before them has, too
 */
public record DataProfile(
    List<Long> labels,
    List<Long> heldOutLabels,
    double pixelMean,
    double pixelSpread,
    long duplicates) {
  public DataProfile {
    labels = List.copyOf(labels);
    heldOutLabels = List.copyOf(heldOutLabels);
  }

  public long rows() {
    return sum(labels);
  }

  public long heldOutRows() {
    return sum(heldOutLabels);
  }

  /** Rows that are trained on. */
  public long trainedRows() {
    return rows() - heldOutRows();
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
