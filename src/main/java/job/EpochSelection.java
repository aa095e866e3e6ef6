package job;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Epochs as people name them: {@code 3,5-7}.
 *
 * @param ranges none means every epoch
 */
record EpochSelection(List<Range> ranges) {
  static final EpochSelection ALL = new EpochSelection(List.of());

  private static final int MOST_IN_WORDS = 10;

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

  /** Whether epochs are named at all; else all are meant, however many a run will have. */
  boolean namesEpochs() {
    return !ranges.isEmpty();
  }

  /** The named epochs that are not among the given ones, in the order that they are named in. */
  List<Integer> missing(Collection<Integer> epochs) {
    Set<Integer> given = new HashSet<>(epochs);
    return ranges.stream()
        .flatMap(range -> IntStream.rangeClosed(range.first(), range.last()).boxed())
        .filter(epoch -> !given.contains(epoch))
        .distinct()
        .toList();
  }

  /** How many, for a message. */
  static String count(int epochs) {
    return epochs == 1 ? "1 epoch" : epochs + " epochs";
  }

  /** Epochs for a message: the first ten, and how many more. */
  static String inWords(List<Integer> epochs) {
    String first = epochs.stream().limit(MOST_IN_WORDS).map(String::valueOf).collect(joining(", "));
    int more = epochs.size() - MOST_IN_WORDS;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
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
