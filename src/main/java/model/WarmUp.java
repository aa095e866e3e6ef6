package model;

import java.util.Iterator;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A replica that trains on blank images and is forgotten: loads ND4J's natives, and the classes of
 * a network, its training and its archive, and has the fast kernels compiled, so that the first
 * epoch does not have to.
 */
public final class WarmUp {
  /** After so many HotSpot has compiled every pass. */
  private static final int MINIBATCHES_UNTIL_COMPILED = 60;

  private static final int MINIBATCHES_OF_NATIVES = 3;

  private WarmUp() {}

  /** Changes nothing that a training depends on. */
  public static void of(Recipe recipe) {
    Architecture architecture = recipe.architecture();
    // Its own hyperparameters: others might diverge, or take more memory than is there.
    Recipe warming =
        new Recipe(architecture, architecture.defaults(), recipe.seed(), recipe.kernels());
    MultiLayerNetwork network = architecture.network(architecture.defaults(), recipe.seed());
    int batchSize = architecture.defaults().batchSize();
    int count =
        recipe.kernels() == Kernels.FAST ? MINIBATCHES_UNTIL_COMPILED : MINIBATCHES_OF_NATIVES;
    try (Minibatches minibatches = Minibatches.inOrder(blank(count * batchSize), batchSize)) {
      new Replica(warming, 0, NetworkState.of(network)).train(minibatches, ReplicaProgress.UNTOLD);
      ModelArchive.bytes(network);
    } finally {
      NativeKernels.release(network);
    }
  }

  private static Iterator<ImageBlock> blank(int rows) {
    byte[] image = new byte[ImageBlock.PIXELS];
    return ImageBlock.pack(
        LongStream.range(0, rows).mapToObj(row -> new LabelledImage(row, 0, image)).iterator());
  }
}
