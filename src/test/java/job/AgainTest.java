package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.RunRecord;
import io.SampleRuns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import job.report.ReportedRun;
import model.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands are held against what a shell and {@code train} make of them. */
class AgainTest {
  private static final Optional<String> NO_TEST_SET = Optional.empty();

  private static ReportedRun run(String path, RunRecord record) {
    return new ReportedRun(path, record, List.of(SampleRuns.epoch(1, new byte[] {1})), List.of());
  }

  private static RunRecord record(
      String source, String updater, double momentum, double validationFraction) {
    RunRecord sample = SampleRuns.run("first", 3);
    RunRecord.Data data = sample.data();
    return new RunRecord(
        "first",
        sample.state(),
        sample.startedAt(),
        new RunRecord.Options(
            "lenet5-3x3",
            5,
            32,
            3,
            updater,
            1.5e-4,
            momentum,
            "LECUN_1998",
            42,
            validationFraction,
            "dl4j"),
        new RunRecord.Data(
            source,
            source.equals("builtin:digits") ? data.images() : source + "/train-images-idx3-ubyte",
            data.labels(),
            data.rows(),
            data.heldOutRows(),
            data.imagesSha256(),
            data.labelsSha256()),
        sample.software(),
        null);
  }

  /** The words of each line, as bash takes them. */
  private static List<String> words(String line) throws Exception {
    Process bash = new ProcessBuilder("bash", "-c", "printf '%s\\n' " + line).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return out.lines().toList();
  }

  private static TrainRequest request(List<String> words) {
    assertThat(words).startsWith("scripts/submit.sh", "train");
    TrainOptions options = new TrainOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true) // as Main has it
        .parseArgs(words.subList(2, words.size()).toArray(String[]::new));
    Faults faults = new Faults();
    options.addFaults(faults);
    assertThat(faults.all()).isEmpty();
    Recipe recipe = options.recipe(Optional.empty());
    return options.request(recipe, options.data(Optional.empty()), Optional.empty(), 1);
  }

  /** 0 is a momentum of its own: without it, nesterovs takes 0.9. */
  @ParameterizedTest
  @CsvSource({"adam, 0, 0", "sgd, 0, 0.25", "nesterovs, 0.5, 0.125", "nesterovs, 0, 0"})
  void trainsWithTheVeryOptionsOfTheRun(String updater, double momentum, double fraction)
      throws Exception {
    RunRecord record = record("mnist", updater, momentum, fraction);

    String command = Again.commands(run("/all/runs/first", record), NO_TEST_SET);

    TrainRequest request = request(words(command));
    assertThat(Records.options(request)).isEqualTo(record.options());
    assertThat(request.runs()).isEqualTo("/all/runs");
    assertThat(request.runId()).isEqualTo("first-again");
    assertThat(request.data()).isEqualTo(new DataSource("mnist", "/all/runs"));
  }

  @Test
  void namesWhatHasADefaultOnlyWhereItIsAnother() {
    assertThat(Again.commands(run("/runs/first", record("d", "adam", 0, 0)), NO_TEST_SET))
        .doesNotContain("--momentum", "--validation-fraction", "evaluate");
    assertThat(Again.commands(run("/runs/first", record("d", "nesterovs", 0.5, 0.25)), NO_TEST_SET))
        .contains(" --momentum 0.5 ", " --validation-fraction 0.25");
  }

  @Test
  void scoresTheNewRunOnTheSameTestSet() throws Exception {
    List<String> lines =
        Again.commands(
                run("hdfs://host:8020/runs/first", record("d", "adam", 0, 0)),
                Optional.of("builtin:digits"))
            .lines()
            .toList();

    assertThat(lines).hasSize(2);
    assertThat(words(lines.get(1)))
        .containsExactly(
            "scripts/submit.sh",
            "evaluate",
            "--run",
            "hdfs://host:8020/runs/first-again",
            "--data",
            "builtin:digits");
  }

  @ParameterizedTest
  @CsvSource({"122, ''", "123, ''", "128, ''", "128, -again", "122, -again"})
  void namesARunThatCanBeHoweverLongTheNameOfTheOneBeforeIs(int length, String ending)
      throws Exception {
    RunRecord sample = record("d", "adam", 0, 0);
    String runId = "r".repeat(length - ending.length()) + ending;
    RunRecord record =
        new RunRecord(
            runId,
            sample.state(),
            sample.startedAt(),
            sample.options(),
            sample.data(),
            sample.software(),
            null);

    List<String> lines =
        Again.commands(run("/runs/" + runId, record), Optional.of("mnist")).lines().toList();

    TrainRequest request = request(words(lines.get(0)));
    assertThat(request.runId()).startsWith("rrrrr").endsWith("-again").isNotEqualTo(runId);
    assertThat(words(lines.get(1))).contains("/runs/" + request.runId());
  }

  @Test
  void quotesPathsThatAShellWouldTakeApart() throws Exception {
    String odd = "file:/my runs/$(date) it's; rm *";
    List<String> lines =
        Again.commands(
                run(odd + "/first", record("/a 'b' \"c\"", "adam", 0, 0)), Optional.of("te st"))
            .lines()
            .toList();

    TrainRequest request = request(words(lines.get(0)));
    assertThat(request.runs()).isEqualTo(odd);
    assertThat(request.data().name()).isEqualTo("/a 'b' \"c\"");
    assertThat(words(lines.get(1))).endsWith("--run", odd + "/first-again", "--data", "te st");
  }

  /** {@code train} has no option for the rows and the model that a night began with. */
  @Test
  void givesNoCommandForAChallengerOfANight() {
    RunRecord plain = record("d", "adam", 0, 0);
    RunRecord challenger =
        new RunRecord(
            "first",
            plain.state(),
            plain.startedAt(),
            plain.options(),
            plain.data(),
            plain.software(),
            new RunRecord.Retraining(0.25, null));

    assertThat(Again.commands(run("/runs/first", challenger), Optional.of("mnist")))
        .startsWith("#")
        .contains("retrain")
        .doesNotContain("scripts/submit.sh", "\n");
  }
}
