package model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code ReplicaSoak KERNELS STEPS}: trains that many minibatches, a new replica every 1,000, and
 * prints the resident memory of this process at every tenth, and at the end its growth since the
 * first tenth, as one line of JSON; ends with 1 if that is more than 5 %. Linux alone tells it.
 */
final class ReplicaSoak {
  private static final int ROWS = 64_000;
  private static final int BATCH = 64;
  private static final double MOST_GROWTH = 1.05;
  private static final Path STATUS = Path.of("/proc/self/status");

  private ReplicaSoak() {}

  public static void main(String[] words) throws IOException {
    Kernels kernels = Kernels.valueOf(words[0].toUpperCase(Locale.ROOT));
    int steps = Integer.parseInt(words[1]);
    Recipe recipe =
        new Recipe(
            Architecture.LENET5,
            Architecture.LENET5.defaults().withBatchSize(BATCH),
            /* seed= */ 1,
            kernels);
    List<ImageBlock> shard = new ArrayList<>();
    ImageBlock.pack(Rows.sortedByLabel(ROWS, 1).iterator()).forEachRemaining(shard::add);
    NetworkState state =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
    List<Long> kilobytes = new ArrayList<>();
    for (int done = 0, epoch = 1; done < steps; epoch++) {
      state = train(recipe, shard, state, epoch);
      done += ROWS / BATCH;
      if (done >= (kilobytes.size() + 1) * (long) steps / 10) {
        kilobytes.add(residentKilobytes());
        System.err.printf("%,d steps: %,d kB%n", done, kilobytes.get(kilobytes.size() - 1));
      }
    }
    double growth = (double) kilobytes.get(kilobytes.size() - 1) / kilobytes.get(0);
    System.out.printf(Locale.ROOT, "{\"steps\": %d, \"growth\": %.4f}%n", steps, growth);
    System.exit(growth > MOST_GROWTH ? 1 : 0);
  }

  private static NetworkState train(
      Recipe recipe, List<ImageBlock> shard, NetworkState state, int epoch) {
    try (Minibatches minibatches =
        Minibatches.shuffled(shard.iterator(), BATCH, Seeds.shuffle(recipe.seed(), epoch, 0))) {
      return new Replica(recipe, 0, state).train(minibatches, ReplicaProgress.UNTOLD).state();
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
