package testing;

import java.nio.file.Path;

/** Where the build leaves what the tests of the packaged project drive. */
public final class Project {
  /** The project's own directory: Maven starts every test JVM in it. */
  public static final Path DIRECTORY = Path.of("").toAbsolutePath();

  /** The application jar, as {@code mvn package} leaves it. */
  public static final Path JAR = DIRECTORY.resolve("target/lenet-spark.jar");

  /** The Spark beside it: a folder with {@code jars/}, as a {@code SPARK_HOME} has one. */
  public static final Path SPARK = DIRECTORY.resolve("target/spark");

  /** The compiled tests. */
  public static final Path TEST_CLASSES = DIRECTORY.resolve("target/test-classes");

  /** The Java that runs the tests. */
  public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private Project() {}
}
