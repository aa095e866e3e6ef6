package model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativeThreadsTest {
  @ParameterizedTest
  @CsvSource({
    "local,,,1",
    "local[3],,,3",
    "'local[3,4]',,,3",
    "local[*],,,8",
    "spark://host:7077,,,8",
    "spark://host:7077,2,,2",
    "spark://host:7077,4,2,2",
    "yarn,,,1",
    "k8s://https://host:443,3,,3",
    "yarn,1,2,1"
  })
  void countsTheTasksThatRunAtOnceOnEightCores(
      String master, String executorCores, String taskCpus, int slots) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    if (executorCores != null) {
      conf.set("spark.executor.cores", executorCores);
    }
    if (taskCpus != null) {
      conf.set("spark.task.cpus", taskCpus);
    }
    assertThat(NativeThreads.taskSlots(conf, 8)).isEqualTo(slots);
  }

  @Test
  void namesTheSettingWhenThreadsHaveNoRoom() {
    assertThat(NativeThreads.crowding(2, 1, 1, 2)).isEmpty();
    assertThat(NativeThreads.crowding(1, 2, 2, 2)).isEmpty();
    assertThat(NativeThreads.crowding(2, 4, 1, 2))
        .contains(
            "Replicas fight for cores: expected at most 2 native threads, found 2 task slots with 4 of OpenMP and 1 of BLAS each; "
                + "set OMP_NUM_THREADS to 1 (for executors: spark.executorEnv.OMP_NUM_THREADS)");
    assertThat(NativeThreads.crowding(2, 1, 2, 3)).isPresent();
    assertThat(NativeThreads.crowding(4, 1, 1, 2))
        .contains(
            "Replicas fight for cores: expected at most 2 native threads, found 4 task slots with 1 of OpenMP and 1 of BLAS each; "
                + "run fewer tasks at once (--master local[2], or --executor-cores)");
  }

  /** OpenMP keeps its number for each thread: a task's thread is not the one that loaded ND4J. */
  @Test
  void everyThreadThatPreparesHasOneNativeThread() throws InterruptedException {
    NativeKernels.prepare();
    List<Object> threads = new ArrayList<>();
    Thread task =
        new Thread(
            () -> {
              NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(3);
              threads.add(openMp());
              NativeKernels.prepare();
              threads.add(openMp());
            });
    task.start();
    task.join();
    assertThat(threads).containsExactly(3, 1);
    assertThat(NativeKernels.description())
        .contains("BLAS OPENBLAS with 1 thread(s), OpenMP 1 thread(s)");
  }

  private static Object openMp() {
    return Nd4j.getExecutioner().getEnvironmentInformation().get("omp.threads");
  }
}
