package model;

import java.io.Serializable;

/**
 * What is chosen before training and stays the same throughout it.
 *
 * @param learningRate greater than 0, at most {@value #MAX_LEARNING_RATE}
 * @param momentum from 0 (inclusive) to 1 (exclusive); 0 unless the updater is {@link
 *     Updater#NESTEROVS}
 * @param batchSize images in a minibatch, 1 to {@value #MAX_BATCH_SIZE}
 */
public record Hyperparameters(
    Updater updater,
    double learningRate,
    double momentum,
    int batchSize,
    Initialisation initialisation)
    implements Serializable {

  /** Above this, no network here does anything but diverge. */
  public static final double MAX_LEARNING_RATE = 10;

  /** A minibatch that large already takes gigabytes of activations. */
  public static final int MAX_BATCH_SIZE = 65_536;

  /**
   * Checks each value by itself.
   *
   * @throws IllegalArgumentException naming the value that is out of range, and its range
   */
  public Hyperparameters {
    if (updater == null || initialisation == null) {
      throw new IllegalArgumentException(
          "Updater and initialisation must be given: found " + updater + " and " + initialisation);
    }
    if (!(learningRate > 0 && learningRate <= MAX_LEARNING_RATE)) {
      throw new IllegalArgumentException(
          "Learning rate must be greater than 0 and at most %s: found %s"
              .formatted(MAX_LEARNING_RATE, learningRate));
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "Momentum must be at least 0 and less than 1: found " + momentum);
    }
    if (momentum != 0 && updater != Updater.NESTEROVS) {
      throw new IllegalArgumentException(
          "Updater %s has no momentum, so it must be 0: found %s; use nesterovs for momentum"
              .formatted(updater.title(), momentum));
    }
    if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
      throw new IllegalArgumentException(
          "Batch size must be from 1 to %d images: found %d".formatted(MAX_BATCH_SIZE, batchSize));
    }
  }

  /** The same with another updater, and that updater's usual momentum. */
  public Hyperparameters withUpdater(Updater newUpdater) {
    return new Hyperparameters(
        newUpdater, learningRate, newUpdater.usualMomentum(), batchSize, initialisation);
  }

  /** The same with another learning rate. */
  public Hyperparameters withLearningRate(double newLearningRate) {
    return new Hyperparameters(updater, newLearningRate, momentum, batchSize, initialisation);
  }

  /** The same with another momentum. */
  public Hyperparameters withMomentum(double newMomentum) {
    return new Hyperparameters(updater, learningRate, newMomentum, batchSize, initialisation);
  }

  /** The same with another number of images in a minibatch. */
  public Hyperparameters withBatchSize(int newBatchSize) {
    return new Hyperparameters(updater, learningRate, momentum, newBatchSize, initialisation);
  }

  /** The same with another initialisation. */
  public Hyperparameters withInitialisation(Initialisation newInitialisation) {
    return new Hyperparameters(updater, learningRate, momentum, batchSize, newInitialisation);
  }
}
