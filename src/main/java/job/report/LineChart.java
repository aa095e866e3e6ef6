package job.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Curves over the epochs of one run, or of several. */
final class LineChart {
  private static final int COLOURS = 8;

  /** Of the first curve, which lies on top of the others: it is the run in question. */
  private static final int MOST_Z = 100;

  /** More would hide one another's names. */
  static final int MOST_CURVES = COLOURS;

  private final String id;
  private final String title;
  private final String format;
  private final List<Curve> curves = new ArrayList<>();
  private final SortedSet<Integer> epochs = new TreeSet<>();
  private boolean fromZero = true;

  /**
   * A value at an epoch.
   *
   * @param low end of its interval; the value itself if there is none
   * @param high end of its interval
   */
  record Point(int epoch, double value, double low, double high) {
    Point(int epoch, double value) {
      this(epoch, value, value, value);
    }
  }

  private record Curve(String name, int colour, String dashes, Map<Integer, Point> points) {
    boolean hasIntervals() {
      return points.values().stream().anyMatch(point -> point.low < point.high);
    }
  }

  /**
   * Of no curves yet.
   *
   * @param format of its numbers in the table, such as {@code %.4f}
   */
  LineChart(String id, String title, String format) {
    this.id = id;
    this.title = title;
    this.format = format;
  }

  /** With an axis that begins where the values do, for those that are all far from 0. */
  LineChart scaled() {
    fromZero = false;
    return this;
  }

  LineChart solid(String name, int colour, List<Point> points) {
    return add(name, colour, "solid", points);
  }

  LineChart dashed(String name, int colour, List<Point> points) {
    return add(name, colour, "dashed", points);
  }

  LineChart dotted(String name, int colour, List<Point> points) {
    return add(name, colour, "dotted", points);
  }

  boolean isEmpty() {
    return curves.isEmpty();
  }

  private LineChart add(String name, int colour, String dashes, List<Point> points) {
    Map<Integer, Point> byEpoch = new HashMap<>();
    points.forEach(point -> byEpoch.put(point.epoch, point));
    if (!byEpoch.isEmpty()) {
      curves.add(new Curve(name, colour, dashes, byEpoch));
      epochs.addAll(byEpoch.keySet());
    }
    return this;
  }

  Chart chart() {
    ObjectNode options = ChartOptions.ofChart();
    options.putObject("tooltip").put("trigger", "axis").put("confine", true);
    options
        .putObject("grid")
        .put("left", 8)
        .put("right", 16)
        .put("top", 16)
        .put("bottom", 28)
        .put("containLabel", true);
    ChartOptions.axis(options.putObject("xAxis"), "epoch")
        .put("type", "category")
        .set("data", axis());
    ChartOptions.axis(options.putObject("yAxis"), "").put("type", "value").put("scale", !fromZero);
    ArrayNode series = options.putArray("series");
    curves.forEach(curve -> addTo(series, curve));
    return new Chart(id, title, options, keys(), columns(), rows());
  }

  private ArrayNode axis() {
    ArrayNode axis = JsonNodeFactory.instance.arrayNode();
    epochs.forEach(axis::add);
    return axis;
  }

  private void addTo(ArrayNode series, Curve curve) {
    if (curve.hasIntervals()) {
      // Two areas, one on the other: an unseen one up to the low end, and the interval above it.
      String stack = "intervals from series " + series.size();
      band(series.addObject(), curve.name + " low", stack).set("data", values(curve, Values.LOW));
      ObjectNode interval = band(series.addObject(), curve.name + " interval", stack);
      interval.putObject("areaStyle").put("color", colour(curve)).put("opacity", 0.2);
      interval.set("data", values(curve, Values.WIDTH));
    }
    ObjectNode line = series.addObject();
    line.put("type", "line").put("name", curve.name).put("symbol", "circle").put("symbolSize", 6);
    line.put("color", colour(curve)).put("z", MOST_Z - curves.indexOf(curve));
    line.putObject("lineStyle").put("type", curve.dashes).put("width", 2);
    line.set("data", values(curve, Values.VALUE));
  }

  private static ObjectNode band(ObjectNode series, String name, String stack) {
    series.put("type", "line").put("name", name).put("stack", stack);
    series.put("symbol", "none").put("silent", true);
    series.putObject("lineStyle").put("opacity", 0);
    series.putObject("tooltip").put("show", false);
    return series;
  }

  private static String colour(Curve curve) {
    return "$c" + curve.colour % COLOURS;
  }

  private enum Values {
    VALUE,
    LOW,
    WIDTH;

    double of(Point point) {
      return switch (this) {
        case VALUE -> point.value;
        case LOW -> point.low;
        case WIDTH -> point.high - point.low;
      };
    }
  }

  /** What is no finite number, as of a network that has diverged, is a gap. */
  private ArrayNode values(Curve curve, Values which) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int epoch : epochs) {
      Point point = curve.points.get(epoch);
      if (point == null || !Double.isFinite(point.value)) {
        values.addNull();
      } else {
        values.add(ChartOptions.rounded(which.of(point)));
      }
    }
    return values;
  }

  private List<Chart.Key> keys() {
    return curves.stream()
        .map(curve -> new Chart.Key(curve.name, curve.colour % COLOURS, curve.dashes))
        .toList();
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("epoch"));
    curves.forEach(curve -> columns.add(curve.name));
    return columns;
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (int epoch : epochs) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(epoch)));
      for (Curve curve : curves) {
        Point point = curve.points.get(epoch);
        row.add(point == null ? "" : inWords(point));
      }
      rows.add(row);
    }
    return rows;
  }

  private String inWords(Point point) {
    String value = String.format(Locale.ROOT, format, point.value);
    return point.low < point.high
        ? String.format(
            Locale.ROOT, "%s (" + format + "–" + format + ")", value, point.low, point.high)
        : value;
  }
}
