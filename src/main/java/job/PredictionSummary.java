package job;

import io.Prediction;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;

/** What many predictions come to, and the first of them by path; by one job. Immutable. */
final class PredictionSummary implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Comparator<Prediction> BY_PATH = Comparator.comparing(Prediction::path);

  private final long pictures;
  private final long answered;
  private final Prediction[] first;

  private PredictionSummary(long pictures, long answered, Prediction[] first) {
    this.pictures = pictures;
    this.answered = answered;
    this.first = first;
  }

  /**
   * Of all of them.
   *
   * @param most how many of the first are kept
   */
  static PredictionSummary of(JavaRDD<Prediction> predictions, int most) {
    return predictions
        .mapPartitions(partition -> List.of(of(partition, most)).iterator())
        .reduce((one, other) -> one.with(other, most));
  }

  /** As above, of those of one partition. */
  static PredictionSummary of(Iterator<Prediction> predictions, int most) {
    PriorityQueue<Prediction> first = new PriorityQueue<>(BY_PATH.reversed());
    long pictures = 0;
    long answered = 0;
    while (predictions.hasNext()) {
      Prediction next = predictions.next();
      pictures++;
      answered += next.answer().isPresent() ? 1 : 0;
      first.add(next);
      if (first.size() > most) {
        first.remove();
      }
    }
    return new PredictionSummary(
        pictures, answered, first.stream().sorted(BY_PATH).toArray(Prediction[]::new));
  }

  private PredictionSummary with(PredictionSummary other, int most) {
    return new PredictionSummary(
        pictures + other.pictures,
        answered + other.answered,
        Stream.of(first, other.first)
            .flatMap(Stream::of)
            .sorted(BY_PATH)
            .limit(most)
            .toArray(Prediction[]::new));
  }

  long pictures() {
    return pictures;
  }

  /** Those of which the network said what they show. */
  long answered() {
    return answered;
  }

  /** By path. */
  List<Prediction> first() {
    return List.of(first);
  }
}
