package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ClassScore;
import io.Evaluation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import model.Confusion;
import model.Interval;
import org.junit.jupiter.api.Test;

class EvaluationTableTest {
  private static final Confusion EARLY = Confusion.of(List.of(List.of(7L, 3L), List.of(1L, 9L)));
  private static final Confusion LATE =
      Confusion.of(List.of(List.of(980L, 0L), List.of(9L, 1126L)));
  private static final Confusion ALL = Confusion.of(List.of(List.of(980L, 0L), List.of(0L, 1135L)));

  @Test
  void printsALineForEachEpochInOrder() {
    String table =
        EvaluationTable.of(
            List.of(
                evaluation(10, LATE, 0.03456), evaluation(9, EARLY, 12.5), evaluation(11, ALL, 0)));

    assertThat(table)
        .isEqualTo(
            """
            epoch  accuracy %   95 % interval     loss  worst class  its recall %
                9       80.00   58.40 - 91.93  12.5000            0         70.00
               10       99.57   99.19 - 99.78   0.0346            1         99.21
               11      100.00  99.82 - 100.00   0.0000            0        100.00
            """);
  }

  @Test
  void printsPointsWhateverTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(EvaluationTable.of(List.of(evaluation(1, EARLY, Double.NaN))))
          .contains("80.00", "70.00", "NaN");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void printsTheHeaderAloneForNoEvaluations() {
    assertThat(EvaluationTable.of(List.of()))
        .isEqualTo("epoch  accuracy %  95 % interval  loss  worst class  its recall %\n");
  }

  private static Evaluation evaluation(int epoch, Confusion counts, double loss) {
    Interval interval = counts.interval95();
    return new Evaluation(
        "run",
        epoch,
        "lenet5",
        "t10k",
        counts.examples(),
        counts.correct(),
        counts.accuracy(),
        interval.low(),
        interval.high(),
        loss,
        IntStream.range(0, counts.classes()).mapToObj(label -> classScore(counts, label)).toList(),
        counts.rows(),
        "a".repeat(64),
        "b".repeat(64),
        Instant.EPOCH);
  }

  private static ClassScore classScore(Confusion counts, int label) {
    return new ClassScore(
        label,
        counts.support(label),
        counts.precision(label),
        counts.recall(label),
        counts.f1(label));
  }
}
