package model;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is trained and how: everything about a network that its first epoch needs to know.
 *
 * @param seed of the initial parameters and of every shuffle
 * @param kernels that every replica uses
 */
public record Recipe(
    Architecture architecture, Hyperparameters hyperparameters, long seed, Kernels kernels)
    implements Serializable {
  /**
   * Which arithmetic this program does: grows by one with each change after which the same recipe
   * trains other parameters than before, so that no run goes on half with one and half with the
   * other. {@code RevisionTest} fails when it is due.
   */
  public static final int REVISION = 1;

  public Recipe {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    Objects.requireNonNull(kernels, "kernels");
  }
}
