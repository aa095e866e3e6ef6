package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.picture.PicturePng;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import model.LayerMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of two by two, read back from the pictures that are drawn of them. */
class InsideTest {
  private static final String DIGIT = PicturePng.ofGrey(new byte[28 * 28], 28);

  private static LayerMaps.Layered layered(String name, float[]... maps) {
    return new LayerMaps.Layered(name, 2, 2, List.of(maps));
  }

  private static Report.Test test(Report.Sample... samples) {
    return new Report.Test("a <set>", List.of(), List.of(samples), new Report.Sample(0, 7, DIGIT));
  }

  private static Inside inside(LayerMaps maps) {
    return new Inside(maps, Optional.of(test()));
  }

  /** Grey values of each picture with that text beside it. */
  private static List<List<Integer>> pictures(String html, String alt) throws IOException {
    List<List<Integer>> pictures = new ArrayList<>();
    for (String picture :
        Pattern.compile("src=\"data:image/png;base64,([^\"]*)\" alt=\"" + alt)
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .toList()) {
      Raster raster =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture))).getRaster();
      List<Integer> grey = new ArrayList<>();
      for (int place = 0; place < raster.getWidth() * raster.getHeight(); place++) {
        grey.add(raster.getSample(place % raster.getWidth(), place / raster.getWidth(), 0));
      }
      pictures.add(grey);
    }
    return pictures;
  }

  /** By one scale for all filters: -2 to 2, of which 0 is the middle. */
  @Test
  void drawsNothingGreyAndTheGreatestWeightWhite() throws Exception {
    LayerMaps maps =
        new LayerMaps(
            layered("filters", new float[] {0, 2, -1, 1}, new float[] {0, 0, 0, -0.5f}), List.of());

    assertThat(pictures(inside(maps).shown().render(), "filters"))
        .containsExactly(List.of(128, 255, 64, 191), List.of(128, 128, 128, 96));
  }

  @Test
  void drawsEachLayerFromItsLeastValueToItsGreatest() throws Exception {
    LayerMaps maps =
        new LayerMaps(
            layered("filters", new float[4]),
            List.of(
                layered("one", new float[] {1, 2, 3, 5}, new float[] {4, 4, 4, 4}),
                layered("other", new float[] {-8, -4, 0, 8})));

    String html = inside(maps).shown().render();
    assertThat(pictures(html, "one"))
        .containsExactly(List.of(0, 64, 128, 255), List.of(191, 191, 191, 191));
    assertThat(pictures(html, "other")).containsExactly(List.of(0, 64, 128, 255));
    assertThat(html).contains("one: 2 maps of 2×2", "other: 1 maps of 2×2");
  }

  @Test
  void drawsALayerThatIsTheSameEverywhere() throws Exception {
    LayerMaps maps =
        new LayerMaps(
            layered("filters", new float[4]), List.of(layered("dead", new float[] {3, 3, 3, 3})));

    assertThat(pictures(inside(maps).shown().render(), "dead"))
        .containsExactly(List.of(0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"16, 8, 4", "6, 6, 3", "10, 5, 2", "1, 1, 1", "13, 8, 4"})
  void drawsMapsInFullLines(int maps, int wide, int narrow) {
    float[][] layer = new float[maps][4];

    assertThat(inside(new LayerMaps(layered("filters", layer), List.of())).shown().render())
        .contains(
            "<div class=\"maps\" style=\"--wide: %d; --narrow: %d\">".formatted(wide, narrow));
  }

  @Test
  void drawsTheFiltersAloneWhereThereIsNoTestSet() throws Exception {
    LayerMaps maps = new LayerMaps(layered("filters", new float[] {0, 2, -1, 1}), List.of());

    String html = new Inside(maps, Optional.empty()).shown().render();

    assertThat(pictures(html, "filters")).containsExactly(List.of(128, 255, 64, 191));
    assertThat(html).doesNotContain("One digit on its way", "test set");
  }

  @Test
  void showsTheDigitsOfTheSetInTheirOrder() {
    String html =
        Inside.samples(test(new Report.Sample(12, 0, DIGIT), new Report.Sample(3, 1, DIGIT)))
            .render();

    assertThat(Pattern.compile("alt=\"(a \\d)\" title=\"(row \\d+)\"").matcher(html).results())
        .extracting(found -> found.group(1) + ", " + found.group(2))
        .containsExactly("a 0, row 12", "a 1, row 3");
    assertThat(html).contains("a &lt;set&gt;").doesNotContain("<set>");
  }
}
