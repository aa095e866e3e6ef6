package job;

import io.ModelDirectory;
import io.ModelVersion;
import io.ModelWriter;
import io.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which versions of a model go: all but the newest, and those that somebody needs. */
final class Pruning {
  private final ModelWriter model;
  private final List<ModelVersion> going;

  private Pruning(ModelWriter model, List<ModelVersion> going) {
    this.model = model;
    this.going = going;
  }

  /**
   * Finds them; deletes none.
   *
   * @param keep how many of the newest stay; the champion, the one that a rollback would make
   *     champion, and those whose parameters one of them began with stay always
   * @param tonight the version that was just made, which stays however old its date is; empty if
   *     there is none
   * @throws io.RunException if one that stays is damaged, and does not say what it began with
   */
  static Pruning of(ModelWriter model, int keep, String tonight) throws IOException {
    ModelDirectory directory = model.directory();
    List<ModelVersion> versions = directory.versions();
    Set<String> needed = new HashSet<>(directory.neededVersions());
    needed.add(tonight);
    List<ModelVersion> staying = new ArrayList<>();
    List<ModelVersion> going = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      boolean stays =
          i >= versions.size() - keep || needed.contains(versions.get(i).record().version());
      (stays ? staying : going).add(versions.get(i));
    }
    for (ModelVersion version : staying) {
      RunRecord.Retraining retraining = version.run().retraining();
      if (retraining != null && retraining.initialModel() != null) {
        String initial = retraining.initialModel().parametersSha256();
        going.removeIf(other -> other.record().parametersSha256().equals(initial));
      }
    }
    return new Pruning(model, going);
  }

  /** Deletes them; returns their names. */
  List<String> prune() throws IOException {
    List<String> gone = new ArrayList<>();
    for (ModelVersion version : going) {
      model.delete(version);
      gone.add(version.record().version());
    }
    return gone;
  }
}
