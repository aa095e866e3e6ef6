package job;

import io.Evaluation;
import io.Evaluations;
import io.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The official test set: scored for the record, it decides nothing. */
final class TestForTheRecord {
  private final SparkSession session;
  private final DataSource data;

  TestForTheRecord(SparkSession session, DataSource data) {
    this.session = session;
    this.data = data;
  }

  /**
   * Writes the row of an epoch into the table of evaluations beside its run.
   *
   * @return the row; empty, and told on standard error, if there is no test set beside the training
   *     set, or it cannot be scored: it decides nothing
   */
  Optional<Evaluation> score(RunDirectory run, int epoch) throws IOException {
    EpochSelection selection = new EpochSelection(List.of(new EpochSelection.Range(epoch, epoch)));
    String table = run.runs() + "/" + Evaluations.DEFAULT_NAME;
    try (Evaluating evaluating =
        Evaluating.of(session, run, data, table, selection, KernelChoice.AUTO)) {
      evaluating.scoreKept();
      return evaluating.ofThisTestSet().stream().filter(row -> row.epoch() == epoch).findFirst();
    } catch (Exception e) { // Spark wraps what a task finds
      Stopping.awaitEndIfEnding();
      if (!(e instanceof IOException) && !Failure.isExplained(e)) {
        throw e;
      }
      System.err.println("no test set is scored for the record: " + Failure.message(e));
      return Optional.empty();
    }
  }
}
