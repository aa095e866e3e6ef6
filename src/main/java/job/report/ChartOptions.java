package job.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** What the options of all charts have in common. */
final class ChartOptions {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  private ChartOptions() {}

  static ObjectNode ofChart() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("animation", false).put("backgroundColor", "transparent");
    options.putObject("textStyle").put("color", "$ink");
    options.putObject("aria").put("enabled", false); // the page says it in its own words
    return options;
  }

  /** An axis in the page's colours; named below its middle, unless the name is empty. */
  static ObjectNode axis(ObjectNode axis, String name) {
    if (!name.isEmpty()) {
      axis.put("name", name).put("nameLocation", "middle").put("nameGap", 26);
      axis.putObject("nameTextStyle").put("color", "$soft");
    }
    axis.putObject("axisLabel").put("color", "$soft");
    axis.putObject("axisLine").putObject("lineStyle").put("color", "$line");
    axis.putObject("splitLine").putObject("lineStyle").put("color", "$line");
    return axis;
  }

  /** As many digits as anybody sees, so that the page stays small. */
  static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
  }
}
