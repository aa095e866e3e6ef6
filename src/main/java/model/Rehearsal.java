package model;

import java.util.Iterator;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A replica that trains on a few blank images and is forgotten: loads ND4J's natives, and the
 * classes of a network, its training and its archive, so that the first epoch does not have to.
 */
public final class Rehearsal {
  private static final int MINIBATCHES = 60;

  private Rehearsal() {}

  /** Changes nothing that a training depends on. */
  public static void of(Recipe recipe) {
    Architecture architecture = recipe.architecture();
    // Its own hyperparameters: others might diverge, or take more memory than is there.
    Recipe rehearsed =
        new Recipe(architecture, architecture.defaults(), recipe.seed(), recipe.kernels());
    MultiLayerNetwork network = architecture.network(architecture.defaults(), recipe.seed());
    ModelArchive.bytes(network);
    int batchSize = architecture.defaults().batchSize();
    try (Minibatches minibatches = Minibatches.inOrder(blank(MINIBATCHES * batchSize), batchSize)) {
      new Replica(rehearsed, 0, NetworkState.of(network)).train(minibatches, rows -> {});
    }
    NativeKernels.release(network);
  }

  private static Iterator<ImageBlock> blank(int rows) {
    byte[] image = new byte[ImageBlock.PIXELS];
    return ImageBlock.pack(
        LongStream.range(0, rows).mapToObj(row -> new LabelledImage(row, 0, image)).iterator());
  }
}
