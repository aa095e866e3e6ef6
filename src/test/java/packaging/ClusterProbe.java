package packaging;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * A job that has executors compute with ND4J and send arrays back, and prints one line a task:
 * {@code process=PID threads=OMP_NUM_THREADS names=CHARSET sum=SUM}.
 */
public final class ClusterProbe {
  private static final int TASKS = 8;

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
}
