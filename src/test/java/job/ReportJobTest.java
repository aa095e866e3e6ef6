package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.Evaluation;
import io.Evaluations;
import io.RunException;
import io.RunWriter;
import io.SampleRuns;
import io.WholeText;
import io.idx.IdxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import testing.SparkSessions;

/**
 * Two runs of the drawn digits that differ in their seed, two epochs each, of which the first was
 * evaluated; and one of noise.
 */
class ReportJobTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir static Path shared;

  @TempDir Path folder;

  private String said;
  private String complained;

  @BeforeAll
  static void train() throws Exception {
    for (int seed = 1; seed <= 2; seed++) {
      InThisJvm.train(
          "--data",
          "builtin:digits",
          "--runs",
          shared.toString(),
          "--run-id",
          "seed-" + seed,
          "--replicas",
          "2",
          "--epochs",
          "2",
          "--seed",
          Integer.toString(seed));
    }
    InThisJvm.evaluate(run(1), "builtin:digits");
  }

  private static String run(int seed) {
    return shared.resolve("seed-" + seed).toString();
  }

  /** As {@code report} with these options, in the session that all tests share. */
  private void report(String... arguments) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ByteArrayOutputStream warned = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(warned, true, StandardCharsets.UTF_8));
    try {
      CommandLine.populateCommand(new ReportJob(), arguments)
          .report(SparkSessions.shared(), Timeline.hidden());
    } finally {
      System.setOut(out);
      System.setErr(err);
      said = told.toString(StandardCharsets.UTF_8);
      complained = warned.toString(StandardCharsets.UTF_8);
    }
  }

  private Path page() {
    return folder.resolve("page.html");
  }

  private String reported(String... arguments) throws Exception {
    report(
        Stream.concat(Stream.of("--output", page().toString()), Stream.of(arguments))
            .toArray(String[]::new));
    return Files.readString(page());
  }

  /** Of each file below, when it was written last. */
  private static Map<String, String> files(Path below) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(below)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path).toString());
      }
    }
    return files;
  }

  private static List<String> texts(String html, String element) {
    return Pattern.compile("<%1$s(?: [^>]*)?>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
        .matcher(html)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void showsOfTheLastEpochWhatEvaluateWroteIntoItsTableAndLeavesAllAsItWas() throws Exception {
    List<Evaluation> table = InThisJvm.evaluations(shared.toString(), "seed-1");
    Evaluation last = table.get(1);
    Map<String, String> before = files(shared);

    String html = reported("--run", run(1));

    assertThat(said.lines())
        .containsExactly(
            "run seed-1: lenet5, 2 epochs on 1,000 test images of builtin:digits",
            String.format(
                Locale.ROOT,
                "epoch 2: %.2f %% of 1,000 digits of builtin:digits are right (%.2f %% to %.2f %%)",
                100 * last.accuracy(),
                100 * last.accuracyLow(),
                100 * last.accuracyHigh()),
            "report: " + page());
    assertThat(complained).isEmpty();
    assertThat(table).hasSize(2);
    assertThat(texts(html, "strong"))
        .startsWith(
            "%.2f %%".formatted(100 * last.accuracy()),
            Long.toString(last.examples() - last.correct()));
    for (int truth = 0; truth < 10; truth++) {
      StringBuilder row = new StringBuilder("<tr><td class=\"number\">" + truth + "</td>");
      last.confusion()
          .get(truth)
          .forEach(count -> row.append("<td class=\"number\">").append(count).append("</td>"));
      assertThat(html).contains(row);
    }
    for (Evaluation epoch : table) {
      assertThat(html)
          .contains(
              "%.2f (%.2f–%.2f)"
                  .formatted(
                      100 * epoch.accuracy(),
                      100 * epoch.accuracyLow(),
                      100 * epoch.accuracyHigh()),
              "%.4f".formatted(epoch.loss()));
    }
    assertThat(files(shared)).isEqualTo(before);
  }

  /** At most forty; fewer if the network is wrong less often. */
  @Test
  void showsTheDigitsThatItIsWrongAbout() throws Exception {
    Evaluation last = InThisJvm.evaluations(shared.toString(), "seed-1").get(1);

    String html = reported("--run", run(1));

    long wrong = last.examples() - last.correct();
    assertThat(wrong).isPositive();
    assertThat(texts(html, "figcaption")).hasSize((int) Math.min(wrong, 40));
  }

  @Test
  void makesNoTableOfEvaluations() throws Exception {
    SmallRun small = SmallRun.in(folder).withData();
    small.begin("--epochs", "1");

    String html = reported("--run", folder.resolve("run").toString());

    assertThat(html).contains("id=\"accuracy\"");
    assertThat(folder.resolve(Evaluations.DEFAULT_NAME)).doesNotExist();
  }

  @Test
  void cannotTellARunFromItself() throws Exception {
    String html = reported("--run", run(1), "--compare", run(1));

    assertThat(html)
        .contains("cannot be told apart", "p = 1.0000", "the very same parameters", "trained alike")
        .contains("+0.00 points");
    assertThat(said)
        .contains(
            "beside epoch 2 of "
                + run(1)
                + ": They cannot be told apart: 0 digits are right by this run");
  }

  @Test
  void saysInWhatAnotherRunWasTrainedOtherwise() throws Exception {
    String html = reported("--run", run(1), "--compare", run(2), run(1));

    assertThat(texts(html, "h3"))
        .startsWith("seed-1 beside seed-2")
        .filteredOn(title -> title.contains(" beside "))
        .hasSize(2);
    String first = html.substring(html.indexOf("seed-1 beside seed-2"));
    assertThat(first.substring(0, first.indexOf(" beside ", 20)))
        .contains(
            "Their parameters differ", "<tr><th scope=\"row\">seed</th><td>1</td><td>2</td></tr>")
        .containsOnlyOnce("scope=\"row\"");
  }

  /** The parameters that come out of it are those that the page promises. */
  @Test
  void givesTheCommandThatMakesTheRunAgain() throws Exception {
    SmallRun small = SmallRun.in(folder).withData();
    small.begin("--epochs", "2", "--updater", "NESTEROVS", "--learning-rate", "0.001");

    String html = reported("--run", folder.resolve("run").toString());
    String command = texts(texts(html, "pre").get(0), "code").get(0).lines().toList().get(0);
    List<String> words = List.of(command.split(" "));
    InThisJvm.train(
        words.subList(2, words.size()).stream()
            .map(word -> word.equals("nesterovs") ? "NESTEROVS" : word)
            .map(word -> word.equals("he_uniform") ? "HE_UNIFORM" : word)
            .toArray(String[]::new));

    List<String> parameters = small.parameters();
    assertThat(texts(html, "code")).last().isEqualTo(parameters.get(1));
    assertThat(SmallRun.in(folder).file("run.json")).exists();
    assertThat(new testing.Runs(folder).hashes("run-again")).isEqualTo(parameters);
  }

  @Test
  void replacesAnOldPageWhole() throws Exception {
    Files.writeString(page(), "old ".repeat(1_000_000));

    String html = reported("--run", run(1));

    assertThat(html).startsWith("<!DOCTYPE html>").endsWith("</html>").doesNotContain("old old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing beside it").containsExactly(page());
    }
  }

  @Test
  void putsThePageHereEvenWhereAFolderHasASpaceInItsName() throws Exception {
    Path here = Files.createDirectory(folder.resolve("a folder, 100 %"));

    WholeText.write(HADOOP, ReportJob.page(here, "first"), "whole");

    assertThat(here.resolve("report-first.html")).hasContent("whole");
  }

  @Test
  void goesWithoutAccuracyWhereTheTestSetIsMissingAndSaysSo() throws Exception {
    SmallRun small = SmallRun.in(folder).withData();
    small.begin("--epochs", "1");
    Files.delete(small.data("t10k-labels-idx1"));

    String html = reported("--run", folder.resolve("run").toString());

    assertThat(complained)
        .startsWith("No test set is in ")
        .contains(folder.resolve("data").toString(), "without accuracy", "--data");
    assertThat(html)
        .contains("id=\"loss\"", "id=\"inside\"", "Its 6 filters, 5×5")
        .doesNotContain(
            "id=\"accuracy\"", "id=\"mistakes\"", "One digit on its way", "evaluate --run");
  }

  @Test
  void refusesATestSetThatWasAskedForAndIsMissing() {
    assertThatThrownBy(() -> reported("--run", run(1), "--data", folder.toString()))
        .isInstanceOf(IdxException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("t10k-images-idx3-ubyte");
    assertThat(said).isEmpty();
  }

  @Test
  void refusesARunThatIsNotThereWhicheverItIs() {
    String none = shared.resolve("none").toString();

    assertThatThrownBy(() -> reported("--run", none))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(none);
    assertThatThrownBy(() -> reported("--run", run(1), "--compare", none))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(none);
    assertThat(page()).doesNotExist();
  }

  @Test
  void refusesARunWithoutAnEpoch() throws Exception {
    try (RunWriter writer = RunWriter.take(HADOOP, folder.toString(), "begun")) {
      writer.update(SampleRuns.run("begun", 3));
    }

    assertThatThrownBy(() -> reported("--run", folder.resolve("begun").toString()))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("expected at least one epoch in")
        .hasMessageContaining(folder.resolve("begun") + ", found none");
    assertThat(page()).doesNotExist();
  }

  /** These take layers that others have not. */
  @ParameterizedTest
  @ValueSource(strings = {"lenet5-1998", "lenet5-batchnorm"})
  void looksIntoNetworksWhosePaddingIsALayer(String architecture) throws Exception {
    SmallRun small = SmallRun.in(folder).withData();
    small.begin("--epochs", "1", "--architecture", architecture);

    assertThat(reported("--run", folder.resolve("run").toString()))
        .contains("id=\"inside\"", "convolution: 6 maps of 28×28");
  }

  @Test
  void refusesWrongUsageWithAllItsFaults() {
    StringWriter err = new StringWriter();
    PrintWriter to = new PrintWriter(err, true);

    assertThat(
            Main.commandLine(to, to)
                .execute(
                    "report", "--run", " ", "--compare", "", "--data", "", "--output", "x.txt"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "wrong usage: --run: expected a directory, found ''",
            "wrong usage: --compare: expected a directory, found ''",
            "wrong usage: --data: expected a directory, found ''",
            "wrong usage: --output: expected a name that ends in .html, found x.txt",
            "See: submit.sh report --help");
  }

  @Test
  void refusesAPlaceWhereNoPageCanBeBeforeSparkStarts() {
    StringWriter err = new StringWriter();
    PrintWriter to = new PrintWriter(err, true);

    assertThat(Main.commandLine(to, to).execute("report", "--run", "r", "--output", "22:00.html"))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Cannot write '22:00.html' (--output): expected a place on a file system");
  }
}
