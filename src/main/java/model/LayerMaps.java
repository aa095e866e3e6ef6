package model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network has learnt to look for, and what it makes of one image, layer by layer, as maps
 * that can be drawn. Computed by DL4J's layers, whatever kernels trained it.
 *
 * @param filters of the first convolution
 * @param layers each that still has rows and columns, in their order
 */
public record LayerMaps(Layered filters, List<Layered> layers) {
  /**
   * The maps of one layer.
   *
   * @param name such as {@code convolution}
   * @param height of each map
   * @param width of each map
   * @param maps each {@code [height × width]}, row by row
   */
  public record Layered(String name, int height, int width, List<float[]> maps) {
    public Layered {
      maps = List.copyOf(maps);
    }
  }

  public LayerMaps {
    layers = List.copyOf(layers);
  }

  /**
   * Of a network that sees an image.
   *
   * @param image {@code [28 × 28]} grey values, row by row, unsigned
   */
  public static LayerMaps of(Contender contender, byte[] image) {
    return of(contender, network -> layers(network, input(image)));
  }

  /** The filters of a network that sees nothing; no layers. */
  public static LayerMaps ofNoImage(Contender contender) {
    return of(contender, network -> List.of());
  }

  private static LayerMaps of(
      Contender contender, Function<MultiLayerNetwork, List<Layered>> layers) {
    NativeKernels.prepare();
    Architecture architecture = contender.recipe().architecture();
    MultiLayerNetwork network = architecture.network(architecture.defaults(), 0);
    try {
      Floats.copy(contender.parameters(), contender.parameters().length, network.params());
      return new LayerMaps(filters(network), layers.apply(network));
    } finally {
      NativeKernels.release(network);
    }
  }

  private static INDArray input(byte[] image) {
    float[] scaled = new float[ImageBlock.PIXELS];
    for (int pixel = 0; pixel < scaled.length; pixel++) {
      scaled[pixel] = (image[pixel] & 0xff) / 255f;
    }
    return Nd4j.create(scaled, new long[] {1, 1, Architecture.SIDE, Architecture.SIDE}, 'c');
  }

  /**
   * {@code [out, 1, height, width]}: the first convolution of each architecture sees one channel.
   */
  private static Layered filters(MultiLayerNetwork network) {
    for (Layer layer : network.getLayers()) {
      if (layer instanceof ConvolutionLayer) { // others may refuse to be asked for weights
        INDArray weights = layer.getParam("W");
        return layered("filters of the first convolution", weights, (int) weights.size(0));
      }
    }
    throw new IllegalArgumentException("expected a network with a convolution");
  }

  private static List<Layered> layers(MultiLayerNetwork network, INDArray input) {
    List<INDArray> activations = network.feedForward(input, false);
    List<Layered> layers = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      INDArray activation = activations.get(i + 1); // the first is the input
      String name = name(network.getLayer(i));
      if (activation.rank() == 4 && activation.size(2) > 1 && !name.isEmpty()) {
        layers.add(layered(name, activation, (int) activation.size(1)));
      }
    }
    return layers;
  }

  /** In the field's words; empty for layers that only prepare for the next. */
  private static String name(Layer layer) {
    if (layer instanceof ConvolutionLayer) { // by its type, padding is one, too
      return "convolution";
    }
    if (layer instanceof SubsamplingLayer) {
      return "pooling";
    }
    return layer instanceof BatchNormalization ? "batch normalisation" : "";
  }

  private static Layered layered(String name, INDArray array, int maps) {
    float[] values = Floats.of(array.dup('c'));
    int size = values.length / maps;
    List<float[]> each = new ArrayList<>();
    for (int map = 0; map < maps; map++) {
      each.add(Arrays.copyOfRange(values, map * size, (map + 1) * size));
    }
    return new Layered(name, (int) array.size(2), (int) array.size(3), each);
  }
}
