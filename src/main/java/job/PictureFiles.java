package job;

import io.FileWalk;
import io.idx.IdxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The pictures that {@code --input} names: files, folders with all that is in them, IDX files. */
final class PictureFiles {
  /** Several, so that a few large photos delay no core; few, for each makes a network. */
  private static final int TASKS_PER_CORE = 4;

  private static final Pattern IDX = Pattern.compile(".*idx3-ubyte(\\.gz)?");

  /** What Hadoop and Spark leave beside their files, and others' hidden ones. */
  private static final Pattern HIDDEN = Pattern.compile("\\..*|_SUCCESS|_temporary|_metadata");

  private final SortedMap<String, PictureSource> sources = new TreeMap<>();
  private final TreeSet<String> idx = new TreeSet<>();

  /** The inputs as they were named, by their qualified paths; of those in others the inner last. */
  private final SortedMap<String, String> given = new TreeMap<>();

  private PictureFiles() {}

  /**
   * Looks for them; each is there once, however often it was named.
   *
   * @throws UnusableDataException if an input is not there, with all that are not
   */
  static PictureFiles in(Configuration hadoop, List<String> inputs) throws IOException {
    PictureFiles files = new PictureFiles();
    FileWalk walk = new FileWalk(hadoop, name -> HIDDEN.matcher(name).matches(), files.new Found());
    for (Path place : files.places(hadoop, inputs)) {
      walk.through(place);
    }
    return files;
  }

  private List<Path> places(Configuration hadoop, List<String> inputs) throws IOException {
    List<Path> places = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String input : inputs) {
      Optional<Path> place = place(hadoop, input);
      place.ifPresentOrElse(places::add, () -> missing.add(input));
      place.ifPresent(there -> given.put(there.toString(), new Path(input).toString()));
    }
    if (!missing.isEmpty()) {
      throw new UnusableDataException(
          "Not there: expected files or folders of pictures (--input), found none at %s. Correct the paths; on a cluster, all machines must see them"
              .formatted(String.join(", ", missing)));
    }
    return places;
  }

  private static Optional<Path> place(Configuration hadoop, String input) throws IOException {
    try {
      Path path = new Path(input);
      FileSystem files = path.getFileSystem(hadoop);
      return files.exists(path) ? Optional.of(files.makeQualified(path)) : Optional.empty();
    } catch (IllegalArgumentException e) { // no path at all
      return Optional.empty();
    }
  }

  /** A picture's path as people named it: by the input that it is, or lies in. */
  String asGiven(String path) {
    return given.entrySet().stream()
        .filter(input -> path.matches(Pattern.quote(input.getKey()) + "(?s:[/#].*)?"))
        .reduce((outer, inner) -> inner)
        .map(input -> input.getValue() + path.substring(input.getKey().length()))
        .orElse(path);
  }

  /** How many there are beside the IDX files. */
  int files() {
    return sources.size();
  }

  /** What there is, in words: an IDX file is not one picture. */
  String kinds() {
    if (idx.isEmpty()) {
      return "files";
    }
    return sources.isEmpty() ? "images" : "files and images";
  }

  private final class Found implements FileWalk.Visitor {
    @Override
    public void file(String path) {
      if (IDX.matcher(path).matches()) {
        idx.add(path);
      } else {
        sources.put(path, PictureSource.file(path));
      }
    }

    /** One place that may not be read does not stop the rest. */
    @Override
    public void unreadable(String folder, IOException why) {
      sources.put(
          folder,
          PictureSource.unreadable(
              folder, "Cannot be looked into: %s. Check rights there".formatted(why)));
    }
  }

  /**
   * Every picture, by path; those of IDX files last.
   *
   * @param shown how many of the first people are to see
   */
  JavaRDD<PictureSource> pictures(SparkSession session, int shown) throws InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<PictureSource> files = new ArrayList<>(sources.values());
    List<JavaRDD<PictureSource>> images = new ArrayList<>();
    for (String file : idx) {
      try {
        images.add(IdxPictures.of(session, file));
      } catch (IdxException e) { // as a damaged picture, it does not stop the rest
        files.add(PictureSource.unreadable(file, e.getMessage()));
      } catch (UncheckedIOException e) {
        files.add(
            PictureSource.unreadable(
                file, "Cannot be read: %s. Check its rights".formatted(e.getCause())));
      }
    }
    files.sort(Comparator.comparing(PictureSource::path, PredictionSummary.ORDER));
    files.subList(0, Math.min(shown, files.size())).replaceAll(PictureSource::shown);
    int tasks = Math.min(files.size(), TASKS_PER_CORE * Cores.of(session));
    images.add(0, spark.parallelize(files, Math.max(1, tasks)));
    return union(spark, images);
  }

  /** One of all: of one around the other, thousands would be deeper than a thread's stack. */
  @SuppressWarnings("unchecked") // Java makes no arrays of a generic type
  private static JavaRDD<PictureSource> union(
      JavaSparkContext spark, List<JavaRDD<PictureSource>> parts) {
    return spark.union(parts.toArray((JavaRDD<PictureSource>[]) new JavaRDD<?>[0]));
  }
}
