package model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One partition of a test set, 1,024 rows, scored by ten networks as an executor does it; images a
 * second, core and network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ScoringBenchmark.ROWS * ScoringBenchmark.NETWORKS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScoringBenchmark {
  static final int ROWS = 1024;
  static final int NETWORKS = 10;

  @Param({"FAST", "DL4J"})
  public Kernels kernels;

  private Recipe recipe;
  private List<ImageBlock> rows;
  private float[][] networks;

  @Setup
  public void draw() {
    Architecture architecture = Architecture.LENET5;
    recipe = new Recipe(architecture, architecture.defaults(), 1, kernels);
    rows = new ArrayList<>();
    ImageBlock.pack(Rows.sortedByLabel(ROWS, 1).iterator()).forEachRemaining(rows::add);
    float[] parameters =
        NetworkState.of(architecture.network(architecture.defaults(), 1)).parameters();
    networks = Collections.nCopies(NETWORKS, parameters).toArray(float[][]::new);
  }

  @Benchmark
  public Score[] score() {
    return Scoring.scores(rows.iterator(), recipe, networks, TaskProgress.UNTOLD);
  }
}
