package io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The champions that a model had, a file each: {@code champions/00001.json}. One that is damaged is
 * told, and no reason to do without the others.
 */
final class ChampionHistory {
  private static final Logger LOG = LoggerFactory.getLogger(ChampionHistory.class);
  private static final String JSON = ".json";
  private static final Pattern NAME = Pattern.compile("\\d{5}\\" + JSON);

  private final FileSystem files;
  private final Path folder;
  private final JsonFiles json;

  /** Of a folder that need not be there. */
  ChampionHistory(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.json = new JsonFiles(files);
  }

  /** Those whose records can be read, the first one first. */
  List<ChampionRecord> all() throws IOException {
    List<ChampionRecord> champions = new ArrayList<>();
    for (Path file : recordFiles()) {
      try {
        json.readIfThere(file, ChampionRecord.class).ifPresent(champions::add);
      } catch (RunException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
    champions.sort(Comparator.comparingInt(ChampionRecord::number));
    return champions;
  }

  /** The versions that no rollback has taken back, the first one first: the last is champion. */
  List<String> standing() throws IOException {
    List<String> standing = new ArrayList<>();
    for (ChampionRecord record : all()) {
      int before = standing.lastIndexOf(record.version());
      if (record.way() == ChampionRecord.Way.ROLLED_BACK && before >= 0) {
        standing.subList(before + 1, standing.size()).clear();
      } else if (before < 0 || before < standing.size() - 1) {
        standing.add(record.version());
      }
    }
    return standing;
  }

  /** The highest number that a champion's file has, be it damaged; 0 if there is none. */
  int lastNumber() throws IOException {
    return recordFiles().stream()
        .mapToInt(path -> Integer.parseInt(path.getName().replace(JSON, "")))
        .max()
        .orElse(0);
  }

  /** Keeps the record of a champion, unless it is kept. */
  void add(ChampionRecord champion) throws IOException {
    json.writeFirst(file(champion.number()), champion);
  }

  Path file(int number) {
    return new Path(folder, String.format(Locale.ROOT, "%05d%s", number, JSON));
  }

  /** What killed writers left there. */
  List<Path> unfinished() throws IOException {
    return new WholeFiles(files).unfinished(folder, ChampionHistory::isName);
  }

  private List<Path> recordFiles() throws IOException {
    return PlainFiles.entries(files, folder).stream()
        .map(FileStatus::getPath)
        .filter(path -> isName(path.getName()))
        .toList();
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
