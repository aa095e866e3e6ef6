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

  /** Of paths; images of an IDX file, {@code FILE#0} and on, by their number. */
  static final Comparator<String> ORDER =
      Comparator.comparing(PredictionSummary::file)
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  private static final Comparator<Prediction> BY_PATH =
      Comparator.comparing(Prediction::path, ORDER);

  private final long all;
  private final long answered;
  private final int most;
  private final Prediction[] answers;
  private final Prediction[] failures;

  private PredictionSummary(
      long all, long answered, int most, Prediction[] answers, Prediction[] failures) {
    this.all = all;
    this.answered = answered;
    this.most = most;
    this.answers = answers;
    this.failures = failures;
  }

  /**
   * Of all of them.
   *
   * @param most how many of the first are kept, and how many with and without an answer
   */
  static PredictionSummary of(JavaRDD<Prediction> predictions, int most) {
    return predictions
        .mapPartitions(partition -> List.of(of(partition, most)).iterator())
        .reduce(PredictionSummary::with);
  }

  /** As above, of those of one partition. */
  static PredictionSummary of(Iterator<Prediction> predictions, int most) {
    First answers = new First(most);
    First failures = new First(most);
    while (predictions.hasNext()) {
      Prediction next = predictions.next();
      (next.answer().isPresent() ? answers : failures).add(next);
    }
    return new PredictionSummary(
        answers.all + failures.all, answers.all, most, answers.sorted(), failures.sorted());
  }

  /** The first by path of all that were added. */
  private static final class First {
    private final PriorityQueue<Prediction> kept = new PriorityQueue<>(BY_PATH.reversed());
    private final int most;
    private long all;

    First(int most) {
      this.most = most;
    }

    void add(Prediction next) {
      all++;
      kept.add(next);
      if (kept.size() > most) {
        kept.remove();
      }
    }

    Prediction[] sorted() {
      return kept.stream().sorted(BY_PATH).toArray(Prediction[]::new);
    }
  }

  private PredictionSummary with(PredictionSummary other) {
    return new PredictionSummary(
        all + other.all,
        answered + other.answered,
        most,
        first(answers, other.answers),
        first(failures, other.failures));
  }

  private static String file(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) >= '0' && path.charAt(end - 1) <= '9') {
      end--;
    }
    return end > 0 && path.charAt(end - 1) == '#' ? path.substring(0, end - 1) : path;
  }

  private Prediction[] first(Prediction[] some, Prediction[] others) {
    return Stream.of(some, others)
        .flatMap(Stream::of)
        .sorted(BY_PATH)
        .limit(most)
        .toArray(Prediction[]::new);
  }

  /** How many files, and images of IDX files, there are. */
  long all() {
    return all;
  }

  /** Those of which the network said what they show. */
  long answered() {
    return answered;
  }

  /** The first, with an answer or without, by path. */
  List<Prediction> first() {
    return List.of(first(answers, failures));
  }

  /** The first of those that have an answer, by path. */
  List<Prediction> answers() {
    return List.of(answers);
  }

  /** The first of those that have none, by path. */
  List<Prediction> failures() {
    return List.of(failures);
  }
}
