package job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void tellsOurOwnMessageAlone() {
    Exception ours = new UnusableDataException("The networks take images of 28×28 pixels");
    Exception wrapped = new SparkException("Job aborted\n\tat somewhere", ours);
    assertThat(Failure.message(wrapped)).isEqualTo("The networks take images of 28×28 pixels");
    assertThat(Failure.isExplained(wrapped)).isTrue();
  }

  @Test
  void tellsTheFirstLinesOfWhatNobodyForesaw() {
    Exception cause = new IllegalStateException("Task 3 lost its executor\n\tat a.B.c(B.java:1)");
    Exception wrapped =
        new SparkException("Job aborted due to stage failure\nDriver stacktrace:\n\tat x", cause);
    assertThat(Failure.message(wrapped))
        .isEqualTo(
            "org.apache.spark.SparkException: Job aborted due to stage failure "
                + "Cause: java.lang.IllegalStateException: Task 3 lost its executor");
    assertThat(Failure.isExplained(wrapped)).isFalse();
  }
}
