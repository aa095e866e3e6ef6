package packaging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import model.Architecture;
import model.Deal;
import model.EpochAveraging;
import model.Kernels;
import model.LabelledImage;
import model.NetworkState;
import model.Recipe;
import model.Shards;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * A job that has executors compute with ND4J and send arrays back, and prints one line a task:
 * {@code process=PID threads=OMP_NUM_THREADS names=CHARSET sum=SUM}. Then it trains {@value
 * #EPOCHS} epochs, once undisturbed and once with minibatches that {@link FailsTwice}, and prints
 * one line each: {@code hashes=[SHA-256, …]}, of the parameters after each epoch.
 */
public final class ClusterProbe {
  static final int EPOCHS = 2;

  private static final int TASKS = 8;
  private static final int REPLICAS = 4;
  private static final int ROWS = 404;
  private static final int BATCH_SIZE = 16;
  private static final long SEED = 5;

  private ClusterProbe() {}

  public static void main(String[] arguments) {
    try (SparkSession session = SparkSession.builder().getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();
      context
          .parallelize(tasks, TASKS)
          .map(ClusterProbe::compute)
          .collect()
          .forEach(ClusterProbe::print);
      System.out.println("hashes=" + train(context, minibatches -> minibatches));
      System.out.println("hashes=" + train(context, FailsTwice::of));
    }
  }

  private static Tuple2<String, INDArray> compute(int task) throws InterruptedException {
    Thread.sleep(500); // long enough that every executor gets its share
    INDArray ones = Nd4j.ones(4, 4);
    String where =
        "process=%d threads=%s names=%s"
            .formatted(
                ProcessHandle.current().pid(),
                System.getenv("OMP_NUM_THREADS"),
                System.getProperty("sun.jnu.encoding"));
    return new Tuple2<>(where, ones.mmul(ones).muli(task));
  }

  private static void print(Tuple2<String, INDArray> result) {
    System.out.printf("%s sum=%.0f%n", result._1(), result._2().sumNumber().doubleValue());
  }

  private static List<String> train(
      JavaSparkContext context, FlatMapFunction<Iterator<DataSet>, DataSet> disturbance) {
    Recipe recipe = recipe();
    MultiLayerNetwork network =
        recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
    EpochAveraging averaging = new EpochAveraging(recipe, REPLICAS);
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(context, network, averaging);
    List<Integer> rows = IntStream.range(0, ROWS).boxed().toList();
    List<String> hashes = new ArrayList<>();
    try (Shards shards =
        Shards.of(
            context.parallelize(rows, REPLICAS).map(ClusterProbe::image),
            new Deal(ROWS, 0, REPLICAS, SEED))) {
      shards.load();
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        replicas.fit(shards.minibatches(epoch, BATCH_SIZE).mapPartitions(disturbance, true));
        hashes.add(NetworkState.of(network).parametersSha256());
      }
    }
    return hashes;
  }

  private static Recipe recipe() {
    Architecture lenet = Architecture.LENET5;
    Kernels kernels = Kernels.FAST.obstacle(lenet).isEmpty() ? Kernels.FAST : Kernels.DL4J;
    return new Recipe(lenet, lenet.defaults().withBatchSize(BATCH_SIZE), SEED, kernels);
  }

  private static LabelledImage image(int row) {
    byte[] pixels = new byte[Architecture.SIDE * Architecture.SIDE];
    new SplittableRandom(row).nextBytes(pixels);
    return new LabelledImage(row, row % Architecture.CLASSES, pixels);
  }
}
