package job;

import io.ChampionRecord;
import io.ChampionWriter;
import io.DecisionRecord;
import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.Outcome;
import io.RunException;
import io.RunRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which versions of a model go: all but the newest, and those that somebody needs. A run that is
 * not over needs none beside: it is gone on with only beside the champion that it began with.
 */
final class Pruning {
  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

  private final ModelWriter model;
  private final ModelDirectory directory;
  private final List<ModelVersion> versions;

  /** Names of those that stay. */
  private final Set<String> staying = new HashSet<>();

  private Pruning(ModelWriter model) throws IOException {
    this.model = model;
    this.directory = model.directory();
    this.versions = directory.versions();
  }

  /**
   * Finds them; deletes none.
   *
   * @param keep how many of the newest stay; the champion, the one that a rollback would make
   *     champion, one whose promotion has not been carried out, and those whose parameters one of
   *     these began with stay always
   * @param tonight the version that was just made, which stays however old its date is; empty if
   *     there is none
   * @throws io.RunException if one that stays is damaged, and does not say what it began with
   */
  static Pruning of(ModelWriter model, int keep, String tonight) throws IOException {
    Pruning pruning = new Pruning(model);
    pruning.stay(keep, tonight);
    return pruning;
  }

  private void stay(int keep, String tonight) throws IOException {
    Set<String> needed = new HashSet<>(directory.neededVersions());
    needed.add(tonight);
    pending().ifPresent(needed::add);
    accepted().ifPresent(needed::add);
    Deque<ModelVersion> found = new ArrayDeque<>();
    for (int i = 0; i < versions.size(); i++) {
      ModelVersion version = versions.get(i);
      if (i >= versions.size() - keep || needed.contains(version.record().version())) {
        found.add(version);
      }
    }
    while (!found.isEmpty()) {
      ModelVersion version = found.remove();
      if (staying.add(version.record().version())) {
        found.addAll(begunWith(version));
      }
    }
  }

  /**
   * The version that was decided last, if it is to be champion and was not made it: a night was
   * killed in between. Each start carries out what was decided before, so no other can be.
   */
  private Optional<String> pending() throws IOException {
    DecisionRecord last = null;
    for (ModelVersion version : versions) {
      try {
        DecisionRecord decision = version.decision();
        if (last == null || decision.decidedAt().compareTo(last.decidedAt()) > 0) {
          last = decision;
        }
      } catch (RunException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
    return last != null && last.outcome() == Outcome.PROMOTED
        ? Optional.of(last.version())
        : Optional.empty();
  }

  /** Of which the next look at the data must know. */
  private Optional<String> accepted() throws IOException {
    Optional<String> champion = directory.lastKnown().map(ChampionRecord::version);
    for (ModelVersion version : versions) {
      if (champion.equals(Optional.of(version.record().version()))) {
        return AcceptedData.since(version, directory, date -> true)
            .map(accepted -> accepted.record().version());
      }
    }
    return Optional.empty();
  }

  private List<ModelVersion> begunWith(ModelVersion version) throws IOException {
    RunRecord.Retraining retraining = version.run().retraining();
    if (retraining == null || retraining.initialModel() == null) {
      return List.of();
    }
    String initial = retraining.initialModel().parametersSha256();
    return versions.stream()
        .filter(other -> other.record().parametersSha256().equals(initial))
        .toList();
  }

  /**
   * Deletes them, but for what was made champion by hand meanwhile. Nobody has to wait for all of
   * them who wants to change the champion.
   *
   * @param gone is told the name of each
   * @return how many
   */
  int prune(Consumer<String> gone) throws IOException, InterruptedException {
    int deleted = 0;
    for (ModelVersion version : versions) {
      String name = version.record().version();
      if (!staying.contains(name)) {
        try (ChampionWriter champions = model.awaitChampions()) {
          if (!directory.neededVersions().contains(name)) {
            model.delete(version, champions);
            gone.accept(name);
            deleted++;
          }
        }
      }
    }
    return deleted;
  }
}
