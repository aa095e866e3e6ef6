package model;

import java.util.Optional;
import model.fast.FastLeNet;
import model.fast.LeNetShape;
import model.fast.LeNetShape.Nonlinearity;
import model.fast.Update;
import model.fast.VectorApi;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/**
 * A DL4J network of DL4J's layers that trains {@link Minibatch}es by {@link #fit(DataSetIterator)},
 * and scores them by {@link #score(DataSet, boolean)}, by {@link FastLeNet} instead. Before and
 * after each call, parameters, updater state and iteration count are DL4J's, in DL4J's arrays and
 * order; whatever else is asked of it, its layers do.
 */
@SuppressWarnings("overrides") // DL4J's own: it declares doEvaluation with and without varargs.
final class FastNetwork extends MultiLayerNetwork {
  private static final long serialVersionUID = 1L;
  private static final int CLASSES = Architecture.CLASSES;

  private final transient FastLeNet passes;
  private final transient Update update;
  private final transient CountingCrossEntropy loss;
  private final transient float[] sums = new float[FastLeNet.IMAGES * CLASSES];
  private final transient float[] meanGradient;

  private FastNetwork(
      MultiLayerConfiguration layers, LeNetShape shape, Update update, CountingCrossEntropy loss) {
    super(layers);
    this.passes = new FastLeNet(shape);
    this.update = update;
    this.loss = loss;
    this.meanGradient = new float[shape.parameters()];
  }

  /** A network of zeros, which its owner is about to overwrite. */
  static FastNetwork of(Recipe recipe, CountingCrossEntropy loss) {
    Said.once();
    Hyperparameters hyperparameters = recipe.hyperparameters();
    FastNetwork network =
        new FastNetwork(
            recipe.architecture().configuration(hyperparameters, recipe.seed(), loss),
            shape(recipe.architecture()).orElseThrow(),
            update(hyperparameters),
            loss);
    network.init(Nd4j.create(DataType.FLOAT, recipe.architecture().parameters()), false);
    return network;
  }

  static boolean covers(Architecture architecture) {
    return shape(architecture).isPresent();
  }

  private static Optional<LeNetShape> shape(Architecture architecture) {
    return switch (architecture) {
      case LENET5 -> Optional.of(new LeNetShape(5, 2, Nonlinearity.RELU, Nonlinearity.RELU));
      case LENET5_LINEAR_CONV ->
          Optional.of(new LeNetShape(5, 2, Nonlinearity.IDENTITY, Nonlinearity.RELU));
      case LENET5_3X3 ->
          Optional.of(new LeNetShape(3, 1, Nonlinearity.RELU, Nonlinearity.IDENTITY));
      case LENET5_1998, LENET5_BATCHNORM, LENET5_SIGMOID -> Optional.empty();
    };
  }

  private static Update update(Hyperparameters hyperparameters) {
    float rate = (float) hyperparameters.learningRate();
    return switch (hyperparameters.updater()) {
      case ADAM ->
          new Update.Adam(
              hyperparameters.learningRate(), Updater.BETA1, Updater.BETA2, Updater.EPSILON);
      case SGD -> new Update.Sgd(rate);
      case NESTEROVS -> new Update.Nesterovs(rate, (float) hyperparameters.momentum());
    };
  }

  /**
   * Trains each minibatch once. Listeners are called after each, but find its parameters and count
   * of iterations here only when this returns; if it throws, both are what they were.
   *
   * @throws IllegalArgumentException if one is no {@link Minibatch}
   */
  @Override
  public void fit(DataSetIterator minibatches) {
    NetworkState before = NetworkState.of(this);
    float[] parameters = before.parameters().clone();
    float[] state = before.updaterState().clone();
    int iterations = before.iterations();
    while (minibatches.hasNext()) {
      step(minibatch(minibatches.next()), parameters, state, iterations++);
      for (TrainingListener listener : getListeners()) {
        listener.iterationDone(this, iterations, getEpochCount());
      }
    }
    new NetworkState(parameters, state, iterations, getEpochCount() + 1).copyTo(this);
  }

  private void step(Minibatch minibatch, float[] parameters, float[] state, int iteration) {
    passes.start(parameters);
    int rows = minibatch.numExamples();
    for (int from = 0; from < rows; from += FastLeNet.IMAGES) {
      float[] ofSums = forward(minibatch, from).gradient().clone();
      for (int i = 0; i < ofSums.length; i++) {
        ofSums[i] /= rows;
      }
      passes.backward(ofSums);
    }
    passes.takeGradient(meanGradient);
    update.apply(parameters, meanGradient, state, iteration);
  }

  /** One pass: as many rows as it takes, from {@code from} on. */
  private SoftmaxRows forward(Minibatch minibatch, int from) {
    int[] labels = new int[Math.min(minibatch.numExamples() - from, FastLeNet.IMAGES)];
    for (int i = 0; i < labels.length; i++) {
      Minibatch.Row row = minibatch.row(from + i);
      passes.place(i, row.block().pixels(), row.place() * ImageBlock.PIXELS);
      labels[i] = row.label();
    }
    passes.forward(labels.length, sums);
    SoftmaxRows rows = new SoftmaxRows(sums, labels, CLASSES);
    loss.count(rows);
    return rows;
  }

  /**
   * Has every row counted by the loss.
   *
   * @param training changes nothing: no layer here behaves otherwise then
   * @return the mean loss, in nats
   * @throws IllegalArgumentException if it is no {@link Minibatch}
   */
  @Override
  public double score(DataSet rows, boolean training) {
    Minibatch minibatch = minibatch(rows);
    passes.start(Floats.of(params()));
    double sum = 0;
    for (int from = 0; from < minibatch.numExamples(); from += FastLeNet.IMAGES) {
      sum += forward(minibatch, from).loss();
    }
    return sum / minibatch.numExamples();
  }

  /** Tells the log of each JVM what it computes with. */
  private static final class Said {
    static {
      LoggerFactory.getLogger(FastNetwork.class).info("fast kernels: {}", VectorApi.description());
    }

    private Said() {}

    static void once() {}
  }

  private static Minibatch minibatch(DataSet rows) {
    if (rows instanceof Minibatch minibatch) {
      return minibatch;
    }
    throw new IllegalArgumentException("expected a Minibatch, found " + rows.getClass().getName());
  }
}
