package io;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What somebody may have meant who named what is not there: names that are two slips of the fingers
 * away at most, and fewer than half of the name's letters; the likest first.
 */
public final class SimilarNames {
  private static final int MOST_SLIPS = 2;
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private SimilarNames() {}

  /** Those in a folder; none if it cannot be looked into: a hint is no reason to fail. */
  static List<String> in(FileSystem files, Path folder, String name) {
    FileStatus[] entries;
    try {
      entries = files.listStatus(folder);
    } catch (IOException e) {
      return List.of();
    }
    return among(Stream.of(entries).map(entry -> entry.getPath().getName()), name);
  }

  /** Those among others. */
  public static List<String> among(Stream<String> others, String name) {
    return others
        .filter(other -> slips(name, other) <= Math.min(MOST_SLIPS, (name.length() - 1) / 2))
        .sorted(
            Comparator.<String>comparingInt(other -> slips(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int slips(String name, String other) {
    return DISTANCE.apply(name, other);
  }
}
