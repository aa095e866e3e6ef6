package model;

import bench.Measurement;
import bench.TrainingImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * {@code ReplicaBench DATA KERNELS ROWS WARM-UP PASSES}: what one replica does in an epoch, as
 * {@link EpochAveraging} has it done: minibatches of 64 made from bytes, forward, backward, Adam;
 * each pass a new replica that goes on from the state of the last. One thread, one line of JSON.
 */
final class ReplicaBench {
  /** Exit code: these kernels don't run here. */
  private static final int NOT_HERE = 3;

  private static final int BATCH = 64;
  private static final int SHARD = 0;

  private final Recipe recipe;
  private final List<ImageBlock> shard;
  private NetworkState state;

  private ReplicaBench(Recipe recipe, List<ImageBlock> shard) {
    this.recipe = recipe;
    this.shard = shard;
    this.state =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
  }

  public static void main(String[] words) throws IOException {
    Kernels kernels = Kernels.valueOf(words[1].toUpperCase(Locale.ROOT));
    kernels
        .obstacle(Architecture.LENET5)
        .ifPresent(
            obstacle -> {
              System.err.printf("the %s kernels do not run here: %s%n", words[1], obstacle);
              System.exit(NOT_HERE);
            });
    TrainingImages images = TrainingImages.read(Path.of(words[0]), Integer.parseInt(words[2]));
    ReplicaBench replica = new ReplicaBench(recipe(kernels), blocks(images));
    Measurement found =
        Measurement.of(
            "step-" + words[1],
            images.rows(),
            Integer.parseInt(words[3]),
            Integer.parseInt(words[4]),
            replica::train);
    System.out.println(found.json());
  }

  private static Recipe recipe(Kernels kernels) {
    return new Recipe(
        Architecture.LENET5,
        Architecture.LENET5.defaults().withBatchSize(BATCH),
        /* seed= */ 1,
        kernels);
  }

  private static List<ImageBlock> blocks(TrainingImages images) {
    Iterator<LabelledImage> rows =
        IntStream.range(0, images.rows())
            .mapToObj(row -> new LabelledImage(row, images.label(row), images.image(row)))
            .iterator();
    List<ImageBlock> blocks = new ArrayList<>();
    ImageBlock.pack(rows).forEachRemaining(blocks::add);
    return blocks;
  }

  private void train(int epoch) {
    try (Minibatches minibatches =
        Minibatches.shuffled(shard.iterator(), BATCH, Seeds.shuffle(recipe.seed(), epoch, SHARD))) {
      state = new Replica(recipe, SHARD, state).train(minibatches, ReplicaProgress.UNTOLD).state();
    }
  }
}
