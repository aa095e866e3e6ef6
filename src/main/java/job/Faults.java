package job;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a command's options: flag, allowed range, value. */
final class Faults {
  private final List<String> found = new ArrayList<>();

  void unless(boolean right, String flag, Object value, String allowed) {
    if (!right) {
      found.add("%s: expected %s, found %s".formatted(flag, allowed, value));
    }
  }

  void add(String fault) {
    found.add(fault);
  }

  /** A directory that was not given is no fault of this kind. */
  void notBlank(String flag, String directory) {
    unless(directory == null || !directory.isBlank(), flag, "''", "a directory");
  }

  /** For whole numbers; a value that was not given is no fault. */
  void within(String flag, Number value, long least, long most) {
    boolean right = value == null || (value.longValue() >= least && value.longValue() <= most);
    unless(right, flag, value, least + " to " + most);
  }

  /** So that nobody's file of another kind is replaced; a name that was not given is no fault. */
  void endsIn(String flag, String name, String ending) {
    unless(name == null || name.endsWith(ending), flag, name, "a name that ends in " + ending);
  }

  List<String> all() {
    return List.copyOf(found);
  }
}
