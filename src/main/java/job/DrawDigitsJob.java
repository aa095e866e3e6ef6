package job;

import io.digits.DrawnSet;
import io.idx.IdxWriter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code draw-digits}: makes a training set of any size. */
@Command(
    name = "draw-digits",
    description = {
      "Draws a training set of any size (not MNIST), 785 bytes a digit, uncompressed.",
      "The same rows and seed give the same bytes everywhere. To score what was",
      "trained on it: evaluate --data builtin:digits, drawn by the same hands."
    })
final class DrawDigitsJob extends Job {
  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  @Spec private CommandSpec spec;

  @Option(
      names = "--rows",
      required = true,
      paramLabel = "N",
      description = "How many, 1..4294967295.")
  private Long rows;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = {
        "Where train-images-idx3-ubyte and train-labels-idx1-ubyte go.",
        "Made if it is not there; refused if it holds a training set."
      })
  private String directory;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Any whole number of 64 bits. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  private long lastLine;

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    faults.within("--rows", rows, 1, IdxWriter.MOST_ITEMS);
    faults.notBlank("--to", directory);
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    try (SparkSession session = Application.start()) {
      draw(session.sparkContext().hadoopConfiguration());
    }
    return 0;
  }

  private void draw(Configuration hadoop) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    lastLine = System.nanoTime();
    new DrawnSet(rows, seed).writeTo(hadoop, directory, this::show);
    out.printf(Locale.ROOT, "%,d digits are in %s%n", rows, directory);
  }

  /** A sign of life every ten seconds. */
  private void show(long drawn) {
    if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      spec.commandLine().getErr().printf(Locale.ROOT, "%,d of %,d digits%n", drawn, rows);
    }
  }
}
