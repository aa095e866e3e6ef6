package model;

import static model.Layers.averagePooling;
import static model.Layers.batchNormalisation;
import static model.Layers.convolution;
import static model.Layers.dense;
import static model.Layers.maxPooling;
import static model.Layers.paddingTo32;
import static model.Layers.relu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * Every LeNet that this project trains, by name.
 *
 * <p>All take images {@code [batch, 1, 28, 28]}, float32 from 0 (background) to 1, and give class
 * probabilities {@code [batch, 10]}. All are plain stacks of DL4J's own layers, so that a saved
 * model needs nothing of ours to be read. Where each comes from and what differs from its source is
 * in {@code docs/architectures.md}.
 */
public enum Architecture {
  /** 28×28, padded; ReLU and max-pooling: the LeNet-5 that most tutorials mean today. */
  LENET5("lenet5", adam(64, Initialisation.HE_UNIFORM), 61_706, 61_706) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          convolution(6, 5, 2, Activation.RELU),
          maxPooling(),
          convolution(16, 5, 0, Activation.RELU),
          maxPooling(),
          dense(120, Activation.RELU),
          dense(84, Activation.RELU));
    }
  },

  /**
   * LeCun, Bottou, Bengio, Haffner 1998, section II.B: 32×32, tanh, average pooling, C5 as a
   * convolution. Unlike the paper's, C3 sees all six maps, pooling has no coefficients, and the
   * output is a softmax.
   */
  LENET5_1998("lenet5-1998", adam(64, Initialisation.LECUN_1998), 61_706, 61_706) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          paddingTo32(),
          convolution(6, 5, 0, PAPER_TANH),
          averagePooling(),
          convolution(16, 5, 0, PAPER_TANH),
          averagePooling(),
          convolution(120, 5, 0, PAPER_TANH),
          dense(84, PAPER_TANH));
    }
  },

  /** As {@link #LENET5}, but nothing between convolution and max-pooling. */
  LENET5_LINEAR_CONV(
      "lenet5-linear-conv", adam(100, Initialisation.TORCH_DEFAULT), 61_706, 61_706) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          convolution(6, 5, 2, Activation.IDENTITY),
          maxPooling(),
          convolution(16, 5, 0, Activation.IDENTITY),
          maxPooling(),
          dense(120, Activation.RELU),
          dense(84, Activation.RELU));
    }
  },

  /** 32×32, batch normalisation between each convolution and its ReLU. */
  LENET5_BATCHNORM("lenet5-batchnorm", adam(100, Initialisation.TORCH_DEFAULT), 61_794, 61_750) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          paddingTo32(),
          convolution(6, 5, 0, Activation.IDENTITY),
          batchNormalisation(),
          relu(),
          maxPooling(),
          convolution(16, 5, 0, Activation.IDENTITY),
          batchNormalisation(),
          relu(),
          maxPooling(),
          dense(120, Activation.RELU),
          dense(84, Activation.RELU));
    }
  },

  /** First convolution 3×3; ReLU after both convolutions, none after the dense layers. */
  LENET5_3X3("lenet5-3x3", sgd(1e-2, 128, Initialisation.TORCH_DEFAULT), 61_610, 61_610) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          convolution(6, 3, 1, Activation.RELU),
          maxPooling(),
          convolution(16, 5, 0, Activation.RELU),
          maxPooling(),
          dense(120, Activation.IDENTITY),
          dense(84, Activation.IDENTITY));
    }
  },

  /** Unpadded, sigmoid everywhere; stays at chance for an epoch or more before it learns. */
  LENET5_SIGMOID("lenet5-sigmoid", sgd(0.9, 256, Initialisation.XAVIER_UNIFORM), 44_426, 44_426) {
    @Override
    List<Layer> hiddenLayers() {
      return List.of(
          convolution(6, 5, 0, Activation.SIGMOID),
          maxPooling(),
          convolution(16, 5, 0, Activation.SIGMOID),
          maxPooling(),
          dense(120, Activation.SIGMOID),
          dense(84, Activation.SIGMOID));
    }
  };

  /** Classes that every network here tells apart. */
  public static final int CLASSES = 10;

  /** Rows and columns of an image. */
  public static final int SIDE = 28;

  /** 1.7159 tanh(2x/3), the paper's squashing function, in DL4J's rational approximation. */
  private static final Activation PAPER_TANH = Activation.RATIONALTANH;

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // A record of enums and numbers, though not marked so.
  private final Hyperparameters defaults;

  private final long parameters;
  private final long trainedParameters;

  Architecture(String title, Hyperparameters defaults, long parameters, long trainedParameters) {
    this.title = title;
    this.defaults = defaults;
    this.parameters = parameters;
    this.trainedParameters = trainedParameters;
  }

  /** The name on the command line and in files, such as {@code lenet5-1998}. */
  public String title() {
    return title;
  }

  /** The architecture of that {@link #title}, if there is one. */
  public static Optional<Architecture> named(String title) {
    return Arrays.stream(values()).filter(each -> each.title.equals(title)).findFirst();
  }

  /** Every title, as a sentence lists them. */
  public static String titles() {
    return Arrays.stream(values()).map(Architecture::title).collect(Collectors.joining(", "));
  }

  /** The hyperparameters of the source. */
  public Hyperparameters defaults() {
    return defaults;
  }

  /** The length of DL4J's parameter vector, which counts batch-norm's running statistics. */
  public long parameters() {
    return parameters;
  }

  /** How many of the {@link #parameters} follow a gradient: all but the running statistics. */
  public long trainedParameters() {
    return trainedParameters;
  }

  /**
   * The network's configuration. As a side effect DL4J sets the seed of this thread's ND4J
   * generator, from which nothing here draws.
   *
   * @param seed recorded in the configuration
   * @param loss of the softmax output against one-hot labels {@code [batch, 10]}
   */
  public MultiLayerConfiguration configuration(
      Hyperparameters hyperparameters, long seed, ILossFunction loss) {
    return configuration(hyperparameters, seed, loss, DataType.FLOAT);
  }

  /** A new network with negative log-likelihood as its loss; see the other overload. */
  public MultiLayerNetwork network(Hyperparameters hyperparameters, long seed) {
    return network(hyperparameters, seed, new LossNegativeLogLikelihood());
  }

  /**
   * A new network whose parameters depend on architecture, initialisation and seed alone: the same
   * bits whatever else draws random numbers in this JVM.
   */
  public MultiLayerNetwork network(Hyperparameters hyperparameters, long seed, ILossFunction loss) {
    return network(hyperparameters, seed, loss, DataType.FLOAT);
  }

  /** As the public overloads; in double precision for numerical gradients. */
  MultiLayerNetwork network(
      Hyperparameters hyperparameters, long seed, ILossFunction loss, DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(hyperparameters, seed, loss, type));
    // Given parameters, DL4J draws none.
    network.init(Nd4j.create(type, parameters), false);
    InitialParameters.fill(network, hyperparameters.initialisation(), seed);
    return network;
  }

  private MultiLayerConfiguration configuration(
      Hyperparameters hyperparameters, long seed, ILossFunction loss, DataType type) {
    NeuralNetConfiguration.ListBuilder stack =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .updater(
                hyperparameters
                    .updater()
                    .toDl4j(hyperparameters.learningRate(), hyperparameters.momentum()))
            .list();
    hiddenLayers().forEach(stack::layer);
    return stack
        .layer(new OutputLayer.Builder(loss).nOut(CLASSES).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  /**
   * All layers but the output, from the image on; new ones at each call, since DL4J alters them.
   */
  abstract List<Layer> hiddenLayers();

  private static Hyperparameters adam(int batchSize, Initialisation initialisation) {
    return new Hyperparameters(Updater.ADAM, 1e-3, 0, batchSize, initialisation);
  }

  private static Hyperparameters sgd(
      double learningRate, int batchSize, Initialisation initialisation) {
    return new Hyperparameters(Updater.SGD, learningRate, 0, batchSize, initialisation);
  }
}
