package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Project;

/**
 * What {@code mvn package} leaves in {@code target}: the application jar and the Spark beside it.
 */
class JarIT {
  private static final long MOST_BYTES = 160_000_000;
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib)");

  private static List<String> entries;
  private static Set<String> classes;

  @BeforeAll
  static void readTheJar() throws IOException {
    entries = entries(Project.JAR);
    classes = classesIn(entries);
  }

  @Test
  void isNoLargerThanAHundredAndSixtyMegabytes() {
    assertThat(Project.JAR.toFile().length()).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void holdsNoEntryTwice() {
    Set<String> seen = new HashSet<>();
    assertThat(entries.stream().filter(entry -> !seen.add(entry))).isEmpty();
  }

  @Test
  void holdsNoClassThatTwoOfItsPartsDefine() {
    Map<String, Path> definedBy = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Path part : classPathJars()) {
      for (String name : classesIn(entries(part))) {
        Path other = definedBy.put(name, part);
        if (other != null && classes.contains(name)) {
          twice.add("%s in %s and %s".formatted(name, other, part));
        }
      }
    }
    assertThat(definedBy).containsKey("picocli/CommandLine.class");
    assertThat(twice).isEmpty();
  }

  @Test
  void holdsNoClassThatSparkShips() throws IOException {
    List<String> shared = new ArrayList<>();
    for (Path jar : sparkJars()) {
      classesIn(entries(jar)).stream()
          .filter(classes::contains)
          .map(name -> name + " in " + jar.getFileName())
          .forEach(shared::add);
    }
    assertThat(shared).isEmpty();
  }

  @Test
  void holdsDl4jItsSparkModuleAndTheJob() {
    assertThat(classes)
        .contains(
            "job/Main.class",
            "org/deeplearning4j/nn/multilayer/MultiLayerNetwork.class",
            "org/deeplearning4j/util/ModelSerializer.class",
            "org/deeplearning4j/spark/impl/multilayer/SparkDl4jMultiLayer.class",
            "org/nd4j/kryo/Nd4jRegistrator.class",
            "picocli/CommandLine.class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opencv",
        "ffmpeg",
        "avcodec",
        "hdf5",
        "leptonica",
        "liblept",
        "tesseract",
        "javacv",
        "mkl",
        "android",
        "/ios",
        "windows",
        "freebsd"
      })
  void holdsNoNativesOf(String unwanted) {
    assertThat(natives()).noneMatch(name -> name.toLowerCase(Locale.ROOT).contains(unwanted));
  }

  @Test
  void holdsOneBuildOfTheNativesOfThisPlatform() {
    String platform = System.getProperty("native.platform");

    assertThat(natives().filter(name -> name.matches(".*/libnd4jcpu\\.\\w+")))
        .singleElement()
        .asString()
        .contains("/" + platform + "/");
    assertThat(natives()).anyMatch(name -> name.matches(".*/libjniopenblas\\w*\\.\\w+"));
  }

  @Test
  void namesEveryBackendOfNd4jToTheServiceLoader() throws IOException {
    assertThat(read("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend"))
        .contains("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
  }

  @Test
  void namesTheProjectsOwnServices() throws IOException {
    Path own = Project.DIRECTORY.resolve("src/main/resources/META-INF/services");
    if (!Files.isDirectory(own)) {
      return;
    }
    try (Stream<Path> services = Files.list(own)) {
      for (Path service : services.toList()) {
        assertThat(read("META-INF/services/" + service.getFileName()))
            .contains(Files.readString(service).strip());
      }
    }
  }

  @Test
  void carriesNoSignatureAndNoModuleOfItsParts() {
    assertThat(entries)
        .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
        .noneMatch(name -> name.endsWith("module-info.class"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scala-library-2.12.18",
        "slf4j-api-2.0.17",
        "log4j-slf4j2-impl",
        "jackson-core-2.18.11",
        "jackson-databind-2.18.11",
        "jackson-annotations-2.18.11",
        "jackson-module-scala_2.12-2.18.6",
        "jackson-datatype-jsr310-2.18.11",
        "kryo-shaded",
        "spark-core_2.12",
        "spark-mllib_2.12"
      })
  void leavesOneSparkWithOne(String library) throws IOException {
    String name = library.replaceFirst("-\\d.*", "");
    assertThat(sparkJars().stream().map(jar -> jar.getFileName().toString()))
        .filteredOn(jar -> jar.matches(Pattern.quote(name) + "-\\d.*"))
        .singleElement()
        .asString()
        .startsWith(library);
  }

  private static Stream<String> natives() {
    return entries.stream().filter(name -> NATIVE.matcher(name).matches());
  }

  /** The jars that Maven resolved for this project: the parts of ours among them. */
  private static List<Path> classPathJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  private static List<Path> sparkJars() throws IOException {
    try (Stream<Path> jars = Files.list(Project.SPARK.resolve("jars"))) {
      return jars.sorted().toList();
    }
  }

  /** Every entry as often as it stands in the archive's directory. */
  private static List<String> entries(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + jar, failure);
    }
  }

  private static Set<String> classesIn(List<String> names) {
    return Set.copyOf(
        names.stream()
            .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
            .distinct()
            .toList());
  }

  private static String read(String entry) throws IOException {
    try (JarFile file = new JarFile(Project.JAR.toFile())) {
      ZipEntry found = file.getEntry(entry);
      assertThat(found).as("%s in %s", entry, Project.JAR).isNotNull();
      return new String(file.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
