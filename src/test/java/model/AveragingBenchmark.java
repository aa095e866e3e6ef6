package model;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The driver's part of an epoch: the mean of the replicas' parameters and of their Adam state. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AveragingBenchmark {
  private static final int PARAMETERS = (int) Architecture.LENET5.parameters();

  /** Adam keeps two numbers a parameter. */
  private static final int UPDATER_STATE = 2 * PARAMETERS;

  private static final int ROWS = 937;

  @Param("64")
  public int replicas;

  private List<NetworkState> states;

  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    states =
        Stream.generate(
                () ->
                    new NetworkState(
                        floats(random, PARAMETERS), floats(random, UPDATER_STATE), ROWS, 1))
            .limit(replicas)
            .toList();
  }

  @Benchmark
  public NetworkState average() {
    WeightedMean parameters = new WeightedMean(PARAMETERS);
    WeightedMean updaterState = new WeightedMean(UPDATER_STATE);
    for (NetworkState state : states) {
      parameters.add(state.parameters(), ROWS);
      updaterState.add(state.updaterState(), ROWS);
    }
    return new NetworkState(parameters.mean(), updaterState.mean(), ROWS, 1);
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] drawn = new float[length];
    for (int i = 0; i < length; i++) {
      drawn[i] = random.nextFloat() - 0.5f;
    }
    return drawn;
  }
}
