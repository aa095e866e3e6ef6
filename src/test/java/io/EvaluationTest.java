package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final List<List<Long>> COUNTS = List.of(List.of(3L, 1L), List.of(0L, 4L));

  @Test
  void keepsCopiesAndMicroseconds() {
    List<ClassScore> perClass = new ArrayList<>(perClass());
    List<List<Long>> confusion = new ArrayList<>(COUNTS);
    Evaluation evaluation =
        new Evaluation(
            "r",
            1,
            "a",
            "d",
            8,
            7,
            0.875,
            0.5,
            1,
            0,
            perClass,
            confusion,
            sha("a"),
            sha("b"),
            Instant.parse("2026-11-21T10:15:30.123456789Z"));
    perClass.clear();
    confusion.clear();

    assertThat(evaluation.perClass()).isEqualTo(perClass());
    assertThat(evaluation.confusion()).isEqualTo(COUNTS);
    assertThat(evaluation.evaluatedAt()).isEqualTo("2026-11-21T10:15:30.123456Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "007", "2026-11-21", "_x", "A.b_c-9", "null"})
  void takesRunIdsOfLettersDigitsAndThreeSigns(String runId) {
    assertThat(evaluation(runId, 1, 7, 0.875, 0.1, "a".repeat(64)).runId()).isEqualTo(runId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".x",
        "a/b",
        "a=b",
        "a b",
        "é",
        "a\n",
        "__HIVE_DEFAULT_PARTITION__"
      })
  void refusesRunIdsThatAreNoFolderOfTheirOwn(String runId) {
    assertThatThrownBy(() -> evaluation(runId, 1, 7, 0.875, 0.1, sha("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runId: expected %s, found '%s'", RunDirectory.RUN_ID_RULE, runId);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 7 | 0.875 | 0.1  | epoch: expected at least 1, found 0",
        "1 | 6 | 0.75  | 0.1  | correct: expected 7, found 6",
        "1 | 7 | 0.9   | 0.1  | accuracy: expected 0.875, found 0.9",
        "1 | 7 | NaN   | 0.1  | accuracy: expected 0.875, found NaN",
        "1 | 7 | 0.875 | -0.1 | loss: expected at least 0, found -0.1"
      })
  void refusesFiguresThatDisagree(
      int epoch, long correct, double accuracy, double loss, String message) {
    assertThatThrownBy(() -> evaluation("r", epoch, correct, accuracy, loss, sha("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesCountsThatDisagreeWithTheClasses() {
    assertThatThrownBy(() -> counted(List.of(List.of(3L, 1L)), perClass()))
        .hasMessage("classes in perClass: expected 1, found 2");
    assertThatThrownBy(() -> counted(List.of(List.of(3L, 1L), List.of(4L)), perClass()))
        .hasMessage("columns in row 1 of confusion: expected 2, found 1");
    assertThatThrownBy(() -> counted(List.of(List.of(3L, 1L), List.of(-1L, 5L)), perClass()))
        .hasMessage("confusion: expected at least 0, found -1");
    assertThatThrownBy(() -> counted(List.of(List.of(3L, 2L), List.of(0L, 4L)), perClass()))
        .hasMessage("support of class 0: expected 5, found 4");
    assertThatThrownBy(() -> counted(COUNTS, List.of(perClass().get(1), perClass().get(0))))
        .hasMessage("label at place 0 of perClass: expected 0, found 1");
  }

  @Test
  void refusesAnIntervalBesideTheAccuracyAndSharesPastOne() {
    assertThatThrownBy(() -> within(0.9, 1))
        .hasMessage("accuracy 0.875: expected within its interval, found 0.9 to 1.0");
    assertThatThrownBy(() -> within(0, 1.1)).hasMessage("accuracyHigh: expected 0 to 1, found 1.1");
    assertThatThrownBy(() -> new ClassScore(0, 1, Double.NaN, 0, 0))
        .hasMessage("precision: expected 0 to 1, found NaN");
  }

  @Test
  void refusesWhatIsNoSha256() {
    assertThatThrownBy(() -> evaluation("r", 1, 7, 0.875, 0.1, "A".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("parametersSha256: expected 64 lower-case hex digits, found 'AAA");
  }

  private static List<ClassScore> perClass() {
    return List.of(new ClassScore(0, 4, 1, 0.75, 6.0 / 7), new ClassScore(1, 4, 0.8, 1, 8.0 / 9));
  }

  private static String sha(String digit) {
    return digit.repeat(64);
  }

  private static Evaluation counted(List<List<Long>> confusion, List<ClassScore> perClass) {
    return new Evaluation(
        "r",
        1,
        "a",
        "d",
        8,
        7,
        0.875,
        0.5,
        1,
        0,
        perClass,
        confusion,
        sha("a"),
        sha("b"),
        Instant.EPOCH);
  }

  private static Evaluation within(double low, double high) {
    return new Evaluation(
        "r",
        1,
        "a",
        "d",
        8,
        7,
        0.875,
        low,
        high,
        0,
        perClass(),
        COUNTS,
        sha("a"),
        sha("b"),
        Instant.EPOCH);
  }

  private static Evaluation evaluation(
      String runId, int epoch, long correct, double accuracy, double loss, String parameters) {
    return new Evaluation(
        runId,
        epoch,
        "a",
        "d",
        8,
        correct,
        accuracy,
        0.5,
        1,
        loss,
        perClass(),
        COUNTS,
        parameters,
        sha("b"),
        Instant.EPOCH);
  }
}
