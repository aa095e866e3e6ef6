package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers are held against loops over the formulas. */
class LayerMapsTest {
  /** Sums of 26 products of which none is above 1, in another order than DL4J's. */
  private static final Offset<Float> ROUNDING = within(1e-5f);

  private static final int KERNEL = 5;
  private static final int PADDING = 2;
  private static final int MAPS = 6;

  private static final byte[] IMAGE = Rows.sortedByLabel(10, 4).get(7).pixels();

  private static LayerMaps maps(Architecture architecture, float[] parameters) {
    return LayerMaps.of(new Contender(architecture, Kernels.DL4J, parameters), IMAGE);
  }

  private static float[] initial(Architecture architecture) {
    return Floats.of(architecture.network(architecture.defaults(), 3).params());
  }

  /** Biases, too, which are 0 in a network that has not been trained. */
  private static float[] random() {
    float[] parameters = new float[(int) Architecture.LENET5.parameters()];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (random.nextDouble() - 0.5) / 2;
    }
    return parameters;
  }

  private static String inWords(LayerMaps.Layered layer) {
    return "%s %d %dx%d"
        .formatted(layer.name(), layer.maps().size(), layer.height(), layer.width());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "LENET5: 5: convolution 6 28x28, pooling 6 14x14, convolution 16 10x10, pooling 16 5x5",
        "LENET5_1998: 5: convolution 6 28x28, pooling 6 14x14, convolution 16 10x10, pooling 16 5x5",
        "LENET5_LINEAR_CONV: 5: convolution 6 28x28, pooling 6 14x14, convolution 16 10x10, pooling 16 5x5",
        "LENET5_BATCHNORM: 5: convolution 6 28x28, batch normalisation 6 28x28, pooling 6 14x14, convolution 16 10x10, batch normalisation 16 10x10, pooling 16 5x5",
        "LENET5_3X3: 3: convolution 6 28x28, pooling 6 14x14, convolution 16 10x10, pooling 16 5x5",
        "LENET5_SIGMOID: 5: convolution 6 24x24, pooling 6 12x12, convolution 16 8x8, pooling 16 4x4"
      })
  void hasTheLayersOfAnArchitectureThatHaveRowsAndColumns(
      Architecture architecture, int kernel, String layers) {
    LayerMaps maps = maps(architecture, initial(architecture));

    assertThat(maps.layers().stream().map(LayerMapsTest::inWords))
        .containsExactly(layers.split(", "));
    LayerMaps.Layered filters = maps.filters();
    assertThat(List.of(filters.maps().size(), filters.height(), filters.width()))
        .containsExactly(MAPS, kernel, kernel);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everyMapHasItsHeightTimesItsWidth(Architecture architecture) {
    LayerMaps maps = maps(architecture, initial(architecture));

    assertThat(maps.filters().maps())
        .allMatch(map -> map.length == maps.filters().height() * maps.filters().width());
    assertThat(maps.layers())
        .allSatisfy(
            layer ->
                assertThat(layer.maps())
                    .allMatch(map -> map.length == layer.height() * layer.width()));
  }

  @Test
  void hasTheSameFiltersAndNoLayersWhereNoImageIsSeen() {
    float[] parameters = random();

    LayerMaps maps =
        LayerMaps.ofNoImage(new Contender(Architecture.LENET5, Kernels.DL4J, parameters));

    List<float[]> filters = maps(Architecture.LENET5, parameters).filters().maps();
    assertThat(maps.filters().maps().toArray(float[][]::new))
        .isDeepEqualTo(filters.toArray(float[][]::new));
    assertThat(maps.layers()).isEmpty();
  }

  /** DL4J's order: six biases, then the weights of one filter after the other. */
  @Test
  void theFiltersAreTheFirstWeightsThatTheParametersHold() {
    float[] parameters = random();
    List<float[]> filters = maps(Architecture.LENET5, parameters).filters().maps();

    for (int map = 0; map < MAPS; map++) {
      int from = MAPS + map * KERNEL * KERNEL;
      assertThat(filters.get(map))
          .containsExactly(Arrays.copyOfRange(parameters, from, from + KERNEL * KERNEL));
    }
  }

  @Test
  void theFirstConvolutionIsTheFormulas() {
    float[] parameters = random();
    List<float[]> maps = maps(Architecture.LENET5, parameters).layers().get(0).maps();

    for (int map = 0; map < MAPS; map++) {
      assertThat(maps.get(map)).containsExactly(convolved(parameters, map), ROUNDING);
      assertThat(maps.get(map)).contains(0f).isNotEqualTo(new float[maps.get(map).length]);
    }
  }

  private static float[] convolved(float[] parameters, int map) {
    int side = Architecture.SIDE;
    float[] convolved = new float[side * side];
    for (int place = 0; place < convolved.length; place++) {
      double sum = parameters[map];
      for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
        int row = place / side + tap / KERNEL - PADDING;
        int column = place % side + tap % KERNEL - PADDING;
        if (row >= 0 && row < side && column >= 0 && column < side) {
          double grey = (IMAGE[row * side + column] & 0xff) / 255.0;
          sum += grey * parameters[MAPS + map * KERNEL * KERNEL + tap];
        }
      }
      convolved[place] = (float) Math.max(sum, 0);
    }
    return convolved;
  }

  @Test
  void poolingKeepsTheLargestOfEachFour() {
    List<LayerMaps.Layered> layers = maps(Architecture.LENET5, random()).layers();
    int side = layers.get(0).width();
    int half = layers.get(1).width();

    for (int map = 0; map < MAPS; map++) {
      float[] whole = layers.get(0).maps().get(map);
      float[] pooled = layers.get(1).maps().get(map);
      for (int place = 0; place < pooled.length; place++) {
        int corner = place / half * 2 * side + place % half * 2;
        float above = Math.max(whole[corner], whole[corner + 1]);
        float below = Math.max(whole[corner + side], whole[corner + side + 1]);
        assertThat(pooled[place]).isEqualTo(Math.max(above, below));
      }
    }
  }
}
