package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionTest {
  private static final int CLASSES = 4;

  /** Rows: truth. By hand: class 1 is found 1 time of 4, class 2 never predicted, 3 not there. */
  private static final Confusion SMALL =
      Confusion.of(
          List.of(
              List.of(5L, 0L, 0L, 1L),
              List.of(3L, 1L, 0L, 0L),
              List.of(2L, 0L, 0L, 0L),
              List.of(0L, 0L, 0L, 0L)));

  private record Answer(int truth, int predicted) {}

  @Property
  void mergedPartsEqualTheWholeHoweverSplitAndOrdered(
      @ForAll("answers") List<Answer> answers, @ForAll @IntRange(min = 1, max = 9) int parts) {
    Random random = new Random(answers.hashCode());
    List<Confusion.Builder> builders = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      builders.add(Confusion.builder(CLASSES));
    }
    answers.forEach(a -> builders.get(random.nextInt(parts)).add(a.truth(), a.predicted()));
    List<Confusion> counts = new ArrayList<>(builders.stream().map(b -> b.build()).toList());
    Collections.shuffle(counts, random);

    Confusion merged = counts.stream().reduce(Confusion.empty(CLASSES), Confusion::plus);

    assertThat(merged).isEqualTo(counted(answers)).hasSameHashCodeAs(counted(answers));
  }

  @Property
  void countsEveryExampleOnceAndKeepsTheIntervalAroundTheAccuracy(
      @ForAll("answers") List<Answer> answers) {
    Confusion confusion = counted(answers);

    long support = 0;
    for (int label = 0; label < CLASSES; label++) {
      support += confusion.support(label);
    }
    assertThat(confusion.examples()).isEqualTo(answers.size()).isEqualTo(support);
    assertThat(confusion.correct())
        .isEqualTo(answers.stream().filter(a -> a.truth() == a.predicted()).count());
    Interval interval = confusion.interval95();
    assertThat(interval.contains(confusion.accuracy())).isTrue();
    assertThat(interval.low()).isBetween(0.0, 1.0);
    assertThat(interval.high()).isBetween(0.0, 1.0);
  }

  @Property
  void everyClassScoresBetweenZeroAndOneAndNoneIsWorseThanTheWorst(
      @ForAll("answers") List<Answer> answers) {
    Confusion confusion = counted(answers);
    int worst = confusion.worstClass();

    assertThat(confusion.support(worst)).isPositive();
    for (int label = 0; label < CLASSES; label++) {
      assertThat(confusion.precision(label)).isBetween(0.0, 1.0);
      assertThat(confusion.recall(label)).isBetween(0.0, 1.0);
      assertThat(confusion.f1(label)).isBetween(0.0, 1.0);
      if (confusion.support(label) > 0) {
        assertThat(confusion.recall(label)).isGreaterThanOrEqualTo(confusion.recall(worst));
      }
    }
  }

  /**
   * The first four: Newcombe, "Two-sided confidence intervals for the single proportion",
   * Statistics in Medicine 17 (1998), table I, method 3. The fifth is the test error of LeNet-5
   * (LeCun et al. 1998, 0.95 % of 10,000), computed by hand.
   */
  @ParameterizedTest(name = "{0} of {1}: {2} to {3}")
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "9905, 10000, 0.9884, 0.9922"
  })
  void givesThePublishedWilsonIntervals(long correct, long examples, double low, double high) {
    Interval interval = twoClasses(correct, examples).interval95();

    assertThat(interval.low()).isEqualTo(low, within(5e-5));
    assertThat(interval.high()).isEqualTo(high, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7", "10", "1000", "10000", "1073741824"})
  void theIntervalEndsExactlyWhereNothingOrAllIsRecognised(long examples) {
    assertThat(twoClasses(0, examples).interval95().low()).isEqualTo(0.0);
    assertThat(twoClasses(0, examples).interval95().high()).isBetween(0.0, 0.8);
    assertThat(twoClasses(examples, examples).interval95().high()).isEqualTo(1.0);
    assertThat(twoClasses(examples, examples).interval95().low()).isBetween(0.2, 1.0);
  }

  @Test
  void refusesAnIntervalOfMoreExamplesThanCommonsMathCanCount() {
    assertThatThrownBy(twoClasses(1, Confusion.MOST_TRIALS + 1)::interval95)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Too many examples for an interval: expected at most 1073741824, found 1073741825");
  }

  @Test
  void scoresEachClassAsComputedByHand() {
    assertThat(SMALL.examples()).isEqualTo(12);
    assertThat(SMALL.correct()).isEqualTo(6);
    assertThat(SMALL.accuracy()).isEqualTo(0.5);
    assertThat(SMALL.support(0)).isEqualTo(6);
    assertThat(SMALL.precision(0)).isEqualTo(5 / 10.0);
    assertThat(SMALL.recall(0)).isEqualTo(5 / 6.0);
    assertThat(SMALL.f1(0)).isEqualTo(2 * 5 / 16.0);
    assertThat(SMALL.precision(1)).isEqualTo(1.0);
    assertThat(SMALL.recall(1)).isEqualTo(1 / 4.0);
    assertThat(SMALL.f1(1)).isEqualTo(2 * 1 / 5.0);
  }

  @Test
  void aClassNeverPredictedOrNotThereScoresZero() {
    assertThat(SMALL.precision(2)).isZero();
    assertThat(SMALL.recall(2)).isZero();
    assertThat(SMALL.f1(2)).isZero();
    assertThat(SMALL.recall(3)).isZero();
    assertThat(Confusion.empty(CLASSES).f1(3)).isZero();
  }

  @Test
  void theWorstClassHasExamplesAndOfSeveralTheLowestLabel() {
    assertThat(SMALL.worstClass()).isEqualTo(2);
    assertThat(Confusion.builder(3).add(1, 0).add(2, 1).build().worstClass()).isEqualTo(1);
  }

  @Test
  void saysNothingOfNoExamples() {
    assertThat(Confusion.empty(2).examples()).isZero();
    assertThatThrownBy(Confusion.empty(2)::accuracy)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Nothing can be said of no examples");
    assertThatThrownBy(Confusion.empty(2)::interval95).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(Confusion.empty(2)::worstClass).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesWhatIsNotAClassAndCountsThatAreNone() {
    assertThatThrownBy(() -> Confusion.builder(10).add(10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No such class: expected 0 to 9, found 10");
    assertThatThrownBy(() -> Confusion.builder(10).add(0, -1))
        .hasMessage("No such class: expected 0 to 9, found -1");
    assertThatThrownBy(() -> Confusion.builder(0))
        .hasMessage("A classification needs a class: expected at least 1, found 0");
    assertThatThrownBy(() -> Confusion.of(List.of(List.of(1L, 2L), List.of(3L))))
        .hasMessage("Row 1 of the confusion counts has the wrong length: expected 2, found 1");
    assertThatThrownBy(() -> Confusion.of(List.of(List.of(-1L))))
        .hasMessage("Examples of class 0 taken for class 0: expected at least 0, found -1");
  }

  @Test
  void refusesToAddAnotherClassificationAndToOverflow() {
    assertThatThrownBy(() -> SMALL.plus(Confusion.empty(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Counts of different classifications cannot be added: expected 4 classes, found 10");
    Confusion full = Confusion.of(List.of(List.of(Long.MAX_VALUE)));
    assertThatThrownBy(() -> full.plus(full)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatWasBuiltStaysAsItWas() {
    Confusion.Builder builder = Confusion.builder(2).add(0, 1);
    Confusion before = builder.build();
    builder.add(0, 1);

    assertThat(before.count(0, 1)).isEqualTo(1);
    assertThat(Confusion.of(before.rows()))
        .isEqualTo(before)
        .hasToString("Confusion[[0, 1], [0, 0]]");
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    Arbitrary<Integer> label = Arbitraries.integers().between(0, CLASSES - 1);
    return Combinators.combine(label, label).as(Answer::new).list().ofMinSize(1).ofMaxSize(200);
  }

  private static Confusion counted(List<Answer> answers) {
    Confusion.Builder builder = Confusion.builder(CLASSES);
    answers.forEach(answer -> builder.add(answer.truth(), answer.predicted()));
    return builder.build();
  }

  private static Confusion twoClasses(long correct, long examples) {
    return Confusion.builder(2).add(0, 0, correct).add(0, 1, examples - correct).build();
  }
}
