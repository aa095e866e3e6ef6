package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.RunRecord;
import io.RunWriter;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.SparkSessions;

/**
 * Starts whose jobs Spark gives up while the rows are dealt, as it does when executors are gone.
 */
class FailedStartTest {
  @TempDir Path folder;
  private SmallRun run;

  @BeforeEach
  void write() throws Exception {
    run = SmallRun.in(folder).withData();
  }

  private void failsWhileRowsAreDealt(String... options) {
    SparkSession session = SparkSessions.shared();
    SparkListener cancelling =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            session.sparkContext().cancelAllJobs();
          }
        };
    session.sparkContext().addSparkListener(cancelling);
    try {
      assertThatThrownBy(() -> run.begin(options)).isInstanceOf(SparkException.class);
    } finally {
      session.sparkContext().removeSparkListener(cancelling);
    }
  }

  @Test
  void leavesNothingOfANewRun() {
    failsWhileRowsAreDealt("--epochs", "1");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** Who follows it need not wait for the silence. */
  @Test
  void saysThatARunFailedWhichWasToGoOn() throws Exception {
    run.begin("--epochs", "1");
    try (RunWriter writer = RunWriter.take(new Configuration(), run.runs(), "run")) {
      writer.update(writer.begun().orElseThrow().extendedTo(2).in(RunRecord.State.RUNNING));
    }
    failsWhileRowsAreDealt("--epochs", "2");
    assertThat(run.directory().run().state()).isEqualTo(RunRecord.State.FAILED);
    run.train();
    assertThat(run.directory().run().state()).isEqualTo(RunRecord.State.COMPLETE);
    assertThat(run.hashes()).hasSize(2);
  }

  @Test
  void leavesACompleteRunCompleteThatWasToBeExtended() throws Exception {
    run.begin("--epochs", "1");
    Map<String, String> before = run.contents();
    failsWhileRowsAreDealt("--epochs", "2");
    assertThat(run.contents()).isEqualTo(before);
  }
}
