package model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import scala.Tuple2;

/**
 * Scores several networks of one architecture in one pass over the rows: every partition is read
 * once and seen by each network. Counts and losses are summed within a partition in the order of
 * its rows and then in the order of the partitions, so the same partitions give the same bits on
 * any cluster.
 */
public final class Scoring {
  private static final int BATCH = 128;
  private static final int ROWS_IN_PARTITION = 1024;

  private Scoring() {}

  /**
   * Rows as {@link #score} takes them, in partitions of {@value #ROWS_IN_PARTITION} rows in file
   * order, whatever the partitions they come in.
   *
   * @param rows every row of the set exactly once, in any order
   * @param count how many there are
   */
  public static JavaRDD<ImageBlock> inFileOrder(JavaRDD<LabelledImage> rows, long count) {
    return rows.mapToPair(row -> new Tuple2<>(row.index(), row))
        .repartitionAndSortWithinPartitions(new ByIndex(count))
        .values()
        .mapPartitions(ImageBlock::pack, true);
  }

  private static final class ByIndex extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    ByIndex(long count) {
      partitions = Math.toIntExact((count + ROWS_IN_PARTITION - 1) / ROWS_IN_PARTITION);
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object index) {
      return (int) ((Long) index / ROWS_IN_PARTITION);
    }
  }

  /**
   * The score of each network, in their order.
   *
   * @param rows at least one
   * @param kernels that score
   * @param networks parameters of each network, {@code [parameters]}, in DL4J's order
   */
  public static List<Score> score(
      JavaRDD<ImageBlock> rows,
      Architecture architecture,
      Kernels kernels,
      List<float[]> networks) {
    Recipe recipe = new Recipe(architecture, architecture.defaults(), 0, kernels);
    Broadcast<float[][]> parameters =
        JavaSparkContext.fromSparkContext(rows.context())
            .broadcast(networks.toArray(float[][]::new));
    try {
      List<Score> totals =
          new ArrayList<>(Collections.nCopies(networks.size(), Score.empty(Architecture.CLASSES)));
      InOrder.forEach(
          rows.mapPartitions(
              partition ->
                  List.<Score[]>of(scores(partition, recipe, parameters.value())).iterator(),
              true),
          Score[].class,
          Function.identity(),
          scores -> {
            for (int i = 0; i < scores.length; i++) {
              totals.set(i, totals.get(i).plus(scores[i]));
            }
          });
      return totals;
    } finally {
      parameters.destroy();
    }
  }

  /**
   * What each network makes of one partition, of which only several networks need all rows held.
   */
  static Score[] scores(Iterator<ImageBlock> partition, Recipe recipe, float[][] networks) {
    NativeKernels.prepare();
    Iterable<ImageBlock> rows = networks.length == 1 ? () -> partition : held(partition);
    ScoredCrossEntropy scored = new ScoredCrossEntropy();
    MultiLayerNetwork network = recipe.kernels().network(recipe, scored);
    try {
      return scores(networks, network, scored, rows);
    } finally {
      NativeKernels.release(network);
    }
  }

  private static List<ImageBlock> held(Iterator<ImageBlock> partition) {
    List<ImageBlock> rows = new ArrayList<>();
    partition.forEachRemaining(rows::add);
    return rows;
  }

  private static Score[] scores(
      float[][] networks,
      MultiLayerNetwork network,
      ScoredCrossEntropy scored,
      Iterable<ImageBlock> rows) {
    Score[] scores = new Score[networks.length];
    for (int i = 0; i < networks.length; i++) {
      Floats.copy(networks[i], networks[i].length, network.params());
      try (Minibatches minibatches = Minibatches.inOrder(rows.iterator(), BATCH)) {
        while (minibatches.hasNext()) {
          network.score(minibatches.next(), false);
        }
      }
      scores[i] = scored.take();
    }
    return scores;
  }
}
