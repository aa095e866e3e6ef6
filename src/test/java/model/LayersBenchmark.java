package model;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the fast passes stand in for: a step of DL4J's own layers with oneDNN on one minibatch of
 * 64, time an image; each contains the one before it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(LayersBenchmark.BATCH)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LayersBenchmark {
  static final int BATCH = 64;

  private MultiLayerNetwork network;
  private DataSet minibatch;

  @Setup
  public void draw() {
    NativeKernels.prepare();
    network = Architecture.LENET5.network(Architecture.LENET5.defaults(), 1);
    Iterator<ImageBlock> rows = ImageBlock.pack(Rows.sortedByLabel(BATCH, 1).iterator());
    DataSet filled = Minibatches.inOrder(rows, BATCH).next();
    minibatch = new DataSet(filled.getFeatures().dup(), filled.getLabels().dup());
  }

  @Benchmark
  public INDArray forward() {
    return network.output(minibatch.getFeatures(), true);
  }

  @Benchmark
  public Gradient forwardAndBackward() {
    network.setInput(minibatch.getFeatures());
    network.setLabels(minibatch.getLabels());
    network.computeGradientAndScore();
    return network.gradient();
  }

  @Benchmark
  public double step() {
    network.fit(minibatch);
    return network.score();
  }
}
