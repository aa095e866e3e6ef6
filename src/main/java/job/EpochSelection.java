package job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Epochs as people name them: {@code 3,5-7}.
 *
 * @param ranges none means every epoch
 */
record EpochSelection(List<Range> ranges) {
  static final EpochSelection ALL = new EpochSelection(List.of());

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  /** From {@code first} to {@code last}, both included, from 1. */
  record Range(int first, int last) {}

  EpochSelection {
    ranges = List.copyOf(ranges);
  }

  boolean includes(int epoch) {
    return ranges.isEmpty()
        || ranges.stream().anyMatch(range -> range.first() <= epoch && epoch <= range.last());
  }

  /** The named epochs that are not among the given ones. */
  List<Integer> missing(List<Integer> epochs) {
    return ranges.stream()
        .flatMap(range -> Stream.iterate(range.first(), n -> n <= range.last(), n -> n + 1))
        .filter(epoch -> !epochs.contains(epoch))
        .distinct()
        .toList();
  }

  /** Reads a command line's words. */
  static final class Converter implements ITypeConverter<EpochSelection> {
    @Override
    public EpochSelection convert(String text) {
      List<Range> ranges = new ArrayList<>();
      for (String part : Pattern.compile(",").split(text, -1)) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
          throw notEpochs(text);
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (first < 1 || last < first) {
          throw notEpochs(text);
        }
        ranges.add(new Range(first, last));
      }
      return new EpochSelection(ranges);
    }

    private static TypeConversionException notEpochs(String text) {
      return new TypeConversionException(
          "expected epochs and ranges from 1, such as 3,5-7, found " + text);
    }
  }
}
