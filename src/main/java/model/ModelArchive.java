package model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's own archive of a network ({@code ModelSerializer.restoreMultiLayerNetwork} opens it), the
 * same bytes for the same network.
 *
 * <p>To us such a file is data: what it says of classes is not read. The network is built from the
 * name of its architecture, and only the numbers are taken from the archive, in the number that the
 * architecture has.
 */
public final class ModelArchive {
  /**
   * Zip's first moment, in place of the clock: the archive of a network is always the same bytes.
   */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int LONGEST_SHAPE = 64;

  /** Of all entries up to the one that is read; far more than any of our networks and its state. */
  private static final long MOST_INFLATED_BYTES = 256L << 20;

  private ModelArchive() {}

  /** Configuration, parameters and, if the updater has one, its state. */
  public static byte[] bytes(MultiLayerNetwork network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // Trained floats hardly shrink: a fifth less to write is not worth 15 ms an epoch.
      zip.setLevel(Deflater.NO_COMPRESSION);
      byte[] json = network.getLayerWiseConfigurations().toJson().getBytes(StandardCharsets.UTF_8);
      write(zip, ModelSerializer.CONFIGURATION_JSON, json);
      write(zip, ModelSerializer.COEFFICIENTS_BIN, array(network.params()));
      INDArray state = network.getUpdater().getStateViewArray();
      if (state != null && state.length() > 0) {
        write(zip, ModelSerializer.UPDATER_BIN, array(state));
      }
    } catch (IOException e) {
      throw new IllegalStateException("an archive in memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] array(INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * The parameters in an archive, in DL4J's order.
   *
   * @throws ModelArchiveException if the archive is damaged or is not one of that architecture
   */
  public static float[] parameters(byte[] archive, Architecture architecture)
      throws ModelArchiveException {
    return numbers(
        archive,
        ModelSerializer.COEFFICIENTS_BIN,
        Math.toIntExact(architecture.parameters()),
        "parameters of " + architecture.title());
  }

  /**
   * Gives a network what an archive holds of it, to go on training from there.
   *
   * @param network of {@code architecture}, with the updater that it was trained by
   * @param iterations minibatches that the largest shard had trained
   * @param epochs that it had been trained
   * @throws ModelArchiveException if the archive is damaged or is not of that network
   */
  public static void restore(
      byte[] archive,
      Architecture architecture,
      MultiLayerNetwork network,
      int iterations,
      int epochs)
      throws ModelArchiveException {
    int stateNumbers = NetworkState.of(network).updaterState().length;
    float[] updaterState =
        stateNumbers == 0
            ? new float[0]
            : numbers(
                archive, ModelSerializer.UPDATER_BIN, stateNumbers, "numbers of updater state");
    new NetworkState(parameters(archive, architecture), updaterState, iterations, epochs)
        .copyTo(network);
  }

  private static float[] numbers(byte[] archive, String name, int count, String what)
      throws ModelArchiveException {
    String expected = "the %d float32 %s".formatted(count, what);
    try (ZipInputStream zip = new BoundedZip(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return floats(new DataInputStream(zip), count);
        }
      }
    } catch (EOFException e) {
      throw new ModelArchiveException("expected " + expected + ", found an early end", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelArchiveException("expected " + expected + ", found " + e.getMessage(), e);
    }
    throw new ModelArchiveException("expected " + expected + ", found no entry " + name, null);
  }

  /**
   * Inflates no more than {@link #MOST_INFLATED_BYTES}, be an archive a thousand times as large.
   */
  private static final class BoundedZip extends ZipInputStream {
    private long left = MOST_INFLATED_BYTES;

    BoundedZip(byte[] archive) {
      super(new ByteArrayInputStream(archive));
    }

    /** All go through here: those of an entry that is skipped, too. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      left -= Math.max(count, 0);
      if (left < 0) {
        throw new IOException("more than " + MOST_INFLATED_BYTES + " bytes, uncompressed");
      }
      return count;
    }
  }

  /**
   * Nd4j.write's format: shape and data, each as allocation mode, length, type, elements;
   * big-endian.
   */
  private static float[] floats(DataInputStream in, int count) throws IOException {
    long shape = header(in, "LONG");
    if (shape < 1 || shape > LONGEST_SHAPE) {
      throw new IOException("a shape of " + shape + " numbers");
    }
    in.readNBytes(Math.toIntExact(shape) * Long.BYTES);
    long length = header(in, "FLOAT");
    if (length != count) {
      throw new IOException(length + " parameters");
    }
    // In one piece: a call of zip for each byte takes more than ten times as long.
    byte[] bytes = in.readNBytes(count * Float.BYTES);
    if (bytes.length < count * Float.BYTES) {
      throw new EOFException();
    }
    float[] values = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    if (in.read() >= 0) {
      throw new IOException("more bytes after the last parameter");
    }
    return values;
  }

  private static long header(DataInputStream in, String type) throws IOException {
    in.readUTF();
    long length = in.readLong();
    String found = in.readUTF();
    if (!found.equals(type)) {
      throw new IOException("numbers of another type than " + type);
    }
    return length;
  }
}
