package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class PredictionSummaryTest {
  @Test
  void countsAllAndKeepsTheFirstByPathWhereverTheyLie() {
    SplittableRandom random = new SplittableRandom(7);
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(random.nextInt(all.size() + 1), prediction(i));
    }

    PredictionSummary summary = PredictionSummary.of(rdd(all, 7), 12);

    assertThat(summary.all()).isEqualTo(100);
    assertThat(summary.answered()).isEqualTo(75);
    assertThat(summary.first())
        .extracting(Prediction::path)
        .containsExactly(
            "000", "001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011");
    assertThat(summary.answers())
        .extracting(Prediction::path)
        .containsExactly(
            "001", "002", "003", "005", "006", "007", "009", "010", "011", "013", "014", "015");
    assertThat(summary.failures())
        .extracting(Prediction::path)
        .containsExactly(
            "000", "004", "008", "012", "016", "020", "024", "028", "032", "036", "040", "044");
  }

  @Test
  void putsImagesOfAnIdxFileInTheirOrder() {
    List<Prediction> all =
        Stream.of(
                "b", "a-idx3-ubyte#10", "a-idx3-ubyte#9", "a#7.png", "a#10.png", "a-idx3-ubyte#100")
            .map(path -> Prediction.failed(path, List.of(), "no digit"))
            .toList();

    assertThat(PredictionSummary.of(rdd(all, 2), 12).failures())
        .extracting(Prediction::path)
        .containsExactly(
            "a#10.png", "a#7.png", "a-idx3-ubyte#9", "a-idx3-ubyte#10", "a-idx3-ubyte#100", "b");
  }

  @Test
  void isOfNothingIfThereIsNothing() {
    PredictionSummary summary = PredictionSummary.of(rdd(List.of(), 1), 12);

    assertThat(summary.all()).isZero();
    assertThat(summary.answered()).isZero();
    assertThat(summary.first()).isEmpty();
  }

  private static JavaRDD<Prediction> rdd(List<Prediction> all, int partitions) {
    return JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext())
        .parallelize(all, partitions);
  }

  /** Every fourth without an answer. */
  private static Prediction prediction(int i) {
    String path = String.format(Locale.ROOT, "%03d", i);
    return i % 4 == 0
        ? Prediction.failed(path, List.of(), "no digit")
        : Prediction.of(path, new Prediction.Answer(new byte[784], new double[10]), List.of());
  }
}
