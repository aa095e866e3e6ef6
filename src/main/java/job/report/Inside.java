package job.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import io.picture.PicturePng;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import model.LayerMaps;

/**
 * What the network has learnt to look for, what it makes of one digit, and what digits it is of.
 */
final class Inside {
  private static final int BLACK = 0;
  private static final int WHITE = 255;

  /** Maps beside each other at most, on a desk or paper and on a phone. */
  private static final int WIDE = 8;

  private static final int NARROW = 4;

  private final LayerMaps maps;
  private final Optional<Report.Test> test;

  /**
   * @param test without which no digit is on its way
   */
  Inside(LayerMaps maps, Optional<Report.Test> test) {
    this.maps = maps;
    this.test = test;
  }

  DomContent shown() {
    return section(
            h2("Inside the network"),
            h3("What the first convolution looks for"),
            p(
                "Its %d filters, %d×%d: grey is 0, white the greatest weight, black as much below 0."
                    .formatted(
                        maps.filters().maps().size(),
                        maps.filters().height(),
                        maps.filters().width())),
            pictures(maps.filters(), balanced(maps.filters().maps())),
            test.map(set -> digit(set.seen())).orElse(null))
        .withId("inside");
  }

  private DomContent digit(Report.Sample seen) {
    return each(
        h3("One digit on its way"),
        p(
            "Row %d of the test set, a %d; each layer from its least value, black, to its greatest, white."
                .formatted(seen.row(), seen.label())),
        div(img().withSrc(seen.picture()).withAlt("the digit")).withClass("maps"),
        each(maps.layers(), Inside::layer));
  }

  static DomContent samples(Report.Test test) {
    return section(
            h2("The digits"),
            p("The first of each class, among the first rows of %s.".formatted(test.source())),
            div(each(
                    test.samples(),
                    sample ->
                        img()
                            .withSrc(sample.picture())
                            .withAlt("a %d".formatted(sample.label()))
                            .withTitle("row %d".formatted(sample.row()))))
                .withClass("samples"))
        .withId("digits");
  }

  private static DomContent layer(LayerMaps.Layered layer) {
    return div(
        p("%s: %d maps of %d×%d"
                .formatted(layer.name(), layer.maps().size(), layer.height(), layer.width()))
            .withClass("soft"),
        pictures(layer, spread(layer.maps())));
  }

  private static DomContent pictures(LayerMaps.Layered layer, Scale scale) {
    return div(each(
            IntStream.range(0, layer.maps().size()).boxed().toList(),
            map ->
                img()
                    .withSrc(PicturePng.ofGrey(scale.grey(layer.maps().get(map)), layer.width()))
                    .withAlt("%s, map %d".formatted(layer.name(), map + 1))))
        .withClass("maps")
        .withStyle(
            "--wide: %d; --narrow: %d"
                .formatted(across(layer.maps().size(), WIDE), across(layer.maps().size(), NARROW)));
  }

  /** So many that every line is full, if more than one. */
  private static int across(int maps, int most) {
    return IntStream.iterate(Math.min(maps, most), across -> across > 1, across -> across - 1)
        .filter(across -> maps % across == 0)
        .findFirst()
        .orElse(Math.min(maps, most));
  }

  /** From values to grey. */
  private record Scale(double least, double greatest) {
    byte[] grey(float[] values) {
      byte[] grey = new byte[values.length];
      double range = greatest > least ? greatest - least : 1;
      for (int i = 0; i < grey.length; i++) {
        grey[i] = (byte) Math.round(BLACK + (WHITE - BLACK) * (values[i] - least) / range);
      }
      return grey;
    }
  }

  private static Scale spread(List<float[]> maps) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (float[] map : maps) {
      for (float value : map) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return new Scale(least, greatest);
  }

  private static Scale balanced(List<float[]> maps) {
    Scale spread = spread(maps);
    double most = Math.max(Math.abs(spread.least), Math.abs(spread.greatest));
    return new Scale(-most, most);
  }
}
