package job;

import model.Deal;
import model.HeldOutRows;
import model.LabelledImage;
import model.Profiled;
import model.Profiling;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a training set that a run may train on: all, or those that are not held out by their
 * content.
 *
 * @param heldOutChecks of the rows held out, added up
 */
record TrainingRows(ImageSet set, HeldOutRows heldOut, long heldOutChecks) {
  /**
   * Looks at every row if some are to be held out.
   *
   * @param heldOutByContent their share, 0 to 1
   * @throws UnusableDataException if the rows are not those that were fingerprinted
   */
  static TrainingRows of(SparkSession session, ImageSet set, double heldOutByContent) {
    if (heldOutByContent == 0) {
      return new TrainingRows(set, HeldOutRows.none(set.count()), 0);
    }
    return of(set, look(session, set, heldOutByContent));
  }

  /** Those that a look has found. */
  static TrainingRows of(ImageSet set, Profiled found) {
    return new TrainingRows(set, found.heldOut(), found.heldOutChecks());
  }

  /**
   * Looks at every row.
   *
   * @throws UnusableDataException if the rows are not those that were fingerprinted
   */
  static Profiled look(SparkSession session, ImageSet set, double heldOutByContent) {
    JavaSparkContext.fromSparkContext(session.sparkContext())
        .setJobDescription("look at %,d rows".formatted(set.count()));
    Profiled found = Profiling.profile(set.rows(session), set.count(), heldOutByContent);
    set.requireSame(found.checks());
    return found;
  }

  /** How many there are. */
  long count() {
    return heldOut.others();
  }

  /** How many of them are held out to validate on. */
  long validated(double fraction) {
    return Deal.heldOut(fraction, count());
  }

  /** For messages. */
  String inWords() {
    return heldOut.count() == 0
        ? set.files().images()
        : "%s without %d that are held out".formatted(set.files().images(), heldOut.count());
  }

  /** Every one of them once, by its place among them. */
  JavaRDD<LabelledImage> read(SparkSession session) {
    JavaRDD<LabelledImage> all = set.rows(session);
    return heldOut.count() == 0 ? all : heldOut.othersOf(all);
  }

  /** As {@link ImageSet#requireSame}, of these rows alone. */
  void requireSame(long checks) {
    set.requireSame(checks + heldOutChecks);
  }
}
