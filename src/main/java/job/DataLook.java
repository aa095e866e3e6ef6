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
 * @param champion what is known of the set that the champion was trained on
 * @param seen rows to train on that the champion was trained on, too
 * @param faults why a person should look at the data first, a line each
 */
record DataLook(
    ImageSet set,
    Profiled found,
    Optional<DataRecord> champion,
    Optional<Long> seen,
    List<String> faults) {
  DataLook {
    faults = List.copyOf(faults);
  }

  /**
   * Looks at every row, and compares them with the champion's.
   *
   * @throws UnusableDataException if the rows are not those that were fingerprinted
   * @throws io.RunException if what the champion keeps of its own is damaged
   */
  static DataLook at(SparkSession session, DataSource data, Optional<ModelVersion> champion)
      throws IOException {
    ImageSet set = ImageSet.find(session, data, IdxPair.TRAIN);
    Profiled found = TrainingRows.look(session, set, NightRequest.HELD_OUT);
    if (champion.isEmpty()) {
      return new DataLook(
          set, found, Optional.empty(), Optional.empty(), DataShift.faults(found.profile()));
    }
    DataRecord before = champion.get().data();
    long seen = found.trained().countIn(trainedRows(champion.get()));
    return new DataLook(
        set,
        found,
        Optional.of(before),
        Optional.of(seen),
        DataShift.faults(profile(before), found.profile()));
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

  private static DataProfile profile(DataRecord record) {
    return new DataProfile(
        record.labels(),
        record.heldOutLabels(),
        record.pixelMean(),
        record.pixelSpread(),
        record.duplicateRows());
  }

  /** Whether the champion was trained on the very same files. */
  boolean isSameAsChampions() {
    return champion
        .map(
            before ->
                before.imagesSha256().equals(set.images().sha256())
                    && before.labelsSha256().equals(set.labels().sha256()))
        .orElse(false);
  }

  /**
   * Makes sure that a challenger can be judged.
   *
   * @throws UnusableDataException if no row is held out
   */
  void requireHeldOutRows() {
    if (found.heldOut().count() == 0) {
      throw new UnusableDataException(
          "No challenger can be judged: expected rows that are held out by content, about %s of the %d rows of %s, found none. Give it more rows"
              .formatted(NightRequest.HELD_OUT, set.count(), set.files().images()));
    }
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
