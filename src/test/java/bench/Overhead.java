package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code Overhead SLOTS RUN…}: what an epoch of these runs took beside its replicas' own training,
 * by its {@code epoch.json}: as a multiple of the slowest replica's seconds, which says all if
 * every replica had a slot of its own; and in milliseconds beyond the replicas' seconds divided by
 * the slots, which are what is lost at least. Median, least and most of the epochs after the first.
 */
public final class Overhead {
  private static final Pattern SECONDS = Pattern.compile("\"seconds\" : ([0-9.E-]+)");

  private Overhead() {}

  public static void main(String[] words) throws IOException {
    if (words.length < 2) {
      System.err.println("usage: Overhead SLOTS RUN…");
      System.exit(2);
    }
    int slots = Integer.parseInt(words[0]);
    List<Double> ratios = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int run = 1; run < words.length; run++) {
      for (Path epoch : epochs(Path.of(words[run]))) {
        List<Double> seconds = seconds(Files.readString(epoch.resolve("epoch.json")));
        List<Double> replicas = seconds.subList(1, seconds.size());
        double slowest = replicas.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double sum = replicas.stream().mapToDouble(Double::doubleValue).sum();
        ratios.add(seconds.get(0) / slowest);
        losses.add(1000 * (seconds.get(0) - sum / slots));
      }
    }
    Spread ratio = Spread.of(ratios);
    Spread loss = Spread.of(losses);
    System.out.printf(
        Locale.ROOT,
        "%d epochs: %.3f (%.3f-%.3f) times the slowest replica; %.0f (%.0f-%.0f) ms beyond the replicas' work%n",
        ratios.size(),
        ratio.median(),
        ratio.least(),
        ratio.greatest(),
        loss.median(),
        loss.least(),
        loss.greatest());
  }

  private static List<Path> epochs(Path run) throws IOException {
    try (Stream<Path> folders = Files.list(run.resolve("epochs"))) {
      return folders.sorted().skip(1).toList();
    }
  }

  /** The epoch's, and then each replica's. */
  private static List<Double> seconds(String json) {
    List<Double> seconds = new ArrayList<>();
    for (Matcher found = SECONDS.matcher(json); found.find(); ) {
      seconds.add(Double.valueOf(found.group(1)));
    }
    return seconds;
  }
}
