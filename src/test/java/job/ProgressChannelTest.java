package job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import model.ReplicaProgress;
import model.TaskProgress;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class ProgressChannelTest {
  private static final int MANY = 1_000_000;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
  private final BlockingQueue<List<Number>> told = new LinkedBlockingQueue<>();

  private ReplicaProgress open(int replicas) {
    return ProgressChannel.open(
            spark.sc(),
            replicas,
            (epoch, shard, rows, lossSum) -> told.add(List.of(epoch, shard, rows, lossSum)))
        .ofEpoch(7);
  }

  /** Tells of a row a millisecond until somebody stops it. */
  private static Integer train(int shard, ReplicaProgress progress, int millis) throws Exception {
    for (int row = 1; row <= millis; row++) {
      progress.trained(shard, row, row / 2.0);
      Thread.sleep(1);
    }
    return shard;
  }

  private void train(ReplicaProgress progress, int millis) {
    spark.parallelize(List.of(0, 1), 2).map(shard -> train(shard, progress, millis)).collect();
  }

  @Test
  void tellsTheDriverWhileTheReplicasTrain() throws Exception {
    train(open(2), 1_000);
    for (int shard = 0; shard < 2; shard++) {
      assertThat(told).anyMatch(isOf(shard));
    }
    List<Number> first = told.poll(10, TimeUnit.SECONDS);
    assertThat(first.get(0)).isEqualTo(7);
    assertThat(first.get(3)).isEqualTo(first.get(2).longValue() / 2.0);
    assertThat(first.get(2).longValue()).as("before the replicas are done").isLessThan(900);
  }

  private static Predicate<List<Number>> isOf(int shard) {
    return message -> message.get(1).intValue() == shard;
  }

  @Test
  void tellsLessOfEachReplicaTheMoreThereAre() {
    train(open(MANY), 500);
    assertThat(told.stream().filter(isOf(0))).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void tellsOfEachTaskOfAPassWhenItIsDone() throws Exception {
    TaskProgress progress =
        ProgressChannel.open(
                spark.sc(),
                MANY,
                (pass, task, pictures, unused) -> told.add(List.of(pass, task, pictures)))
            .ofPass(3);
    spark
        .parallelize(List.of(0, 1, 2), 3)
        .map(
            task -> {
              progress.at(task, 10);
              progress.done(task, 20 + task);
              return task;
            })
        .collect();

    Set<List<Number>> ends = new HashSet<>(Set.of(List.of(3, 0, 20L), List.of(3, 1, 21L)));
    ends.add(List.of(3, 2, 22L));
    while (!ends.isEmpty()) {
      List<Number> message = told.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("waited for %s", ends).isNotNull();
      ends.remove(message);
    }
  }

  /** Each may speak so seldom that it is done before its first turn. */
  @Test
  void tellsOfEachReplicaOnceMoreWhenItIsDone() throws Exception {
    ReplicaProgress progress = open(MANY);
    spark
        .parallelize(List.of(0, 1, 2, 3, 4, 5, 6, 7), 8)
        .map(
            shard -> {
              progress.trained(shard, 10, 5);
              progress.done(shard, 10, 5);
              return shard;
            })
        .collect();
    for (int shard = 0; shard < 8; shard++) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull().contains(10L);
    }
  }

  @Test
  void costsTheTrainingNothingIfTheDriverIsNotFound() {
    ReplicaProgress lost = ProgressChannel.at("spark://nobody@localhost:1", 2).ofEpoch(1);
    train(lost, 20);
    assertThat(told).isEmpty();
  }
}
