package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.Project;

/**
 * What the bill of materials, and the page written from it, say of the jar and of the Spark beside
 * it.
 */
class SbomIT {
  private static final Path BILL = Project.DIRECTORY.resolve("target/lenet-spark-sbom.json");
  private static final Path PAGE = Project.DIRECTORY.resolve("docs/dependencies.md");
  private static final Pattern CODE = Pattern.compile(".+\\.(class|so(\\.\\d+)*|dylib|jnilib)");

  /** Library, the library whose jar holds it under other names, if one does, and version. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([\\w.-]+):([\\w.*-]+)`(?: in `([\\w.-]+):([\\w.-]+)`)? \\| ([^ |]+) \\|",
          Pattern.MULTILINE);

  private record Component(String group, String name, String version, String sha256) {
    boolean isOf(String group, String name) {
      return group.equals(this.group) && (name.equals("*") || name.equals(this.name));
    }
  }

  private static List<Component> components;
  private static Set<String> digests;

  @BeforeAll
  static void readTheBill() throws IOException {
    components = new ArrayList<>();
    for (JsonNode node : new ObjectMapper().readTree(BILL.toFile()).get("components")) {
      components.add(
          new Component(
              node.get("group").asText(),
              node.get("name").asText(),
              node.get("version").asText(),
              sha256(node)));
    }
    digests = components.stream().map(Component::sha256).collect(Collectors.toSet());
  }

  @Test
  void theBillNamesEveryJarOfTheSparkThatTheBuildLeaves() throws IOException {
    try (Stream<Path> jars = Files.list(Project.SPARK.resolve("jars"))) {
      assertThat(jars).hasSizeGreaterThan(100).allMatch(SbomIT::isInTheBill);
    }
  }

  @Test
  void theBillNamesEveryLibraryWhoseCodeIsInTheJar() {
    Map<String, Path> parts =
        classPathJars().stream()
            .flatMap(jar -> code(jar).stream().map(entry -> Map.entry(entry, jar)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
    Set<Path> inTheJar = new TreeSet<>();
    for (String entry : code(Project.JAR)) {
      Path part = parts.get(entry);
      if (part == null) {
        assertThat(Project.DIRECTORY.resolve("target/classes").resolve(entry)).exists();
      } else {
        inTheJar.add(part);
      }
    }
    assertThat(inTheJar).hasSizeGreaterThan(20).allMatch(SbomIT::isInTheBill);
  }

  /** Lest the page tell of a version that has gone. */
  @Test
  void thePageOfDependenciesNamesTheVersionsThatAreThere() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

    assertThat(rows).hasSizeGreaterThan(40);
    assertThat(rows)
        .allSatisfy(row -> assertThat(versions(row)).as(row.group()).containsExactly(row.group(5)));
  }

  private static Set<String> versions(MatchResult row) {
    if (row.group(3) == null) {
      return components.stream()
          .filter(component -> component.isOf(row.group(1), row.group(2)))
          .map(Component::version)
          .collect(Collectors.toSet());
    }
    String inner = "META-INF/maven/%s/%s/pom.properties".formatted(row.group(1), row.group(2));
    return components.stream()
        .filter(component -> component.isOf(row.group(3), row.group(4)))
        .map(component -> component.name() + "-" + component.version() + ".jar")
        .flatMap(
            name ->
                classPathJars().stream().filter(jar -> jar.getFileName().toString().equals(name)))
        .map(jar -> inJar(jar, file -> version(file, inner)))
        .collect(Collectors.toSet());
  }

  private static String version(JarFile jar, String entry) {
    Properties properties = new Properties();
    ZipEntry found = jar.getEntry(entry);
    assertThat(found).as("%s in %s", entry, jar.getName()).isNotNull();
    try (InputStream in = jar.getInputStream(found)) {
      properties.load(in);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + entry + " in " + jar.getName(), failure);
    }
    return properties.getProperty("version");
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.get("hashes")) {
      if (hash.get("alg").asText().equals("SHA-256")) {
        return hash.get("content").asText();
      }
    }
    throw new AssertionError("No SHA-256 of " + component.get("purl") + " in " + BILL);
  }

  private static boolean isInTheBill(Path jar) {
    try {
      return digests.contains(Sha256.of(Files.readAllBytes(jar)));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + jar, failure);
    }
  }

  private static List<Path> classPathJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  /** The names of the classes and natives in a jar. */
  private static Set<String> code(Path jar) {
    return inJar(
        jar,
        file ->
            file.stream()
                .map(ZipEntry::getName)
                .filter(name -> CODE.matcher(name).matches() && !name.contains("module-info"))
                .collect(Collectors.toSet()));
  }

  private static <T> T inJar(Path jar, Function<JarFile, T> read) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return read.apply(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + jar, failure);
    }
  }
}
