package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code Table FIGURES}: what {@code scripts/bench.sh} measured, as a table in Markdown. */
final class Table {
  /** Names of figures that are seconds; all others are so many a second. */
  private static final String SECONDS = "wall-";

  private static final String FAST = "step-fast";
  private static final String DL4J = "step-dl4j";
  private static final String SPARK = "spark-ours";
  private static final String WALL = "wall-ours";
  private static final String PEAK = "fma-peak";

  /**
   * Operations an image that the fast kernels cannot leave out, a multiply-add counting as two:
   * both convolutions (235,200 + 480,000) and the dense layers (117,840) forwards; backwards the
   * convolutions at the maximum of each 2×2 alone (a quarter of 235,200, of 480,000 for the weights
   * and of 480,000 for the input), the dense layers twice.
   */
  static final int OPERATIONS =
      235_200 + 480_000 + 117_840 + (235_200 + 2 * 480_000) / 4 + 2 * 117_840;

  private final Map<String, Spread> figures;

  private Table(Map<String, Spread> figures) {
    this.figures = figures;
  }

  public static void main(String[] words) throws IOException {
    System.out.print(of(Files.readAllLines(Path.of(words[0]))).markdown());
  }

  /**
   * @param lines each {@code NAME VALUE}, one a round
   */
  static Table of(List<String> lines) {
    Map<String, List<Double>> values =
        lines.stream()
            .map(line -> line.split(" ", 2))
            .collect(
                Collectors.groupingBy(
                    words -> words[0],
                    Collectors.mapping(
                        words -> Double.parseDouble(words[1]), Collectors.toList())));
    return new Table(
        values.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> Spread.of(entry.getValue()))));
  }

  /** What was not measured has no line. */
  String markdown() {
    String step = figures.containsKey(FAST) ? FAST : DL4J;
    String rows =
        Stream.of(
                row("replica step, images/s: **ours, fast kernels**", FAST, step),
                row("replica step: ours, DL4J's layers with oneDNN helpers", DL4J, step),
                row("replica step: PyTorch", "step-torch", step),
                row("replica step: stock DL4J", "step-stock", step),
                row("on Spark, images/s: **ours**", SPARK, SPARK),
                row("without Spark: PyTorch, two processes", "spark-torch", SPARK),
                row("on Spark: stock DL4J's parameter averaging", "spark-stock", SPARK),
                row("on Spark: BigDL, a smaller net", "spark-bigdl", SPARK),
                row("whole command, seconds: **ours**", WALL, WALL),
                row("whole command: PyTorch, two processes", "wall-torch", WALL),
                row("multiply-adds out of registers, GFLOP/s", PEAK, PEAK))
            .collect(Collectors.joining());
    return "| | median | least | greatest | ours is so many times as fast |\n|---|---|---|---|---|\n"
        + rows
        + shareOfPeak();
  }

  private String row(String what, String name, String ours) {
    Spread found = figures.get(name);
    return found == null
        ? ""
        : String.format(
            "| %s | %s | %s | %s | %s |\n",
            what,
            Spread.rounded(found.median()),
            Spread.rounded(found.least()),
            Spread.rounded(found.greatest()),
            name.equals(ours) || !figures.containsKey(ours) ? "" : factor(name, ours));
  }

  private String factor(String theirs, String ours) {
    double ratio = figures.get(ours).median() / figures.get(theirs).median();
    return String.format(Locale.ROOT, "%.2f", theirs.startsWith(SECONDS) ? 1 / ratio : ratio);
  }

  private String shareOfPeak() {
    if (!figures.containsKey(FAST) || !figures.containsKey(PEAK)) {
      return "";
    }
    double done = figures.get(FAST).median() * OPERATIONS / 1e9;
    return String.format(
        Locale.ROOT,
        "\nThe fast kernels do %.1f GFLOP/s, %.0f %% of the peak.\n",
        done,
        100 * done / figures.get(PEAK).greatest());
  }
}
