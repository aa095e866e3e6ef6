package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import testing.SparkSessions;

/** Of a network that is right more often than not, on three partitions of rows. */
class WrongDigitsTest {
  private static final int ROWS = 2_500;
  private static final List<LabelledImage> IMAGES = Rows.sortedByLabel(ROWS, 2);
  private static final float[] PARAMETERS = trained();

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  private static float[] trained() {
    NativeKernels.prepare(); // or DL4J trains without oneDNN
    MultiLayerNetwork network = Architecture.LENET5.network(Architecture.LENET5.defaults(), 1);
    for (int step = 0; step < 5; step++) {
      network.fit(
          Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(300, 3).iterator()), 300).next());
    }
    return Floats.of(network.params());
  }

  private static Contender network(Kernels kernels) {
    return new Contender(Architecture.LENET5, kernels, PARAMETERS);
  }

  /** In an order that is not the file's. */
  private JavaRDD<ImageBlock> rows(List<LabelledImage> images) {
    List<LabelledImage> shuffled = new ArrayList<>(images);
    Collections.shuffle(shuffled, new Random(5));
    return Scoring.inFileOrder(spark.parallelize(shuffled, 4), images.size());
  }

  private static int[] answersOfPlainDl4j() {
    MultiLayerNetwork network = Architecture.LENET5.network(Architecture.LENET5.defaults(), 1);
    Floats.copy(PARAMETERS, PARAMETERS.length, network.params());
    INDArray images =
        Minibatches.inOrder(ImageBlock.pack(IMAGES.iterator()), ROWS).next().getFeatures();
    return network.output(images).argMax(1).toIntVector();
  }

  @Test
  void findsTheRowsThatPlainDl4jIsWrongAboutInEveryPartition() {
    int[] answers = answersOfPlainDl4j();
    List<Long> expected =
        LongStream.range(0, ROWS)
            .filter(row -> answers[(int) row] != IMAGES.get((int) row).label())
            .boxed()
            .toList();

    List<WrongDigit> wrong = WrongDigits.surest(rows(IMAGES), network(Kernels.DL4J), ROWS);

    assertThat(expected.stream().map(row -> row / 1_024).distinct()).containsExactly(0L, 1L, 2L);
    assertThat(wrong)
        .extracting(WrongDigit::row)
        .containsExactlyInAnyOrderElementsOf(expected)
        .hasSizeBetween(ROWS / 50, ROWS / 2);
    assertThat(wrong).allMatch(digit -> digit.answer() == answers[(int) digit.row()]);
  }

  @ParameterizedTest
  @EnumSource(Kernels.class)
  void countsAsScoringDoes(Kernels kernels) {
    assumeThat(kernels.obstacle(Architecture.LENET5)).isEmpty();
    JavaRDD<ImageBlock> rows = rows(IMAGES);
    Confusion scored =
        Scoring.score(rows, Architecture.LENET5, kernels, List.of(PARAMETERS))
            .scores()
            .get(0)
            .confusion();

    List<WrongDigit> wrong = WrongDigits.surest(rows, network(kernels), ROWS);

    Confusion.Builder found = Confusion.builder(Architecture.CLASSES);
    wrong.forEach(digit -> found.add(digit.truth(), digit.answer()));
    for (int label = 0; label < Architecture.CLASSES; label++) {
      found.add(label, label, scored.count(label, label));
    }
    assertThat(found.build()).isEqualTo(scored);
    assertThat(wrong).extracting(WrongDigit::row).doesNotHaveDuplicates();
  }

  @Test
  void tellsOfEachDigitWhatTheFileHoldsAndHowSureTheNetworkIs() {
    try (Predictor predictor = Predictor.of(network(Kernels.DL4J))) {
      for (WrongDigit digit : WrongDigits.surest(rows(IMAGES), network(Kernels.DL4J), 25)) {
        LabelledImage image = IMAGES.get((int) digit.row());
        assertThat(digit.truth()).isEqualTo(image.label());
        assertThat(digit.pixels()).isEqualTo(image.pixels());
        double[] alone = predictor.probabilities(List.of(image.pixels())).get(0);
        // In another minibatch DL4J's sums may round otherwise.
        assertThat(digit.probability())
            .isEqualTo(alone[digit.answer()], within(1e-6))
            .isBetween(0.1, 1.0);
        assertThat(alone[digit.answer()]).isGreaterThan(alone[digit.truth()]);
      }
    }
  }

  @Test
  void comeByTheirProbabilityAndNoMoreOfThemThanWereAskedFor() {
    JavaRDD<ImageBlock> rows = rows(IMAGES);
    List<WrongDigit> all = WrongDigits.surest(rows, network(Kernels.DL4J), ROWS);

    assertThat(all)
        .isSortedAccordingTo(Comparator.comparingDouble(WrongDigit::probability).reversed());
    assertThat(WrongDigits.surest(rows, network(Kernels.DL4J), 7))
        .extracting(WrongDigit::row)
        .isEqualTo(all.subList(0, 7).stream().map(WrongDigit::row).toList());
  }

  /** By kernels that give equal images equal bits; DL4J's round by the place in the minibatch. */
  @Test
  void ofEqualsTheFirstInTheFileComesFirst() {
    assumeThat(Kernels.FAST.obstacle(Architecture.LENET5)).isEmpty();
    int answer = answerToABlankImage();
    List<LabelledImage> alike = blank(1_100, (answer + 1) % Architecture.CLASSES);

    List<WrongDigit> wrong = WrongDigits.surest(rows(alike), network(Kernels.FAST), 1_050);

    assertThat(wrong)
        .extracting(WrongDigit::row)
        .isEqualTo(LongStream.range(0, 1_050).boxed().toList());
    assertThat(wrong).extracting(WrongDigit::answer).containsOnly(answer);
  }

  @Test
  void findsNoneWhereEveryRowIsRight() {
    List<LabelledImage> right = blank(1_100, answerToABlankImage());

    assertThat(WrongDigits.surest(rows(right), network(Kernels.DL4J), 10)).isEmpty();
  }

  @Test
  void keepsItsPixelsToItself() {
    WrongDigit digit = WrongDigits.surest(rows(IMAGES), network(Kernels.DL4J), 1).get(0);
    byte[] before = digit.pixels().clone();
    digit.pixels()[0] ^= 1;
    assertThat(digit.pixels()).isEqualTo(before);
  }

  private static int answerToABlankImage() {
    try (Predictor predictor = Predictor.of(network(Kernels.DL4J))) {
      double[] probabilities = predictor.probabilities(List.of(new byte[ImageBlock.PIXELS])).get(0);
      return IntStream.range(0, Architecture.CLASSES)
          .reduce((one, other) -> probabilities[other] > probabilities[one] ? other : one)
          .orElseThrow();
    }
  }

  private static List<LabelledImage> blank(int count, int label) {
    return IntStream.range(0, count)
        .mapToObj(row -> new LabelledImage(row, label, new byte[ImageBlock.PIXELS]))
        .toList();
  }
}
