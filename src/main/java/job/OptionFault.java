package job;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli finds wrong with a command line, as all faults are told: flag, expected, found. */
final class OptionFault {
  private OptionFault() {}

  /** One line for each option at fault. */
  static List<String> inWords(Exception error) {
    if (error instanceof MissingParameterException missing) {
      return missing.getMissing().stream()
          .map(option -> "%s: expected %s, found none".formatted(flag(option), option.paramLabel()))
          .toList();
    }
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched(), unmatched.getSuggestions());
    }
    if (error instanceof OverwrittenOptionException twice) {
      return List.of("%s: expected once, found more often".formatted(flag(twice.getOverwritten())));
    }
    return List.of(
        error instanceof ParameterException fault
                && fault.getArgSpec() != null
                && fault.getValue() != null
            ? ofValue(fault)
            : error.getMessage());
  }

  private static String flag(ArgSpec spec) {
    return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
  }

  /** Words beside options that are not there may be their values: nothing is said of them. */
  private static List<String> unmatched(List<String> words, List<String> like) {
    List<String> options = words.stream().filter(word -> word.startsWith("-")).toList();
    if (options.isEmpty()) {
      return List.of(
          "'%s': expected an option before it, found none that takes it".formatted(words.get(0)));
    }
    return options.stream()
        .map(
            option ->
                // What is like is like the first word.
                like.isEmpty() || !option.equals(words.get(0))
                    ? "no such option: " + option
                    : "no such option: %s; did you mean %s?".formatted(option, like.get(0)))
        .toList();
  }

  /** With what the option's description says is allowed. */
  private static String ofValue(ParameterException fault) {
    ArgSpec option = fault.getArgSpec();
    Class<?> type = option.type();
    if (type.isEnum()) {
      return told(fault, "one of " + names(type));
    }
    if (List.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return told(fault, "a whole number") + described(option);
    }
    if (List.of(double.class, Double.class).contains(type)) {
      return told(fault, "a number") + described(option);
    }
    String words =
        fault.getCause() instanceof TypeConversionException ours
            ? ours.getMessage()
            : fault.getMessage();
    return "%s: %s".formatted(flag(option), words) + described(option);
  }

  private static String told(ParameterException fault, String expected) {
    return "%s: expected %s, found %s"
        .formatted(flag(fault.getArgSpec()), expected, fault.getValue());
  }

  private static String described(ArgSpec option) {
    return " (%s)".formatted(String.join(" ", option.description()));
  }

  /** As people write them. */
  private static String names(Class<?> choice) {
    return Stream.of(choice.getEnumConstants())
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
