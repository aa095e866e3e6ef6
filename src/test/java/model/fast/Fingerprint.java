package model.fast;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import model.fast.LeNetShape.Nonlinearity;

/**
 * Trains a few minibatches of noise and prints what is left of the Vector API's width and of the
 * parameters: a program of its own, for JVMs with other vectors.
 */
public final class Fingerprint {
  private static final int MINIBATCHES = 5;
  private static final int BATCH = 50;

  private Fingerprint() {}

  /** With a word, whatever it is, it trains; without, it only says whether it could. */
  public static void main(String[] words) {
    System.out.println(
        VectorApi.obstacle().map(obstacle -> "obstacle: " + obstacle).orElse("no obstacle"));
    if (words.length > 0) {
      System.out.println(VectorApi.description() + ": " + ofTraining());
    }
  }

  static String ofTraining() {
    LeNetShape shape = new LeNetShape(5, 2, Nonlinearity.RELU, Nonlinearity.RELU);
    SplittableRandom random = new SplittableRandom(1);
    FastLeNet passes = new FastLeNet(shape);
    Update update = new Update.Adam(1e-3, 0.9, 0.999, 1e-8);
    float[] parameters = noise(shape.parameters(), random);
    float[] gradient = new float[parameters.length];
    float[] state = new float[2 * parameters.length];
    for (int i = 0; i < MINIBATCHES; i++) {
      byte[] pixels = new byte[BATCH * 28 * 28];
      random.nextBytes(pixels);
      passes.start(parameters);
      for (int image = 0; image < BATCH; image++) {
        passes.place(image, pixels, image * 28 * 28);
      }
      passes.forward(BATCH, new float[BATCH * LeNetShape.CLASSES]);
      passes.backward(noise(BATCH * LeNetShape.CLASSES, random));
      passes.takeGradient(gradient);
      update.apply(parameters, gradient, state, i);
    }
    return sha256(parameters);
  }

  private static float[] noise(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5) / 5;
    }
    return values;
  }

  private static String sha256(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
