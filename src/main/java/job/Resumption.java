package job;

import io.EpochRecord;
import io.RunDirectory;
import io.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a run goes on. */
final class Resumption {
  private Resumption() {}

  /**
   * The epochs that are kept, which must be the first ones of the run that was begun.
   *
   * @param begun empty only of a run without epochs
   * @throws ResumeException if one in between is missing
   * @throws io.RunException if one was trained otherwise than the run says
   */
  static List<EpochRecord> kept(RunDirectory run, Optional<RunRecord> begun) throws IOException {
    List<EpochRecord> epochs = run.epochs();
    for (EpochRecord epoch : epochs) {
      run.requireOwn(epoch, begun.orElseThrow());
    }
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).epoch() != i + 1) {
        throw new ResumeException(
            "Run %s cannot go on: expected epoch %d, found epoch %d next. Restore it, or delete those after it"
                .formatted(run.path(), i + 1, epochs.get(i).epoch()));
      }
    }
    return epochs;
  }
}
