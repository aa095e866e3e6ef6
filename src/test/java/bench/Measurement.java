package bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What one program measured: the same rows trained several times over.
 *
 * @param program its name
 * @param rows trained in each pass
 * @param seconds of each pass after the warm-up
 */
public record Measurement(String program, int rows, List<Double> seconds) {
  public Measurement {
    seconds = List.copyOf(seconds);
  }

  /**
   * Runs {@code warmUp} passes, and then {@code measured}, at least one.
   *
   * @param pass trains every row once; is told the number of the pass, from 1
   */
  public static Measurement of(
      String program, int rows, int warmUp, int measured, IntConsumer pass) {
    IntStream.rangeClosed(1, warmUp).forEach(pass);
    return new Measurement(
        program,
        rows,
        IntStream.rangeClosed(warmUp + 1, warmUp + measured)
            .mapToObj(number -> seconds(number, pass))
            .toList());
  }

  private static double seconds(int number, IntConsumer pass) {
    long start = System.nanoTime();
    pass.accept(number);
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * One line of JSON. Its {@code ips}, images a second, is rows by the median of the passes'
   * seconds; the peers' scripts name it so.
   */
  public String json() throws JsonProcessingException {
    double imagesPerSecond = rows / Spread.of(seconds).median();
    return new ObjectMapper()
        .writeValueAsString(
            new TreeMap<>(
                Map.of(
                    "program",
                    program,
                    "rows",
                    rows,
                    "secs",
                    seconds,
                    "ips",
                    Math.round(imagesPerSecond))));
  }
}
