package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

  @Test
  void tellsWhereSparkMayHaveFoundADiskFullThatItDoesNotName() {
    Exception full = new SparkException("Job aborted", new IOException("No space left on device"));
    assertThat(Failure.message(full))
        .startsWith("org.apache.spark.SparkException: Job aborted Cause: java.io.IOException: No")
        .contains(
            "probably that of its temporary folders, [" + System.getProperty("java.io.tmpdir"))
        .endsWith("(spark.local.dir), or a worker's. Make room there, then start again");
    Exception named =
        new IOException(
            "Cannot write /a: No space left on device. Check rights and space there, then start again",
            full);
    assertThat(Failure.message(named)).isEqualTo(named.getMessage());
  }
}
