package job;

import io.ChampionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.RunException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data that a person has accepted since the champion was made, though nobody was promoted. */
final class AcceptedData {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedData.class);

  private AcceptedData() {}

  /**
   * The latest version of a later night than the champion's whose data a person accepted. Not one
   * that was champion itself: it was rolled back.
   *
   * @param dates of which it may be
   */
  static Optional<ModelVersion> since(
      ModelVersion champion, ModelDirectory directory, Predicate<String> dates) throws IOException {
    List<String> champions = directory.champions().stream().map(ChampionRecord::version).toList();
    Optional<ModelVersion> latest = Optional.empty();
    for (ModelVersion version : directory.versions()) {
      String date = version.record().date();
      if (date.compareTo(champion.record().date()) > 0
          && dates.test(date)
          && !champions.contains(version.record().version())
          && isAccepted(version)) {
        latest = Optional.of(version);
      }
    }
    return latest;
  }

  /** Of an old version that is damaged nobody is stopped. */
  private static boolean isAccepted(ModelVersion version) throws IOException {
    try {
      return !version.data().accepted().isEmpty();
    } catch (RunException e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }
}
