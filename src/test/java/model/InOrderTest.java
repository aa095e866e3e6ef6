package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class InOrderTest {
  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  @Test
  void handsOverInTheOrderOfPartitionsThoughTheFirstIsLast() {
    List<Integer> seen = new ArrayList<>();
    InOrder.forEach(lateFirst(), Integer.class, Function.identity(), seen::add);
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5);
  }

  /** The first partition, which comes last, is not waited for. */
  @Test
  void endsAsSoonAsAValueIsRefusedThatIsNotYetItsTurn() {
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () -> InOrder.forEach(lateFirst(), Integer.class, InOrderTest::withoutThree, seen::add))
        .isInstanceOf(SparkException.class)
        .cause()
        .hasMessage("three");
    assertThat(seen).isEmpty();
  }

  private static int withoutThree(int value) {
    if (value == 3) {
      throw new IllegalStateException("three");
    }
    return value;
  }

  private JavaRDD<Integer> lateFirst() {
    return spark
        .parallelize(List.of(0, 1, 2, 3, 4, 5), 6)
        .map(
            value -> {
              Thread.sleep(value == 0 ? 500 : 0);
              return value;
            });
  }

  @Test
  void passesOnWhatATaskThrows() {
    JavaRDD<Integer> failing =
        spark
            .parallelize(List.of(0, 1), 2)
            .map(
                value -> {
                  throw new IllegalStateException("task " + value);
                });
    assertThatThrownBy(
            () -> InOrder.forEach(failing, Integer.class, Function.identity(), value -> {}))
        .isInstanceOf(SparkException.class)
        .cause()
        .hasMessageStartingWith("task ");
  }
}
