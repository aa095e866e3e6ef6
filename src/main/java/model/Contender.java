package model;

import java.io.Serializable;
import java.util.Objects;

/** A network's parameters, and what computes with them. */
public final class Contender implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Architecture architecture;
  private final Kernels kernels;
  private final float[] parameters;

  /**
   * Does not copy.
   *
   * @param kernels that score
   * @param parameters {@code [parameters]}, in DL4J's order
   */
  public Contender(Architecture architecture, Kernels kernels, float[] parameters) {
    this.architecture = Objects.requireNonNull(architecture, "architecture");
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.parameters = Objects.requireNonNull(parameters, "parameters");
  }

  Recipe recipe() {
    return new Recipe(architecture, architecture.defaults(), 0, kernels);
  }

  float[] parameters() {
    return parameters;
  }
}
