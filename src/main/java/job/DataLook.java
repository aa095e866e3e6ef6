package job;

import io.DataRecord;
import io.ModelVersion;
import io.idx.IdxPair;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import model.DataProfile;
import model.DataShift;
import model.Profiled;
import model.RowHashes;
import org.apache.spark.sql.SparkSession;

/**
 * What a look at the training set found, before anything is trained on it.
 *
 * @param seen rows to train on that the champion was trained on, too; empty without a champion
 * @param faults why a person should look at the data first, a line each
 */
record DataLook(ImageSet set, Profiled found, Optional<Long> seen, List<String> faults) {
  DataLook {
    faults = List.copyOf(faults);
  }

  /**
   * Looks at every row, and compares them with the champion's.
   *
   * @param accepted the version of a later night whose data a person has accepted since the
   *     champion: the like of them is expected, too
   * @throws UnusableDataException if the rows are not those that were fingerprinted, or the
   *     champion was trained on rows that are to judge it
   * @throws io.RunException if what the champion keeps of its own is damaged
   */
  static DataLook at(
      SparkSession session,
      DataSource data,
      Optional<ModelVersion> champion,
      Optional<ModelVersion> accepted)
      throws IOException {
    ImageSet set = ImageSet.find(session, data, IdxPair.TRAIN);
    Profiled found = TrainingRows.look(session, set, NightRequest.HELD_OUT);
    if (champion.isEmpty()) {
      return new DataLook(set, found, Optional.empty(), DataShift.faults(found.profile()));
    }
    RowHashes trained = trainedRows(champion.get());
    requireUnseen(found.heldOutHashes(), trained, champion.get());
    return new DataLook(
        set,
        found,
        Optional.of(found.trained().countIn(trained)),
        faults(found.profile(), champion.get(), accepted));
  }

  private static List<String> faults(
      DataProfile found, ModelVersion champion, Optional<ModelVersion> accepted)
      throws IOException {
    List<String> faults = DataShift.faults(former("the champion", champion), found);
    return faults.isEmpty() || accepted.isEmpty()
        ? faults
        : DataShift.faults(
            former("version " + accepted.get().record().version(), accepted.get()), found);
  }

  private static RowHashes trainedRows(ModelVersion champion) throws IOException {
    try {
      return RowHashes.of(champion.trainedRows());
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "The rows that %s was trained on cannot be read: %s. Restore its trained-rows.bin"
              .formatted(champion.path(), e.getMessage()),
          e);
    }
  }

  /** So it is by how rows are held out; a version that was made otherwise would win unfairly. */
  private static void requireUnseen(RowHashes heldOut, RowHashes trained, ModelVersion champion) {
    long seen = heldOut.countIn(trained);
    if (seen > 0) {
      throw new UnusableDataException(
          "No challenger can be compared with %s: expected a champion that was trained on none of the %d rows held out, found one that was trained on %d of them. It was not made by retrain as it is now: promote another version (models promote)"
              .formatted(champion.path(), heldOut.count(), seen));
    }
  }

  private static DataShift.Former former(String name, ModelVersion version) throws IOException {
    DataRecord data = version.data();
    return new DataShift.Former(
        name,
        new DataProfile(
            data.labels(),
            data.heldOutLabels(),
            data.pixelMean(),
            data.pixelSpread(),
            data.duplicateRows()));
  }

  /** Whether there is anything to train on that the champion was not trained on. */
  boolean hasRowsNewToTheChampion() {
    return seen.map(rows -> rows < found.trained().count()).orElse(true);
  }

  /**
   * Makes sure that a challenger can be trained.
   *
   * @throws UnusableDataException if all rows are held out
   */
  void requireRowsToTrainOn() {
    if (found.heldOut().others() == 0) {
      throw unusable("trained", "rows that are not held out");
    }
  }

  /**
   * Makes sure that a challenger can be judged.
   *
   * @throws UnusableDataException if no row is held out
   */
  void requireHeldOutRows() {
    if (found.heldOut().count() == 0) {
      throw unusable("judged", "rows that are held out");
    }
  }

  private UnusableDataException unusable(String what, String expected) {
    return new UnusableDataException(
        "No challenger can be %s: expected %s by content, among the %d rows of %s, found none. About %s of all are held out: give it more rows"
            .formatted(what, expected, set.count(), set.files().images(), NightRequest.HELD_OUT));
  }

  /** What to keep of it. */
  DataRecord record() {
    DataProfile profile = found.profile();
    return new DataRecord(
        set.source(),
        set.images().sha256(),
        set.labels().sha256(),
        profile.labels(),
        profile.heldOutLabels(),
        profile.pixelMean(),
        profile.pixelSpread(),
        profile.duplicates(),
        seen.orElse(null),
        faults);
  }

  /** The rows that a challenger is trained on. */
  TrainingRows trainingRows() {
    return TrainingRows.of(set, found);
  }
}
