package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.RunRecord;
import io.SampleRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import model.Architecture;
import model.PairedScore;
import org.junit.jupiter.api.Test;

/** Of 1,000 rows. */
class ComparisonsTest {
  private static final ReportedRun RUN = Samples.run("this", Samples.faultless(1));
  private static final ReportedRun OTHER = Samples.run("other", Samples.faultless(1));

  /** Rows that this run alone has right, and those that the other alone has. */
  private static PairedScore score(int gained, int lost) {
    return PairedScore.builder(Architecture.CLASSES)
        .add(1, 7, 1, gained)
        .add(2, 2, 3, lost)
        .add(0, 0, 0, 900)
        .add(9, 4, 4, 100 - gained - lost)
        .build();
  }

  private static String page(ReportedRun run, ReportedRun other, int gained, int lost) {
    return new Comparisons(run, List.of(new Comparison(other, Optional.of(score(gained, lost)))))
        .shown()
        .render();
  }

  /** p of 7 and 1 is 0.0391 (Fagerland, Lydersen and Laake 2013). */
  @Test
  void saysWhichRunIsTheBetterOneAndByHowMuch() {
    String html = page(RUN, OTHER, 7, 1);
    assertThat(html)
        .contains("this run is the better one", "7 digits", "1 by the other", "p = 0.0391")
        .contains("90.70 % here, 90.10 % there", "+0.60 points (+0.")
        .doesNotContain("cannot be told apart");

    String reversed = page(RUN, OTHER, 1, 7);
    assertThat(reversed)
        .contains("the other run is the better one", "1 digits", "7 by the other", "p = 0.0391")
        .contains("90.10 % here, 90.70 % there", "-0.60 points (-")
        .doesNotContain("cannot be told apart");
  }

  @Test
  void saysThatSixToOneCannotBeToldApart() {
    assertThat(page(RUN, OTHER, 6, 1))
        .contains("cannot be told apart", "p = 0.0703", "+0.50 points (-0.")
        .doesNotContain("better");
    assertThat(page(RUN, OTHER, 0, 0)).contains("cannot be told apart", "p = 1.0000");
  }

  @Test
  void writesPointsWhateverTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(page(RUN, OTHER, 7, 1)).contains("90.70 %", "+0.60 points", "p = 0.0391");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void holdsParametersAgainstEachOtherWithoutATestSetToo() {
    String html =
        new Comparisons(RUN, List.of(new Comparison(OTHER, Optional.empty()))).shown().render();

    assertThat(html)
        .contains("no test set", "the very same parameters")
        .doesNotContain("p =", "points");
  }

  @Test
  void listsWhatDiffersAndNothingElse() {
    RunRecord record = SampleRuns.run("other", 1);
    RunRecord.Options options = record.options();
    RunRecord other =
        Samples.with(
            record,
            new RunRecord.Options(
                "lenet5-3x3",
                options.replicas(),
                options.batchSize(),
                options.epochs(),
                options.updater(),
                0.0025,
                options.momentum(),
                options.initialisation(),
                7,
                options.validationFraction(),
                "fast"));

    String html = page(RUN, Samples.run(other, Samples.faultless(1)), 1, 1);

    assertThat(Samples.rows(html))
        .containsExactly(
            List.of("trained otherwise in", "this", "other"),
            List.of("architecture", "lenet5", "lenet5-3x3"),
            List.of("learning rate", "0.001", "0.0025"),
            List.of("seed", "1", "7"),
            List.of("kernels", "dl4j", "fast"));
  }

  @Test
  void knowsARetrainingFromAPlainTraining() {
    RunRecord record = SampleRuns.run("other", 1);
    RunRecord retrained =
        new RunRecord(
            "other",
            record.state(),
            record.startedAt(),
            record.options(),
            record.data(),
            record.software(),
            new RunRecord.Retraining(0.25, null));

    assertThat(Samples.rows(page(RUN, Samples.run(retrained, Samples.faultless(1)), 1, 1)))
        .hasSize(2)
        .last()
        .satisfies(
            row -> assertThat(row).startsWith("retraining", "").last().asString().contains("0.25"));
  }

  /** Name, place, time and state say nothing of why two runs differ. */
  @Test
  void takesRunsOfTheSameOptionsForTrainedAlike() {
    RunRecord record = SampleRuns.run("other", 1);
    RunRecord elsewhere =
        Samples.with(
            new RunRecord(
                "other",
                RunRecord.State.COMPLETE,
                "2027-01-01T00:00:00Z",
                record.options(),
                record.data(),
                record.software(),
                null),
            Samples.named("elsewhere", record.data()));

    assertThat(page(RUN, Samples.run(elsewhere, Samples.faultless(1)), 0, 0))
        .contains("trained alike")
        .doesNotContain("<table");
  }

  @Test
  void tellsRunsOfOneNameApartByTheirPaths() {
    ReportedRun twin =
        new ReportedRun("/elsewhere/this", RUN.record(), RUN.epochs(), RUN.evaluations());

    assertThat(Samples.texts(page(RUN, twin, 0, 0), "h3"))
        .containsExactly("/runs/this beside /elsewhere/this");
    assertThat(new Curves(List.of(RUN, twin)).shown().render())
        .contains("/runs/this, test", "/elsewhere/this, test");
  }

  @Test
  void comparesInTheOrderInWhichTheyWereAskedFor() {
    List<Comparison> comparisons = new ArrayList<>();
    for (String name : List.of("zeta", "alpha", "mid")) {
      comparisons.add(
          new Comparison(Samples.run(name, Samples.faultless(1)), Optional.of(score(0, 0))));
    }

    assertThat(Samples.texts(new Comparisons(RUN, comparisons).shown().render(), "h3"))
        .containsExactly("this beside zeta", "this beside alpha", "this beside mid");
  }
}
