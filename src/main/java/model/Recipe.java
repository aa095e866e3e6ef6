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
  public Recipe {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    Objects.requireNonNull(kernels, "kernels");
  }
}
