package model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The native threads of one replica: one, whatever OMP_NUM_THREADS says, since Spark already runs a
 * task a core, and since sums over more threads have other last bits.
 */
final class NativeThreads {
  private static final Pattern LOCAL = Pattern.compile("local(\\[(\\d+|\\*)(,\\d+)?])?");

  private NativeThreads() {}

  /** Of BLAS, once a JVM. */
  static void holdBlasToOne() {
    Nd4j.factory().blas().setMaxThreads(1);
    // ND4J's own loops; its setMaxThreads changes nothing.
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  /** Of OpenMP, which keeps a number for each thread that calls it: for this one. */
  static void holdOpenMpToOne() {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }

  /**
   * How many tasks a JVM of an application runs at once, as far as its configuration tells: an
   * executor of a standalone cluster takes all cores that it gets.
   *
   * @param cores of the machine
   */
  static int taskSlots(SparkConf conf, int cores) {
    String master = conf.get("spark.master", "local");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String threads = local.group(2) == null ? "1" : local.group(2);
      return ofCores(conf, threads.equals("*") ? cores : Integer.parseInt(threads));
    }
    return ofCores(
        conf, conf.getInt("spark.executor.cores", master.startsWith("spark://") ? cores : 1));
  }

  private static int ofCores(SparkConf conf, int cores) {
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  /**
   * What is wrong with more threads than cores, and what to do about it; empty if they have room.
   *
   * @param slots tasks at once
   * @param openMp threads of OpenMP in each
   * @param blas threads of BLAS in each
   */
  static Optional<String> crowding(int slots, int openMp, int blas, int cores) {
    int threads = Math.max(openMp, blas);
    if ((long) slots * threads <= cores) {
      return Optional.empty();
    }
    String remedy =
        threads > 1
            ? "set OMP_NUM_THREADS to 1 (for executors: spark.executorEnv.OMP_NUM_THREADS)"
            : "run fewer tasks at once (--master local[%d], or --executor-cores)".formatted(cores);
    return Optional.of(
        "Replicas fight for cores: expected at most %d native threads, found %d task slots with %d of OpenMP and %d of BLAS each; %s"
            .formatted(cores, slots, openMp, blas, remedy));
  }
}
