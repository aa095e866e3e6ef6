package job.report;

import java.util.Optional;
import model.PairedScore;

/**
 * Another run, held against the one that is reported.
 *
 * @param score of the last epochs of both on the same rows, the other run's as the champion; empty
 *     without a test set
 */
public record Comparison(ReportedRun other, Optional<PairedScore> score) {}
