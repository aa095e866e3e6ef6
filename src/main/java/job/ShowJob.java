package job;

import io.PlaceTrial;
import io.WholePng;
import io.idx.IdxPair;
import io.idx.LabelCounts;
import io.idx.LabelledRows;
import io.idx.RowSample;
import io.idx.SampledRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code show}: draws some of a set's images where people can look at them; needs no Spark. */
@Command(
    name = "show",
    description = {
      "Shows images of a set on the terminal, each with its label and row, and how many there are"
          + " of each label.",
      "The rows are spread evenly over the file; the same options show the same ones. If all fit"
          + " side by side they are drawn at full size, and else at half: fewer rows, or a wider"
          + " terminal (COLUMNS), show more of each.",
      "Without colours if NO_COLOR is set, and where no terminal is: then at half size dots stand"
          + " for pixels brighter than half."
    })
final class ShowJob extends Job {
  private static final int MOST_ROWS = 5_000;
  private static final int USUAL_ROWS = 40;

  /** Beside the digits: the summary, what is shown, and the shell's next prompt. */
  private static final int OTHER_LINES = 6;

  /** Of images, in pixels. */
  private static final int LONGEST_SIDE = 128;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A directory of IDX files, or " + DataSource.BUILTIN + ".")
  private String data;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "train or test. Default: ${DEFAULT-VALUE}.")
  private Part part = Part.TRAIN;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "How many, 1.."
              + MOST_ROWS
              + ". Default: "
              + USUAL_ROWS
              + ", or fewer if a terminal does not hold them.")
  private Integer rows;

  @Option(names = "--label", paramLabel = "D", description = "Only rows with this label, 0..9.")
  private Integer label;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "A PNG of the same rows in the same order; replaces one that is there.")
  private String output;

  /** The parts of a data set. */
  private enum Part {
    TRAIN(IdxPair.TRAIN),
    TEST(IdxPair.TEST);

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.notBlank("--data", data);
    faults.within("--rows", rows, 1, MOST_ROWS);
    faults.within("--label", label, 0, LabelledRows.CLASSES - 1L);
    faults.notBlank("--output", output);
    faults.endsIn("--output", output, ".png");
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    Timeline timeline = timeline();
    PrintWriter out = spec.commandLine().getOut();
    Configuration hadoop = settings();
    requirePlace(hadoop);
    LabelledRows set = new DataSource(data, /* runs= */ "").rows(hadoop, part.prefix);
    requireSize(set);
    timeline.passed("files found");
    LabelCounts counts = LabelCounts.of(set);
    out.print(summary(set, counts));
    requireLabel(counts);
    Screen screen = Screen.ofStdout();
    int most = rows == null ? usual(set, screen, output == null ? 0 : 1) : rows;
    RowSample sample = RowSample.of(set, counts, most, wanted());
    timeline.passed("rows read");
    out.print(DigitBlocks.of(sample.rows(), screen));
    out.println(shown(sample));
    if (output != null) {
      WholePng.write(hadoop, output, DigitGrid.of(sample.rows()));
      int across = DigitGrid.across(sample.rows().size());
      out.printf("picture: %s, %d across, in this order%n", output, across);
      timeline.passed("picture written");
    }
    return 0;
  }

  /**
   * Hadoop's settings; without the classes of Spark, which take as long to load as all the rest,
   * where scripts/submit.sh has started this without Spark.
   */
  private static Configuration settings() {
    boolean spark =
        System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("spark."));
    return spark ? hadoop() : new Configuration();
  }

  /** At first: nobody looks for a fault of his command line below forty digits. */
  private void requirePlace(Configuration hadoop) {
    if (output != null) {
      PlaceTrial.require(hadoop, output, "--output");
    }
  }

  /**
   * So many that nothing scrolls out of sight, where something can.
   *
   * @param more lines than are always there
   */
  static int usual(LabelledRows set, Screen screen, int more) {
    int pixels = set.height() * set.width();
    SampledRow last =
        new SampledRow(set.count() - 1, 0, set.height(), set.width(), new byte[pixels]);
    return screen.lines().isEmpty()
        ? USUAL_ROWS
        : Math.min(
            USUAL_ROWS,
            DigitBlocks.fitting(last, screen, screen.lines().getAsInt() - OTHER_LINES - more));
  }

  private OptionalInt wanted() {
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }

  private static void requireSize(LabelledRows set) {
    if (Math.max(set.height(), set.width()) > LONGEST_SIDE) {
      throw new UnusableDataException(
          "Too large to be shown: expected images of at most %d×%d pixels, found %d×%d in %s. MNIST's are of 28×28: scale them, or name another directory (--data)"
              .formatted(LONGEST_SIDE, LONGEST_SIDE, set.height(), set.width(), set.place()));
    }
  }

  private void requireLabel(LabelCounts counts) {
    if (label != null && counts.with(label) == 0) {
      throw new UnusableDataException(
          "No row has the label %d: expected one at least among the %d of %s (%s), found none. Name a label that is there, or leave --label out"
              .formatted(label, counts.sum(), data, part));
    }
  }

  private String summary(LabelledRows set, LabelCounts counts) {
    return String.format(
            Locale.ROOT,
            "%s, %s: %,d rows of %d by %d pixels (%s)%n",
            data,
            part,
            set.count(),
            set.height(),
            set.width(),
            DataSource.BUILTIN.equals(data) ? set.place() : new Path(set.place()).getName())
        + table(counts);
  }

  private static String table(LabelCounts counts) {
    List<String> numbers =
        counts.byLabel().stream().map(count -> String.format(Locale.ROOT, "%,d", count)).toList();
    int width = 2 + numbers.stream().mapToInt(String::length).max().orElse(0);
    String labels =
        IntStream.range(0, numbers.size())
            .mapToObj(digit -> padded(width, String.valueOf(digit)))
            .collect(Collectors.joining());
    String rows =
        numbers.stream().map(number -> padded(width, number)).collect(Collectors.joining());
    return "label%s%nrows %s%n%n".formatted(labels, rows);
  }

  private static String padded(int width, String text) {
    return " ".repeat(width - text.length()) + text;
  }

  private String shown(RowSample sample) {
    String among = label == null ? "" : " with the label " + label;
    return sample.rows().size() == sample.among()
        ? String.format(
            Locale.ROOT, "all %,d rows%s; under each: label #row, from 0", sample.among(), among)
        : String.format(
            Locale.ROOT,
            "%,d of %,d rows%s, spread evenly; under each: label #row, from 0",
            sample.rows().size(),
            sample.among(),
            among);
  }
}
