package model;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All of a network that training changes, out of native memory. */
public final class NetworkState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] parameters;
  private final float[] updaterState;
  private final int iterations;
  private final int epochs;

  /**
   * Takes the arrays as they are; they are not to be changed afterwards.
   *
   * @param parameters {@code [parameters]}, in DL4J's order
   * @param updaterState {@code [state]}, in DL4J's order; empty for an updater without state
   * @param iterations minibatches trained so far, which Adam's bias correction follows
   * @param epochs epochs trained so far
   */
  NetworkState(float[] parameters, float[] updaterState, int iterations, int epochs) {
    this.parameters = parameters;
    this.updaterState = updaterState;
    this.iterations = iterations;
    this.epochs = epochs;
  }

  /** A copy of what the network holds now. */
  public static NetworkState of(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return new NetworkState(
        Floats.of(network.params()),
        state == null ? new float[0] : Floats.of(state),
        network.getIterationCount(),
        network.getEpochCount());
  }

  /**
   * Gives this state to a network.
   *
   * @throws IllegalArgumentException if the network has another number of parameters, or its
   *     updater another state
   */
  public void copyTo(MultiLayerNetwork network) {
    requireLength("parameters", parameters.length, network.numParams());
    Floats.copy(parameters, parameters.length, network.params());
    INDArray state = network.getUpdater().getStateViewArray();
    requireLength("updater state", updaterState.length, state == null ? 0 : state.length());
    if (state != null) {
      Floats.copy(updaterState, updaterState.length, state);
    }
    network.setIterationCount(iterations);
    network.setEpochCount(epochs);
  }

  /** The same with other parameters, in DL4J's order; not copied. */
  public NetworkState withParameters(float[] others) {
    return new NetworkState(others, updaterState, iterations, epochs);
  }

  private static void requireLength(String what, long found, long expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: expected %d floats, found %d".formatted(what, expected, found));
    }
  }

  /**
   * SHA-256 of the float32 parameters, in DL4J's order, big-endian: 64 lower-case hexadecimal
   * digits.
   */
  public String parametersSha256() {
    return sha256(parameters);
  }

  /** As {@link #parametersSha256}, of parameters alone. */
  public static String sha256(float[] parameters) {
    ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
    bytes.asFloatBuffer().put(parameters);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** In DL4J's order; not a copy, not to be changed. */
  public float[] parameters() {
    return parameters;
  }

  float[] updaterState() {
    return updaterState;
  }

  public int iterations() {
    return iterations;
  }

  public int epochs() {
    return epochs;
  }
}
