package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fetch.MirrorServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class FetchMnistJobTest {
  /** As published with the data set. */
  private static final Map<String, String> SHA256 =
      Map.of(
          "train-images-idx3-ubyte",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "train-labels-idx1-ubyte",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          "t10k-images-idx3-ubyte",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "t10k-labels-idx1-ubyte",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  @EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
  void fetchesRealMnistAndResumesWhatWasCut() throws Exception {
    try (MirrorServer server = new MirrorServer()) {
      serveMnist(server);
      server.first(new MirrorServer.Behaviour.Serve(), new MirrorServer.Behaviour.Cut(7_000));

      assertThat(run("--to", directory.toString(), "--mirror", server.uri().toString())).isZero();

      for (Map.Entry<String, String> file : SHA256.entrySet()) {
        assertThat(sha256(directory.resolve(file.getKey()))).isEqualTo(file.getValue());
      }
      assertThat(names()).containsExactlyInAnyOrderElementsOf(SHA256.keySet());
      assertThat(server.requests()).hasSize(5);
      assertThat(out.toString())
          .contains("resumed at 7,000 bytes")
          .endsWith("MNIST is in %s%n".formatted(directory));
    }
    assertThat(run("--to", directory.toString(), "--mirror", deadMirror())).isZero();
    assertThat(out.toString()).contains("train-images-idx3-ubyte is there already");
  }

  @Test
  void failsInOneLineWithoutNetwork() {
    int exitCode = run("--to", directory.toString(), "--mirror", deadMirror());

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("not to be reached")
        .endsWith(
            "Without network, place these files, raw or gzipped, in %s: ".formatted(directory)
                + "t10k-labels-idx1-ubyte.gz, train-labels-idx1-ubyte.gz,"
                + " t10k-images-idx3-ubyte.gz, train-images-idx3-ubyte.gz");
  }

  @Test
  void failsInOneLineWhenTheDirectoryCannotBeMade() throws IOException {
    Path file = Files.createFile(directory.resolve("a file"));

    int exitCode = run("--to", file.resolve("mnist").toString(), "--mirror", deadMirror());

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Cannot make the directory " + file.resolve("mnist"));
  }

  @Test
  void takesAllMirrorsGivenInTheirOrder() {
    try (MirrorServer first = new MirrorServer();
        MirrorServer second = new MirrorServer()) {
      List<URI> mirrors = List.of(first.uri(), second.uri());

      int exitCode =
          run(
              "--to",
              directory.toString(),
              "--mirror",
              mirrors.get(0).toString(),
              "--mirror",
              mirrors.get(1).toString());

      assertThat(exitCode).isEqualTo(1);
      assertThat(err.toString())
          .matches(
              "(?s).*%s/t10k-labels-idx1-ubyte.gz: HTTP status 404; %s/t10k.*"
                  .formatted(mirrors.get(0), mirrors.get(1)));
    }
  }

  @Test
  void refusesWrongUsageWithAllItsFaults() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("wrong usage: --to: expected DIR, found none");

    assertThat(run("--to", directory.toString(), "--mirror", "ftp://a/", "--mirror", "b"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--mirror: expected http://HOST/DIRECTORY/", "found ftp://a/", "found b");
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--to", "--mirror", "train-images-idx3-ubyte.gz", "Exit codes:");
  }

  private int run(String... arguments) {
    String[] words =
        Stream.concat(Stream.of("fetch-mnist"), Stream.of(arguments)).toArray(String[]::new);
    return Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(words);
  }

  /** A server that has ended: its port is closed. */
  private static String deadMirror() {
    try (MirrorServer server = new MirrorServer()) {
      return server.uri().toString();
    }
  }

  private static void serveMnist(MirrorServer server) throws IOException {
    for (String name : SHA256.keySet()) {
      Path file = Path.of(System.getProperty("mnist.dir"), name + ".gz");
      server.serve(name + ".gz", Files.readAllBytes(file));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
