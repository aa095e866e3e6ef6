package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import scala.runtime.AbstractFunction1;
import testing.SparkSessions;

/** Against replicas trained one after the other in this thread, and against DL4J alone. */
class EpochAveragingTest {
  private static final Hyperparameters SMALL = Architecture.LENET5.defaults().withBatchSize(16);
  private static final Recipe ADAM = recipe(SMALL);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

  private static Recipe recipe(Hyperparameters hyperparameters) {
    return recipe(hyperparameters, TestKernels.here(Architecture.LENET5));
  }

  private static Recipe recipe(Hyperparameters hyperparameters, Kernels kernels) {
    return new Recipe(Architecture.LENET5, hyperparameters, 5, kernels);
  }

  @ParameterizedTest
  @EnumSource(Kernels.class)
  void isTheMeanOfReplicasWeightedByRowsBitForBit(Kernels kernels) {
    assumeThat(kernels.obstacle(Architecture.LENET5)).isEmpty();
    Deal deal = new Deal(101, 0, 3, 5);
    Recipe recipe = recipe(SMALL, kernels);
    Trained trained = train(recipe, deal, 2);
    NetworkState byHand = byHand(recipe, deal, 2);
    assertThat(trained.state.parametersSha256()).isEqualTo(byHand.parametersSha256());
    assertThat(trained.state.updaterState()).containsExactly(byHand.updaterState());
    assertThat(trained.state.iterations()).isEqualTo(2 * 3);
    assertThat(trained.state.epochs()).isEqualTo(2);
  }

  @Test
  void trainsEveryRowOnceAndCountsThem() {
    EpochResult result = train(ADAM, new Deal(101, 0, 3, 5), 1).lastEpoch;
    assertThat(result.rows()).isEqualTo(101);
    assertThat(result.replicas())
        .extracting(EpochResult.ReplicaShare::rows)
        .containsExactly(34L, 34L, 33L);
    assertThat(result.replicas())
        .extracting(EpochResult.ReplicaShare::minibatches)
        .containsExactly(3, 3, 3);
    assertThat(result.loss()).isBetween(1.0, 4.0);
  }

  @Test
  void tellsWhereTheTimeOfAnEpochWent() {
    long begin = System.nanoTime();
    EpochResult result = train(ADAM, new Deal(101, 0, 3, 5), 1).lastEpoch;
    double all = (System.nanoTime() - begin) / 1e9;
    assertThat(result.slowestSeconds())
        .isEqualTo(
            result.replicas().stream()
                .mapToDouble(EpochResult.ReplicaShare::seconds)
                .max()
                .getAsDouble())
        .isPositive();
    EpochTimes times = result.times();
    assertThat(times.replicas() + times.average()).isGreaterThanOrEqualTo(result.slowestSeconds());
    assertThat(times.broadcast() + times.launch() + times.replicas() + times.average())
        .isLessThan(all);
    assertThat(times.broadcast()).isPositive();
    assertThat(times.launch()).isPositive();
    assertThat(times.average()).isPositive();
  }

  @Test
  void leavesOutTheRowsHeldOut() {
    assertThat(train(ADAM, new Deal(101, 20, 2, 5), 1).lastEpoch.rows()).isEqualTo(81);
  }

