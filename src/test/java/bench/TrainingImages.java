package bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The first rows of a training set in IDX files, raw or {@code .gz}, as bytes in memory: where
 * every benchmark starts. Read here by hand, so that what is measured against this project shares
 * nothing with it.
 */
public final class TrainingImages {
  /** Pixels of an image, 28 × 28. */
  public static final int PIXELS = 28 * 28;

  private static final int CLASSES = 10;
  private static final int IMAGES_HEADER_BYTES = 16;
  private static final int LABELS_HEADER_BYTES = 8;

  private final byte[] pixels;
  private final byte[] labels;

  private TrainingImages(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Reads {@code rows} rows of {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}.
   *
   * @throws IOException if the directory has fewer
   */
  public static TrainingImages read(Path directory, int rows) throws IOException {
    return new TrainingImages(
        read(directory, "train-images-idx3-ubyte", IMAGES_HEADER_BYTES, rows * PIXELS),
        read(directory, "train-labels-idx1-ubyte", LABELS_HEADER_BYTES, rows));
  }

  private static byte[] read(Path directory, String name, int header, int length)
      throws IOException {
    Path raw = directory.resolve(name);
    Path file = Files.exists(raw) ? raw : directory.resolve(name + ".gz");
    try (InputStream stored = Files.newInputStream(file);
        DataInputStream bytes =
            new DataInputStream(file.equals(raw) ? stored : new GZIPInputStream(stored))) {
      bytes.skipNBytes(header);
      byte[] found = bytes.readNBytes(length);
      if (found.length < length) {
        throw new IOException(
            "%s is too short: expected at least %,d bytes after its header, found %,d; measure fewer rows"
                .formatted(file, length, found.length));
      }
      return found;
    }
  }

  public int rows() {
    return labels.length;
  }

  /** A copy of a row's grey values, 0..255, unsigned. */
  public byte[] image(int row) {
    return Arrays.copyOfRange(pixels, row * PIXELS, (row + 1) * PIXELS);
  }

  /** The class of a row, 0..9. */
  public int label(int row) {
    return labels[row];
  }

  /**
   * Rows as a program of DL4J's makes them: features {@code [count, 1, 28, 28]} in 0..1, labels
   * {@code [count, 10]} one-hot.
   */
  public DataSet minibatch(int first, int count) {
    float[] features = new float[count * PIXELS];
    for (int i = 0; i < features.length; i++) {
      features[i] = (pixels[first * PIXELS + i] & 0xff) / 255f;
    }
    float[] oneHot = new float[count * CLASSES];
    for (int row = 0; row < count; row++) {
      oneHot[row * CLASSES + labels[first + row]] = 1f;
    }
    INDArray images = Nd4j.create(features, new long[] {count, 1, 28, 28}, 'c');
    return new DataSet(images, Nd4j.create(oneHot, new long[] {count, CLASSES}, 'c'));
  }
}
