package model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
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
  static final int BATCH = 128;
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

  /** The place in the file of the first row of such a partition. */
  static long firstRow(int partition) {
    return (long) partition * ROWS_IN_PARTITION;
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
   * The score of each network, in their order, and what the rows come to.
   *
   * @param rows at least one
   * @param kernels that score
   * @param networks parameters of each network, {@code [parameters]}, in DL4J's order
   */
  public static Scored score(
      JavaRDD<ImageBlock> rows,
      Architecture architecture,
      Kernels kernels,
      List<float[]> networks) {
    return score(rows, architecture, kernels, networks, TaskProgress.UNTOLD);
  }

  /**
   * As above.
   *
   * @param progress is told by each task how many rows its networks have scored, all together
   */
  public static Scored score(
      JavaRDD<ImageBlock> rows,
      Architecture architecture,
      Kernels kernels,
      List<float[]> networks,
      TaskProgress progress) {
    Recipe recipe = new Recipe(architecture, architecture.defaults(), 0, kernels);
    Broadcast<float[][]> parameters =
        JavaSparkContext.fromSparkContext(rows.context())
            .broadcast(networks.toArray(float[][]::new));
    try {
      Total total = new Total(networks.size());
      InOrder.forEach(
          rows.mapPartitions(
              partition ->
                  List.of(part(partition, recipe, parameters.value(), progress)).iterator(),
              true),
          Part.class,
          Function.identity(),
          total::add);
      return new Scored(total.scores, total.checks);
    } finally {
      Cleanup.destroy(parameters, rows.context());
    }
  }

  /** One partition. */
  private static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Score[] scores;
    private final long checks;

    Part(Score[] scores, long checks) {
      this.scores = scores;
      this.checks = checks;
    }
  }

  private static final class Total {
    private final List<Score> scores;
    private long checks;

    Total(int networks) {
      scores = new ArrayList<>(Collections.nCopies(networks, Score.empty(Architecture.CLASSES)));
    }

    void add(Part part) {
      for (int i = 0; i < part.scores.length; i++) {
        scores.set(i, scores.get(i).plus(part.scores[i]));
      }
      checks += part.checks;
    }
  }

  private static Part part(
      Iterator<ImageBlock> partition, Recipe recipe, float[][] networks, TaskProgress progress) {
    Checked rows = new Checked(partition);
    try {
      Score[] scores = scores(rows, recipe, networks, progress);
      return new Part(scores, rows.checks);
    } catch (OutOfMemoryError error) {
      throw new MemoryException("rows were scored", error);
    }
  }

  /** Adds up the checks of the rows that pass. */
  private static final class Checked implements Iterator<ImageBlock> {
    private final Iterator<ImageBlock> blocks;
    private long checks;

    Checked(Iterator<ImageBlock> blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      return blocks.hasNext();
    }

    @Override
    public ImageBlock next() {
      ImageBlock block = blocks.next();
      checks += block.checks();
      return block;
    }
  }

  /**
   * What each network makes of one partition, of which only several networks need all rows held.
   */
  static Score[] scores(
      Iterator<ImageBlock> partition, Recipe recipe, float[][] networks, TaskProgress progress) {
    Iterable<ImageBlock> rows = networks.length == 1 ? () -> partition : held(partition);
    return scores(rows, recipe, networks, new ScoredCrossEntropy(), progress);
  }

  /** As above, of rows that each network can see, with what counts them. */
  static Score[] scores(
      Iterable<ImageBlock> rows,
      Recipe recipe,
      float[][] networks,
      ScoredCrossEntropy scored,
      TaskProgress progress) {
    NativeKernels.prepare();
    MultiLayerNetwork network = recipe.kernels().network(recipe, scored);
    try {
      return scores(networks, network, scored, rows, progress);
    } finally {
      NativeKernels.release(network);
    }
  }

  static List<ImageBlock> held(Iterator<ImageBlock> partition) {
    List<ImageBlock> rows = new ArrayList<>();
    partition.forEachRemaining(rows::add);
    return rows;
  }

  private static Score[] scores(
      float[][] networks,
      MultiLayerNetwork network,
      ScoredCrossEntropy scored,
      Iterable<ImageBlock> rows,
      TaskProgress progress) {
    int task = TaskContext.getPartitionId();
    long behind = 0;
    Score[] scores = new Score[networks.length];
    for (int i = 0; i < networks.length; i++) {
      Floats.copy(networks[i], networks[i].length, network.params());
      try (Minibatches minibatches = Minibatches.inOrder(rows.iterator(), BATCH)) {
        while (minibatches.hasNext()) {
          Minibatch minibatch = minibatches.next();
          network.score(minibatch, false);
          behind += minibatch.numExamples();
          progress.at(task, behind);
        }
      }
      scores[i] = scored.take();
    }
    progress.done(task, behind);
    return scores;
  }
}