  /** One replica is DL4J's own training; the loss's gradient differs by rounding alone. */
  @Test
  void withOneReplicaIsPlainDl4j() {
    Deal deal = new Deal(96, 0, 1, 5);
    Recipe recipe = recipe(SMALL, Kernels.DL4J);
    MultiLayerNetwork plain =
        recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
    shard(deal, recipe, 0, 1).forEachRemaining(plain::fit);
    assertThat(train(recipe, deal, 1).state.parameters())
        .hasSameSizeAs(plain.params().toFloatVector());
    float[] found = train(recipe, deal, 1).state.parameters();
    float[] expected = plain.params().toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @Test
  void learns() {
    EpochResult last =
        train(recipe(Architecture.LENET5.defaults().withBatchSize(8)), new Deal(400, 0, 2, 5), 4)
            .lastEpoch;
    assertThat(last.accuracy()).isGreaterThan(0.9);
  }

  /**
   * A replica's state is 740 kB, a task's code a few: large broadcast blocks are states. An epoch
   * that failed frees nothing, so that those of other tests may be there.
   */
  @Test
  void freesWhatItBroadcasts() throws InterruptedException {
    Set<BlockId> before = largeBroadcastBlocks();
    train(ADAM, new Deal(64, 0, 2, 5), 3);
    for (int tries = 0; tries < 100 && !before.containsAll(largeBroadcastBlocks()); tries++) {
      Thread.sleep(100);
    }
    assertThat(before).containsAll(largeBroadcastBlocks());
  }

  @Test
  void isTheSameWhenTasksFailAndAreRunAgain() {
    Deal deal = new Deal(101, 0, 3, 5);
    JavaRDD<LabelledImage> failing =
        spark
            .parallelize(rows(deal), 4)
            .map(
                row -> {
                  if (TaskContext.get().attemptNumber() < 2) {
                    throw new IllegalStateException("this attempt fails on purpose");
                  }
                  return row;
                });
    assertThat(train(ADAM, deal, 1, failing).state.parametersSha256())
        .isEqualTo(train(ADAM, deal, 1).state.parametersSha256());
  }

  /** Each replica's task throws twice, after some of its minibatches. */
  @Test
  void isTheSameWhenReplicasFailInTheMiddleAndAreRunAgain() {
    Deal deal = new Deal(101, 0, 3, 5);
    MultiLayerNetwork network = network(ADAM);
    EpochAveraging averaging = new EpochAveraging(ADAM, deal.shards());
    try (Shards shards = Shards.of(spark.parallelize(rows(deal), 4), deal)) {
      shards.load();
      averaging.executeTraining(
          new SparkDl4jMultiLayer(spark, network, averaging),
          shards.minibatches(1, SMALL.batchSize()).mapPartitions(FailsTwice::of, true));
    }
    assertThat(averaging.lastEpoch().rows()).isEqualTo(101);
    assertThat(NetworkState.of(network).parametersSha256())
        .isEqualTo(train(ADAM, deal, 1).state.parametersSha256());
  }

  /** Throws before the third minibatch, in a task's first and second attempt. */
  private record FailsTwice(Iterator<DataSet> minibatches, AtomicInteger given)
      implements Iterator<DataSet> {
    static Iterator<DataSet> of(Iterator<DataSet> minibatches) {
      return new FailsTwice(minibatches, new AtomicInteger());
    }

    @Override
    public boolean hasNext() {
      return minibatches.hasNext();
    }

    @Override
    public DataSet next() {
      if (given.incrementAndGet() == 3 && TaskContext.get().attemptNumber() < 2) {
        throw new IllegalStateException("this attempt fails on purpose");
      }
      return minibatches.next();
    }
  }

  /** Spark would end the JVM, and this test with it. */
  @Test
  void saysWhatToDoWhenMemoryRunsOut() {
    Deal deal = new Deal(50, 0, 2, 5);
    EpochAveraging averaging = new EpochAveraging(ADAM, deal.shards());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network(ADAM), averaging);
    try (Shards shards = Shards.of(spark.parallelize(rows(deal), 4), deal)) {
      shards.load();
      JavaRDD<DataSet> hungry =
          shards.minibatches(1, SMALL.batchSize()).mapPartitions(Hungry::new, true);
      assertThatThrownBy(() -> averaging.executeTraining(replicas, hungry))
          .cause()
          .isInstanceOf(MemoryException.class)
          .hasMessageContaining("Memory ran out while a replica was trained: ")
          .hasMessageContaining("--executor-memory");
    }
  }

  /** Asks for more than a JVM gives for its second minibatch. */
  private static final class Hungry implements Iterator<DataSet> {
    private final Iterator<DataSet> minibatches;
    private boolean second;
    private long[] held = {};

    Hungry(Iterator<DataSet> minibatches) {
      this.minibatches = minibatches;
    }

    @Override
    public boolean hasNext() {
      return minibatches.hasNext();
    }

