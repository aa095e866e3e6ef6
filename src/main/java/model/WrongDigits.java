package model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Finds the images that a network is wrong about. */
public final class WrongDigits {
  private WrongDigits() {}

  /**
   * Those whose wrong answer the network finds the most probable, the surest first; of equals the
   * one that comes first in the file.
   *
   * @param rows as {@link Scoring#inFileOrder} leaves them
   * @param most as many are returned, or all there are
   */
  public static List<WrongDigit> surest(JavaRDD<ImageBlock> rows, Contender network, int most) {
    Broadcast<Contender> sent =
        JavaSparkContext.fromSparkContext(rows.context()).broadcast(network);
    try {
      return rows.mapPartitionsWithIndex(
              (partition, blocks) -> wrong(partition, blocks, sent.value()), true)
          .takeOrdered(most, Surest.FIRST);
    } finally {
      Cleanup.destroy(sent, rows.context());
    }
  }

  private static Iterator<WrongDigit> wrong(
      int partition, Iterator<ImageBlock> blocks, Contender network) {
    List<WrongDigit> wrong = new ArrayList<>();
    long row = Scoring.firstRow(partition);
    try (Predictor predictor = Predictor.of(network)) {
      while (blocks.hasNext()) {
        ImageBlock block = blocks.next();
        addWrong(block, row, predictor, wrong);
        row += block.rows();
      }
    } catch (OutOfMemoryError error) {
      throw new MemoryException("wrong digits were looked for", error);
    }
    return wrong.iterator();
  }

  private static void addWrong(
      ImageBlock block, long firstRow, Predictor predictor, List<WrongDigit> wrong) {
    List<byte[]> images = IntStream.range(0, block.rows()).mapToObj(block::image).toList();
    List<double[]> answers = predictor.probabilities(images);
    for (int i = 0; i < block.rows(); i++) {
      double[] probabilities = answers.get(i);
      int answer = largest(probabilities);
      if (answer != block.label(i)) {
        wrong.add(
            new WrongDigit(
                firstRow + i, block.label(i), answer, probabilities[answer], images.get(i)));
      }
    }
  }

  /** The first of the largest, as it is counted when the network is scored. */
  private static int largest(double[] probabilities) {
    int largest = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private enum Surest implements Comparator<WrongDigit> {
    FIRST;

    @Override
    public int compare(WrongDigit one, WrongDigit other) {
      int surer = Double.compare(other.probability(), one.probability());
      return surer != 0 ? surer : Long.compare(one.row(), other.row());
    }
  }
}
