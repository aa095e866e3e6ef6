package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import testing.SparkSessions;

class ReplicaHostTest {
  private static ReplicaResult result() {
    return new ReplicaResult(
        0, 1, new CountedCrossEntropy(), 1, new NetworkState(new float[1], new float[1], 1, 1));
  }

  /** The first replicas are trained while Spark starts, when its parts are not there yet. */
  @Test
  void isNotAskedForOutsideOfATask() {
    SparkSessions.shared();
    assertThat(result().share().host()).isEmpty();
  }

  @Test
  void isTheExecutorsWithinOne() {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());
    assertThat(spark.parallelize(List.of(0), 1).map(shard -> result().share().host()).first())
        .isEqualTo(spark.sc().env().blockManager().blockManagerId().host());
  }
}