    @Override
    public DataSet next() {
      if (second) {
        held = new long[Integer.MAX_VALUE];
      }
      second = held.length == 0;
      return minibatches.next();
    }
  }

  @Test
  void refusesRowsThatAreMissingOrTwice() {
    Deal deal = new Deal(50, 0, 2, 5);
    List<LabelledImage> twice = new ArrayList<>(rows(deal));
    twice.set(7, twice.get(8));
    assertThatThrownBy(() -> train(ADAM, deal, 1, spark.parallelize(twice.subList(0, 49), 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Rows were lost or came twice on the way to shard ");
  }

  private record Trained(NetworkState state, EpochResult lastEpoch) {}

  private static MultiLayerNetwork network(Recipe recipe) {
    return recipe.architecture().network(recipe.hyperparameters(), recipe.seed());
  }

  private Trained train(Recipe recipe, Deal deal, int epochs) {
    return train(recipe, deal, epochs, spark.parallelize(rows(deal), 4));
  }

  private Trained train(Recipe recipe, Deal deal, int epochs, JavaRDD<LabelledImage> rows) {
    MultiLayerNetwork network = network(recipe);
    EpochAveraging averaging = new EpochAveraging(recipe, deal.shards());
    SparkDl4jMultiLayer replicas = new SparkDl4jMultiLayer(spark, network, averaging);
    try (Shards shards = Shards.of(rows, deal)) {
      shards.load();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        replicas.fit(shards.minibatches(epoch, recipe.hyperparameters().batchSize()));
      }
    }
    return new Trained(NetworkState.of(network), averaging.lastEpoch());
  }

  private static List<LabelledImage> rows(Deal deal) {
    return Rows.sortedByLabel((int) deal.rows(), 3);
  }

  private static NetworkState byHand(Recipe recipe, Deal deal, int epochs) {
    NetworkState state =
        NetworkState.of(recipe.architecture().network(recipe.hyperparameters(), recipe.seed()));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double[] parameters = new double[state.parameters().length];
      double[] updaterState = new double[state.updaterState().length];
      for (int shard = 0; shard < deal.shards(); shard++) {
        NetworkState replica =
            new Replica(recipe, shard, state)
                .train(shard(deal, recipe, shard, epoch), ReplicaProgress.UNTOLD)
                .state();
        add(parameters, replica.parameters(), deal.shardRows(shard));
        add(updaterState, replica.updaterState(), deal.shardRows(shard));
      }
      state =
          new NetworkState(
              mean(parameters, deal.trained()),
              mean(updaterState, deal.trained()),
              state.iterations()
                  + (int)
                      Math.ceil((double) deal.shardRows(0) / recipe.hyperparameters().batchSize()),
              epoch);
    }
    return state;
  }

  private static Iterator<DataSet> shard(Deal deal, Recipe recipe, int shard, int epoch) {
    List<LabelledImage> rows = new ArrayList<>(rows(deal));
    rows.removeIf(row -> deal.partition(deal.position(row.index())) != shard);
    rows.sort(Comparator.comparingLong(row -> deal.position(row.index())));
    return Minibatches.shuffled(
        ImageBlock.pack(rows.iterator()),
        recipe.hyperparameters().batchSize(),
        Seeds.shuffle(deal.seed(), epoch, shard));
  }

  private static void add(double[] sums, float[] values, long weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) values[i] * weight;
    }
  }

  private static float[] mean(double[] sums, long weight) {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / weight);
    }
    return mean;
  }

  private static Set<BlockId> largeBroadcastBlocks() {
    BlockManager blocks = SparkEnv.get().blockManager();
    return seqAsJavaList(blocks.getMatchingBlockIds(new IsBroadcast())).stream()
        .filter(block -> blocks.getStatus(block).exists(new IsLarge()))
        .collect(Collectors.toSet());
  }

  private static final class IsBroadcast extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId block) {
      return block.isBroadcast();
    }
  }

  private static final class IsLarge extends AbstractFunction1<BlockStatus, Object> {
    @Override
    public Object apply(BlockStatus status) {
      return status.memSize() + status.diskSize() > 100_000;
    }
  }
}
