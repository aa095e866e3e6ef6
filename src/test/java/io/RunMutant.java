package io;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damaged copies of a run's small files: by flipped bits, cuts, other encodings, other values. */
public final class RunMutant {
  private static final Charset[] CHARSETS = {
    StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE")
  };

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e999",
          "-1e999",
          "1e-999999999",
          "1e999999999",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "9".repeat(2_000),
          "NaN",
          "\"NaN\"",
          "\"Infinity\"",
          "\"\"",
          "\" \"",
          "\"1\"",
          "\"\\uD800\"",
          "[]",
          "{}",
          "[[]]",
          "{\"a\":{}}",
          "[".repeat(5_000),
          "{\"a\":".repeat(2_000),
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"" + "x".repeat(100_000) + "\"",
          "\"../../up\"",
          "\"\\u0000\"");

  private RunMutant() {}

  /** One mutant of a JSON file for each seed. */
  public static byte[] of(byte[] whole, long seed) {
    return mutant(whole, new SplittableRandom(seed));
  }

  /** The beginning of a mutant, for a message. */
  public static String start(byte[] text) {
    return new String(text, 0, Math.min(2_000, text.length), StandardCharsets.UTF_8)
        .replaceAll("[^ -~]+", " ");
  }

  private static byte[] mutant(byte[] whole, SplittableRandom random) {
    String text = new String(whole, StandardCharsets.UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> flip(whole, random);
      case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 2 -> text.getBytes(CHARSETS[random.nextInt(CHARSETS.length)]);
      case 3 -> flip(text.getBytes(CHARSETS[random.nextInt(CHARSETS.length)]), random);
      default -> withOtherValues(text, random).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] flip(byte[] file, SplittableRandom random) {
    byte[] result = file.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** One to three fields with other values, some of them twice in the file. */
  private static String withOtherValues(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      int colon = line.indexOf(" : ");
      if (colon > 0) {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        String other = line.substring(0, colon + 3) + value + (line.endsWith(",") ? "," : "");
        if (random.nextInt(5) == 0) {
          lines.add(at, line.endsWith(",") ? line : line + ",");
          at++;
        }
        lines.set(at, other);
      }
    }
    return String.join("\n", lines);
  }
}
