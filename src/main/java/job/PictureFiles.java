package job;

import static java.util.stream.Collectors.partitioningBy;

import io.idx.IdxColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The pictures that {@code --input} names: files, folders with all that is in them, IDX files. */
final class PictureFiles {
  /** Each has a network of its own; several, so that a few large photos delay no core. */
  private static final int TASKS_PER_CORE = 4;

  private static final Pattern IDX = Pattern.compile(".*idx3-ubyte(\\.gz)?");

  private PictureFiles() {}

  /**
   * Every picture.
   *
   * @throws UnusableDataException if an input is not there, with all that are not
   */
  static JavaRDD<PictureSource> of(SparkSession session, List<String> inputs) throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Map<Boolean, List<Path>> isIdx =
        places(spark.hadoopConfiguration(), inputs).stream()
            .collect(partitioningBy(place -> IDX.matcher(place.getName()).matches()));
    List<PictureSource> files = files(spark.hadoopConfiguration(), isIdx.get(false));
    int tasks = Math.min(files.size(), TASKS_PER_CORE * spark.defaultParallelism());
    JavaRDD<PictureSource> pictures = spark.parallelize(files, Math.max(1, tasks));
    for (Path file : isIdx.get(true)) {
      pictures = pictures.union(images(session, file.toString()));
    }
    return pictures;
  }

  private static List<Path> places(Configuration hadoop, List<String> inputs) throws IOException {
    List<Path> places = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String input : inputs) {
      Optional<Path> place = place(hadoop, input);
      place.ifPresentOrElse(places::add, () -> missing.add(input));
    }
    if (!missing.isEmpty()) {
      throw new UnusableDataException(
          "Not there: expected a file or folder of pictures (--input), found none at %s"
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

  /** Their names alone: a file that nobody may read is one picture's error, not the job's. */
  private static List<PictureSource> files(Configuration hadoop, List<Path> places)
      throws IOException {
    List<PictureSource> files = new ArrayList<>();
    for (Path place : places) {
      addAll(place.getFileSystem(hadoop), place, files);
    }
    return files;
  }

  /** Not by Hadoop's own walk, which asks for the rights of each local file by a process. */
  private static void addAll(FileSystem files, Path place, List<PictureSource> all)
      throws IOException {
    for (FileStatus entry : files.listStatus(place)) {
      Path path = entry.getPath();
      if (isHidden(path) && !path.equals(place)) {
        continue;
      }
      if (entry.isDirectory()) {
        addAll(files, path, all);
      } else {
        all.add(PictureSource.file(path.toString()));
      }
    }
  }

  /** As Hadoop and Spark have it, and systems that leave {@code .DS_Store} in each folder. */
  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }

  private static JavaRDD<PictureSource> images(SparkSession session, String file) {
    return session
        .read()
        .format("idx")
        .load(file)
        .select(IdxColumns.INDEX, IdxColumns.IMAGE)
        .javaRDD()
        .map(row -> PictureSource.image(file + "#" + row.getLong(0), row.getAs(1)));
  }
}
